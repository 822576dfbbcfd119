//! Uniting an export with a workspace: sources and records first, then sessions, then the events.

use std::collections::HashMap;

use super::line::{Line, Place};
use super::reading::{Entry, Lines};
use crate::domain::{Content, RowId, UndoGroup};
use crate::error::Result;
use crate::ingest::Readable;
use crate::store::{KeptRecord, KeptSession, Preparer, SourceId, Stored, United, Writer};

/// A chunk is stored at so many records,
const CHUNK: usize = 2000;
/// or so many bytes of text.
const CHUNK_BYTES: usize = 8 * 1024 * 1024;

/// What came of an export.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taken {
    /// What was done with its records.
    pub stored: Stored,
    /// Records of the workspace that it says are earlier readings of its own, and that were joined with those.
    pub joined: u64,
    /// Sessions that are new here.
    pub sessions: u64,
    /// Sessions that were left out, as this version does not know their sampling plan.
    pub unknown_sessions: u64,
    /// What was done with its events.
    pub united: United,
}

/// Unites an export that was looked at with the workspace. Repeating it changes nothing.
///
/// # Errors
/// `Input` where it ends before its last line; store problems as they are. The records before one are stored.
pub fn take(file: &Readable, writer: &mut Writer) -> Result<Taken> {
    let mut lines = Lines::open(file)?;
    let is_empty = writer.count()? == 0;
    let preparer = writer.preparer()?;
    let mut intake = Intake {
        writer,
        is_empty,
        preparer,
        sources: HashMap::new(),
        groups: Vec::new(),
        main: None,
        waiting: Vec::new(),
        taken: Taken::default(),
    };
    let mut rest = None;
    while let Some(entry) = lines.next()? {
        let line = match entry {
            Entry::Record(content, place) => {
                intake.record(&content, place)?;
                continue;
            }
            Entry::Line(line) => *line,
        };
        match line {
            Line::Header(_) => {}
            Line::Source(source) => {
                let id = intake.writer.keep_source(&source)?;
                intake.sources.insert(source.number, id);
                intake.groups.push((id, source.groups));
            }
            Line::Session(session) => {
                intake.flush()?;
                match intake.writer.keep_session(&session)? {
                    KeptSession::New => intake.taken.sessions += 1,
                    KeptSession::Known => {}
                    KeptSession::Unknown => intake.taken.unknown_sessions += 1,
                }
            }
            Line::Event(entry) => {
                rest = Some(Some(entry));
                break;
            }
            Line::End { .. } => {
                rest = Some(None);
                break;
            }
        }
    }
    intake.flush()?;
    // The first event, or the last line where there is no event.
    let mut first = Some(rest.ok_or_else(|| lines.cut())?);
    let mut next = || {
        if let Some(first) = first.take() {
            return Ok(first);
        }
        match lines.next()? {
            Some(Entry::Line(line)) => match *line {
                Line::Event(entry) => Ok(Some(entry)),
                Line::Header(_) | Line::Source(_) | Line::Session(_) => Err(lines.bad("comes among the events")),
                Line::End { .. } => Ok(None),
            },
            Some(Entry::Record(..)) => Err(lines.bad("comes among the events")),
            None => Err(lines.cut()),
        }
    };
    let mut taken = intake.taken;
    taken.united = intake.writer.unite(&mut next)?;
    intake.writer.keep_source_groups(&intake.groups)?;
    Ok(taken)
}

struct Intake<'w> {
    writer: &'w mut Writer,
    /// Whether the workspace had no records: they keep their rows then.
    is_empty: bool,
    preparer: Preparer,
    /// The sources by their numbers in the export.
    sources: HashMap<i64, SourceId>,
    groups: Vec<(SourceId, Vec<UndoGroup>)>,
    /// The first source of the records that wait.
    main: Option<SourceId>,
    waiting: Vec<Place>,
    taken: Taken,
}

impl Intake<'_> {
    fn record(&mut self, content: &Content, place: Place) -> Result<()> {
        let first = place.sources.first().and_then(|(number, entry)| Some((*self.sources.get(number)?, *entry)));
        let (main, entry) = first.unwrap_or_else(|| (self.main.unwrap_or(SourceId(0)), 0));
        let follows = self.waiting.last().is_none_or(|last| last.row + 1 == place.row);
        let is_full = self.preparer.len() >= CHUNK || self.preparer.bytes() >= CHUNK_BYTES;
        if self.main != Some(main) || is_full || (self.is_empty && !follows) {
            self.flush()?;
        }
        if self.waiting.is_empty() && self.is_empty {
            self.writer.skip_to_row(RowId(place.row))?;
        }
        self.main = Some(main);
        self.preparer.add(entry, content)?;
        self.waiting.push(place);
        Ok(())
    }

    fn flush(&mut self) -> Result<()> {
        let Some(main) = self.main.filter(|_| !self.waiting.is_empty()) else { return Ok(()) };
        let chunk = self.preparer.finish()?;
        let (stored, rows) = self.writer.store_prepared(main, &[chunk])?;
        let sum = &mut self.taken.stored;
        sum.imported += stored.imported;
        sum.duplicates += stored.duplicates;
        sum.enriched += stored.enriched;
        sum.differing += stored.differing;
        let mut kept = Vec::new();
        for (place, (id, row)) in std::mem::take(&mut self.waiting).into_iter().zip(rows) {
            let mut ids = place.aliases;
            ids.extend(Some(place.id).filter(|own| *own != id));
            let also: Vec<(SourceId, u64)> = place
                .sources
                .iter()
                .skip(1)
                .filter_map(|(number, entry)| Some((*self.sources.get(number)?, *entry)))
                .collect();
            if !ids.is_empty() || !also.is_empty() {
                kept.push(KeptRecord { row, ids, also });
            }
        }
        self.taken.joined += self.writer.keep_records(&kept)?;
        Ok(())
    }
}
