//! The theme that flags and settings name, with the user's own ones.

use std::io;
use std::path::PathBuf;

use super::context::Context;
use crate::config::{Color, Settings, discovery};
use crate::error::{Problem, Result};
use crate::ui::theme::{OwnTheme, Theme};

/// Reads the user's own themes: the workspace's, then the user-wide ones.
pub(super) fn own_themes(context: &Context) -> Vec<OwnTheme> {
    let workspace = discovery::find(&context.flags, &context.env).map(|found| found.folder);
    let mut themes = Vec::new();
    for folder in [workspace, context.env.config_folder()].into_iter().flatten() {
        let Ok(entries) = std::fs::read_dir(folder.join("themes")) else { continue };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "toml")) {
            let Some(name) = path.file_stem().and_then(|stem| stem.to_str()) else { continue };
            let refused =
                |error: io::Error| Problem::io(format!("{} cannot be read: {error}.", path.display())).caused_by(error);
            themes.push(OwnTheme { name: name.to_owned(), text: std::fs::read_to_string(&path).map_err(refused) });
        }
    }
    themes
}

/// Refuses an unknown `--theme` at once, also where no screen opens.
pub(super) fn refuse_theme(context: &Context) -> Result<()> {
    let Some(name) = &context.flags.theme else { return Ok(()) };
    Theme::load(name, &own_themes(context)).map(drop)
}

/// Loads the theme that the settings name, without colour where they want none.
pub(super) fn theme(context: &Context, settings: &Settings) -> Result<Theme> {
    let name = settings.theme.value.clone().unwrap_or_else(|| Theme::default().name().to_owned());
    let theme = Theme::load(&name, &own_themes(context))?;
    Ok(match settings.color.value {
        Color::Never => theme.without_colour(),
        Color::Auto | Color::Always => theme,
    })
}
