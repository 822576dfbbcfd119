//! What people said of records, as screens and lists read it: merged modes resolved, stale grades marked.

use std::collections::{BTreeMap, HashMap};

use rusqlite::Connection;

use super::blocks::Blocks;
use super::book::Book;
use super::fold::reviewer;
use super::{records, trouble};
use crate::domain::view::{CorrectionView, GradeView, Judgements, NoteView, TagView, VerdictView};
use crate::domain::{Answer, ModeKey, Name, Purpose, Record, RowId, Slug, Span, Time, Untrusted, Verdict};
use crate::error::Result;

/// How many records' judgements are read at a time.
const PAGE: i64 = 500;

/// What judgements are read with: which mode counts for which, and since which version a criterion means what it means.
pub(super) struct Lookup {
    heirs: HashMap<String, ModeKey>,
    /// The newest version of each criterion that changed its meaning.
    pub(super) meanings: HashMap<String, u32>,
}

impl Lookup {
    pub(super) fn load(conn: &Connection) -> Result<Self> {
        let book = Book::load(conn)?;
        let heirs = book.modes.iter().map(|mode| (mode.key.clone(), Slug::of(&book.heir(mode).key))).collect();
        let mut select = conn.prepare_cached(
            "SELECT criterion, max(version) FROM criterion_version WHERE edit = 'meaning' GROUP BY criterion",
        )?;
        let meanings = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Self { heirs, meanings: meanings.collect::<rusqlite::Result<_>>()? })
    }

    /// The mode that counts for a tag.
    pub(super) fn heir(&self, mode: &str) -> ModeKey {
        self.heirs.get(mode).cloned().unwrap_or_else(|| Slug::of(mode))
    }

    fn is_stale(&self, criterion: &str, version: u32) -> bool {
        self.meanings.get(criterion).is_some_and(|meaning| version < *meaning)
    }
}

/// The judgements of the records from `low` to `high`, by row.
pub(super) fn between(conn: &Connection, lookup: &Lookup, low: i64, high: i64) -> Result<BTreeMap<i64, Judgements>> {
    let mut all: BTreeMap<i64, Judgements> = BTreeMap::new();
    let range = "WHERE record BETWEEN ?1 AND ?2 ORDER BY record, event";
    let mut select = conn.prepare_cached(&format!("SELECT record, reviewer, verdict, time FROM verdict {range}"))?;
    let mut rows = select.query((low, high))?;
    while let Some(row) = rows.next()? {
        let verdict = Verdict::from_word(row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?);
        all.entry(row.get(0)?).or_default().verdicts.push(VerdictView {
            reviewer: person(row, 1)?,
            verdict: verdict.ok_or_else(|| trouble::damaged("it holds an unknown verdict"))?,
            time: Time(row.get(3)?),
        });
    }
    let mut select = conn.prepare_cached(&format!("SELECT record, mode, reviewer, span FROM tag {range}"))?;
    let mut rows = select.query((low, high))?;
    while let Some(row) = rows.next()? {
        let tags = &mut all.entry(row.get(0)?).or_default().tags;
        let mode = lookup.heir(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?);
        let tag = TagView { mode, reviewer: person(row, 2)?, span: span(row, 3)? };
        // Two modes that became one say the same thing twice.
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    let mut select = conn.prepare_cached(&format!("SELECT record, text, reviewer, span FROM note {range}"))?;
    let mut rows = select.query((low, high))?;
    while let Some(row) = rows.next()? {
        let text = Untrusted::new(row.get::<_, String>(1)?);
        let note = NoteView { text, reviewer: person(row, 2)?, span: span(row, 3)? };
        all.entry(row.get(0)?).or_default().notes.push(note);
    }
    let mut select = conn.prepare_cached(&format!("SELECT record, text, reviewer, time FROM correction {range}"))?;
    let mut rows = select.query((low, high))?;
    while let Some(row) = rows.next()? {
        let text = Untrusted::new(row.get::<_, String>(1)?);
        let correction = CorrectionView { text, reviewer: person(row, 2)?, time: Time(row.get(3)?) };
        all.entry(row.get(0)?).or_default().corrections.push(correction);
    }
    let mut select = conn.prepare_cached(&format!(
        "SELECT record, criterion, version, answer, reviewer, purpose, time FROM grade {range}"
    ))?;
    let mut rows = select.query((low, high))?;
    while let Some(row) = rows.next()? {
        let criterion: String = row.get(1)?;
        let version = row.get(2)?;
        let answer = Answer::from_word(row.get_ref(3)?.as_str().map_err(rusqlite::Error::from)?);
        let purpose = row.get_ref(5)?.as_str().map_err(rusqlite::Error::from)?;
        all.entry(row.get(0)?).or_default().grades.push(GradeView {
            stale: lookup.is_stale(&criterion, version),
            criterion: Slug::of(&criterion),
            version,
            answer: answer.ok_or_else(|| trouble::damaged("it holds an unknown grade"))?,
            reviewer: person(row, 4)?,
            purpose: if purpose == "regrade" { Purpose::Regrade } else { Purpose::First },
            time: Time(row.get(6)?),
        });
    }
    Ok(all)
}

/// What people said of one record.
pub(super) fn of(conn: &Connection, row: RowId) -> Result<Judgements> {
    let lookup = Lookup::load(conn)?;
    Ok(between(conn, &lookup, row.0, row.0)?.remove(&row.0).unwrap_or_default())
}

/// Every record with a verdict, a tag or a grade, in import order, with all that was said of it. Checks judge these:
/// where someone wrote a corrected output, that is what they expect of it.
pub(super) fn each_judged(
    conn: &Connection,
    blocks: &Blocks,
    visit: &mut dyn FnMut(Record, Judgements) -> Result<bool>,
) -> Result<()> {
    let lookup = Lookup::load(conn)?;
    let mut last = i64::MIN;
    loop {
        let mut select = conn.prepare_cached(
            "SELECT DISTINCT record FROM (
                 SELECT * FROM (SELECT DISTINCT record FROM verdict WHERE record > ?1 ORDER BY record LIMIT ?2)
                 UNION ALL SELECT * FROM (SELECT DISTINCT record FROM tag WHERE record > ?1 ORDER BY record LIMIT ?2)
                 UNION ALL SELECT * FROM (SELECT DISTINCT record FROM grade WHERE record > ?1 ORDER BY record LIMIT ?2))
             ORDER BY record LIMIT ?2",
        )?;
        let page = select.query_map((last, PAGE), |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
        let (Some(first), Some(end)) = (page.first(), page.last()) else { return Ok(()) };
        let mut said = between(conn, &lookup, *first, *end)?;
        for row in &page {
            let judgements = said.remove(row).unwrap_or_default();
            let record = judgements.as_expected(records::read(conn, blocks, RowId(*row))?);
            if !visit(record, judgements)? {
                return Ok(());
            }
        }
        last = *end;
    }
}

fn person(row: &rusqlite::Row<'_>, column: usize) -> Result<Name> {
    reviewer(row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)?)
}

fn span(row: &rusqlite::Row<'_>, column: usize) -> Result<Option<Span>> {
    match row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)? {
        "" => Ok(None),
        text => Span::parse(text, |_| None).map(Some).ok_or_else(|| trouble::damaged("it holds a broken span")),
    }
}
