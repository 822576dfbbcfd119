//! What is hidden from a viewer as long as blind sets are open, looked up in the tables themselves.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use crate::domain::{Change, Codebook, Name, Time};
use crate::error::Result;
use crate::store::blind::{Viewer, sets};
use crate::store::columns;
use crate::store::journal::event::{self, LINE, Line};

/// Holds for an event of a mode, a criterion, a check or a suggestion.
const OF_CODEBOOK: &str =
    "((entity >= 'mode:' AND entity < 'mode;') OR (entity >= 'criterion:' AND entity < 'criterion;')
     OR (entity >= 'check:' AND entity < 'check;') OR (entity >= 'suggestion:' AND entity < 'suggestion;'))";

/// From where on a reviewer's changes of the codebook are hidden.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Since {
    /// The position of the opening.
    pub(crate) position: i64,
    /// Its time.
    pub(crate) time: Time,
}

/// What a viewer may not see: what these reviewers said of the records of open sets that are not revealed, and what they
/// changed in the codebook since the opening.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hidden {
    /// Whose judgements of which open set.
    pub(crate) judgements: Vec<(String, Name)>,
    /// Whose changes of the codebook, since when.
    pub(crate) authors: BTreeMap<Name, Since>,
    /// What these made in the codebook since, and nobody else sees, by its text as an entity.
    pub(crate) made: BTreeSet<(String, Name)>,
    /// Modes and criteria that a revealed judgement of their author uses, by their texts as entities: they are seen.
    pub(crate) seen: BTreeSet<(String, Name)>,
}

impl Hidden {
    /// Returns what is hidden; `None` where nothing is.
    pub(crate) fn load(conn: &Connection, viewer: &Viewer) -> Result<Option<Self>> {
        if !sets::any_open(conn)? {
            return Ok(None);
        }
        let sql = "SELECT id, reviewers, event, time FROM main.blind_set WHERE closed IS NULL
                   AND NOT EXISTS (SELECT 1 FROM main.unblinded WHERE set_id = id AND reviewer = ?1) ORDER BY event";
        let name = viewer.name().map(Name::as_str);
        let open: Vec<(String, Vec<Name>, Since)> = columns::all(conn, sql, [name], |row| {
            let since = Since { position: row.get(2)?, time: Time(row.get(3)?) };
            Ok((row.get(0)?, sets::names(columns::text(row, 1)?)?, since))
        })?;
        let mut hidden = Self::default();
        for (set, reviewers, since) in open {
            for reviewer in reviewers.into_iter().filter(|reviewer| !viewer.is(reviewer)) {
                hidden.authors.entry(reviewer.clone()).or_insert(since);
                hidden.judgements.push((set.clone(), reviewer));
            }
        }
        if hidden.judgements.is_empty() {
            return Ok(None);
        }
        hidden.look_at_revealed(conn)?;
        hidden.look_at_made(conn)?;
        Ok(Some(hidden))
    }

    /// Finds the modes and criteria that are seen, with those that changes of these name.
    fn look_at_revealed(&mut self, conn: &Connection) -> Result<()> {
        let row = sets::ROW;
        let sql = format!(
            "WITH revealed AS (SELECT {row} AS record FROM main.blind_record AS one JOIN main.blind_set ON id = set_id
                 WHERE closed IS NULL AND revealed IS NOT NULL)
             SELECT 'mode:' || mode, reviewer FROM main.tag WHERE record IN (SELECT record FROM revealed)
             UNION SELECT 'criterion:' || criterion, reviewer FROM main.grade WHERE record IN (SELECT record FROM revealed)"
        );
        let used = columns::all(conn, &sql, [], |row| Ok((row.get::<_, String>(0)?, columns::reviewer(row, 1)?)))?;
        let mut more: Vec<(String, Name)> = used.into_iter().filter(|(_, by)| self.authors.contains_key(by)).collect();
        let sql = format!("SELECT {LINE} FROM main.event WHERE entity = ?1 AND reviewer = ?2");
        while let Some(found) = more.pop() {
            let lines = columns::all(conn, &sql, (&found.0, found.1.as_str()), event::line)?;
            if self.seen.insert(found) {
                for line in lines {
                    let names = line.change.names().into_iter().map(|name| name.to_string());
                    more.extend(names.map(|name| (name, line.reviewer.clone())));
                }
            }
        }
        Ok(())
    }

    /// Finds what was made since.
    fn look_at_made(&mut self, conn: &Connection) -> Result<()> {
        for line in self.lines(conn, "reviewer IN (SELECT value FROM json_each(?1))")? {
            if line.change.makes() && self.hides_change(&line) {
                let entity = line.entity().unwrap_or_default();
                self.made.insert((entity, line.reviewer));
            }
        }
        Ok(())
    }

    /// Returns the changes of the codebook for which a condition holds; `?1` is the list of all from whom on any is hidden.
    fn lines(&self, conn: &Connection, condition: &str) -> Result<Vec<Line>> {
        let names: Vec<&str> = self.authors.keys().map(Name::as_str).collect();
        let sql = format!("SELECT {LINE} FROM main.event WHERE {OF_CODEBOOK} AND {condition} ORDER BY position");
        columns::all(conn, &sql, [serde_json::to_string(&names).unwrap_or_default()], event::line)
    }

    /// Returns whether an event is hidden.
    pub(crate) fn hides(&self, conn: &Connection, line: &Line) -> Result<bool> {
        if self.hides_change(line) {
            return Ok(true);
        }
        let by_same = |name: String| self.made.contains(&(name, line.reviewer.clone()));
        if line.change.names().into_iter().any(|name| by_same(name.to_string())) {
            return Ok(true);
        }
        let Some(record) = line.change.record() else { return Ok(false) };
        for (set, reviewer) in &self.judgements {
            if *reviewer == line.reviewer && sets::entry(conn, set, record)?.is_some_and(|(_, revealed)| !revealed) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Returns whether a change of the codebook is hidden.
    fn hides_change(&self, line: &Line) -> bool {
        let is_since = self.authors.get(&line.reviewer).is_some_and(|since| line.position > since.position);
        let is_seen = |entity| self.seen.contains(&(entity, line.reviewer.clone()));
        is_since && line.change.is_of_codebook() && line.entity().is_some_and(|entity| !is_seen(entity))
    }

    /// Folds what is seen of the codebook, and returns beside it the changes that answer suggested checks.
    pub(crate) fn codebook(&self, conn: &Connection) -> Result<(Codebook, Vec<Line>)> {
        let (mut codebook, mut answers) = (Codebook::default(), Vec::new());
        for line in self.lines(conn, "?1 IS NOT NULL AND grp NOT IN (SELECT grp FROM main.undone_group)")? {
            if self.hides_change(&line) {
                continue;
            }
            codebook.apply(&line.change, &line.origin());
            if let Change::SuggestionAnswer { .. } = line.change {
                answers.push(line);
            }
        }
        Ok((codebook, answers))
    }

    /// Returns what changes when anything that is hidden does, or anything of which it is made: a text to compare.
    pub(crate) fn fingerprint(conn: &Connection) -> Result<String> {
        let sql = format!(
            "SELECT concat_ws(' ',
                 (SELECT group_concat(id) FROM main.blind_set WHERE closed IS NULL),
                 (SELECT count(*) FROM main.unblinded),
                 (SELECT group_concat(revealed) FROM main.blind_record JOIN main.blind_set ON id = set_id
                     WHERE closed IS NULL AND revealed IS NOT NULL),
                 (SELECT count(*) || '/' || total(position) FROM main.event WHERE {OF_CODEBOOK}),
                 (SELECT count(*) || '/' || total(event) FROM main.undone_group),
                 (SELECT group_concat(value) FROM main.meta WHERE name IN ('records', 'last_row')),
                 (SELECT count(*) FROM main.alias))"
        );
        Ok(conn.prepare_cached(&sql)?.query_row([], |row| row.get(0))?)
    }
}
