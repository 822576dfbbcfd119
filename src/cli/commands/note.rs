//! `note`: a note on a record or on a stretch of it.

use clap::Args;

use crate::cli::batch::{self, Judging};
use crate::cli::context::Context;
use crate::cli::span;
use crate::cli::words::{note_text, refuse_words, required};
use crate::domain::Change;
use crate::error::Result;

/// Writes, changes or deletes your note on a record, or on a stretch of it.
#[derive(Debug, Args)]
pub(crate) struct NoteArgs {
    /// The record: its external id or any unique beginning of its id; `-` reads lines {"id":…,"text":…} from standard input.
    #[arg(value_name = "ID")]
    id: String,
    /// The note; behind `--` when it begins with a hyphen.
    #[arg(value_name = "TEXT", conflicts_with = "delete")]
    text: Option<String>,
    /// Deletes the note.
    #[arg(long)]
    delete: bool,
    /// The stretch it is on: A:B in the output, TURN@A:B in a turn of the input, TURN@ for a whole turn.
    #[arg(long, value_name = "A:B")]
    span: Option<String>,
}

/// Runs `gemba note`.
pub(super) fn run(context: &mut Context, args: &NoteArgs) -> Result<()> {
    if args.id == "-" {
        refuse_words(args.text.iter().chain(&args.span))?;
        return batch::run(context, Judging::Note);
    }
    let text = if args.delete { None } else { Some(required(args.text.as_ref(), "a text, or --delete")?) };
    let text = text.map(|text| note_text(text)).transpose()?;
    let reader = context.reader()?;
    let (row, record) = reader.find(&args.id)?;
    let span = args.span.as_deref().map(|typed| span::typed(typed, &reader.record(row)?.content)).transpose()?;
    let summary = format!("{} {}", record.short(), if text.is_some() { "noted" } else { "note deleted" });
    context.write(vec![Change::Note { record, span, text }], &summary).map(drop)
}
