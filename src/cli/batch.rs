//! Judgements by the thousand: JSON lines on standard input, one transaction for a chunk of them, one undo group for
//! the whole command. A bad line is counted and named with its number; the others are written.

use std::collections::HashMap;
use std::io::{self, BufRead, Read};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::context::Context;
use super::lookup::{any_mode, criterion, open_mode};
use super::output::{counted, remark};
use super::span;
use super::words::{answer_word, corrected_text, note_text, verdict_word};
use crate::domain::{Batch, Change, CodebookView, Name, Purpose, RecordId, RowId, Span, UndoGroup};
use crate::error::{Kind, Problem, Result};
use crate::store::{ExternalIds, Reader, Writer};

/// How many lines are one transaction,
const CHUNK: usize = 5_000;
/// or how many bytes of them.
const CHUNK_BYTES: usize = 8 << 20;
/// The longest line in bytes; what is longer is set aside.
const LONGEST: u64 = 16 << 20;
/// How many bad lines are named one by one.
const NAMED: u64 = 20;

/// What the lines say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Judging {
    /// `id`, `verdict`.
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
    let (mut writer, reader) = (context.writer()?, context.reader()?);
    let book = reader.codebook()?;
    let mut progress = Progress::default();
    let externals = ExternalIds::default();
    let mut chunk = Chunk::default();
    let mut stdin = io::stdin().lock();
    let mut number = 0;
    loop {
        let mut bytes = Vec::new();
        let read = stdin
            .by_ref()
            .take(LONGEST)
            .read_until(b'\n', &mut bytes)
            .map_err(|error| Problem::input(format!("Standard input cannot be read: {error}.")).caused_by(error))?;
        if read > 0 {
            number += 1;
            if !bytes.ends_with(b"\n") && bytes.len() as u64 == LONGEST {
                skip_line(&mut stdin)?;
                progress.reject(number, &Problem::usage("the line is longer than 16 MiB."));
            } else if !bytes.trim_ascii().is_empty() {
                chunk.bytes += bytes.len();
                chunk.lines.push((number, bytes));
            }
        }
        if read == 0 || chunk.lines.len() == CHUNK || chunk.bytes >= CHUNK_BYTES {
            let lines = std::mem::take(&mut chunk).lines;
            let good = reader.at_one_time(|reader| {
                let mut good = Vec::with_capacity(lines.len());
                for (number, bytes) in lines {
                    match parse(&bytes, judging, (reader, &externals), &book, &reviewer) {
                        Ok((reviewer, changes)) => good.push(Line { number, reviewer, changes }),
                        Err(problem) if problem.kind == Kind::Usage => progress.reject(number, &problem),
                        Err(problem) => return Err(problem),
                    }
                }
                Ok(good)
            })?;
            progress.write(&mut writer, good)?;
        }
        if read == 0 {
            break;
        }
    }
    progress.report(context)
}

/// Lines that were not looked at yet.
#[derive(Default)]
struct Chunk {
    lines: Vec<(u64, Vec<u8>)>,
    bytes: usize,
}

/// Reads on to the end of an overlong line.
fn skip_line(stdin: &mut impl BufRead) -> Result<()> {
    loop {
        let (used, done) = {
            let buffer = stdin
                .fill_buf()
                .map_err(|error| Problem::input(format!("Standard input cannot be read: {error}.")).caused_by(error))?;
            match buffer.iter().position(|byte| *byte == b'\n') {
                Some(at) => (at + 1, true),
                None => (buffer.len(), buffer.is_empty()),
            }
        };
        stdin.consume(used);
        if done {
            return Ok(());
        }
    }
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
    fn write(&mut self, writer: &mut Writer, chunk: Vec<Line>) -> Result<()> {
        let mut by_reviewer: Vec<(Name, Vec<Line>)> = Vec::new();
        for line in chunk {
            match by_reviewer.iter_mut().find(|(name, _)| *name == line.reviewer) {
                Some((_, lines)) => lines.push(line),
                None => by_reviewer.push((line.reviewer.clone(), vec![line])),
            }
        }
        for (reviewer, lines) in by_reviewer {
            self.append(writer, &reviewer, &lines)?;
        }
        Ok(())
    }

    /// Writes these lines; where the journal refuses one of them, halves them until it is found.
    fn append(&mut self, writer: &mut Writer, reviewer: &Name, lines: &[Line]) -> Result<()> {
        let changes = lines.iter().flat_map(|line| line.changes.iter().cloned()).collect();
        let batch = Batch { reviewer: reviewer.clone(), session: None, time: Context::now(), changes };
        match writer.append_to(&batch, self.groups.get(reviewer)) {
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
                self.append(writer, reviewer, left)?;
                self.append(writer, reviewer, right)
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

fn parse(
    bytes: &[u8],
    judging: Judging,
    (reader, externals): (&Reader, &ExternalIds),
    book: &CodebookView,
    default_reviewer: &Name,
) -> Result<(Name, Vec<Change>)> {
    let line: Value = serde_json::from_slice(bytes)
        .map_err(|error| Problem::usage(format!("not JSON ({error}).")).caused_by(error))?;
    let Value::Object(line) = line else { return Err(Problem::usage("not a JSON object.")) };
    let (row, record) = reader.find_among(externals, text(&line, "id")?)?;
    let reviewer = match line.get("reviewer") {
        None | Some(Value::Null) => default_reviewer.clone(),
        Some(Value::String(name)) => Name::new(name)?,
        Some(_) => return Err(Problem::usage("`reviewer` is not text.")),
    };
    let changes = match judging {
        Judging::Verdict => {
            let verdict = match line.get("verdict") {
                Some(Value::Null) => None,
                _ => verdict_word(text(&line, "verdict")?)?,
            };
            vec![Change::Verdict { record, verdict }]
        }
        Judging::Tag => {
            let span = line_span(&line, reader, row)?;
            let tag = |typed| Ok(Change::Tag { record, mode: open_mode(book, typed)?.key.clone(), span });
            modes(&line)?.into_iter().map(tag).collect::<Result<_>>()?
        }
        Judging::Untag => {
            let untag = |typed| Ok(Change::Untag { record, mode: any_mode(book, typed)?.key.clone() });
            modes(&line)?.into_iter().map(untag).collect::<Result<_>>()?
        }
        Judging::Note => {
            let text = match line.get("text") {
                Some(Value::Null) => None,
                _ => Some(note_text(text(&line, "text")?)?),
            };
            vec![Change::Note { record, span: line_span(&line, reader, row)?, text }]
        }
        Judging::Correction => {
            let text = match line.get("text") {
                Some(Value::Null) => None,
                _ => corrected_text(text(&line, "text")?),
            };
            vec![Change::Correction { record, text }]
        }
        Judging::Grade => vec![grade(&line, record, book)?],
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
