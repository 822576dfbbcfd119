//! `restore`: a workspace made of a backup or of an export.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::output::{counted, remark};
use crate::config;
use crate::error::Result;
use crate::services::exchange;

/// Restores the workspace from a backup or an export.
///
/// Where there is no workspace one is created. What is replaced is kept beside it as another backup.
#[derive(Debug, Args)]
pub(crate) struct RestoreArgs {
    /// The backup, or what `gemba export` wrote without a filter; `-` is standard input.
    file: PathBuf,
    /// Replaces an existing workspace.
    #[arg(long)]
    replace: bool,
}

/// Runs `gemba restore`.
pub(super) fn run(context: &mut Context, args: &RestoreArgs) -> Result<()> {
    let found = config::discovery::for_import(&context.flags, &context.env);
    context.mention(&found);
    let copied = exchange::restore(&found.folder, &args.file, args.replace)?;
    let kept = copied.kept.as_ref().map(|kept| kept.display().to_string());
    if context.json {
        let folder = found.folder.display().to_string();
        return context
            .out
            .json(&json!({"workspace": folder, "records": copied.records, "events": copied.events, "kept": kept}));
    }
    let held = format!("{} and {}", counted(copied.records, "record"), counted(copied.events, "event"));
    context.out.line(&format!("{} holds {held}.", found.folder.display()))?;
    if let Some(kept) = kept {
        remark(&format!("What was there before is kept in {kept}."));
    }
    Ok(())
}
