//! `backup`: a copy of the whole workspace in one file.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::output::counted;
use crate::error::Result;

/// Writes the whole workspace into one new file, while others go on working in it.
///
/// The file can be read by nobody else (0600), is checked before it gets its name, and never overwrites another.
#[derive(Debug, Args)]
pub(crate) struct BackupArgs {
    /// The file to write; it must not exist yet.
    file: PathBuf,
}

/// Runs `gemba backup`.
pub(super) fn run(context: &mut Context, args: &BackupArgs) -> Result<()> {
    let copied = context.following_reader()?.backup(&args.file)?;
    let file = args.file.display().to_string();
    let json = || json!({"file": file, "records": copied.records, "events": copied.events});
    let held = format!("{} and {}", counted(copied.records, "record"), counted(copied.events, "event"));
    context.print(json, || format!("{file} holds {held}."))
}
