//! `index`: the full-text index, built now instead of beside the next screen.

use std::io::IsTerminal;
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::output::counted;
use crate::error::Result;
use crate::store::{IndexState, Writer};

/// Builds the index of words, so that searching is fast. Screens build it by themselves, in the background.
#[derive(Debug, Args)]
pub(crate) struct IndexArgs {}

/// Runs `gemba index`.
pub(super) fn run(context: &mut Context, _args: &IndexArgs) -> Result<()> {
    let before = context.reader()?.index_state()?;
    let after = build(&mut context.writer()?, before)?;
    let json = || json!({"indexed": before.left.saturating_sub(after.left), "left": after.left, "total": after.total});
    context.print(json, || match before.left {
        0 => "The index was complete already.".to_owned(),
        _ => format!("The words of {} are indexed.", counted(after.total, "record")),
    })
}

/// Builds what is left of the index, a slice at a time, with a bar on a terminal.
pub(super) fn build(writer: &mut Writer, mut state: IndexState) -> Result<IndexState> {
    let all = state.left;
    let bar = (std::io::stderr().is_terminal() && all > 0).then(|| ProgressBar::new(all));
    if let Some(bar) = &bar {
        bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
        if let Ok(style) = ProgressStyle::with_template("indexing words {wide_bar} {pos} of {len}  ctrl-c: later") {
            bar.set_style(style.progress_chars("━╸╌"));
        }
        bar.enable_steady_tick(Duration::from_millis(250));
    }
    if state.left > 0 {
        state = writer.index_texts(&mut |state| {
            if let Some(bar) = &bar {
                bar.set_position(all.saturating_sub(state.left));
            }
            true
        })?;
    }
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    Ok(state)
}
