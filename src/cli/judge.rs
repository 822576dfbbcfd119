//! The judgements of the review screen, scripted: `verdict`, `tag`, `untag`, `note`, `grade`, `undo`, `redo`.
//!
//! With `-` for the id, JSON lines come from standard input; see `batch`.

use clap::Args;

use super::batch::{self, Judging};
use super::context::{Context, criterion, mode};
use super::list::mark;
use super::out::{counted, remark};
use super::place;
use crate::domain::event::Applied;
use crate::domain::{Answer, Change, Name, Purpose, Untrusted, Verdict, spelling};
use crate::error::{Problem, Result};

/// Gives, changes or takes back your verdict on a record.
#[derive(Debug, Args)]
pub(super) struct VerdictArgs {
    /// The record: any unique beginning of its id; `-` reads lines {"id":…,"verdict":…} from standard input.
    #[arg(value_name = "ID")]
    id: String,
    /// pass, fail, defer, or none to take it back.
    #[arg(value_name = "VERDICT")]
    verdict: Option<String>,
}

/// Tags a record with one or more failure modes.
#[derive(Debug, Args)]
pub(super) struct TagArgs {
    /// The record: any unique beginning of its id; `-` reads lines {"id":…,"mode":…} from standard input.
    #[arg(value_name = "ID")]
    id: String,
    /// Failure modes, by name or slug.
    #[arg(value_name = "MODE")]
    modes: Vec<String>,
    /// The evidence: A:B in the output, TURN@A:B in a turn of the input, TURN@ for a whole turn; in characters.
    #[arg(long, value_name = "A:B")]
    span: Option<String>,
}

/// Takes back your tags of these modes on a record.
#[derive(Debug, Args)]
pub(super) struct UntagArgs {
    /// The record: any unique beginning of its id; `-` reads lines {"id":…,"mode":…} from standard input.
    #[arg(value_name = "ID")]
    id: String,
    /// Failure modes, by name or slug.
    #[arg(value_name = "MODE")]
    modes: Vec<String>,
}

/// Writes, changes or deletes your note on a record, or on a stretch of it.
#[derive(Debug, Args)]
pub(super) struct NoteArgs {
    /// The record: any unique beginning of its id; `-` reads lines {"id":…,"text":…} from standard input.
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

/// Grades a record against the current version of a criterion.
#[derive(Debug, Args)]
pub(super) struct GradeArgs {
    /// The record: any unique beginning of its id; `-` reads lines {"id":…,"criterion":…,"answer":…}, and takes
    /// "purpose":"noise" for an answer that was asked a second time to measure your own noise.
    #[arg(value_name = "ID")]
    id: String,
    /// The criterion, by name, slug or number.
    #[arg(value_name = "CRITERION")]
    criterion: Option<String>,
    /// met, not-met or na; none takes the grade back.
    #[arg(value_name = "ANSWER")]
    answer: Option<String>,
}

/// Runs `gemba verdict`.
pub(super) fn verdict(context: &mut Context, args: &VerdictArgs) -> Result<()> {
    if args.id == "-" {
        refuse_words(args.verdict.iter())?;
        return batch::run(context, Judging::Verdict);
    }
    let typed = wanted(args.verdict.as_deref(), "a verdict: pass, fail, defer or none")?;
    let verdict = verdict_word(typed)?;
    let (mut writer, reader) = context.both()?;
    let (_, record) = reader.find(&args.id)?;
    let glyph = verdict.map_or("–", mark);
    let said = format!("{glyph} {} {}", record.short(), verdict.map_or("no verdict", Verdict::word));
    context.write(&mut writer, vec![Change::Verdict { record, verdict }], &said).map(drop)
}

/// Runs `gemba tag`.
pub(super) fn tag(context: &mut Context, args: &TagArgs) -> Result<()> {
    if args.id == "-" {
        refuse_words(args.modes.iter().chain(&args.span))?;
        return batch::run(context, Judging::Tag);
    }
    wanted(args.modes.first(), "a failure mode")?;
    let (mut writer, reader) = context.both()?;
    let (row, record) = reader.find(&args.id)?;
    let book = reader.codebook()?;
    let modes = args.modes.iter().map(|typed| mode(&book, typed)).collect::<Result<Vec<_>>>()?;
    let span = args.span.as_deref().map(|typed| place::typed(typed, &reader.record(row)?.content)).transpose()?;
    let changes = modes.iter().map(|mode| Change::Tag { record, mode: mode.key.clone(), span }).collect();
    let place = span.map(|span| format!(" at {span}")).unwrap_or_default();
    let said = format!("+ {} {}{place}", record.short(), names(modes.iter().map(|mode| &mode.name)));
    context.write(&mut writer, changes, &said).map(drop)
}

/// Runs `gemba untag`.
pub(super) fn untag(context: &mut Context, args: &UntagArgs) -> Result<()> {
    if args.id == "-" {
        refuse_words(args.modes.iter())?;
        return batch::run(context, Judging::Untag);
    }
    wanted(args.modes.first(), "a failure mode")?;
    let (mut writer, reader) = context.both()?;
    let (_, record) = reader.find(&args.id)?;
    let book = reader.codebook()?;
    let modes = args.modes.iter().map(|typed| super::context::any_mode(&book, typed)).collect::<Result<Vec<_>>>()?;
    let changes = modes.iter().map(|mode| Change::Untag { record, mode: mode.key.clone() }).collect();
    let said = format!("- {} {}", record.short(), names(modes.iter().map(|mode| &mode.name)));
    context.write(&mut writer, changes, &said).map(drop)
}

/// Runs `gemba note`.
pub(super) fn note(context: &mut Context, args: &NoteArgs) -> Result<()> {
    if args.id == "-" {
        refuse_words(args.text.iter().chain(&args.span))?;
        return batch::run(context, Judging::Note);
    }
    let text = if args.delete { None } else { Some(wanted(args.text.as_ref(), "a text, or --delete")?) };
    let text = text.map(|text| note_text(text)).transpose()?;
    let (mut writer, reader) = context.both()?;
    let (row, record) = reader.find(&args.id)?;
    let span = args.span.as_deref().map(|typed| place::typed(typed, &reader.record(row)?.content)).transpose()?;
    let said = format!("{} {}", record.short(), if text.is_some() { "noted" } else { "note deleted" });
    context.write(&mut writer, vec![Change::Note { record, span, text }], &said).map(drop)
}

/// Runs `gemba grade`.
pub(super) fn grade(context: &mut Context, args: &GradeArgs) -> Result<()> {
    if args.id == "-" {
        refuse_words(args.criterion.iter().chain(&args.answer))?;
        return batch::run(context, Judging::Grade);
    }
    let named = wanted(args.criterion.as_ref(), "a criterion")?;
    let answer = answer_word(wanted(args.answer.as_deref(), "an answer: met, not-met or na")?)?;
    let (mut writer, reader) = context.both()?;
    let (_, record) = reader.find(&args.id)?;
    let book = reader.codebook()?;
    let criterion = criterion(&book, named)?;
    let word = answer.map_or("no grade", Answer::word);
    let said = format!("{} {} v{} {word}", record.short(), criterion.name, criterion.version());
    let change =
        Change::Grade { record, criterion: criterion.key.clone(), version: 0, answer, purpose: Purpose::First };
    context.write(&mut writer, vec![change], &said).map(drop)
}

/// Runs `gemba undo`.
pub(super) fn undo(context: &mut Context) -> Result<()> {
    let reviewer = context.reviewer()?;
    let (mut writer, _) = context.both()?;
    let applied = writer.undo(&reviewer, None, Context::now())?;
    tell(context, &applied, "There is nothing of yours to undo.")
}

/// Runs `gemba redo`.
pub(super) fn redo(context: &mut Context) -> Result<()> {
    let reviewer = context.reviewer()?;
    let (mut writer, _) = context.both()?;
    let applied = writer.redo(&reviewer, None, Context::now())?;
    tell(context, &applied, "There is nothing of yours to redo.")
}

fn tell(context: &mut Context, applied: &Applied, nothing: &str) -> Result<()> {
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

/// Reads `pass`, `fail`, `defer`, or `none`.
pub(super) fn verdict_word(typed: &str) -> Result<Option<Verdict>> {
    if typed == "none" {
        return Ok(None);
    }
    Verdict::from_word(typed).map(Some).ok_or_else(|| {
        let known = ["pass", "fail", "defer", "none"];
        Problem::usage(format!("`{typed}` is not a verdict.")).hint(spelling::hint(typed, &known))
    })
}

/// Reads `met`, `not-met`, `na`, or `none`.
pub(super) fn answer_word(typed: &str) -> Result<Option<Answer>> {
    if typed == "none" {
        return Ok(None);
    }
    Answer::from_word(typed).map(Some).ok_or_else(|| {
        let known = ["met", "not-met", "na", "none"];
        Problem::usage(format!("`{typed}` is not an answer.")).hint(spelling::hint(typed, &known))
    })
}

/// The text of a note; one of white space alone says nothing.
pub(super) fn note_text(typed: &str) -> Result<Untrusted> {
    if typed.trim().is_empty() {
        return Err(Problem::usage("A note cannot be empty.").hint("`gemba note ID --delete` takes one back."));
    }
    Ok(Untrusted::from(typed))
}

fn names<'a>(names: impl Iterator<Item = &'a Name>) -> String {
    names.map(Name::as_str).collect::<Vec<_>>().join(", ")
}

fn wanted<'a, T: ?Sized>(typed: Option<&'a T>, what: &str) -> Result<&'a T> {
    typed.ok_or_else(|| Problem::usage(format!("What is missing is {what}.")).hint("--help shows how it is written."))
}

fn refuse_words<'a>(words: impl Iterator<Item = &'a String>) -> Result<()> {
    match words.into_iter().next() {
        None => Ok(()),
        Some(word) => {
            Err(Problem::usage(format!("With `-` everything comes from standard input, but `{word}` was given."))
                .hint("Put it into the lines."))
        }
    }
}
