//! `$EDITOR` on a half-written text: an argument list without a shell, a private file, and the text that came back.
//!
//! The event loop gives the terminal away before and takes it again afterwards; this file only knows the child.

use std::fs::{DirBuilder, OpenOptions, Permissions};
use std::io::{Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::error::{Problem, Result};
use crate::runtime::mailbox::{Incoming, Mailbox};
use crate::text::{Backslash, split_words};

/// The longest text that is taken back.
const LONGEST: u64 = 1 << 20;

/// How the names of draft folders begin, and after how long one is left over.
const PREFIX: &str = "edit-";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// An editor that is open.
#[derive(Debug)]
pub(crate) struct Editor {
    /// Removed when the editor has ended.
    folder: TempDir,
    program: String,
    child: Pid,
}

impl Editor {
    /// Opens the user's editor on `text`; its end arrives as [`Incoming::EditorEnded`].
    ///
    /// # Errors
    /// `Usage` when there is no such editor; `Io` when the file cannot be made.
    pub(crate) fn open(text: &str, workspace: &Path, mailbox: Mailbox) -> Result<Self> {
        let words = editor_words();
        let Some((program, arguments)) = words.split_first() else {
            return Err(Problem::usage("$EDITOR names no program."));
        };
        let (folder, file) = draft_file(text, workspace)?;
        let child = Command::new(program).args(arguments).arg(&file).spawn().map_err(|error| {
            Problem::usage(format!("The editor {program} could not be started: {error}."))
                .hint("Set $VISUAL or $EDITOR; the text is kept here.")
                .caused_by(error)
        })?;
        let pid = Pid::from_child(&child);
        await_end(child, mailbox)?;
        Ok(Self { folder, program: program.clone(), child: pid })
    }

    /// Asks the editor to end.
    pub(crate) fn terminate(&self) {
        let _ = kill_process(self.child, Signal::TERM);
    }

    /// The text as it was saved.
    ///
    /// # Errors
    /// `Usage` when the editor failed or was killed, so that what was there before is kept; `Io` when the file cannot
    /// be read.
    pub(crate) fn text(self, ended: std::io::Result<ExitStatus>) -> Result<String> {
        let kept = "The text is unchanged.";
        let status = ended.map_err(|error| {
            Problem::io(format!("The end of the editor {} could not be waited for: {error}.", self.program))
                .hint(kept)
                .caused_by(error)
        })?;
        if !status.success() {
            let how = status.code().map_or_else(|| "was killed".to_owned(), |code| format!("ended with {code}"));
            return Err(
                Problem::usage(format!("The editor {} {how}, so its text was not taken.", self.program)).hint(kept)
            );
        }
        let unreadable = |error: std::io::Error| {
            Problem::io(format!("The edited text cannot be read: {error}.")).hint(kept).caused_by(error)
        };
        let mut bytes = Vec::new();
        let file = std::fs::File::open(file_in(self.folder.path())).map_err(unreadable)?;
        file.take(LONGEST).read_to_end(&mut bytes).map_err(unreadable)?;
        let mut text = String::from_utf8_lossy(&bytes).into_owned();
        // Editors end the last line; the note did not.
        if text.ends_with('\n') {
            text.pop();
            if text.ends_with('\r') {
                text.pop();
            }
        }
        Ok(text)
    }
}

fn file_in(folder: &Path) -> PathBuf {
    folder.join("note.md")
}

/// Removes what the editor of a killed gemba left behind, once it is a day old: no editor is open that long.
fn sweep(parent: &Path) {
    let Ok(entries) = std::fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        let age = entry.metadata().and_then(|left| left.modified()).map(|made| made.elapsed().unwrap_or_default());
        if entry.file_name().as_encoded_bytes().starts_with(PREFIX.as_bytes()) && age.is_ok_and(|age| age > DAY) {
            drop(std::fs::remove_dir_all(entry.path()));
        }
    }
}

/// Creates the draft in a new folder that only this user can enter; the editor's swap file is created there too.
pub(super) fn draft_file(text: &str, workspace: &Path) -> Result<(TempDir, PathBuf)> {
    let unwritable =
        |error: std::io::Error| Problem::io(format!("No file for the editor can be made: {error}.")).caused_by(error);
    let private = |parent: &Path| -> std::io::Result<TempDir> {
        DirBuilder::new().mode(0o700).recursive(true).create(parent)?;
        tempfile::Builder::new().prefix(PREFIX).permissions(Permissions::from_mode(0o700)).tempdir_in(parent)
    };
    sweep(&workspace.join("tmp"));
    // A read-only workspace still lets the reviewer write.
    let folder = private(&workspace.join("tmp")).or_else(|_| private(&std::env::temp_dir())).map_err(unwritable)?;
    let path = file_in(folder.path());
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).map_err(unwritable)?;
    file.write_all(text.as_bytes()).map_err(unwritable)?;
    Ok((folder, path))
}

pub(super) fn await_end(mut child: Child, mailbox: Mailbox) -> Result<()> {
    std::thread::Builder::new()
        .name("editor".into())
        .spawn(move || mailbox.send(Incoming::EditorEnded(child.wait())))
        .map(drop)
        .map_err(|error| Problem::io(format!("The editor cannot be waited for: {error}.")).caused_by(error))
}

/// Returns `$VISUAL`, else `$EDITOR`, else `vi`, as words.
pub(super) fn editor_words() -> Vec<String> {
    let named = ["VISUAL", "EDITOR"].iter().filter_map(|name| std::env::var(name).ok());
    named
        .map(|line| split_words(&line, Backslash::Escapes))
        .find(|words| !words.is_empty())
        .unwrap_or_else(|| vec!["vi".to_owned()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_draft_lies_where_only_its_owner_can_read_it_and_goes_away() {
        let workspace = tempfile::tempdir().unwrap();
        let (folder, path) = draft_file("secret", workspace.path()).unwrap();
        assert_eq!(folder.path().metadata().unwrap().permissions().mode() & 0o777, 0o700);
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert!(path.starts_with(workspace.path()));
        drop(folder);
        assert!(!path.exists());
    }

    #[test]
    fn a_forgotten_draft_is_removed_after_a_day_and_a_fresh_one_is_not() {
        let workspace = tempfile::tempdir().unwrap();
        let (kept, _) = draft_file("open elsewhere", workspace.path()).unwrap();
        let forgotten = workspace.path().join("tmp/edit-forgotten");
        std::fs::create_dir(&forgotten).unwrap();
        let long_ago = std::time::SystemTime::now() - 2 * DAY;
        std::fs::File::open(&forgotten).unwrap().set_modified(long_ago).unwrap();
        drop(draft_file("new", workspace.path()).unwrap());
        assert!(kept.path().exists() && !forgotten.exists());
    }
}
