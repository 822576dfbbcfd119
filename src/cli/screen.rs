//! The way from the command line into the terminal: theme, size, and the runtime's screen.

use std::io;
use std::path::PathBuf;

use super::context::Context;
use crate::app::Start;
use crate::config::Settings;
use crate::domain::Untrusted;
use crate::error::Result;
use crate::runtime::{Launch, run_screen};
use crate::ui::theme::Theme;

/// The suite that the screen writes stubs for.
const SUITE: &str = "pytest";

/// Everything that was found out before the screen opens.
pub(super) struct Opening {
    /// The workspace's folder.
    pub(super) folder: PathBuf,
    /// What the machine knows.
    pub(super) start: Start,
    /// The session that goes on.
    pub(super) session: Option<i64>,
    /// The folder that stubs go into.
    pub(super) evals: PathBuf,
    /// Theme and colour.
    pub(super) settings: Settings,
}

/// Opens the screen and comes back when the reviewer has left it.
pub(super) fn run(opening: Opening) -> Result<()> {
    let Opening { folder, start, session, evals, settings } = opening;
    let theme = theme(&settings)?;
    run_screen(Launch { workspace: folder, start, session, evals, suites: vec![SUITE.to_owned()], theme })
}

/// Columns and rows of the terminal.
pub(super) fn size() -> (u16, u16) {
    let stdout = io::stdout();
    rustix::termios::tcgetwinsize(&stdout).map_or((80, 24), |size| (size.ws_col, size.ws_row))
}

/// The half-written text as the editor takes it up again. It goes into an edit box, which shows it like any other text.
pub(super) fn draft_text(text: Untrusted) -> String {
    serde_json::to_value(text).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn theme(settings: &Settings) -> Result<Theme> {
    let _ = settings;
    Ok(Theme::default())
}

/// Runs `gemba themes`.
pub(super) fn themes(context: &mut Context) -> Result<()> {
    let _ = context;
    Ok(())
}
