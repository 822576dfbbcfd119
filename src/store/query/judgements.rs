//! What people said of records, as screens and lists read it: merged modes resolved, stale grades marked.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::Ordering;

use rusqlite::{Connection, Row as SqlRow};

use crate::domain::{
    CorrectionView, GradeView, Judgements, NoteView, SettleTarget, SettledBy, SettledView, TagView, VerdictView,
};
use crate::domain::{ModeKey, Name, Record, RecordId, RowId, Slug, Time, Verdict};
use crate::error::Result;
use crate::store::codebook;
use crate::store::reader::Reader;
use crate::store::{columns, errors};
use crate::views::OpenNote;

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

/// Returns the verdict of a row: behind the record, the reviewer, the word, the time, the reason and what it stands over.
fn verdict_view(row: &SqlRow<'_>) -> Result<VerdictView> {
    let (reviewer, verdict) = (columns::reviewer(row, 1)?, columns::verdict(row, 2)?);
    let (reason, replaced) = (columns::optional_text(row, 4)?, columns::optional_verdict(row, 5)?);
    Ok(VerdictView { reviewer, verdict, reason, replaced, time: Time(row.get(3)?) })
}

/// The judgements of the records from `low` to `high`, by row.
pub(crate) fn between(conn: &Connection, lookup: &Lookup, low: i64, high: i64) -> Result<BTreeMap<i64, Judgements>> {
    let mut all: BTreeMap<i64, Judgements> = BTreeMap::new();
    let mut read = |columns: &str, table: &str, put: &dyn Fn(&mut Judgements, &SqlRow<'_>) -> Result<()>| {
        let sql =
            format!("SELECT record, {columns} FROM {table} WHERE record BETWEEN ?1 AND ?2 ORDER BY record, event");
        columns::each(conn, &sql, (low, high), |row| put(all.entry(row.get(0)?).or_default(), row))
    };
    read("reviewer, verdict, time, reason, replaced", "verdict", &|said, row| {
        said.verdicts.push(verdict_view(row)?);
        Ok(())
    })?;
    read("mode, reviewer, span", "tag", &|said, row| {
        let mode = lookup.resolve_mode(columns::text(row, 1)?);
        let tag = TagView { mode, reviewer: columns::reviewer(row, 2)?, span: columns::span(row, 3)? };
        // Two modes that became one say the same thing twice.
        if !said.tags.contains(&tag) {
            said.tags.push(tag);
        }
        Ok(())
    })?;
    read("text, reviewer, span", "note", &|said, row| {
        let text = columns::untrusted(row, 1)?;
        said.notes.push(NoteView { text, reviewer: columns::reviewer(row, 2)?, span: columns::span(row, 3)? });
        Ok(())
    })?;
    read("text, reviewer, time", "correction", &|said, row| {
        let text = columns::untrusted(row, 1)?;
        let (reviewer, time) = (columns::reviewer(row, 2)?, Time(row.get(3)?));
        said.corrections.push(CorrectionView { text, reviewer, time });
        Ok(())
    })?;
    read("criterion, version, answer, reviewer, purpose, time", "grade", &|said, row| {
        let criterion: String = row.get(1)?;
        let version = row.get(2)?;
        said.grades.push(GradeView {
            stale: lookup.is_stale(&criterion, version),
            criterion: Slug::of(&criterion),
            version,
            answer: columns::answer(columns::text(row, 3)?)?,
            reviewer: columns::reviewer(row, 4)?,
            purpose: columns::purpose(columns::text(row, 5)?)?,
            time: Time(row.get(6)?),
        });
        Ok(())
    })?;
    read("target, answer, version, people, how, reviewer, time", "settled", &|said, row| {
        let settled = settled_view(lookup, row)?;
        // Two modes that became one may both be settled: the later one holds.
        said.settled.retain(|known| known.target != settled.target);
        said.settled.push(settled);
        Ok(())
    })?;
    Ok(all)
}

/// Returns the settled answer of a row: behind the record its target, answer, version, names, way, reviewer and time.
fn settled_view(lookup: &Lookup, row: &SqlRow<'_>) -> Result<SettledView> {
    let unknown = || errors::damaged("it holds an unknown settlement");
    let version = row.get(3)?;
    let (target, stale) = match SettleTarget::parse(columns::text(row, 1)?).ok_or_else(unknown)? {
        SettleTarget::Verdict => (SettleTarget::Verdict, false),
        SettleTarget::Mode(mode) => (SettleTarget::Mode(lookup.resolve_mode(mode.as_str())), false),
        SettleTarget::Criterion(key) => {
            let stale = lookup.is_stale(key.as_str(), version);
            (SettleTarget::Criterion(key), stale)
        }
    };
    Ok(SettledView {
        target,
        answer: columns::settled_answer(columns::text(row, 2)?)?,
        by: columns::names(columns::text(row, 4)?)?,
        how: SettledBy::from_word(columns::text(row, 5)?).ok_or_else(unknown)?,
        reviewer: columns::reviewer(row, 6)?,
        version,
        stale,
        time: Time(row.get(7)?),
    })
}

impl Reader {
    /// Returns every verdict of everyone.
    pub fn verdicts(&self) -> Result<Vec<(RowId, VerdictView)>> {
        columns::all(&self.conn, "SELECT record, reviewer, verdict, time, reason, replaced FROM verdict", [], |row| {
            Ok((RowId(row.get(0)?), verdict_view(row)?))
        })
    }

    /// Returns every verdict of a reviewer.
    pub fn verdicts_of(&self, reviewer: &Name) -> Result<Vec<(RowId, Verdict)>> {
        let sql = "SELECT record, verdict FROM verdict WHERE reviewer = ?1";
        columns::all(&self.conn, sql, [reviewer.as_str()], |row| Ok((RowId(row.get(0)?), columns::verdict(row, 1)?)))
    }

    /// Returns what people said of one record.
    pub fn judgements(&self, row: RowId) -> Result<Judgements> {
        let lookup = Lookup::load(&self.conn)?;
        Ok(between(&self.conn, &lookup, row.0, row.0)?.remove(&row.0).unwrap_or_default())
    }

    /// Returns the newest notes on records that nobody tagged, in the order in which they were written, and how many older
    /// ones there are. A note on a record that is judged and that nobody failed or deferred is no failure's, and left out.
    pub fn open_notes(&self, most: usize) -> Result<(Vec<OpenNote>, u64)> {
        let from = "FROM note JOIN record ON record.id = note.record
             WHERE NOT EXISTS (SELECT 1 FROM tag WHERE tag.record = note.record)
             AND (NOT EXISTS (SELECT 1 FROM verdict WHERE verdict.record = note.record)
                  OR EXISTS (SELECT 1 FROM verdict WHERE verdict.record = note.record AND verdict IN ('fail', 'defer')))";
        let all: i64 = self.conn.query_row(&format!("SELECT count(*) {from}"), [], |row| row.get(0))?;
        let sql = format!(
            "SELECT note.record, record.key, note.reviewer, note.span, note.text {from} ORDER BY note.event DESC LIMIT ?1"
        );
        let mut notes = columns::all(&self.conn, &sql, [i64::try_from(most).unwrap_or(i64::MAX)], |row| {
            Ok(OpenNote {
                row: RowId(row.get(0)?),
                record: RecordId(row.get(1)?),
                reviewer: columns::reviewer(row, 2)?,
                span: columns::span(row, 3)?,
                text: columns::untrusted(row, 4)?,
            })
        })?;
        notes.reverse();
        let older = columns::unsigned(all).saturating_sub(notes.len() as u64);
        Ok((notes, older))
    }

    /// Returns how many notes [`Reader::open_notes`] leaves out: on records without a tag that are judged, and that nobody
    /// failed or deferred.
    pub fn notes_on_passed(&self) -> Result<u64> {
        let sql = "SELECT count(*) FROM note
             WHERE NOT EXISTS (SELECT 1 FROM tag WHERE tag.record = note.record)
             AND EXISTS (SELECT 1 FROM verdict WHERE verdict.record = note.record)
             AND NOT EXISTS (SELECT 1 FROM verdict WHERE verdict.record = note.record AND verdict IN ('fail', 'defer'))";
        Ok(columns::unsigned(self.conn.query_row(sql, [], |row| row.get(0))?))
    }

    /// Walks every record with a verdict, a tag or a grade, in import order, with all that was said of it. Checks judge
    /// these: where someone wrote a corrected output, that is what they expect of it.
    pub fn each_judged(&self, visit: &mut dyn FnMut(Record, Judgements) -> Result<bool>) -> Result<()> {
        let source = self.source();
        let lookup = Lookup::load(source.conn)?;
        let sql = "SELECT DISTINCT record FROM (
                 SELECT * FROM (SELECT DISTINCT record FROM verdict WHERE record > ?1 ORDER BY record LIMIT ?2)
                 UNION ALL SELECT * FROM (SELECT DISTINCT record FROM tag WHERE record > ?1 ORDER BY record LIMIT ?2)
                 UNION ALL SELECT * FROM (SELECT DISTINCT record FROM grade WHERE record > ?1 ORDER BY record LIMIT ?2)
                 UNION ALL SELECT * FROM (SELECT DISTINCT record FROM settled WHERE record > ?1 ORDER BY record LIMIT ?2))
             ORDER BY record LIMIT ?2";
        let mut last = i64::MIN;
        loop {
            let page: Vec<i64> = columns::all(source.conn, sql, (last, PAGE), |row| Ok(row.get(0)?))?;
            let (Some(first), Some(end)) = (page.first(), page.last()) else { return Ok(()) };
            let mut said = between(source.conn, &lookup, *first, *end)?;
            for row in &page {
                let judgements = said.remove(row).unwrap_or_default();
                let record = judgements.as_expected(self.record(RowId(*row))?);
                if source.stop.load(Ordering::Relaxed) {
                    return Err(errors::stopped());
                }
                if !visit(record, judgements)? {
                    return Ok(());
                }
            }
            last = *end;
        }
    }
}
