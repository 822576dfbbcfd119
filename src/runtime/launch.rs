//! What the command line hands over to open the screen.

use std::path::PathBuf;

use crate::app::Start;
use crate::services::import::ImportOrder;
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
    /// The files that are read while the screen is open.
    pub reading: Option<ImportOrder>,
    /// Whether clicks and the wheel are taken.
    pub mouse: bool,
    /// Whether it is told in lines of text.
    pub by_lines: bool,
    /// The colours.
    pub theme: Theme,
}
