//! `backup` and `restore`: a copy of the whole workspace in one file, and a workspace made of it.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::context::Context;
use super::out::{counted, remark};
use crate::config;
use crate::error::Result;
use crate::store;

/// Writes the whole workspace into one new file, while others go on working in it.
///
/// The file can be read by nobody else (0600), is checked before it gets its name, and never overwrites another.
#[derive(Debug, Args)]
pub(super) struct BackupArgs {
    /// The file to write; it must not exist yet.
    file: PathBuf,
}

/// Makes the workspace what it was when a backup was written.
///
/// Where there is no workspace one is made. What is replaced stays beside it as a backup of its own.
#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    /// The backup.
    file: PathBuf,
    /// Puts the backup in the place of a workspace that is there.
    #[arg(long)]
    replace: bool,
}

/// Runs `gemba backup`.
pub(super) fn backup(context: &mut Context, args: &BackupArgs) -> Result<()> {
    let copied = context.reader()?.backup(&args.file)?;
    let file = args.file.display().to_string();
    if context.json {
        return context.out.json(&json!({"file": file, "records": copied.records, "events": copied.events}));
    }
    let held = format!("{} and {}", counted(copied.records, "record"), counted(copied.events, "event"));
    context.out.line(&format!("{file} holds {held}."))
}

/// Runs `gemba restore`.
pub(super) fn restore(context: &mut Context, args: &RestoreArgs) -> Result<()> {
    let found = config::discovery::for_import(&context.flags, &context.around);
    context.mention(&found);
    let copied = store::restore(&found.folder, &args.file, args.replace)?;
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
