//! Writing an export: all of a workspace, or the records of a filter with what was said of them.

use std::collections::HashSet;

use serde_json::json;

use super::line::{Header, Line, VERSION};
use crate::domain::{Change, Filter, RecordId, Time, UndoGroup};
use crate::error::{Problem, Result};
use crate::services::record_json::{FIELDS, RecordJson};
use crate::store::{JournalEntry, Reader};

/// What stands for the filter of an export that holds everything but what is judged blind.
const OPEN: &str = "everything but the open blind sets";

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Exported {
    /// Records.
    pub records: u64,
    /// Events.
    pub events: u64,
}

/// Writes an export line by line, until `write` says that the reader has gone. `chosen` is the filter and how it was typed;
/// without it everything is written. `masked` is whether `write` masks the lines, which the first line says.
///
/// # Errors
/// Store problems as they are; what `write` returns.
pub fn export(
    reader: &Reader,
    chosen: Option<(&Filter, &str)>,
    masked: bool,
    now: Time,
    write: &mut dyn FnMut(&str) -> Result<bool>,
) -> Result<Exported> {
    reader.at_one_time(|reader| {
        let header = Header {
            version: VERSION,
            identity: reader.identity_number()?,
            filter: chosen
                .map(|(_, typed)| typed.to_owned())
                .or_else(|| reader.hides_anything().then(|| OPEN.to_owned())),
            masked,
            writers: reader.writer_heads()?,
        };
        let all = Filter::default();
        let (mut done, mut ids) = (Exported::default(), HashSet::new());
        if !write(&json(&Line::Header(header))?)? || !each(reader.shared_sources()?, Line::Source, write)? {
            return Ok(done);
        }
        let mut is_open = true;
        let book = reader.codebook()?;
        reader.each(chosen.map_or(&all, |(filter, _)| filter), now, &mut |record| {
            let judgements = reader.judgements(record.row)?;
            let (aliases, sources) = (reader.former_ids(record.id)?, reader.places(record.row)?);
            let line =
                RecordJson { record: &record, judgements: &judgements, book: &book, history: None, fields: FIELDS };
            let mut line = json(&line)?;
            // The record as it is printed everywhere, with two more members.
            line.pop();
            let more = json!({"aliases": aliases, "sources": sources}).to_string();
            line.extend([",", more.get(1..).unwrap_or_default()]);
            if chosen.is_some() {
                ids.extend(aliases.into_iter().chain([record.id]));
            }
            done.records += 1;
            is_open = write(&line)?;
            Ok(is_open)
        })?;
        if !is_open || (chosen.is_none() && !each(reader.shared_sessions()?, Line::Session, write)?) {
            return Ok(done);
        }
        let mut groups = HashSet::new();
        reader.journal_entries(&mut |entry| {
            if chosen.is_some() && !belongs(&entry, &ids, &mut groups) {
                return Ok(true);
            }
            done.events += 1;
            is_open = write(&json(&Line::Event(entry))?)?;
            Ok(is_open)
        })?;
        if is_open {
            write(&json(&Line::End { records: done.records, events: done.events })?)?;
        }
        Ok(done)
    })
}

/// Writes a line of each, and returns whether the reader is still there.
fn each<T>(all: Vec<T>, line: fn(T) -> Line, write: &mut dyn FnMut(&str) -> Result<bool>) -> Result<bool> {
    for one in all {
        if !write(&json(&line(one))?)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn json(line: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(line)
        .map_err(|error| Problem::io(format!("A line of the export cannot be written: {error}.")).caused_by(error))
}

/// Returns whether an event goes with the chosen records: it is about one of them or about the codebook, removed one of them
/// with its source, or takes back or brings back a group of those.
fn belongs(entry: &JournalEntry, ids: &HashSet<RecordId>, groups: &mut HashSet<String>) -> bool {
    let Some(change) = entry.change() else { return false };
    let is_chosen = match &change {
        Change::Undo { group: UndoGroup(group) } | Change::Redo { group: UndoGroup(group) } => groups.contains(group),
        // Else what was removed with its source would count again elsewhere.
        Change::SourceRemove { records, kept, .. } => records.iter().chain(kept).any(|record| ids.contains(record)),
        change => change.record().map_or(change.is_of_codebook(), |record| ids.contains(&record)),
    };
    if is_chosen {
        groups.insert(entry.group.clone());
    }
    is_chosen
}
