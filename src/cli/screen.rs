//! The way from the command line into the terminal: theme, size, and the runtime's screen.

use std::io;
use std::path::PathBuf;

use super::context::Context;
use crate::app::Start;
use crate::config::{Color, Settings, discovery};
use crate::error::{Problem, Result};
use crate::runtime::{Launch, run_screen};
use crate::ui::theme::{OwnTheme, Theme};

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
    run_screen(Launch { workspace: folder, start, session, evals, theme })
}

/// Columns and rows of the terminal.
pub(super) fn size() -> (u16, u16) {
    let stdout = io::stdout();
    rustix::termios::tcgetwinsize(&stdout).map_or((80, 24), |size| (size.ws_col, size.ws_row))
}

/// The user's own themes: the workspace's, then the user-wide ones.
fn own_themes(context: &Context) -> Vec<OwnTheme> {
    let workspace = discovery::find(&context.flags, &context.around).map(|found| found.folder);
    let mut own = Vec::new();
    for folder in [workspace, context.around.config_folder()].into_iter().flatten() {
        let Ok(entries) = std::fs::read_dir(folder.join("themes")) else { continue };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "toml")) {
            let Some(name) = path.file_stem().and_then(|stem| stem.to_str()) else { continue };
            let refused = |error: io::Error| Problem::io(format!("{} cannot be read: {error}.", path.display()));
            own.push(OwnTheme { name: name.to_owned(), text: std::fs::read_to_string(&path).map_err(refused) });
        }
    }
    own
}

/// A theme that was asked for on the command line is refused at once, also by what opens no screen.
pub(super) fn refuse_theme(context: &Context) -> Result<()> {
    let Some(name) = &context.flags.theme else { return Ok(()) };
    Theme::load(name, &own_themes(context)).map(drop)
}

/// The theme that the settings name, without colour where they want none.
fn theme(context: &Context, settings: &Settings) -> Result<Theme> {
    let name = settings.theme.value.clone().unwrap_or_else(|| Theme::default().name().to_owned());
    let theme = Theme::load(&name, &own_themes(context))?;
    Ok(match settings.color.value {
        Color::Never => theme.without_colour(),
        Color::Auto | Color::Always => theme,
    })
}

/// Runs `gemba themes`: every theme, and which one holds.
pub(super) fn themes(context: &mut Context) -> Result<()> {
    let settings = context.settings()?;
    let current = theme(context, &settings)?;
    for name in &Theme::known(&own_themes(context)) {
        let is_current = name == current.name();
        if context.json {
            context.out.json(&serde_json::json!({"name": name, "current": is_current}))?;
        } else {
            context.out.line(&format!("{} {name}", if is_current { "▌" } else { " " }))?;
        }
    }
    Ok(())
}
