//! The outside: terminal, event loop, threads that own connections.
//!
//! [`run_screen`] is the whole of it for the command line. Inside: `event_loop` sleeps until a key (`input`) or post
//! (`mailbox`: answers of the `worker` threads, `signals`, `$EDITOR`) comes, gives it to the machine in `app`,
//! performs what that asks for, and draws once (`canvas`) on the terminal that `terminal` guards.

mod canvas;
mod clipboard;
pub mod commands;
mod editor;
mod event_loop;
mod flood;
mod input;
mod keyboard;
mod mailbox;
mod signals;
mod terminal;
mod worker;

use std::path::PathBuf;

use crate::app::Start;
use crate::domain::Time;
use crate::error::Result;
use crate::ui::theme::Theme;

/// What the screen needs to open.
#[derive(Debug)]
pub struct Launch {
    /// The workspace's folder.
    pub workspace: PathBuf,
    /// What the machine knows before the first screen.
    pub start: Start,
    /// The session that goes on; a new one begins without.
    pub session: Option<i64>,
    /// The folder that stubs are written to.
    pub evals: PathBuf,
    /// The colours.
    pub theme: Theme,
}

/// Opens the screen and comes back when the reviewer has left it and every write is answered.
///
/// Ends the process itself, by that signal, when a signal ended it.
///
/// # Errors
/// `Usage` without a terminal; `Io` when the terminal is lost; what kept the last writes from being saved.
pub fn run_screen(launch: Launch) -> Result<()> {
    event_loop::run(launch)
}

/// The clock of this floor.
fn now() -> Time {
    Time(jiff::Timestamp::now().as_millisecond())
}
