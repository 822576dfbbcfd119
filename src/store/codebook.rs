//! The tables of modes, criteria and checks: read into a [`Codebook`], and one entry of it written back whole.

use std::cell::OnceCell;
use std::collections::HashMap;

use rusqlite::{Connection, Row as SqlRow, ToSql};

use crate::domain::codebook::{Counts, CriterionEntry, Identity, LineageEntry, Merge, ModeEntry, Split};
use crate::domain::{Check, Codebook, CodebookView, CriterionVersion, Edit, Entity, Name, RecordId, Slug, Time};
use crate::error::Result;
use crate::store::{columns, errors};

/// The codebook of one transaction, read when it is first asked for.
pub(crate) struct LazyCodebook<'c> {
    conn: &'c Connection,
    loaded: OnceCell<Codebook>,
}

impl<'c> LazyCodebook<'c> {
    /// Makes one that reads the tables.
    pub(crate) const fn new(conn: &'c Connection) -> Self {
        Self { conn, loaded: OnceCell::new() }
    }

    /// Makes one that begins empty, whatever the tables hold.
    pub(crate) fn empty(conn: &'c Connection) -> Self {
        Self { conn, loaded: OnceCell::from(Codebook::default()) }
    }

    pub(crate) fn get(&self) -> Result<&Codebook> {
        if self.loaded.get().is_none() {
            // Only this thread has the cell: it is empty still.
            let _ = self.loaded.set(load(self.conn)?);
        }
        self.loaded.get().ok_or_else(|| errors::damaged("its codebook cannot be read"))
    }

    pub(crate) fn get_mut(&mut self) -> Result<&mut Codebook> {
        self.get()?;
        self.loaded.get_mut().ok_or_else(|| errors::damaged("its codebook cannot be read"))
    }
}

/// Reads the codebook and counts what its view shows.
pub(crate) fn view(conn: &Connection) -> Result<CodebookView> {
    let codebook = load(conn)?;
    let mut counts = Counts::default();
    let mut tagged =
        conn.prepare_cached("SELECT count(DISTINCT record) FROM tag WHERE mode IN (SELECT value FROM json_each(?1))")?;
    for mode in &codebook.modes {
        let key = &mode.identity.key;
        let keys = serde_json::to_string(&merged_into(&codebook, key)).unwrap_or_default();
        counts.tagged.insert(key.clone(), columns::unsigned(tagged.query_row([keys], |row| row.get(0))?));
    }
    let mut graded =
        conn.prepare_cached("SELECT count(*), coalesce(sum(version < ?2), 0) FROM grade WHERE criterion = ?1")?;
    for criterion in &codebook.criteria {
        let key = &criterion.identity.key;
        let (all, stale) = graded.query_row((key.as_str(), criterion.meaning_version()), |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
        })?;
        counts.graded.insert(key.clone(), (columns::unsigned(all), columns::unsigned(stale)));
    }
    Ok(CodebookView::new(codebook, counts))
}

/// Returns the keys whose tags count for `key`, itself included, also when it is merged into another.
fn merged_into<'a>(codebook: &'a Codebook, key: &'a Slug) -> Vec<&'a Slug> {
    let mut keys = vec![key];
    let mut next = 0;
    while let Some(current) = keys.get(next).copied() {
        for Identity { key, merged, .. } in codebook.modes.iter().map(|mode| &mode.identity) {
            if merged.as_ref().is_some_and(|merge| merge.into == *current) && !keys.contains(&key) {
                keys.push(key);
            }
        }
        next += 1;
    }
    keys
}

/// Reads the codebook.
pub(crate) fn load(conn: &Connection) -> Result<Codebook> {
    Ok(Codebook { modes: load_modes(conn)?, criteria: load_criteria(conn)?, checks: load_checks(conn)? })
}

/// The columns that [`identity`] reads and [`insert`] writes.
const IDENTITY: &str = "key, name, slug, event, retired, heir, merged, parts, split";

fn identity(row: &SqlRow<'_>, lineages: &mut HashMap<String, Vec<LineageEntry>>) -> Result<Identity> {
    let key = columns::text(row, 0)?;
    let merged = row.get::<_, Option<String>>(5)?.map(|into| Slug::of(&into));
    let parts = row.get::<_, Option<String>>(7)?.and_then(|parts| serde_json::from_str(&parts).ok());
    Ok(Identity {
        key: Slug::of(key),
        name: columns::name(columns::text(row, 1)?)?,
        slug: columns::slug(row, 2)?,
        created: row.get(3)?,
        is_retired: row.get(4)?,
        merged: merged.map(|into| Ok::<_, rusqlite::Error>(Merge { into, position: row.get(6)? })).transpose()?,
        split: parts.map(|into| Ok::<_, rusqlite::Error>(Split { into, position: row.get(8)? })).transpose()?,
        lineage: lineages.remove(key).unwrap_or_default(),
    })
}

fn load_lineages(conn: &Connection, table: &'static str) -> Result<HashMap<String, Vec<LineageEntry>>> {
    let sql = format!("SELECT {table}, event, words, slug FROM {table}_lineage ORDER BY {table}, event, words");
    let mut lineages: HashMap<String, Vec<LineageEntry>> = HashMap::new();
    columns::each(conn, &sql, [], |row| {
        let former_slug = row.get::<_, Option<String>>(3)?.map(|slug| Slug::of(&slug));
        let step = LineageEntry { position: row.get(1)?, words: row.get(2)?, former_slug };
        lineages.entry(row.get(0)?).or_default().push(step);
        Ok(())
    })?;
    Ok(lineages)
}

fn load_modes(conn: &Connection) -> Result<Vec<ModeEntry>> {
    let mut lineages = load_lineages(conn, "mode")?;
    let sql = format!("SELECT {IDENTITY}, definition, severity, hotkey FROM mode ORDER BY event");
    columns::all(conn, &sql, [], |row| {
        Ok(ModeEntry {
            identity: identity(row, &mut lineages)?,
            definition: columns::untrusted(row, 9)?,
            severity: row.get(10)?,
            hotkey: row.get::<_, Option<String>>(11)?.and_then(|letter| letter.chars().next()),
        })
    })
}

fn load_criteria(conn: &Connection) -> Result<Vec<CriterionEntry>> {
    let mut lineages = load_lineages(conn, "criterion")?;
    let mut versions = load_versions(conn)?;
    let mut links: HashMap<String, Vec<Slug>> = HashMap::new();
    columns::each(conn, "SELECT criterion, mode FROM criterion_mode ORDER BY criterion, ordinal", [], |row| {
        links.entry(row.get(0)?).or_default().push(columns::slug(row, 1)?);
        Ok(())
    })?;
    let sql =
        format!("SELECT {IDENTITY}, number, use_when, avoid_when, must_pass, tau, owner FROM criterion ORDER BY event");
    columns::all(conn, &sql, [], |row| {
        let key = columns::text(row, 0)?;
        Ok(CriterionEntry {
            identity: identity(row, &mut lineages)?,
            number: row.get(9)?,
            use_when: columns::untrusted(row, 10)?,
            avoid_when: columns::untrusted(row, 11)?,
            must_pass: row.get(12)?,
            tau: row.get(13)?,
            owner: row.get::<_, Option<String>>(14)?.as_deref().map(columns::name).transpose()?,
            modes: links.remove(key).unwrap_or_default(),
            versions: versions.remove(key).unwrap_or_default(),
        })
    })
}

fn load_versions(conn: &Connection) -> Result<HashMap<String, Vec<CriterionVersion>>> {
    let mut versions: HashMap<String, Vec<CriterionVersion>> = HashMap::new();
    let sql = "SELECT criterion, version, text, edit, reason, record, reviewer, time, event FROM criterion_version
               ORDER BY criterion, version";
    columns::each(conn, sql, [], |row| {
        versions.entry(row.get(0)?).or_default().push(CriterionVersion {
            version: row.get(1)?,
            text: columns::untrusted(row, 2)?,
            edit: Edit::from_word(columns::text(row, 3)?).unwrap_or(Edit::Meaning),
            reason: columns::untrusted(row, 4)?,
            record: row.get::<_, Option<String>>(5)?.and_then(|hex| RecordId::parse(&hex)),
            reviewer: columns::reviewer(row, 6)?,
            time: Time(row.get(7)?),
            position: row.get(8)?,
        });
        Ok(())
    })?;
    Ok(versions)
}

fn load_checks(conn: &Connection) -> Result<Vec<Check>> {
    columns::all(conn, "SELECT key, kind, target, spec, event FROM check_def ORDER BY event", [], |row| {
        Ok(Check {
            key: columns::slug(row, 0)?,
            target: columns::target(columns::text(row, 1)?, columns::slug(row, 2)?),
            spec: columns::spec(columns::text(row, 3)?)?,
            created: row.get(4)?,
        })
    })
}

/// Writes a mode, criterion or check as the codebook has it, in place of what is stored of it; takes it out of the tables
/// where the codebook has it no more.
pub(crate) fn write(conn: &Connection, codebook: &Codebook, entity: &Entity<'_>) -> Result<()> {
    match entity {
        Entity::Mode(key) => {
            delete(conn, &["mode WHERE key", "mode_lineage WHERE mode"], key)?;
            codebook.mode_of(key).map_or(Ok(()), |mode| insert_mode(conn, mode))
        }
        Entity::Criterion(key) => {
            let tables = ["criterion WHERE key", "criterion_lineage WHERE criterion"];
            delete(conn, &tables, key)?;
            delete(conn, &["criterion_version WHERE criterion", "criterion_mode WHERE criterion"], key)?;
            codebook.criterion_of(key).map_or(Ok(()), |criterion| insert_criterion(conn, criterion))
        }
        Entity::Check(key) => {
            delete(conn, &["check_def WHERE key"], key)?;
            codebook.checks.iter().find(|check| check.key == **key).map_or(Ok(()), |check| insert_check(conn, check))
        }
        Entity::Verdict(_)
        | Entity::Tag(..)
        | Entity::Note(..)
        | Entity::Correction(_)
        | Entity::Grade(..)
        | Entity::Settlement(..)
        | Entity::Suggestion(..)
        | Entity::TagSuggestion(..)
        | Entity::Gold(_)
        | Entity::Removal(_) => Ok(()),
    }
}

fn delete(conn: &Connection, tables: &[&'static str], key: &Slug) -> Result<()> {
    for table in tables {
        conn.prepare_cached(&format!("DELETE FROM {table} = ?1"))?.execute([key.as_str()])?;
    }
    Ok(())
}

/// Inserts a mode or criterion: the columns of its identity, the further ones, and its lineage.
fn insert(
    conn: &Connection,
    table: &'static str,
    identity: &Identity,
    further: &[(&'static str, &dyn ToSql)],
) -> Result<()> {
    let Identity { key, name, slug, created, is_retired, merged, split, lineage } = identity;
    let (into, merged) = merged.as_ref().map(|merge| (merge.into.as_str(), merge.position)).unzip();
    let (parts, split) =
        split.as_ref().map(|split| (serde_json::to_string(&split.into).unwrap_or_default(), split.position)).unzip();
    let own: [&dyn ToSql; 9] =
        [&key.as_str(), &name.as_str(), &slug.as_str(), created, is_retired, &into, &merged, &parts, &split];
    let (names, further): (Vec<&str>, Vec<&dyn ToSql>) = further.iter().copied().unzip();
    let values = [own.as_slice(), &further].concat();
    let places = vec!["?"; values.len()].join(", ");
    let sql = format!("INSERT INTO {table} ({IDENTITY}, {}) VALUES ({places})", names.join(", "));
    conn.prepare_cached(&sql)?.execute(values.as_slice())?;
    let sql = format!("INSERT OR REPLACE INTO {table}_lineage ({table}, event, words, slug) VALUES (?1, ?2, ?3, ?4)");
    let mut insert = conn.prepare_cached(&sql)?;
    for LineageEntry { position, words, former_slug } in lineage {
        insert.execute((key.as_str(), position, words, former_slug.as_ref().map(Slug::as_str)))?;
    }
    Ok(())
}

fn insert_mode(conn: &Connection, mode: &ModeEntry) -> Result<()> {
    let ModeEntry { identity, definition, severity, hotkey } = mode;
    let hotkey = hotkey.map(String::from);
    insert(conn, "mode", identity, &[("definition", &definition.raw()), ("severity", severity), ("hotkey", &hotkey)])
}

fn insert_criterion(conn: &Connection, criterion: &CriterionEntry) -> Result<()> {
    let key = &criterion.identity.key;
    let further: [(&str, &dyn ToSql); 6] = [
        ("number", &criterion.number),
        ("use_when", &criterion.use_when.raw()),
        ("avoid_when", &criterion.avoid_when.raw()),
        ("must_pass", &criterion.must_pass),
        ("tau", &criterion.tau),
        ("owner", &criterion.owner.as_ref().map(Name::as_str)),
    ];
    insert(conn, "criterion", &criterion.identity, &further)?;
    let mut insert =
        conn.prepare_cached("INSERT INTO criterion_mode (criterion, ordinal, mode) VALUES (?1, ?2, ?3)")?;
    for (ordinal, mode) in (0_i64..).zip(&criterion.modes) {
        insert.execute((key.as_str(), ordinal, mode.as_str()))?;
    }
    let mut insert = conn.prepare_cached(
        "INSERT INTO criterion_version (criterion, version, text, edit, reason, record, reviewer, time, event)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for version in &criterion.versions {
        insert.execute(rusqlite::params![
            key.as_str(),
            version.version,
            version.text.raw(),
            version.edit.word(),
            version.reason.raw(),
            version.record.map(|record| record.to_string()),
            version.reviewer.as_str(),
            version.time.0,
            version.position,
        ])?;
    }
    Ok(())
}

fn insert_check(conn: &Connection, check: &Check) -> Result<()> {
    let Check { key, target, spec, created } = check;
    let sql = "INSERT INTO check_def (key, kind, target, spec, event) VALUES (?1, ?2, ?3, ?4, ?5)";
    let values = (key.as_str(), target.word(), target.key().as_str(), columns::spec_text(spec), created);
    conn.prepare_cached(sql)?.execute(values)?;
    Ok(())
}
