//! A file that others append to: its end is waited at, a new file in its place is gone on with, one that became shorter is
//! read from its beginning.

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::until::Until;
use crate::ingest::Feed;

/// A file that is followed.
#[derive(Debug)]
pub struct Follow {
    path: PathBuf,
    file: File,
    /// How many bytes of this file were read.
    position: u64,
    /// Whether what was read so far ends with a whole line.
    is_at_line_end: bool,
    until: Until,
}

impl Follow {
    /// Opens a file.
    ///
    /// # Errors
    /// Whatever the system says.
    pub fn open(path: &Path, until: Until) -> io::Result<Self> {
        Ok(Self { path: path.to_owned(), file: File::open(path)?, position: 0, is_at_line_end: true, until })
    }

    /// Returns the file that stands at the path by now, where it is another one.
    fn successor(&self) -> io::Result<Option<File>> {
        let Ok(there) = std::fs::metadata(&self.path) else {
            // Renamed away, and not made anew yet.
            return Ok(None);
        };
        let id = |about: &Metadata| (about.dev(), about.ino());
        if id(&there) == id(&self.file.metadata()?) {
            return Ok(None);
        }
        File::open(&self.path).map(Some).or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => Ok(None),
            _ => Err(error),
        })
    }

    fn is_shorter(&self) -> io::Result<bool> {
        Ok(self.file.metadata()?.len() < self.position)
    }

    fn take(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.file.read(buffer)?;
        if let Some(last) = got.checked_sub(1).and_then(|at| buffer.get(at)) {
            self.position += got as u64;
            self.is_at_line_end = *last == b'\n';
            self.until.came();
        }
        Ok(got)
    }

    /// Begins anew; a half-written line of before stays one.
    fn begin(&mut self, buffer: &mut [u8]) -> Option<usize> {
        self.position = 0;
        if std::mem::replace(&mut self.is_at_line_end, true) {
            return None;
        }
        *buffer.first_mut()? = b'\n';
        Some(1)
    }
}

impl Read for Follow {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.until.is_stopped() {
                return Ok(0);
            }
            match self.take(buffer) {
                Ok(0) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                done => return done,
            }
            if self.is_shorter()? {
                self.file.seek(SeekFrom::Start(0))?;
                if let Some(got) = self.begin(buffer) {
                    return Ok(got);
                }
                continue;
            }
            if let Some(next) = self.successor()? {
                // What was written into the old one since it was read.
                let got = self.take(buffer)?;
                if got > 0 {
                    return Ok(got);
                }
                self.file = next;
                if let Some(got) = self.begin(buffer) {
                    return Ok(got);
                }
                continue;
            }
            if self.until.is_over() {
                return Ok(0);
            }
            std::thread::sleep(Until::pause());
        }
    }
}

impl Feed for Follow {
    fn is_ready(&mut self) -> bool {
        let is_longer = self.file.metadata().is_ok_and(|about| about.len() != self.position);
        is_longer || matches!(self.successor(), Ok(Some(_)))
    }

    fn wait_a_moment(&mut self) -> bool {
        std::thread::sleep(Until::pause());
        self.is_ready()
    }

    fn drops_rest(&self) -> bool {
        self.until.is_stopped()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::Arc;
    use std::time::Duration;

    use super::*;

    fn next(follow: &mut Follow) -> String {
        let mut buffer = [0; 64];
        let got = follow.read(&mut buffer).unwrap();
        String::from_utf8(buffer[..got].to_vec()).unwrap()
    }

    #[test]
    fn it_goes_on_in_the_next_file_and_in_one_that_was_emptied() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("app.jsonl");
        std::fs::write(&path, "one\n").unwrap();
        let until = Until::new(Arc::default(), Some(Duration::from_millis(1)));
        let mut follow = Follow::open(&path, until).unwrap();
        assert_eq!(next(&mut follow), "one\n");
        std::fs::rename(&path, folder.path().join("app.jsonl.1")).unwrap();
        let mut old = std::fs::OpenOptions::new().append(true).open(folder.path().join("app.jsonl.1")).unwrap();
        old.write_all(b"two").unwrap();
        std::fs::write(&path, "three\n").unwrap();
        assert_eq!([next(&mut follow), next(&mut follow), next(&mut follow)], ["two", "\n", "three\n"]);
        std::fs::write(&path, "4\n").unwrap();
        assert!(follow.is_ready());
        assert_eq!([next(&mut follow), next(&mut follow)], ["4\n", ""]);
    }
}
