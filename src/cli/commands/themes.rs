//! `themes`: every theme, and the one in use.

use clap::Args;

use crate::cli::context::Context;
use crate::cli::theme::{own_themes, theme};
use crate::error::Result;
use crate::ui::theme::Theme;

/// The themes that `--theme` takes.
#[derive(Debug, Args)]
pub(crate) struct ThemesArgs {}

/// Runs `gemba themes`: every theme, and which one holds.
pub(super) fn run(context: &mut Context, _args: &ThemesArgs) -> Result<()> {
    let settings = context.settings()?;
    let current = theme(context, &settings)?;
    for name in &Theme::known(&own_themes(context)) {
        let is_current = name == current.name();
        let json = || serde_json::json!({"name": name, "current": is_current});
        context.print(json, || format!("{} {name}", if is_current { "▌" } else { " " }))?;
    }
    Ok(())
}
