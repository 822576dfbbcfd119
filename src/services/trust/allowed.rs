//! The user's own file of what was allowed: private, written as a whole or not at all, never inside a workspace.

use std::fs::{self, DirBuilder, File, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::program::NamedFile;
use crate::error::{Problem, Result};
use crate::store;

/// The name of the file in the user's folder of settings.
const NAME: &str = "trust.json";
/// The version of the file's form.
const VERSION: u32 = 1;
/// The longest file that is read, in bytes.
const LONGEST: u64 = 64 << 20;

/// One program that was allowed, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowed {
    /// The real path of the workspace.
    pub workspace: String,
    /// The check that it was allowed for.
    pub check: String,
    /// The program and its arguments.
    pub command: Vec<String>,
    /// The files of the project that they name.
    pub files: Vec<NamedFile>,
    /// The hash over the workspace's real path, the words and the files, which alone decides.
    pub hash: String,
    /// When it was allowed, as RFC 3339.
    pub allowed: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Stored {
    version: u32,
    allowed: Vec<Allowed>,
}

/// The user's file; it need not be there.
#[derive(Debug, Clone)]
pub struct TrustFile {
    folder: PathBuf,
}

impl TrustFile {
    /// The file in the user's folder of settings.
    pub const fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Returns where it is.
    pub fn path(&self) -> PathBuf {
        self.folder.join(NAME)
    }

    /// Reads all that was allowed, oldest first.
    ///
    /// # Errors
    /// A `Usage` problem for a file that others may write to, that belongs to someone else, or that is not gemba's.
    pub fn read(&self) -> Result<Vec<Allowed>> {
        let path = self.path();
        let place = path.display();
        let metadata = match fs::metadata(&path) {
            Ok(metadata) => metadata,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(Vec::new());
            }
            Err(error) => return Err(Problem::usage(format!("{place} cannot be read: {error}.")).caused_by(error)),
        };
        self.refuse_others(&metadata)?;
        let odd = |what: String| {
            Problem::usage(format!("{place}, which says what may be started, {what}."))
                .hint("Take it away; `gemba trust` then asks anew.")
        };
        if !metadata.is_file() || metadata.len() > LONGEST {
            return Err(odd("is not a plain file of at most 64 MiB".to_owned()));
        }
        let text =
            fs::read_to_string(&path).map_err(|error| odd(format!("cannot be read: {error}")).caused_by(error))?;
        let stored: Stored =
            serde_json::from_str(&text).map_err(|error| odd("is not as gemba wrote it".to_owned()).caused_by(error))?;
        if stored.version == VERSION { Ok(stored.allowed) } else { Err(odd("was written by a newer gemba".to_owned())) }
    }

    /// Refuses a file, or a folder that holds it, through which someone else could allow something.
    fn refuse_others(&self, file: &fs::Metadata) -> Result<()> {
        let folder = fs::metadata(&self.folder).ok();
        for (path, metadata) in [(self.path(), Some(file)), (self.folder.clone(), folder.as_ref())] {
            let Some(metadata) = metadata else { continue };
            let place = path.display();
            if !store::is_own(metadata.uid()) {
                let sentence = format!("{place} belongs to another user, so it cannot say what may be started.");
                return Err(Problem::usage(sentence).hint("Take it away, or make it yours with `chown`."));
            }
            if metadata.mode() & 0o022 != 0 {
                let sentence = format!("{place} can be written by other users, so it cannot say what may be started.");
                return Err(Problem::usage(sentence).hint(format!("`chmod go-w {place}` keeps them out.")));
            }
        }
        Ok(())
    }

    /// Changes what is allowed, while no other gemba does.
    ///
    /// # Errors
    /// As [`TrustFile::read`]; an `Io` problem where it cannot be written.
    pub fn change<T>(&self, edit: impl FnOnce(&mut Vec<Allowed>) -> T) -> Result<T> {
        let failed = |error: io::Error| {
            Problem::io(format!("{} cannot be written: {error}.", self.path().display())).caused_by(error)
        };
        DirBuilder::new().recursive(true).mode(0o700).create(&self.folder).map_err(failed)?;
        let folder = File::open(&self.folder).map_err(failed)?;
        close_to_others(&folder).map_err(failed)?;
        rustix::fs::flock(&folder, rustix::fs::FlockOperation::LockExclusive).map_err(|error| failed(error.into()))?;
        let mut allowed = self.read()?;
        let done = edit(&mut allowed);
        let text = serde_json::to_string_pretty(&Stored { version: VERSION, allowed })
            .map_err(|error| failed(error.into()))?;
        // Made with the mode 0600 beside its place and renamed into it.
        let mut scratch = tempfile::Builder::new().prefix(".trust-").tempfile_in(&self.folder).map_err(failed)?;
        scratch.write_all(text.as_bytes()).map_err(failed)?;
        keep_owner(scratch.path(), &folder).map_err(failed)?;
        scratch.as_file().sync_all().map_err(failed)?;
        scratch.persist(self.path()).map_err(|error| failed(error.error))?;
        folder.sync_all().map_err(failed)?;
        Ok(done)
    }
}

/// Takes from others the right to write into one's own folder, which many systems give to a user's group.
fn close_to_others(folder: &File) -> io::Result<()> {
    let metadata = folder.metadata()?;
    if metadata.mode() & 0o022 == 0 || !store::is_own(metadata.uid()) {
        return Ok(());
    }
    folder.set_permissions(Permissions::from_mode(metadata.mode() & 0o7755))
}

/// Gives a file that root writes into a user's folder (`sudo` with the user's home) to that user.
fn keep_owner(file: &Path, folder: &File) -> io::Result<()> {
    let owner = folder.metadata()?;
    if owner.uid() == fs::metadata(file)?.uid() {
        return Ok(());
    }
    std::os::unix::fs::chown(file, Some(owner.uid()), Some(owner.gid()))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::{Allowed, TrustFile};

    fn entry(check: &str) -> Allowed {
        Allowed {
            workspace: "/w/.gemba".into(),
            check: check.into(),
            command: vec!["sh".into()],
            files: Vec::new(),
            hash: format!("hash of {check}"),
            allowed: "2026-11-26T08:00:00Z".into(),
        }
    }

    fn set_mode(path: &std::path::Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn what_is_allowed_is_kept_in_a_private_file_that_is_replaced_as_a_whole() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("config/gemba");
        let file = TrustFile::new(folder.clone());
        assert!(file.read().unwrap().is_empty());
        file.change(|allowed| allowed.push(entry("a"))).unwrap();
        let before = fs::File::open(file.path()).unwrap();
        file.change(|allowed| allowed.push(entry("b"))).unwrap();
        assert_eq!(file.read().unwrap(), [entry("a"), entry("b")]);
        let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&file.path()), mode(&folder)), (0o600, 0o700));
        assert!(!std::io::read_to_string(before).unwrap().contains("hash of b"), "the old file was not written into");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing else is left");
    }

    #[test]
    fn a_file_that_others_may_write_to_allows_nothing() {
        let home = tempfile::tempdir().unwrap();
        let file = TrustFile::new(home.path().join("gemba"));
        file.change(|allowed| allowed.push(entry("a"))).unwrap();
        set_mode(&file.path(), 0o620);
        assert!(file.read().unwrap_err().sentence.contains("written by other users"));
        set_mode(&file.path(), 0o600);
        set_mode(&home.path().join("gemba"), 0o770);
        assert!(file.read().is_err());
        file.change(|_| ()).unwrap();
        assert_eq!(file.read().unwrap(), [entry("a")], "one's own folder is closed when something is written");
        fs::write(file.path(), "{\"version\":2,\"allowed\":[]}").unwrap();
        assert!(file.read().unwrap_err().sentence.contains("newer"));
        fs::write(file.path(), "{").unwrap();
        assert!(file.change(Vec::clear).unwrap_err().advice().contains("gemba trust"));
    }
}
