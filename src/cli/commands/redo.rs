//! `redo`: takes the newest undo back.

use clap::Args;

use super::undo::print_applied;
use crate::cli::context::Context;
use crate::error::Result;

/// Takes the newest undo back.
#[derive(Debug, Args)]
pub(crate) struct RedoArgs {}

/// Runs `gemba redo`.
pub(super) fn run(context: &mut Context, _args: &RedoArgs) -> Result<()> {
    context.refuse_unnamed("redo")?;
    let reviewer = context.reviewer()?;
    let mut writer = context.writer()?;
    let applied = writer.redo(&reviewer, None, Context::now())?;
    print_applied(context, &applied, "You have nothing to redo.")
}
