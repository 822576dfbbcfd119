//! What people said of records, as screens and lists read it: merged modes resolved, stale grades marked.

use std::collections::{BTreeMap, HashMap};

use rusqlite::Connection;

use crate::domain::{CorrectionView, GradeView, Judgements, NoteView, TagView, VerdictView};
use crate::domain::{ModeKey, Record, RowId, Slug, Time, Verdict};
use crate::error::Result;
use crate::store::codebook;
use crate::store::records::blocks::Blocks;
use crate::store::{columns, errors, records};

/// How many records' judgements are read at a time.
const PAGE: i64 = 500;

/// What judgements are read with: which mode counts for which, and since which version a criterion means what it means.
pub(crate) struct Lookup {
    modes: HashMap<String, ModeKey>,
    /// The newest version of each criterion that changed its meaning.
    meanings: HashMap<String, u32>,
}

impl Lookup {
    pub(crate) fn load(conn: &Connection) -> Result<Self> {
        let codebook = codebook::load(conn)?;
        let modes = codebook.modes.iter().map(|mode| {
            let counts = &codebook.resolve_mode(mode).identity.key;
            (mode.identity.key.to_string(), counts.clone())
        });
        let meanings =
            codebook.criteria.iter().map(|criterion| (criterion.identity.key.to_string(), criterion.meaning_version()));
        Ok(Self { modes: modes.collect(), meanings: meanings.collect() })
    }

    /// Returns the mode that counts for a tag.
    pub(crate) fn resolve_mode(&self, mode: &str) -> ModeKey {
        self.modes.get(mode).cloned().unwrap_or_else(|| Slug::of(mode))
    }

    fn is_stale(&self, criterion: &str, version: u32) -> bool {
        self.meanings.get(criterion).is_some_and(|meaning| version < *meaning)
    }
}

/// The judgements of the records from `low` to `high`, by row.
pub(crate) fn between(conn: &Connection, lookup: &Lookup, low: i64, high: i64) -> Result<BTreeMap<i64, Judgements>> {
    let mut all: BTreeMap<i64, Judgements> = BTreeMap::new();
    let range = "WHERE record BETWEEN ?1 AND ?2 ORDER BY record, event";
    let mut select = conn.prepare_cached(&format!("SELECT record, reviewer, verdict, time FROM verdict {range}"))?;
    let mut rows = select.query((low, high))?;
    while let Some(row) = rows.next()? {
        let verdict = Verdict::from_word(columns::text(row, 2)?);
        all.entry(row.get(0)?).or_default().verdicts.push(VerdictView {
            reviewer: columns::reviewer(row, 1)?,
            verdict: verdict.ok_or_else(|| errors::damaged("it holds an unknown verdict"))?,
            time: Time(row.get(3)?),
        });
    }
    let mut select = conn.prepare_cached(&format!("SELECT record, mode, reviewer, span FROM tag {range}"))?;
    let mut rows = select.query((low, high))?;
    while let Some(row) = rows.next()? {
        let tags = &mut all.entry(row.get(0)?).or_default().tags;
        let mode = lookup.resolve_mode(columns::text(row, 1)?);
        let tag = TagView { mode, reviewer: columns::reviewer(row, 2)?, span: columns::span(row, 3)? };
        // Two modes that became one say the same thing twice.
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    let mut select = conn.prepare_cached(&format!("SELECT record, text, reviewer, span FROM note {range}"))?;
    let mut rows = select.query((low, high))?;
    while let Some(row) = rows.next()? {
        let text = columns::untrusted(row, 1)?;
        let note = NoteView { text, reviewer: columns::reviewer(row, 2)?, span: columns::span(row, 3)? };
        all.entry(row.get(0)?).or_default().notes.push(note);
    }
    let mut select = conn.prepare_cached(&format!("SELECT record, text, reviewer, time FROM correction {range}"))?;
    let mut rows = select.query((low, high))?;
    while let Some(row) = rows.next()? {
        let text = columns::untrusted(row, 1)?;
        let correction = CorrectionView { text, reviewer: columns::reviewer(row, 2)?, time: Time(row.get(3)?) };
        all.entry(row.get(0)?).or_default().corrections.push(correction);
    }
    let mut select = conn.prepare_cached(&format!(
        "SELECT record, criterion, version, answer, reviewer, purpose, time FROM grade {range}"
    ))?;
    let mut rows = select.query((low, high))?;
    while let Some(row) = rows.next()? {
        let criterion: String = row.get(1)?;
        let version = row.get(2)?;
        all.entry(row.get(0)?).or_default().grades.push(GradeView {
            stale: lookup.is_stale(&criterion, version),
            criterion: Slug::of(&criterion),
            version,
            answer: columns::answer(columns::text(row, 3)?)?,
            reviewer: columns::reviewer(row, 4)?,
            purpose: columns::purpose(columns::text(row, 5)?)?,
            time: Time(row.get(6)?),
        });
    }
    Ok(all)
}

/// What people said of one record.
pub(crate) fn of_record(conn: &Connection, row: RowId) -> Result<Judgements> {
    let lookup = Lookup::load(conn)?;
    Ok(between(conn, &lookup, row.0, row.0)?.remove(&row.0).unwrap_or_default())
}

/// Every record with a verdict, a tag or a grade, in import order, with all that was said of it. Checks judge these:
/// where someone wrote a corrected output, that is what they expect of it.
pub(crate) fn each_judged(
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
            let record = judgements.as_expected(records::read::record(conn, blocks, RowId(*row))?);
            if !visit(record, judgements)? {
                return Ok(());
            }
        }
        last = *end;
    }
}
