//! The reviewer's own pager or editor on a text that is only read: no shell, a private file, nothing taken back.

use std::fs::File;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use super::editor::{await_end, draft_file, editor_words};
use crate::app::message::{Shown, ViewedIn};
use crate::error::{Problem, Result};
use crate::runtime::mailbox::Mailbox;
use crate::text::{Backslash, split_words};

/// A program that shows a text.
#[derive(Debug)]
pub(crate) struct Viewer {
    /// Removed when the program has ended.
    _folder: TempDir,
    program: String,
    child: Pid,
}

impl Viewer {
    /// Shows a text: a pager gets it on standard input, an editor as a file.
    ///
    /// # Errors
    /// `Usage` when there is no such program; `Io` when the file cannot be made.
    pub(crate) fn open(shown: &Shown, workspace: &Path, mailbox: Mailbox) -> Result<Self> {
        let (words, variable) = match shown.viewer {
            ViewedIn::Pager => (pager_words(), "$PAGER"),
            ViewedIn::Editor => (editor_words(), "$EDITOR"),
        };
        let Some((program, arguments)) = words.split_first() else {
            return Err(Problem::usage(format!("{variable} names no program.")));
        };
        let (folder, file) = draft_file(&shown.text, workspace)?;
        let mut command = Command::new(program);
        command.args(arguments);
        match shown.viewer {
            ViewedIn::Pager => {
                let text = File::open(&file).map_err(|error| {
                    Problem::io(format!("The text for the pager cannot be read: {error}.")).caused_by(error)
                })?;
                command.stdin(Stdio::from(text));
            }
            ViewedIn::Editor => {
                command.arg(&file);
            }
        }
        let child = command.spawn().map_err(|error| {
            Problem::usage(format!("{program} could not be started: {error}."))
                .hint(format!("Set {variable} to a program that there is."))
                .caused_by(error)
        })?;
        let pid = Pid::from_child(&child);
        await_end(child, mailbox)?;
        Ok(Self { _folder: folder, program: program.clone(), child: pid })
    }

    /// Asks the program to end.
    pub(crate) fn terminate(&self) {
        let _ = kill_process(self.child, Signal::TERM);
    }

    /// Says how it ended, where it did not end well.
    ///
    /// # Errors
    /// `Usage` with the program's exit code.
    pub(crate) fn ended(self, ended: std::io::Result<ExitStatus>) -> Result<()> {
        match ended {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => {
                let how = status.code().map_or_else(|| "was killed".to_owned(), |code| format!("ended with {code}"));
                Err(Problem::usage(format!("{} {how}.", self.program)))
            }
            Err(error) => {
                Err(Problem::io(format!("The end of {} could not be waited for: {error}.", self.program))
                    .caused_by(error))
            }
        }
    }
}

/// Returns `$PAGER`, else `less`, as words.
fn pager_words() -> Vec<String> {
    let named = std::env::var("PAGER").ok().map(|line| split_words(&line, Backslash::Escapes));
    named.filter(|words| !words.is_empty()).unwrap_or_else(|| vec!["less".to_owned()])
}
