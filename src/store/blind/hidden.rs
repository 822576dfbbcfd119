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
    /// The positions of changes of the codebook that a revealed record gave rise to after its reveal: they are seen.
    pub(crate) open: BTreeSet<i64>,
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
        let used = [hidden.used_by_revealed(conn)?, hidden.look_at_caused(conn)?].concat();
        hidden.look_at_used(conn, used)?;
        hidden.look_at_made(conn)?;
        Ok(Some(hidden))
    }

    /// Returns the modes and criteria that revealed judgements and settlements of their authors use.
    fn used_by_revealed(&self, conn: &Connection) -> Result<Vec<(String, Name)>> {
        let row = sets::ROW;
        let sql = format!(
            "WITH revealed AS (SELECT {row} AS record FROM main.blind_record AS one JOIN main.blind_set ON id = set_id
                 WHERE closed IS NULL AND revealed IS NOT NULL)
             SELECT 'mode:' || mode, reviewer FROM main.tag WHERE record IN (SELECT record FROM revealed)
             UNION SELECT 'criterion:' || criterion, reviewer FROM main.grade WHERE record IN (SELECT record FROM revealed)
             UNION SELECT target, reviewer FROM main.settled WHERE record IN (SELECT record FROM revealed)"
        );
        let used = columns::all(conn, &sql, [], |row| Ok((row.get::<_, String>(0)?, columns::reviewer(row, 1)?)))?;
        Ok(used.into_iter().filter(|(_, by)| self.authors.contains_key(by)).collect())
    }

    /// Finds the changes of the codebook that revealed records gave rise to after their reveal: with a criterion or a version
    /// that names the record as its reason, or with a settlement, all of the same group. Returns what was made blind and is
    /// changed or named by them: without it they mean nothing.
    fn look_at_caused(&mut self, conn: &Connection) -> Result<Vec<(String, Name)>> {
        let revealed = sets::revealed(conn)?;
        if revealed.is_empty() {
            return Ok(Vec::new());
        }
        let by_hidden = "reviewer IN (SELECT value FROM json_each(?1))";
        let lines: Vec<Line> =
            self.lines(conn, by_hidden)?.into_iter().filter(|line| self.is_since_opening(line)).collect();
        // From which position on a group is open.
        let mut groups: BTreeMap<i64, i64> = BTreeMap::new();
        for line in lines.iter().chain(&self.settlements(conn)?) {
            let record = line.change.because_of().or_else(|| line.change.record());
            let shown = record.and_then(|record| revealed.get(&record)).filter(|shown| line.position > **shown);
            if let Some(shown) = shown {
                groups.entry(line.grp).or_insert(*shown);
            }
        }
        let is_open = |line: &&Line| groups.get(&line.grp).is_some_and(|shown| line.position > *shown);
        let (open, blind): (Vec<&Line>, Vec<&Line>) = lines.iter().partition(is_open);
        self.open = open.iter().map(|line| line.position).collect();
        let made: BTreeSet<(String, Name)> = blind
            .iter()
            .filter(|line| line.change.makes())
            .filter_map(|line| Some((line.entity()?, line.reviewer.clone())))
            .collect();
        let named = open.iter().flat_map(|line| {
            let names = line.change.names().into_iter().map(|name| name.to_string());
            names.chain(line.entity()).map(|entity| (entity, line.reviewer.clone()))
        });
        Ok(named.filter(|one| made.contains(one)).collect())
    }

    /// Returns what was settled by those from whom on something is hidden.
    fn settlements(&self, conn: &Connection) -> Result<Vec<Line>> {
        let sql = format!(
            "SELECT {LINE} FROM main.event WHERE entity >= 'settle:' AND entity < 'settle;'
             AND reviewer IN (SELECT value FROM json_each(?1))"
        );
        columns::all(conn, &sql, [self.names()], event::line)
    }

    /// Notes that these modes and criteria are seen, with those that changes of them name.
    fn look_at_used(&mut self, conn: &Connection, mut more: Vec<(String, Name)>) -> Result<()> {
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
        let sql = format!("SELECT {LINE} FROM main.event WHERE {OF_CODEBOOK} AND {condition} ORDER BY position");
        columns::all(conn, &sql, [self.names()], event::line)
    }

    /// Returns the list of all from whom on any is hidden, as `json_each` takes it.
    fn names(&self) -> String {
        let names: Vec<&str> = self.authors.keys().map(Name::as_str).collect();
        serde_json::to_string(&names).unwrap_or_default()
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
        let is_seen = |entity| self.seen.contains(&(entity, line.reviewer.clone()));
        self.is_since_opening(line)
            && line.change.is_of_codebook()
            && !self.open.contains(&line.position)
            && line.entity().is_some_and(|entity| !is_seen(entity))
    }

    /// Returns whether somebody from whom something is hidden made an event after the opening.
    fn is_since_opening(&self, line: &Line) -> bool {
        self.authors.get(&line.reviewer).is_some_and(|since| line.position > since.position)
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
    pub(crate) fn fingerprint(&self, conn: &Connection) -> Result<String> {
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
        let stored: String = conn.prepare_cached(&sql)?.query_row([], |row| row.get(0))?;
        // What is seen of the codebook also changes with judgements and settlements that are seen.
        Ok(format!("{stored} {:?} {:?}", self.seen, self.open))
    }
}
