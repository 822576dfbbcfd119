//! `verdict`: pass, fail, defer, declined, or none.

use clap::Args;

use crate::cli::batch::{self, Judging};
use crate::cli::context::Context;
use crate::cli::record_text::mark;
use crate::cli::words::{refuse_words, required, verdict_reason, verdict_word};
use crate::domain::{Change, Verdict};
use crate::error::Result;

/// Gives, changes or takes back your verdict on a record.
#[derive(Debug, Args)]
pub(crate) struct VerdictArgs {
    /// The record: its external id or any unique beginning of its id; `-` reads lines {"id":…,"verdict":…,"reason":…} from standard input.
    #[arg(value_name = "ID")]
    id: String,
    /// pass, fail, defer, declined (it cannot be answered; in no rate), or none to take it back.
    #[arg(value_name = "VERDICT")]
    verdict: Option<String>,
    /// Why it is declined or deferred; `declined` needs it.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// Runs `gemba verdict`.
pub(super) fn run(context: &mut Context, args: &VerdictArgs) -> Result<()> {
    if args.id == "-" {
        refuse_words(args.verdict.iter().chain(&args.reason))?;
        return batch::run(context, Judging::Verdict);
    }
    let typed = required(args.verdict.as_deref(), "a verdict: pass, fail, defer, declined or none")?;
    let verdict = verdict_word(typed)?;
    let reason = verdict_reason(verdict, args.reason.as_deref())?;
    let reader = context.reader()?;
    let (_, record) = reader.find(&args.id)?;
    let glyph = verdict.map_or("–", mark);
    let summary = format!("{glyph} {} {}", record.short(), verdict.map_or("no verdict", Verdict::word));
    context.write(vec![Change::Verdict { record, verdict, reason }], &summary).map(drop)
}
