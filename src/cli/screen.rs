//! The way from the command line into the terminal: theme, size, and the runtime's screen.

use std::io;
use std::path::PathBuf;

use super::context::Context;
use crate::app::Start;
use crate::config::{Color, Settings, discovery};
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
pub(super) fn run(context: &Context, opening: Opening) -> Result<()> {
    let Opening { folder, start, session, evals, settings } = opening;
    let theme = theme(context, &settings)?;
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

/// The folders with a user's own themes: the workspace's, then the user-wide one.
fn theme_folders(context: &Context) -> Vec<PathBuf> {
    let workspace = discovery::find(&context.flags, &context.around).map(|found| found.folder);
    [workspace, context.around.config_folder()].into_iter().flatten().map(|folder| folder.join("themes")).collect()
}

/// The theme that the settings name, without colour where they want none.
fn theme(context: &Context, settings: &Settings) -> Result<Theme> {
    let name = settings.theme.value.clone().unwrap_or_else(|| Theme::default().name().to_owned());
    let folders = theme_folders(context);
    let has_it = |folder: &&PathBuf| Theme::known(Some(folder)).contains(&name);
    let folder = folders.iter().find(has_it).or(folders.last());
    let theme = Theme::load(&name, folder.map(PathBuf::as_path))?;
    Ok(match settings.color.value {
        Color::Never => theme.without_colour(),
        Color::Auto | Color::Always => theme,
    })
}

/// Runs `gemba themes`: every theme, and which one holds.
pub(super) fn themes(context: &mut Context) -> Result<()> {
    let settings = context.settings()?;
    let current = theme(context, &settings)?;
    let mut names: Vec<String> = Theme::known(None);
    for folder in theme_folders(context) {
        names.extend(Theme::known(Some(&folder)));
    }
    let mut told: Vec<&String> = Vec::new();
    for name in &names {
        if told.contains(&name) {
            continue;
        }
        told.push(name);
        let is_current = name == current.name();
        if context.json {
            context.out.json(&serde_json::json!({"name": name, "current": is_current}))?;
        } else {
            context.out.line(&format!("{} {name}", if is_current { "▌" } else { " " }))?;
        }
    }
    Ok(())
}
