//! The rejects file: one JSON line for each line of a log that was set aside. Created with the first of them, readable by
//! its owner only; never replaces another file.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::domain::Untrusted;
use crate::error::{Problem, Result};
use crate::text::json_safe;

/// The rejects of one log.
pub(super) struct Rejects {
    name: String,
    /// The folder that the file is created in, which is made with it.
    folder: PathBuf,
    open: Option<(BufWriter<File>, PathBuf)>,
    is_off: bool,
}

impl Rejects {
    /// For the log at `path`, in a folder.
    pub(super) fn new(path: &Path, folder: &Path, is_off: bool) -> Self {
        let log = path.file_name().filter(|_| path.as_os_str() != "-").map(|name| name.to_string_lossy().into_owned());
        Self { name: log.unwrap_or_else(|| "stdin".to_owned()), folder: folder.to_owned(), open: None, is_off }
    }

    /// Writes one line; creates the file with the first.
    pub(super) fn write(&mut self, line: u64, offset: u64, reason: &str, text: &Untrusted) -> Result<()> {
        if self.is_off {
            return Ok(());
        }
        if self.open.is_none() {
            self.open = Some(create(&self.name, &self.folder)?);
        }
        let Some((file, path)) = &mut self.open else { return Ok(()) };
        let entry = json!({"line": line, "offset": offset, "reason": reason, "text": text.raw()});
        writeln!(file, "{}", json_safe(&entry.to_string())).map_err(|error| failed(path, error))
    }

    /// Closes the file and returns where it is; with `stored_nothing` removes it.
    pub(super) fn finish(self, stored_nothing: bool) -> Result<Option<PathBuf>> {
        let Some((mut file, path)) = self.open else { return Ok(None) };
        file.flush().map_err(|error| failed(&path, error))?;
        if stored_nothing {
            drop(file);
            // What is left over does no harm; a folder with other rejects in it stays, rightly.
            let _ = std::fs::remove_file(&path);
            let _ = std::fs::remove_dir(&self.folder);
            return Ok(None);
        }
        Ok(Some(path))
    }
}

fn failed(path: &Path, error: io::Error) -> Problem {
    Problem::io(format!("The rejects file {} cannot be written: {error}.", path.display())).caused_by(error)
}

fn create(name: &str, folder: &Path) -> Result<(BufWriter<File>, PathBuf)> {
    if !folder.is_dir() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|error| failed(folder, error))?;
    }
    for number in 1..1000 {
        let path = folder.join(match number {
            1 => format!("{name}.rejects.jsonl"),
            _ => format!("{name}.rejects-{number}.jsonl"),
        });
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
            Ok(file) => return Ok((BufWriter::new(file), path)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(&path, error)),
        }
    }
    Err(Problem::io(format!("There are too many rejects files of {name} in {}.", folder.display()))
        .hint("Delete old ones."))
}
