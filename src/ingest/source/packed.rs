//! Files that are no text but hold tables or other files: SQLite databases, Parquet files, zip archives. They are read
//! through a handle or from a private copy; nothing is created beside them.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::SystemTime;

use tempfile::TempDir;

use super::status::StreamStatus;
use crate::error::{Problem, Result};

/// How often a file that is written to is copied anew until it stays the same meanwhile.
const TRIES: usize = 3;

/// The kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PackedKind {
    Sqlite,
    Parquet,
    Zip,
}

impl PackedKind {
    /// Returns what a file is that begins with `head`, if it is one of them.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        let signs: [(&[u8], Self); 4] = [
            (b"SQLite format 3\0", Self::Sqlite),
            (b"PAR1", Self::Parquet),
            (b"PK\x03\x04", Self::Zip),
            (b"PK\x05\x06", Self::Zip),
        ];
        signs.iter().find(|(sign, _)| head.starts_with(sign)).map(|(_, kind)| *kind)
    }

    /// Returns what people call it, with an article.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Sqlite => "an SQLite database",
            Self::Parquet => "a Parquet file",
            Self::Zip => "a zip archive",
        }
    }
}

/// An open file of these kinds.
pub(crate) struct Packed {
    pub(crate) kind: PackedKind,
    /// The file; what came from standard input or a pipe is in a file without a name.
    pub(crate) file: File,
    /// Where it lies, if it has a name.
    pub(crate) path: Option<PathBuf>,
    /// The name for sentences.
    pub(crate) name: String,
    /// Its size, when it is a file.
    pub(crate) bytes: Option<u64>,
    /// The progress of reading it.
    pub(crate) status: Rc<StreamStatus>,
}

/// Keeps what can be read only once in a file without a name.
pub(super) fn spooled(from: &mut dyn Read) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    io::copy(from, &mut file)?;
    Ok(file)
}

/// A copy of a database in a folder that only this user can enter; both go when it is dropped.
pub(crate) struct PrivateCopy {
    folder: TempDir,
}

impl PrivateCopy {
    /// Copies a database with what was written to it last and is not in its file yet.
    ///
    /// # Errors
    /// `Io` where it cannot be read, or the copy not be written; `Input` where it changes each time while it is copied.
    pub(crate) fn of(packed: &mut Packed) -> Result<Self> {
        let copy = Self::tried(packed, &mut || {}).map_err(|error| {
            Problem::io(format!("{} cannot be copied to be read: {error}.", packed.name)).caused_by(error)
        })?;
        copy.ok_or_else(|| {
            Problem::input(format!("{} is written to all the time, so that no whole copy can be read.", packed.name))
                .hint("Import it again while nothing writes to it.")
                .hint("Or make a copy: `sqlite3 FILE '.backup COPY'`; then import COPY.")
        })
    }

    /// Copies until the database stays the same meanwhile; `None` where it never does. Calls `meanwhile` within each copy.
    fn tried(packed: &mut Packed, meanwhile: &mut dyn FnMut()) -> io::Result<Option<Self>> {
        for _ in 0..TRIES {
            // A new folder each time: what stood beside the database before must not stand beside the newer one.
            let copy = Self { folder: tempfile::tempdir()? };
            let before = packed.path.as_deref().map(state);
            packed.file.seek(SeekFrom::Start(0))?;
            io::copy(&mut packed.file, &mut File::create(copy.path())?)?;
            for ending in ENDINGS {
                copy.take_along(packed.path.as_deref(), ending)?;
            }
            meanwhile();
            if before == packed.path.as_deref().map(state) {
                return Ok(Some(copy));
            }
        }
        Ok(None)
    }

    /// Copies the file that SQLite has beside a database, where there is one.
    fn take_along(&self, database: Option<&Path>, ending: &str) -> io::Result<()> {
        let Some(from) = database.map(|path| beside(path, ending)) else { return Ok(()) };
        let follow_no_link = rustix::fs::OFlags::NOFOLLOW.bits().cast_signed();
        let opened = std::fs::OpenOptions::new().read(true).custom_flags(follow_no_link).open(from);
        let Ok(mut file) = opened else { return Ok(()) };
        if file.metadata()?.is_file() {
            io::copy(&mut file, &mut File::create(beside(&self.path(), ending))?)?;
        }
        Ok(())
    }

    /// Returns where the copy lies.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("log.db")
    }
}

/// What SQLite has beside a database: pages that are not in it yet, and those of a change that did not end.
const ENDINGS: [&str; 2] = ["-wal", "-journal"];

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Returns lengths and times by which a change of a database is seen.
fn state(path: &Path) -> Vec<Option<(u64, SystemTime)>> {
    let about = |path: &Path| {
        let about = std::fs::metadata(path).ok()?;
        Some((about.len(), about.modified().ok()?))
    };
    let files = ENDINGS.iter().map(|ending| beside(path, ending));
    std::iter::once(path.to_owned()).chain(files).map(|path| about(&path)).collect()
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::path::Path;

    use super::{Packed, PackedKind, PrivateCopy, beside};

    fn packed(path: &Path) -> Packed {
        Packed {
            kind: PackedKind::Sqlite,
            file: File::open(path).unwrap(),
            path: Some(path.to_owned()),
            name: "log.db".to_owned(),
            bytes: None,
            status: std::rc::Rc::default(),
        }
    }

    #[test]
    fn a_copy_is_made_anew_with_what_stands_beside_the_database_then() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.db");
        std::fs::write(&path, "old").unwrap();
        std::fs::write(beside(&path, "-wal"), "pages").unwrap();
        let mut count = 0;
        let copy = PrivateCopy::tried(&mut packed(&path), &mut || {
            count += 1;
            if count == 1 {
                std::fs::write(&path, "newer").unwrap();
                std::fs::remove_file(beside(&path, "-wal")).unwrap();
            }
        });
        let copy = copy.unwrap().unwrap();
        assert_eq!(std::fs::read(copy.path()).unwrap(), b"newer");
        assert!(!beside(&copy.path(), "-wal").exists());
    }

    #[test]
    fn a_database_that_changes_all_the_time_is_not_read_half() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.db");
        std::fs::write(&path, "old").unwrap();
        let mut text = "new".to_owned();
        let copy = PrivateCopy::tried(&mut packed(&path), &mut || {
            text.push('!');
            std::fs::write(&path, &text).unwrap();
        });
        assert!(copy.unwrap().is_none());
    }
}
