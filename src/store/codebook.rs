//! Modes, criteria and checks as they stand now, with their counts, for screens and lists.

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::domain::CodebookView;
use crate::domain::criterion::TAU;
use crate::domain::{
    Check, Criterion, CriterionVersion, Edit, FailureMode, ModeStatus, Name, RecordId, Slug, Target, Time, Untrusted,
};
use crate::error::Result;
use crate::store::columns;
use crate::store::journal::book::Book;

pub(crate) fn read(conn: &Connection) -> Result<CodebookView> {
    let book = Book::load(conn)?;
    Ok(CodebookView { modes: modes(conn, &book)?, criteria: criteria(conn, &book)?, checks: checks(&book)? })
}

fn modes(conn: &Connection, book: &Book) -> Result<Vec<FailureMode>> {
    let mut lineage = lineages(conn, "mode")?;
    let mut count_of =
        conn.prepare_cached("SELECT count(DISTINCT record) FROM tag WHERE mode IN (SELECT value FROM json_each(?1))")?;
    let mut modes = Vec::with_capacity(book.modes.len());
    for mode in &book.modes {
        let keys = merged_into(book, &mode.key);
        let keys = serde_json::to_string(&keys).unwrap_or_default();
        let count = columns::unsigned(count_of.query_row([keys], |row| row.get(0))?);
        let status = match (&mode.heir, mode.is_retired) {
            (Some(_), _) => ModeStatus::Merged,
            (None, true) if !mode.parts.is_empty() => ModeStatus::Split,
            (None, true) => ModeStatus::Retired,
            (None, false) if count > 0 => ModeStatus::Active,
            (None, false) => ModeStatus::Candidate,
        };
        modes.push(FailureMode {
            key: Slug::of(&mode.key),
            name: Name::new(&mode.name)?,
            slug: Slug::of(&mode.slug),
            definition: Untrusted::from(mode.definition.as_str()),
            severity: mode.severity,
            hotkey: mode.hotkey,
            status,
            heir: mode.heir.as_ref().map(|_| Slug::of(&book.heir(mode).key)),
            lineage: in_order(lineage.remove(&mode.key)),
            count,
        });
    }
    Ok(modes)
}

/// The keys whose tags count for `key`, itself included, also when it is merged into another.
fn merged_into<'a>(book: &'a Book, key: &'a str) -> Vec<&'a str> {
    let mut keys = vec![key];
    let mut next = 0;
    while let Some(current) = keys.get(next).copied() {
        for mode in &book.modes {
            if mode.heir.as_deref() == Some(current) && !keys.contains(&mode.key.as_str()) {
                keys.push(&mode.key);
            }
        }
        next += 1;
    }
    keys
}

type Lineage = BTreeMap<String, Vec<(i64, String)>>;

/// How each mode, or each criterion, became what it is: its own lineage, and what others became of it.
fn lineages(conn: &Connection, table: &'static str) -> Result<Lineage> {
    let mut lineage = Lineage::new();
    let own = format!("SELECT {table}, event, words FROM {table}_lineage");
    let taken_in = format!("SELECT heir, merged, 'merged from ' || slug FROM {table} WHERE heir IS NOT NULL");
    let born_of = format!(
        "SELECT part.value, split, 'split from ' || slug FROM {table}, json_each({table}.parts) AS part
         WHERE parts IS NOT NULL"
    );
    for sql in [own, taken_in, born_of] {
        let mut select = conn.prepare_cached(&sql)?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            lineage.entry(row.get(0)?).or_default().push((row.get(1)?, row.get(2)?));
        }
    }
    Ok(lineage)
}

fn in_order(words: Option<Vec<(i64, String)>>) -> Vec<String> {
    let mut words = words.unwrap_or_default();
    words.sort();
    words.into_iter().map(|(_, words)| words).collect()
}

fn criteria(conn: &Connection, book: &Book) -> Result<Vec<Criterion>> {
    let mut versions: BTreeMap<String, Vec<CriterionVersion>> = BTreeMap::new();
    let mut select = conn.prepare_cached(
        "SELECT criterion, version, text, edit, reason, record, reviewer, time FROM criterion_version
         ORDER BY criterion, version",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        versions.entry(row.get(0)?).or_default().push(CriterionVersion {
            version: row.get(1)?,
            text: columns::untrusted(row, 2)?,
            edit: if row.get::<_, String>(3)? == "wording" { Edit::Wording } else { Edit::Meaning },
            reason: columns::untrusted(row, 4)?,
            record: row.get::<_, Option<String>>(5)?.and_then(|hex| RecordId::parse(&hex)),
            reviewer: columns::reviewer(row, 6)?,
            time: Time(row.get(7)?),
        });
    }
    let mut lineage = lineages(conn, "criterion")?;
    let mut counts =
        conn.prepare_cached("SELECT count(*), coalesce(sum(version < ?2), 0) FROM grade WHERE criterion = ?1")?;
    let mut criteria = Vec::with_capacity(book.criteria.len());
    for known in &book.criteria {
        let mut modes = Vec::new();
        for mode in known.modes.iter().filter_map(|key| book.modes.iter().find(|mode| mode.key == *key)) {
            let heir = Slug::of(&book.heir(mode).key);
            if !modes.contains(&heir) {
                modes.push(heir);
            }
        }
        let mut criterion = Criterion {
            key: Slug::of(&known.key),
            name: Name::new(&known.name)?,
            slug: Slug::of(&known.slug),
            number: known.number,
            retired: !known.is_open(),
            use_when: Untrusted::default(),
            avoid_when: Untrusted::default(),
            must_pass: false,
            tau: TAU,
            owner: None,
            heir: known.heir.as_ref().map(|_| Slug::of(&book.criterion_heir(known).key)),
            lineage: in_order(lineage.remove(&known.key)),
            modes,
            versions: versions.remove(&known.key).unwrap_or_default(),
            grades: 0,
            stale: 0,
        };
        criterion.take(&known.terms);
        let (grades, stale) = counts.query_row((&known.key, criterion.meaning_version()), |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
        })?;
        criterion.grades = columns::unsigned(grades);
        criterion.stale = columns::unsigned(stale);
        criteria.push(criterion);
    }
    Ok(criteria)
}

fn checks(book: &Book) -> Result<Vec<Check>> {
    let mut checks = Vec::with_capacity(book.checks.len());
    for check in &book.checks {
        let target = match check.kind.as_str() {
            "mode" => {
                let heir = book.modes.iter().find(|mode| mode.key == check.target).map(|mode| book.heir(mode));
                Target::Mode(Slug::of(heir.map_or(&check.target, |mode| &mode.key)))
            }
            _ => Target::Criterion(Slug::of(&check.target)),
        };
        let spec = columns::spec(&check.spec)?;
        checks.push(Check { key: Slug::of(&check.key), target, spec });
    }
    Ok(checks)
}
