//! Looking at a whole export before anything of it is stored.

use super::line::{Header, Line, VERSION};
use super::reading::{Entry, Lines};
use crate::domain::{IdentityRule, RecordId};
use crate::error::{Problem, Result};
use crate::ingest::Readable;
use crate::store::{UnionCheck, UnionSummary, Writer};

/// What an export holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Its first line.
    pub header: Header,
    /// How many records.
    pub records: u64,
    /// What its events would bring.
    pub summary: UnionSummary,
}

/// Reads an export to its end. `writer` is the workspace that it is to be united with, where there is one.
///
/// # Errors
/// `Input` where it cannot be read, was cut or altered, holds a record that is not what its id was taken of, or an event that cannot be united with the workspace's.
pub fn look(file: &Readable, writer: Option<&Writer>) -> Result<Look> {
    let mut lines = Lines::open(file)?;
    let header = match lines.next()? {
        Some(Entry::Line(line)) => match *line {
            Line::Header(header) => header,
            Line::Source(_) | Line::Session(_) | Line::Event(_) | Line::End { .. } => {
                return Err(lines.bad("is no header"));
            }
        },
        Some(Entry::Record(..)) | None => return Err(lines.bad("is no header")),
    };
    let rule = IdentityRule::of_number(header.identity).filter(|_| header.version <= VERSION);
    let newer = || {
        Problem::input(format!("{} was written by a newer gemba.", file.name()))
            .hint("Install the newer gemba; nothing was changed.")
    };
    let rule = rule.ok_or_else(newer)?;
    if header.masked {
        return Err(Problem::input(format!(
            "{} was written with --redact mask: what is masked cannot be taken back.",
            file.name()
        ))
        .hint(
            "`gemba export` without --redact mask writes what can be; --format jsonl writes masked records to read.",
        ));
    }
    let (mut records, mut check, mut end) = (0, UnionCheck::new(header.filter.is_some()), None);
    while let Some(entry) = lines.next()? {
        if end.is_some() {
            return Err(lines.bad("comes after the last line"));
        }
        match entry {
            Entry::Record(content, place) => {
                if RecordId::by(rule, &content) != place.id {
                    return Err(lines.bad("is not what its id was taken of, so it was altered"));
                }
                records += 1;
            }
            Entry::Line(line) => match *line {
                Line::Header(_) => return Err(lines.bad("is a second header")),
                Line::Source(_) => {}
                Line::Session(session) => session.flaw().map_or(Ok(()), |flaw| Err(lines.bad(flaw)))?,
                Line::Event(entry) => {
                    check.entry(writer, &entry).map_err(|problem| problem.hint("Nothing was stored."))?;
                }
                Line::End { records, events } => end = Some((records, events)),
            },
        }
    }
    let (said, events) = end.ok_or_else(|| lines.cut().hint("Nothing was stored."))?;
    if said != records {
        return Err(Problem::input(format!(
            "{} says that it holds {said} records and holds {records}. Nothing was stored.",
            file.name()
        )));
    }
    let summary = check.end(&header.writers, events).map_err(|problem| problem.hint("Nothing was stored."))?;
    Ok(Look { header, records, summary })
}
