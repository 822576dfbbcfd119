//! What has the terminal: the screen, or a program of the reviewer's that was started from it.

use std::io;
use std::path::Path;
use std::process::ExitStatus;

use super::editor::Editor;
use super::viewer::Viewer;
use crate::app::message::{Message, Shown};
use crate::error::Result;
use crate::runtime::mailbox::Mailbox;

/// What has the terminal.
#[derive(Debug)]
pub(crate) enum Foreground {
    /// The screen.
    Screen,
    /// `$EDITOR`, on a text that is taken back.
    Editor(Editor),
    /// `$PAGER` or `$EDITOR`, on a text that is only read.
    Viewer(Viewer),
}

impl Foreground {
    /// Opens the editor on a text that is taken back.
    ///
    /// # Errors
    /// As [`Editor::open`].
    pub(crate) fn edit(text: &str, workspace: &Path, mailbox: Mailbox) -> Result<Self> {
        Editor::open(text, workspace, mailbox).map(Self::Editor)
    }

    /// Opens the pager or the editor on a text that is only read.
    ///
    /// # Errors
    /// As [`Viewer::open`].
    pub(crate) fn view(shown: &Shown, workspace: &Path, mailbox: Mailbox) -> Result<Self> {
        Viewer::open(shown, workspace, mailbox).map(Self::Viewer)
    }

    /// Asks the program that has the terminal to end.
    pub(crate) fn terminate(&self) {
        match self {
            Self::Screen => {}
            Self::Editor(editor) => editor.terminate(),
            Self::Viewer(viewer) => viewer.terminate(),
        }
    }

    /// Returns what the program that ended left; `None` where the screen has the terminal.
    pub(crate) fn ended(self, ended: io::Result<ExitStatus>) -> Option<Message> {
        match self {
            Self::Screen => None,
            Self::Editor(editor) => Some(Message::Edited(editor.text(ended))),
            Self::Viewer(viewer) => Some(Message::Viewed(viewer.ended(ended))),
        }
    }
}
