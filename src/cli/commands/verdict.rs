//! `verdict`: pass, fail, defer, or none.

use clap::Args;

use crate::cli::batch::{self, Judging};
use crate::cli::context::Context;
use crate::cli::record_text::mark;
use crate::cli::words::{refuse_words, required, verdict_word};
use crate::domain::{Change, Verdict};
use crate::error::Result;

/// Gives, changes or takes back your verdict on a record.
#[derive(Debug, Args)]
pub(crate) struct VerdictArgs {
    /// The record: its external id or any unique beginning of its id; `-` reads lines {"id":…,"verdict":…} from standard input.
    #[arg(value_name = "ID")]
    id: String,
    /// pass, fail, defer, or none to take it back.
    #[arg(value_name = "VERDICT")]
    verdict: Option<String>,
}

/// Runs `gemba verdict`.
pub(super) fn run(context: &mut Context, args: &VerdictArgs) -> Result<()> {
    if args.id == "-" {
        refuse_words(args.verdict.iter())?;
        return batch::run(context, Judging::Verdict);
    }
    let typed = required(args.verdict.as_deref(), "a verdict: pass, fail, defer or none")?;
    let verdict = verdict_word(typed)?;
    let reader = context.reader()?;
    let (_, record) = reader.find(&args.id)?;
    let glyph = verdict.map_or("–", mark);
    let summary = format!("{glyph} {} {}", record.short(), verdict.map_or("no verdict", Verdict::word));
    context.write(vec![Change::Verdict { record, verdict }], &summary).map(drop)
}
