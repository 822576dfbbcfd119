//! Holds the events of an export against a journal before anything is stored: one that does not fit refuses all.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::OptionalExtension;

use crate::domain::Change;
use crate::error::{Problem, Result};
use crate::store::columns;
use crate::store::union::entry::JournalEntry;
use crate::store::union::read::WriterHead;
use crate::store::writer::Writer;

/// What the events of an export would bring.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnionSummary {
    /// Events that are new here.
    pub events: u64,
    /// How many new judgements, by whose they are.
    pub judgements: BTreeMap<String, u64>,
    /// New failure modes.
    pub modes: u64,
    /// New criteria.
    pub criteria: u64,
    /// New versions of criteria, beyond the first of each.
    pub versions: u64,
    /// New checks.
    pub checks: u64,
    /// The keys of new or changed checks that start a program.
    pub commands: BTreeSet<String>,
    /// Kinds of events that this version does not know.
    pub unknown: BTreeSet<String>,
}

/// How far an export came with one writer.
struct Last {
    sequence: i64,
    lamport: i64,
    hash: [u8; 32],
    is_chained: bool,
}

/// Looks at the events of one export, in their order.
#[derive(Default)]
pub struct UnionCheck {
    /// Whether the export holds only what a filter chose: gaps are allowed then.
    is_filtered: bool,
    last: HashMap<String, Last>,
    ids: BTreeMap<[u8; 16], String>,
    events: u64,
    summary: UnionSummary,
}

impl UnionCheck {
    /// Begins with an export of everything, or of what a filter chose.
    #[must_use]
    pub fn new(is_filtered: bool) -> Self {
        Self { is_filtered, ..Self::default() }
    }

    /// Looks at the next event; `writer` is the workspace, where there is one.
    ///
    /// # Errors
    /// `Input`, in words, for an event that was altered, that does not follow the one before, that the workspace has
    /// otherwise, or that claims to be of the workspace itself.
    pub fn entry(&mut self, writer: Option<&Writer>, entry: &JournalEntry) -> Result<()> {
        self.events += 1;
        let refuse = |why: &str| {
            let name = crate::text::visible_words(&entry.reviewer);
            Problem::input(format!("The event {} of {name} cannot be taken: {why}.", entry.sequence))
        };
        if let Some(flaw) = entry.flaw() {
            return Err(refuse(&flaw));
        }
        self.follow(entry).map_err(&refuse)?;
        let id = uuid::Uuid::try_parse(&entry.event).unwrap_or_default().into_bytes();
        if self.ids.insert(id, entry.writer.clone()).is_some() {
            return Err(refuse("the file holds another one with the same id"));
        }
        let group = uuid::Uuid::try_parse(&entry.group).unwrap_or_default().into_bytes();
        if self.ids.get(&group).is_some_and(|writer| *writer != entry.writer) {
            return Err(refuse("it joins the group of another writer"));
        }
        let is_known = writer.map_or(Ok(false), |writer| is_held(writer, entry, &id, &group, &refuse))?;
        if !is_known {
            self.count(entry);
        }
        Ok(())
    }

    /// Holds an event against the ones of the same writer before it in the file.
    fn follow(&mut self, entry: &JournalEntry) -> std::result::Result<(), &'static str> {
        let last = self.last.get(&entry.writer);
        let (sequence, lamport) = last.map_or((0, 0), |last| (last.sequence, last.lamport));
        if entry.sequence <= sequence || entry.lamport <= lamport {
            return Err("it is not in its place in the file");
        }
        if entry.sequence != sequence + 1 && !self.is_filtered {
            return Err("the events before it are missing, so the file is incomplete");
        }
        let before = if entry.sequence == 1 { Some([0; 32]) } else { last.map(|last| last.hash) };
        if let (true, Some(previous), Some(before)) = (entry.sequence == sequence + 1, entry.previous, before)
            && previous.0 != before
        {
            return Err("it does not follow the event before it, so one of them was altered");
        }
        let is_chained = entry.previous.is_some();
        if !is_chained && last.is_some_and(|last| last.is_chained) {
            return Err("it has no chain of hashes, and the one before it has");
        }
        let last = Last { sequence: entry.sequence, lamport: entry.lamport, hash: entry.hash.0, is_chained };
        self.last.insert(entry.writer.clone(), last);
        Ok(())
    }

    fn count(&mut self, entry: &JournalEntry) {
        let summary = &mut self.summary;
        summary.events += 1;
        summary.unknown.extend(entry.unknown_kind());
        let Some(change) = entry.change() else { return };
        let is_judgement = matches!(
            change,
            Change::Verdict { verdict: Some(_), .. }
                | Change::Tag { .. }
                | Change::Note { text: Some(_), .. }
                | Change::Correction { text: Some(_), .. }
                | Change::Grade { answer: Some(_), .. }
        );
        if is_judgement {
            *summary.judgements.entry(entry.reviewer.clone()).or_default() += 1;
        }
        summary.modes += u64::from(matches!(change, Change::ModeAdd { .. }));
        summary.criteria += u64::from(matches!(change, Change::CriterionAdd { .. }));
        summary.versions += u64::from(matches!(change, Change::CriterionRevise { .. }));
        summary.checks += u64::from(matches!(change, Change::CheckAdd { .. }));
        if let Change::CheckAdd { key: Some(key), spec, .. } | Change::CheckEdit { check: key, spec } = &change
            && spec.kind == "command"
        {
            summary.commands.insert(key.as_str().to_owned());
        }
    }

    /// Ends the look with what the export says of its writers.
    ///
    /// # Errors
    /// `Input` where the file does not hold what its header says.
    pub fn end(self, heads: &[WriterHead], events: u64) -> Result<UnionSummary> {
        let incomplete =
            || Problem::input("The file does not hold all events that it says it holds: it was cut or altered.");
        if self.events != events {
            return Err(incomplete());
        }
        for (writer, last) in &self.last {
            let head = heads.iter().find(|head| head.writer == *writer).ok_or_else(incomplete)?;
            let is_whole = head.last == last.sequence && head.hash.0 == last.hash;
            if !(is_whole || self.is_filtered && last.sequence < head.last) {
                return Err(incomplete());
            }
        }
        if !self.is_filtered && heads.iter().any(|head| !self.last.contains_key(&head.writer)) {
            return Err(incomplete());
        }
        Ok(self.summary)
    }
}

/// The id, hash, context and Lamport time of an event.
type Found = ([u8; 16], [u8; 32], Option<String>, i64);

/// Returns whether the workspace holds the event already.
fn is_held(
    writer: &Writer,
    entry: &JournalEntry,
    id: &[u8; 16],
    group: &[u8; 16],
    refuse: &dyn Fn(&str) -> Problem,
) -> Result<bool> {
    let conn = &writer.conn;
    let place =
        "SELECT event.id, event.hash, event.context, event.lamport FROM event JOIN writer ON writer.id = event.writer
                 WHERE writer.name = ?1 AND event.sequence = ?2";
    let at = |sequence: i64| -> Result<Option<Found>> {
        let found = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
        Ok(conn.prepare_cached(place)?.query_row((&entry.writer, sequence), found).optional()?)
    };
    if let Some((known, hash, context, lamport)) = at(entry.sequence)? {
        if known != *id || hash != entry.hash.0 || context != entry.context() || lamport != entry.lamport {
            return Err(refuse("this workspace has another event of that writer under the same number"));
        }
        return Ok(true);
    }
    if conn.prepare_cached("SELECT 1 FROM event WHERE id = ?1")?.exists([id])? {
        return Err(refuse("this workspace has another event under the same id"));
    }
    let is_own = "SELECT 1 FROM writer WHERE name = ?1 AND is_own";
    if conn.prepare_cached(is_own)?.exists([&entry.writer])? {
        return Err(refuse("it says that this workspace wrote it, which holds no such event").hint(
            "Where the workspace lost it, `gemba restore FILE --replace` makes the workspace anew of the file.",
        ));
    }
    if let Some((_, hash, _, _)) = at(entry.sequence - 1)?
        && entry.previous.is_some_and(|previous| previous.0 != hash)
    {
        return Err(refuse("it does not follow the event before it that this workspace has"));
    }
    let after = "SELECT previous FROM event JOIN writer ON writer.id = event.writer WHERE name = ?1 AND sequence = ?2";
    let next: Option<Option<[u8; 32]>> =
        conn.prepare_cached(after)?.query_row((&entry.writer, entry.sequence + 1), |row| row.get(0)).optional()?;
    if next.flatten().is_some_and(|previous| previous != entry.hash.0) {
        return Err(refuse("the event after it that this workspace has does not follow it"));
    }
    let of_group = "SELECT writer.name FROM event JOIN writer ON writer.id = event.writer WHERE event.id = ?1";
    let others = columns::all(conn, of_group, [group], |row| Ok(row.get::<_, String>(0)?))?;
    if others.iter().any(|other| *other != entry.writer) {
        return Err(refuse("it joins the group of another writer"));
    }
    Ok(false)
}
