//! `show`: records in full, with what people said of them.

use clap::Args;

use crate::cli::context::Context;
use crate::cli::output::{Out, shown};
use crate::cli::record_text::{settled_lines, verdict_events, verdict_words};
use crate::domain::{CodebookView, Judgements, Message, Record, Time};
use crate::error::Result;
use crate::services::record_json::{FIELDS, RecordJson, VerdictEvent};

/// Shows one record in full, with its judgements.
#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// The record: its external id or any unique beginning of its id. Several are shown one after another.
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    /// Under `verdicts` every verdict ever given, not only the current one of each reviewer.
    #[arg(long)]
    history: bool,
}

/// Runs `gemba show`.
pub(super) fn run(context: &mut Context, args: &ShowArgs) -> Result<()> {
    let reader = context.reader()?;
    let book = reader.codebook()?;
    let history = if args.history { Some(verdict_events(&reader)?) } else { None };
    for typed in &args.ids {
        let (row, id) = reader.find(typed)?;
        let record = reader.record(row)?;
        let judgements = reader.judgements(row)?;
        let events = history.as_ref().map(|all| all.get(&id).map_or(&[][..], Vec::as_slice));
        if context.json {
            let line =
                RecordJson { record: &record, judgements: &judgements, book: &book, history: events, fields: FIELDS };
            context.out.json(&line)?;
        } else {
            page(context, &record, &judgements, &book, events)?;
        }
    }
    Ok(())
}

/// Prints one record in full, for people.
fn page(
    context: &mut Context,
    record: &Record,
    judgements: &Judgements,
    book: &CodebookView,
    history: Option<&[VerdictEvent]>,
) -> Result<()> {
    let out = &mut context.out;
    let logged = &record.content;
    let mut head = vec![record.id.to_string(), shown(&record.source)];
    head.extend(logged.model.as_ref().map(shown));
    head.extend(logged.prompt_version.as_ref().map(|version| format!("prompt {}", shown(version))));
    head.extend(logged.time.map(Time::rfc3339));
    out.line(&head.join("  "))?;
    for (label, value) in [
        ("external id", logged.external_id.as_ref()),
        ("conversation", logged.conversation.as_ref()),
        ("finish reason", logged.finish_reason.as_ref()),
        ("error", logged.error.as_ref()),
    ] {
        if let Some(value) = value {
            out.line(&format!("{label}: {}", shown(value)))?;
        }
    }
    for (key, value) in &logged.meta {
        out.line(&format!("meta.{}: {}", shown(key), value.plain()))?;
    }
    let (before, after) = logged.around_output();
    turns(out, before)?;
    out.line("")?;
    out.line("── output")?;
    out.block(&logged.answer())?;
    turns(out, after)?;
    if let Some(expected) = &logged.expected {
        out.line("")?;
        out.line("── expected")?;
        out.block(crate::text::visible_block(expected).as_str())?;
    }
    out.line("")?;
    let words = verdict_words(judgements, history);
    out.line(&format!("verdicts: {}", if words.is_empty() { "none" } else { &words }))?;
    for tag in &judgements.tags {
        let name = book.mode_of(&tag.mode).map_or(tag.mode.as_str(), |mode| mode.name.as_str());
        let place = tag.span.map(|span| format!(" at {span}")).unwrap_or_default();
        out.line(&format!("tag: {name}{place}  {}", tag.reviewer))?;
    }
    for grade in &judgements.grades {
        let name =
            book.criterion_of(&grade.criterion).map_or(grade.criterion.as_str(), |criterion| criterion.name.as_str());
        let stale = if grade.stale { "  stale" } else { "" };
        let line = format!("grade: {name} v{} {}  {}{stale}", grade.version, grade.answer.word(), grade.reviewer);
        out.line(&line)?;
    }
    for line in settled_lines(judgements, book) {
        out.line(&line)?;
    }
    for correction in &judgements.corrections {
        out.line(&format!("corrected by {}:", correction.reviewer))?;
        out.block(crate::text::visible_block(&correction.text).as_str())?;
    }
    for note in &judgements.notes {
        let place = note.span.map(|span| format!(" at {span}")).unwrap_or_default();
        out.line(&format!("note{place}: {}  {}", shown(&note.text), note.reviewer))?;
    }
    out.line("")
}

/// Prints turns, each under its role.
fn turns(out: &mut Out, turns: &[Message]) -> Result<()> {
    for message in turns {
        out.line("")?;
        out.line(&format!("── {}", message.role.as_str()))?;
        out.block(&message.plain())?;
    }
    Ok(())
}
