//! `undo`: takes back the newest group of changes.

use clap::Args;

use crate::cli::context::Context;
use crate::cli::output::{counted, remark};
use crate::domain::Applied;
use crate::error::Result;

/// Takes back the newest thing you did: one command, one key press.
#[derive(Debug, Args)]
pub(crate) struct UndoArgs {}

/// Runs `gemba undo`.
pub(super) fn run(context: &mut Context, _args: &UndoArgs) -> Result<()> {
    context.refuse_unnamed("undo")?;
    let reviewer = context.reviewer()?;
    let mut writer = context.writer()?;
    let applied = writer.undo(&reviewer, None, Context::now())?;
    print_applied(context, &applied, "You have nothing to undo.")
}

/// Prints what an undo or a redo changed, or `nothing`.
pub(super) fn print_applied(context: &mut Context, applied: &Applied, nothing: &str) -> Result<()> {
    let done = applied.group.is_some();
    if context.json {
        let summary = done.then_some(&applied.summary);
        return context.out.json(&serde_json::json!({
            "applied": u8::from(done), "rejected": 0, "summary": summary, "records": applied.records,
        }));
    }
    if !done {
        remark(nothing);
        return Ok(());
    }
    context.out.line(&applied.summary)?;
    if applied.records.len() > 1 && context.verbose {
        remark(&format!("{} changed", counted(applied.records.len() as u64, "record")));
    }
    Ok(())
}
