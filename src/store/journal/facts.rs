//! What planning a change asks, answered from the tables: they hold what the earlier changes of the same batch did.

use std::cell::Cell;
use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, OptionalExtension, Params};

use crate::domain::plan::Facts;
use crate::domain::{
    Answer, Change, CheckKey, CheckSpec, Codebook, Content, CriterionKey, Day, Entity, Judgements, ModeKey, Name,
    RecordId, RowId, SettleTarget, SettledAnswer, Span, Target, Untrusted, Verdict,
};
use crate::error::{Problem, Result};
use crate::store::blind::hidden::Hidden;
use crate::store::blind::{Viewer, sets};
use crate::store::codebook::LazyCodebook;
use crate::store::journal::event::{self, LINE, Line};
use crate::store::journal::gold::AskedAsKnown;
use crate::store::journal::writer::graded_under;
use crate::store::records::blocks::Blocks;
use crate::store::{columns, records};

/// The facts for changes of one reviewer in one transaction.
pub(crate) struct StoredFacts<'a> {
    conn: &'a Connection,
    blocks: &'a Blocks,
    /// The rows that were looked up before.
    known: Option<&'a HashMap<RecordId, RowId>>,
    reviewer: &'a Name,
    /// The codebook as it is now; whoever projects a change of it, changes it here.
    pub codebook: LazyCodebook<'a>,
    /// The known records of the session, of which the reviewer seems to have said nothing before.
    gold: Option<AskedAsKnown>,
    /// What the reviewer sees of the codebook, where something is hidden: changes are planned by that.
    seen: Option<(Hidden, Codebook)>,
    /// The record that was looked up last, for one change asks for it several times.
    last: Cell<Option<(RecordId, RowId)>>,
}

impl<'a> StoredFacts<'a> {
    pub(crate) const fn new(
        conn: &'a Connection,
        (blocks, known): (&'a Blocks, Option<&'a HashMap<RecordId, RowId>>),
        reviewer: &'a Name,
    ) -> Self {
        Self {
            conn,
            blocks,
            known,
            reviewer,
            codebook: LazyCodebook::new(conn),
            gold: None,
            seen: None,
            last: Cell::new(None),
        }
    }

    /// Lets changes be planned by what the reviewer sees, as long as a blind set hides anything.
    pub(crate) fn look_as_reviewer(&mut self) -> Result<()> {
        if let Some(hidden) = Hidden::load(self.conn, &Viewer::of(self.reviewer))? {
            let codebook = hidden.codebook(self.conn)?.0;
            self.seen = Some((hidden, codebook));
        }
        Ok(())
    }

    /// Lets changes of known records be planned as if nothing was said of them before the session.
    pub(crate) fn ask_as_known(&mut self, session: Option<i64>) -> Result<()> {
        self.gold = session.map(|session| AskedAsKnown::of(self.conn, session)).transpose()?.flatten();
        Ok(())
    }

    /// Returns what a planned change is written as: what is said of a known record of the session never holds.
    pub(crate) fn as_asked(&self, change: Change) -> Result<Change> {
        match (&self.gold, change.said_of()) {
            (Some(gold), Some(record)) => {
                gold.as_asked(self.conn, change, (RowId(self.row(record)?), record), self.reviewer)
            }
            _ => Ok(change),
        }
    }

    /// Returns what was said in the session of a record that is asked as a known one; `None` of any other.
    fn said_of_known(&self, record: RecordId) -> Result<Option<Judgements>> {
        let Some(gold) = &self.gold else { return Ok(None) };
        gold.said(self.conn, (RowId(self.row(record)?), record), self.reviewer)
    }

    /// Takes a change in that was written.
    pub(crate) fn take_in(&mut self, line: &Line) {
        if let Some((_, codebook)) = &mut self.seen {
            codebook.apply(&line.change, &line.origin());
        }
    }

    /// Returns the event that made the version that a grade is given under, where the reviewer's numbers are not those of the
    /// tables.
    pub(crate) fn under(&self, change: &Change) -> Result<Option<String>> {
        let (Some((_, codebook)), Some((criterion, version))) = (&self.seen, graded_under(change)) else {
            return Ok(None);
        };
        let made =
            codebook.criterion_of(criterion).and_then(|known| known.versions.iter().find(|one| one.version == version));
        let Some(made) = made else { return Ok(None) };
        Ok(self.first("SELECT id FROM event WHERE position = ?1", [made.position])?.map(columns::uuid_text))
    }

    /// Returns the number that a version of the tables has for the reviewer; 0 where it is hidden.
    fn number(&self, criterion: &CriterionKey, version: u32) -> Result<u32> {
        let Some((_, codebook)) = &self.seen else { return Ok(version) };
        let sql = "SELECT event FROM criterion_version WHERE criterion = ?1 AND version = ?2";
        let made: Option<i64> = self.first(sql, (criterion.as_str(), version))?;
        let seen = codebook.criterion_of(criterion).into_iter().flat_map(|known| &known.versions);
        Ok(seen.into_iter().find(|one| Some(one.position) == made).map_or(0, |one| one.version))
    }

    /// Returns whether an event of this entity stands that the reviewer sees, and the newest of them.
    fn newest_seen(&self, entity: &str) -> Result<Option<Line>> {
        let sql = format!(
            "SELECT {LINE} FROM event WHERE entity = ?1 AND grp NOT IN (SELECT grp FROM undone_group) ORDER BY position DESC"
        );
        for line in columns::all(self.conn, &sql, [entity], event::line)? {
            let is_hidden = self.seen.as_ref().map_or(Ok(false), |(hidden, _)| hidden.hides(self.conn, &line))?;
            if !is_hidden {
                return Ok(Some(line));
            }
        }
        Ok(None)
    }

    /// Returns the row of the record that was looked up last.
    pub(crate) fn known_row(&self, record: RecordId) -> Option<RowId> {
        self.last.get().filter(|(known, _)| *known == record).map(|(_, row)| row)
    }

    fn row(&self, record: RecordId) -> Result<i64> {
        if let Some(row) = self.known_row(record) {
            return Ok(row.0);
        }
        let row = match self.known.and_then(|known| known.get(&record).copied()) {
            Some(row) => row,
            None => records::row_of(self.conn, record)?.ok_or_else(|| {
                Problem::usage(format!("There is no record {record} in this workspace."))
                    .hint("`gemba list` prints the ids of records.")
            })?,
        };
        self.last.set(Some((record, row)));
        Ok(row.0)
    }

    fn first<T: rusqlite::types::FromSql>(&self, sql: &str, values: impl Params) -> Result<Option<T>> {
        Ok(self.conn.prepare_cached(sql)?.query_row(values, |row| row.get(0)).optional()?)
    }
}

impl Facts for StoredFacts<'_> {
    fn codebook(&self) -> Result<&Codebook> {
        if let Some((_, codebook)) = &self.seen {
            return Ok(codebook);
        }
        self.codebook.get()
    }

    fn require_record(&self, record: RecordId) -> Result<()> {
        self.row(record).map(|_| ())
    }

    fn content(&self, record: RecordId) -> Result<Content> {
        records::content(self.conn, self.blocks, RowId(self.row(record)?))
    }

    fn verdict(&self, record: RecordId) -> Result<Option<(Verdict, Option<Untrusted>)>> {
        if let Some(said) = self.said_of_known(record)? {
            return Ok(said.verdicts.into_iter().next().map(|view| (view.verdict, view.reason)));
        }
        let sql = "SELECT verdict, reason FROM verdict WHERE record = ?1 AND reviewer = ?2";
        let values = (self.row(record)?, self.reviewer.as_str());
        let verdict = |row: &rusqlite::Row<'_>| Ok((columns::verdict(row, 0)?, columns::optional_text(row, 1)?));
        Ok(columns::all(self.conn, sql, values, verdict)?.pop())
    }

    fn has_tag(&self, record: RecordId, mode: &ModeKey, span: Option<Span>) -> Result<bool> {
        if let Some(said) = self.said_of_known(record)? {
            return Ok(said.tags.iter().any(|tag| tag.mode == *mode && tag.span == span));
        }
        let sql = "SELECT 1 FROM tag WHERE record = ?1 AND mode = ?2 AND reviewer = ?3 AND span = ?4";
        let values = (self.row(record)?, mode.as_str(), self.reviewer.as_str(), columns::span_text(span));
        Ok(self.conn.prepare_cached(sql)?.exists(values)?)
    }

    fn tagged(&self, record: RecordId) -> Result<Vec<ModeKey>> {
        if let Some(said) = self.said_of_known(record)? {
            let modes: BTreeSet<ModeKey> = said.tags.into_iter().map(|tag| tag.mode).collect();
            return Ok(modes.into_iter().collect());
        }
        let sql = "SELECT DISTINCT mode FROM tag WHERE record = ?1 AND reviewer = ?2 ORDER BY mode";
        let values = (self.row(record)?, self.reviewer.as_str());
        columns::all(self.conn, sql, values, |row| columns::slug(row, 0))
    }

    fn note(&self, record: RecordId, span: Option<Span>) -> Result<Option<Untrusted>> {
        if let Some(said) = self.said_of_known(record)? {
            return Ok(said.notes.into_iter().find(|note| note.span == span).map(|note| note.text));
        }
        let sql = "SELECT text FROM note WHERE record = ?1 AND reviewer = ?2 AND span = ?3";
        let values = (self.row(record)?, self.reviewer.as_str(), columns::span_text(span));
        Ok(self.first::<String>(sql, values)?.map(Untrusted::new))
    }

    fn correction(&self, record: RecordId) -> Result<Option<Untrusted>> {
        if let Some(said) = self.said_of_known(record)? {
            return Ok(said.corrections.into_iter().next().map(|correction| correction.text));
        }
        let sql = "SELECT text FROM correction WHERE record = ?1 AND reviewer = ?2";
        Ok(self.first::<String>(sql, (self.row(record)?, self.reviewer.as_str()))?.map(Untrusted::new))
    }

    fn grade(&self, record: RecordId, criterion: &CriterionKey) -> Result<Option<(u32, Answer)>> {
        if let Some(said) = self.said_of_known(record)? {
            let given = said.grades.into_iter().find(|grade| grade.criterion == *criterion);
            return given.map(|grade| Ok((self.number(criterion, grade.version)?, grade.answer))).transpose();
        }
        let sql = "SELECT version, answer FROM grade WHERE record = ?1 AND criterion = ?2 AND reviewer = ?3";
        let values = (self.row(record)?, criterion.as_str(), self.reviewer.as_str());
        let grade = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, columns::answer(columns::text(row, 1)?)?));
        let found = columns::all(self.conn, sql, values, grade)?.pop();
        found.map(|(version, answer)| Ok((self.number(criterion, version)?, answer))).transpose()
    }

    fn is_judged(&self, record: RecordId) -> Result<bool> {
        let sql = "SELECT 1 WHERE EXISTS (SELECT 1 FROM verdict WHERE record = ?1)
                   OR EXISTS (SELECT 1 FROM tag WHERE record = ?1) OR EXISTS (SELECT 1 FROM grade WHERE record = ?1)";
        Ok(self.conn.prepare_cached(sql)?.exists([self.row(record)?])?)
    }

    fn settled(&self, record: RecordId, target: &SettleTarget) -> Result<Option<(SettledAnswer, u32, Vec<Name>)>> {
        let sql = "SELECT answer, version, people FROM settled WHERE record = ?1 AND target = ?2";
        let settled = |row: &rusqlite::Row<'_>| {
            Ok((columns::settled_answer(columns::text(row, 0)?)?, row.get(1)?, columns::names(columns::text(row, 2)?)?))
        };
        Ok(columns::all(self.conn, sql, (self.row(record)?, target.to_string()), settled)?.pop())
    }

    fn is_check_key_used(&self, key: &CheckKey) -> Result<bool> {
        Ok(self.newest_seen(&Entity::Check(key).text(self.reviewer))?.is_some())
    }

    fn is_judging_blind(&self) -> Result<bool> {
        sets::is_of_open(self.conn, self.reviewer)
    }

    fn has_daily_sample(&self, day: Day) -> Result<bool> {
        Ok(self.conn.prepare_cached("SELECT 1 FROM daily_sample WHERE day = ?1")?.exists([day.to_string()])?)
    }

    fn suggestion_answer(&self, target: &Target, spec: &CheckSpec) -> Result<Option<bool>> {
        if self.seen.is_some() {
            let entity = Entity::Suggestion(target, spec).text(self.reviewer);
            return Ok(self.newest_seen(&entity)?.and_then(|line| match line.change {
                Change::SuggestionAnswer { accepted, .. } => Some(accepted),
                _ => None,
            }));
        }
        let sql = "SELECT accepted FROM suggestion_answer WHERE kind = ?1 AND target = ?2 AND spec = ?3";
        self.first(sql, (target.word(), target.key().as_str(), columns::spec_text(spec)))
    }

    fn reviewer(&self) -> &Name {
        self.reviewer
    }

    fn blind_set(&self, set: &str) -> Result<Option<(Vec<Name>, bool)>> {
        sets::reviewers(self.conn, set)
    }

    fn in_blind_set(&self, set: &str, record: RecordId) -> Result<Option<(RecordId, bool)>> {
        sets::entry(self.conn, set, record)
    }

    fn open_set_of(&self, record: RecordId) -> Result<Option<String>> {
        sets::open_one(self.conn, record)
    }

    fn is_unblinded(&self, set: &str) -> Result<bool> {
        let sql = "SELECT 1 FROM unblinded WHERE set_id = ?1 AND reviewer = ?2";
        Ok(self.conn.prepare_cached(sql)?.exists((set, self.reviewer.as_str()))?)
    }

    fn voters(&self, record: RecordId) -> Result<Vec<Name>> {
        let sql = "SELECT reviewer FROM verdict WHERE record = ?1";
        columns::all(self.conn, sql, [self.row(record)?], |row| columns::reviewer(row, 0))
    }

    fn is_vote_fixed(&self, record: RecordId) -> Result<bool> {
        if self.said_of_known(record)?.is_some() {
            return Ok(false);
        }
        sets::is_vote_fixed(self.conn, self.row(record)?, record, self.reviewer)
    }
}
