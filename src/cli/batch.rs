//! Judgements by the thousand: JSON lines on standard input, one transaction for a chunk of them, one undo group for
//! the whole command. A bad line is counted and named with its number; the others are written.

use std::collections::HashMap;
use std::io;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::context::Context;
use super::lines::Lines;
use super::lookup::{any_mode, criterion, open_mode};
use super::output::{counted, remark};
use super::settling;
use super::span;
use super::words::{answer_word, corrected_text, note_text, verdict_reason, verdict_word};
use crate::domain::{Batch, Change, CodebookView, Name, Purpose, RecordId, Roles, RowId, SettledBy, Span, UndoGroup};
use crate::error::{Kind, Problem, Result};
use crate::store::{ExternalIds, KnownRows, Reader, Writer};

/// How many bad lines are named one by one.
const NAMED: u64 = 20;

/// What the lines say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Judging {
    /// `id`, `verdict`, `reason`.
    Verdict,
    /// `id`, `mode` (one or a list), `span`.
    Tag,
    /// `id`, `mode` (one or a list).
    Untag,
    /// `id`, `text` (`null` deletes), `span`.
    Note,
    /// `id`, `text` (`null` deletes).
    Correction,
    /// `id`, `criterion`, `answer`, `purpose`.
    Grade,
    /// `id`, `target`, `answer`, `by`, `how`.
    Settle,
}

/// One good line.
struct Line {
    number: u64,
    reviewer: Name,
    changes: Vec<Change>,
}

/// Counts, and the undo group of each reviewer.
#[derive(Default)]
struct Progress {
    groups: HashMap<Name, UndoGroup>,
    applied: u64,
    rejected: u64,
    events: u64,
}

/// Reads all lines and writes what they say; prints `{"applied":n,"rejected":n}`.
///
/// # Errors
/// An `Input` problem when there were lines and none was any good; store problems as they are.
pub(super) fn run(context: &mut Context, judging: Judging) -> Result<()> {
    let reviewer = context.reviewer()?;
    let (mut writer, reader) = (context.writer()?, context.following_reader()?);
    let (book, roles) = (reader.codebook()?, context.roles()?);
    let mut progress = Progress::default();
    let externals = ExternalIds::default();
    let mut stdin = Lines::new(io::stdin().lock());
    while let Some(chunk) = stdin.next_chunk(&mut |number, problem| progress.reject(number, problem))? {
        let lines: Vec<Parsed> = chunk.into_iter().map(|(number, bytes)| (number, parse(&bytes))).collect();
        let mut known = writer.known_rows()?;
        let good = reader.at_one_time(|reader| {
            let names: Vec<&str> = lines.iter().map(|(_, line)| name_in(line)).collect();
            let found = reader.find_all(&externals, &names)?;
            let mut good = Vec::with_capacity(lines.len());
            for ((number, line), found) in lines.into_iter().zip(found) {
                let judged = line.and_then(|line| {
                    text(&line, "id")?;
                    let found = found?;
                    known.insert(found);
                    judgement(&line, judging, (reader, found), (&book, &roles), &reviewer)
                });
                match judged {
                    Ok((reviewer, changes)) => good.push(Line { number, reviewer, changes }),
                    Err(problem) if problem.kind == Kind::Usage => progress.reject(number, &problem),
                    Err(problem) => return Err(problem),
                }
            }
            Ok(good)
        })?;
        progress.write(&mut writer, good, &known)?;
    }
    progress.report(context)
}

/// The number of a line, and the object that it is.
type Parsed = (u64, Result<Map<String, Value>>);

/// Returns how a line names its record; empty where it does not.
fn name_in(line: &Result<Map<String, Value>>) -> &str {
    line.as_ref().ok().and_then(|line| text(line, "id").ok()).unwrap_or_default()
}

impl Progress {
    fn reject(&mut self, number: u64, problem: &Problem) {
        self.rejected += 1;
        if self.rejected <= NAMED {
            remark(&format!("line {number}: {problem}"));
        } else if self.rejected == NAMED + 1 {
            remark("More lines were set aside; only the first ones are named.");
        }
    }

    /// Writes a chunk: all lines of one reviewer in one transaction, each reviewer's in the order they came.
    fn write(&mut self, writer: &mut Writer, chunk: Vec<Line>, known: &KnownRows) -> Result<()> {
        let mut by_reviewer: Vec<(Name, Vec<Line>)> = Vec::new();
        for line in chunk {
            match by_reviewer.iter_mut().find(|(name, _)| *name == line.reviewer) {
                Some((_, lines)) => lines.push(line),
                None => by_reviewer.push((line.reviewer.clone(), vec![line])),
            }
        }
        for (reviewer, lines) in by_reviewer {
            self.append((writer, known), &reviewer, &lines)?;
        }
        Ok(())
    }

    /// Writes these lines; where the journal refuses one of them, halves them until it is found.
    fn append(&mut self, (writer, known): (&mut Writer, &KnownRows), reviewer: &Name, lines: &[Line]) -> Result<()> {
        let changes = lines.iter().flat_map(|line| line.changes.iter().cloned()).collect();
        let batch = Batch { reviewer: reviewer.clone(), session: None, time: Context::now(), changes };
        match writer.append_known(&batch, self.groups.get(reviewer), known) {
            Ok(applied) => {
                self.applied += lines.len() as u64;
                self.events += applied.events;
                if let Some(group) = applied.group {
                    self.groups.entry(reviewer.clone()).or_insert(group);
                }
                Ok(())
            }
            Err(problem) if problem.kind == Kind::Usage => {
                if let [line] = lines {
                    self.reject(line.number, &problem);
                    return Ok(());
                }
                let (left, right) = lines.split_at(lines.len() / 2);
                self.append((writer, known), reviewer, left)?;
                self.append((writer, known), reviewer, right)
            }
            Err(problem) => Err(problem),
        }
    }

    fn report(&self, context: &mut Context) -> Result<()> {
        context.out.json(&json!({"applied": self.applied, "rejected": self.rejected, "events": self.events}))?;
        if self.applied == 0 && self.rejected > 0 {
            let lines = counted(self.rejected, "line");
            return Err(Problem::input(format!("None of {lines} on standard input could be used.")));
        }
        Ok(())
    }
}

fn parse(bytes: &[u8]) -> Result<Map<String, Value>> {
    let line: Value = serde_json::from_slice(bytes)
        .map_err(|error| Problem::usage(format!("not JSON ({error}).")).caused_by(error))?;
    let Value::Object(line) = line else { return Err(Problem::usage("not a JSON object.")) };
    Ok(line)
}

/// Returns what a line says of its record, and who says it.
fn judgement(
    line: &Map<String, Value>,
    judging: Judging,
    (reader, (row, record)): (&Reader, (RowId, RecordId)),
    (book, roles): (&CodebookView, &Roles),
    default_reviewer: &Name,
) -> Result<(Name, Vec<Change>)> {
    let reviewer = match line.get("reviewer") {
        None | Some(Value::Null) => default_reviewer.clone(),
        Some(Value::String(name)) => Name::new(name)?,
        Some(_) => return Err(Problem::usage("`reviewer` is not text.")),
    };
    let changes = match judging {
        Judging::Verdict => {
            let verdict = match line.get("verdict") {
                Some(Value::Null) => None,
                _ => verdict_word(text(line, "verdict")?)?,
            };
            let reason = match line.get("reason") {
                None | Some(Value::Null) => None,
                Some(_) => Some(text(line, "reason")?),
            };
            vec![Change::Verdict { record, verdict, reason: verdict_reason(verdict, reason)? }]
        }
        Judging::Tag => {
            let span = line_span(line, reader, row)?;
            let tag = |typed| Ok(Change::Tag { record, mode: open_mode(book, typed)?.key.clone(), span });
            modes(line)?.into_iter().map(tag).collect::<Result<_>>()?
        }
        Judging::Untag => {
            let untag = |typed| Ok(Change::Untag { record, mode: any_mode(book, typed)?.key.clone() });
            modes(line)?.into_iter().map(untag).collect::<Result<_>>()?
        }
        Judging::Note => {
            let text = match line.get("text") {
                Some(Value::Null) => None,
                _ => Some(note_text(text(line, "text")?)?),
            };
            vec![Change::Note { record, span: line_span(line, reader, row)?, text }]
        }
        Judging::Correction => {
            let text = match line.get("text") {
                Some(Value::Null) => None,
                _ => corrected_text(text(line, "text")?),
            };
            vec![Change::Correction { record, text }]
        }
        Judging::Grade => vec![grade(line, record, book)?],
        Judging::Settle => vec![settle(line, &reviewer, (reader, row, record), (book, roles))?],
    };
    Ok((reviewer, changes))
}

fn grade(line: &Map<String, Value>, record: RecordId, book: &CodebookView) -> Result<Change> {
    let criterion = criterion(book, text(line, "criterion")?)?.key.clone();
    let answer = match line.get("answer") {
        Some(Value::Null) => None,
        _ => answer_word(text(line, "answer")?)?,
    };
    let purpose = match line.get("purpose") {
        None | Some(Value::Null) => Purpose::First,
        Some(word) => Purpose::deserialize(word)
            .map_err(|error| Problem::usage("`purpose` is not first, regrade or noise.").caused_by(error))?,
    };
    Ok(Change::Grade { record, criterion, version: 0, answer, purpose })
}

fn settle(
    line: &Map<String, Value>,
    reviewer: &Name,
    (reader, row, record): (&Reader, RowId, RecordId),
    (book, roles): (&CodebookView, &Roles),
) -> Result<Change> {
    let target = settling::target(book, &text(line, "target")?.split(':').collect::<Vec<_>>())?;
    let answer = match line.get("answer") {
        Some(Value::Null) => None,
        _ => settling::answer(&target, text(line, "answer")?)?,
    };
    let by = match line.get("by") {
        None | Some(Value::Null) => Vec::new(),
        Some(names) => Vec::<Name>::deserialize(names)
            .map_err(|error| Problem::usage("`by` is not a list of names.").caused_by(error))?,
    };
    let how = match line.get("how") {
        None | Some(Value::Null) => SettledBy::Agreement,
        Some(word) => SettledBy::deserialize(word)
            .map_err(|error| Problem::usage("`how` is not agreement or owner.").caused_by(error))?,
    };
    settling::change((book, roles), &reader.judgements(row)?, (record, target, answer), (reviewer, by, how))
}

fn line_span(line: &Map<String, Value>, reader: &Reader, row: RowId) -> Result<Option<Span>> {
    match line.get("span") {
        None | Some(Value::Null) => Ok(None),
        Some(value) => span::written(value, &reader.record(row)?.content).map(Some),
    }
}

/// Reads the modes of a line: `mode` (or `modes`) as one text or a list of them.
fn modes(line: &Map<String, Value>) -> Result<Vec<&str>> {
    let wrong = || Problem::usage("`mode` is neither text nor a list of texts.");
    let list = match line.get("mode").or_else(|| line.get("modes")) {
        None => return Err(Problem::usage("`mode` is missing.")),
        Some(Value::String(name)) => vec![name.as_str()],
        Some(Value::Array(many)) => many.iter().map(|name| name.as_str().ok_or_else(wrong)).collect::<Result<_>>()?,
        Some(_) => return Err(wrong()),
    };
    if list.is_empty() { Err(Problem::usage("`mode` is an empty list.")) } else { Ok(list) }
}

fn text<'a>(line: &'a Map<String, Value>, field: &str) -> Result<&'a str> {
    match line.get(field) {
        None | Some(Value::Null) => Err(Problem::usage(format!("`{field}` is missing."))),
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err(Problem::usage(format!("`{field}` is not text."))),
    }
}
