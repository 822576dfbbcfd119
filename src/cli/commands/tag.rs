//! `tag`: failure modes on a record, with the evidence.

use clap::Args;

use crate::cli::batch::{self, Judging};
use crate::cli::context::Context;
use crate::cli::lookup::open_mode;
use crate::cli::span;
use crate::cli::words::{names, refuse_words, required};
use crate::domain::Change;
use crate::error::Result;

/// Tags a record with one or more failure modes.
#[derive(Debug, Args)]
pub(crate) struct TagArgs {
    /// The record: its external id or any unique beginning of its id; `-` reads lines {"id":…,"mode":…} from standard input.
    #[arg(value_name = "ID")]
    id: String,
    /// Failure modes, by name or slug.
    #[arg(value_name = "MODE")]
    modes: Vec<String>,
    /// The evidence: A:B in the output, TURN@A:B in a turn of the input, TURN@ for a whole turn; in characters.
    #[arg(long, value_name = "A:B")]
    span: Option<String>,
}

/// Runs `gemba tag`.
pub(super) fn run(context: &mut Context, args: &TagArgs) -> Result<()> {
    if args.id == "-" {
        refuse_words(args.modes.iter().chain(&args.span))?;
        return batch::run(context, Judging::Tag);
    }
    required(args.modes.first(), "a failure mode")?;
    let reader = context.reader()?;
    let (row, record) = reader.find(&args.id)?;
    let book = reader.codebook()?;
    let modes = args.modes.iter().map(|typed| open_mode(&book, typed)).collect::<Result<Vec<_>>>()?;
    let span = args.span.as_deref().map(|typed| span::typed(typed, &reader.record(row)?.content)).transpose()?;
    let changes = modes.iter().map(|mode| Change::Tag { record, mode: mode.key.clone(), span }).collect();
    let place = span.map(|span| format!(" at {span}")).unwrap_or_default();
    let summary = format!("+ {} {}{place}", record.short(), names(modes.iter().map(|mode| &mode.name)));
    context.write(changes, &summary).map(drop)
}
