//! gemba without a command: the review screen, or a welcome where there is no workspace.

use super::context::Context;
use super::screen::{self, Opening};
use crate::config::discovery;
use crate::error::Result;
use crate::store::Reader;

/// Runs gemba without a command: the review screen, or a welcome where there is no workspace.
pub(super) fn run(context: &mut Context) -> Result<()> {
    let named = discovery::find(&context.flags, &context.env);
    if named.is_none() {
        context.out.line("gemba: look at what your model really said.")?;
        context.out.line("")?;
        context.out.line("There is no workspace here yet.")?;
        context.out.line("  gemba import FILE   creates one from a log: JSON Lines, JSON, CSV, plain or packed")?;
        context.out.line("  gemba demo          opens one with sample data, and throws it away at the end")?;
        return context.out.line("  gemba --help        shows everything");
    }
    let folder = context.workspace()?.folder;
    let reviewer = context.reviewer()?;
    let session = Reader::open(&folder)?.unfinished_session(&reviewer, Context::now())?;
    screen::open(context, &folder, reviewer, Opening { session, ..Opening::default() })
}
