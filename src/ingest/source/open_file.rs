//! A file that is opened once and read as often as is needed, each time from its beginning: another file put in its place
//! meanwhile is not read.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

/// An open file. Cheap to clone; each reader has a place of its own.
#[derive(Debug, Clone)]
pub struct OpenFile {
    pub(super) file: Arc<File>,
    bytes: u64,
    is_fixed: bool,
}

impl OpenFile {
    /// Opens a plain file. Returns `None` for a pipe, and for a file that cannot be opened: reading it by its path gives the
    /// error.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
        let file = File::open(path).ok()?;
        let about = file.metadata().ok().filter(std::fs::Metadata::is_file)?;
        Some(Self { file: Arc::new(file), bytes: about.len(), is_fixed: false })
    }

    /// Leaves out what is appended from now on, so that every reader finds the same.
    #[must_use]
    pub fn fixed(self) -> Self {
        Self { is_fixed: true, ..self }
    }

    /// Returns how many bytes there were when it was opened.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Returns a reader from the beginning.
    #[must_use]
    pub fn reader(&self) -> impl Read + use<> {
        let left = if self.is_fixed { self.bytes } else { u64::MAX };
        Reader { file: Arc::clone(&self.file), position: 0 }.take(left)
    }
}

struct Reader {
    file: Arc<File>,
    position: u64,
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read_at(buffer, self.position)?;
        self.position += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::OpenFile;
    use std::io::{Read, Write};

    #[test]
    fn each_reader_finds_the_file_that_was_opened_whatever_became_of_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        std::fs::write(&path, "first").unwrap();
        let (open, fixed) = (OpenFile::of(&path).unwrap(), OpenFile::of(&path).unwrap().fixed());
        std::fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(b", more").unwrap();
        std::fs::rename(&path, folder.path().join("old")).unwrap();
        std::fs::write(&path, "second").unwrap();
        let read = |open: &OpenFile| {
            let mut text = String::new();
            open.reader().read_to_string(&mut text).unwrap();
            text
        };
        assert_eq!([read(&open), read(&open), read(&fixed)], ["first, more", "first, more", "first"]);
        assert!(OpenFile::of(folder.path()).is_none());
    }
}
