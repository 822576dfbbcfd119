//! The codebook as the writer sees it: who has which slug, letter and number, as the tables stand now.

use rusqlite::Connection;

use crate::domain::spelling::nearest;
use crate::domain::{CheckSpec, Name, Slug, Terms, Untrusted};
use crate::error::{Problem, Result};

/// A failure mode as far as names and keys go.
pub(crate) struct Mode {
    pub key: String,
    pub name: String,
    pub slug: String,
    pub definition: String,
    pub severity: u8,
    pub hotkey: Option<char>,
    pub is_retired: bool,
    pub heir: Option<String>,
    /// What it was split into.
    pub parts: Vec<String>,
    /// Slugs that it had before.
    pub former: Vec<String>,
}

impl Mode {
    pub(crate) fn is_open(&self) -> bool {
        !self.is_retired && self.heir.is_none()
    }

    fn has_slug(&self, slug: &str) -> bool {
        self.slug == slug || self.key == slug || self.former.iter().any(|former| former == slug)
    }
}

/// A criterion as far as names and numbers go.
pub(crate) struct Criterion {
    pub key: String,
    pub name: String,
    pub slug: String,
    pub number: Option<u8>,
    pub is_retired: bool,
    pub heir: Option<String>,
    /// What it was split into.
    pub parts: Vec<String>,
    pub terms: Terms,
    pub version: u32,
    pub text: String,
    pub modes: Vec<String>,
    /// Slugs that it had before.
    pub former: Vec<String>,
}

impl Criterion {
    pub(crate) fn is_open(&self) -> bool {
        !self.is_retired && self.heir.is_none()
    }

    fn has_slug(&self, slug: &str) -> bool {
        self.slug == slug || self.key == slug || self.former.iter().any(|former| former == slug)
    }
}

/// A check.
pub(crate) struct Check {
    pub key: String,
    pub kind: String,
    pub target: String,
    pub spec: String,
}

/// All of it.
pub(crate) struct Book {
    pub modes: Vec<Mode>,
    pub criteria: Vec<Criterion>,
    pub checks: Vec<Check>,
}

impl Book {
    pub(crate) fn load(conn: &Connection) -> Result<Self> {
        let mut select = conn.prepare_cached(
            "SELECT key, name, slug, definition, severity, hotkey, retired, heir, parts FROM mode ORDER BY event",
        )?;
        let modes = select.query_map([], |row| {
            Ok(Mode {
                key: row.get(0)?,
                name: row.get(1)?,
                slug: row.get(2)?,
                definition: row.get(3)?,
                severity: row.get(4)?,
                hotkey: row.get::<_, Option<String>>(5)?.and_then(|letter| letter.chars().next()),
                is_retired: row.get(6)?,
                heir: row.get(7)?,
                parts: keys(row.get(8)?),
                former: Vec::new(),
            })
        })?;
        let mut modes = modes.collect::<rusqlite::Result<Vec<_>>>()?;
        let mut select = conn.prepare_cached("SELECT mode, slug FROM mode_lineage WHERE slug IS NOT NULL")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let key: String = row.get(0)?;
            if let Some(mode) = modes.iter_mut().find(|mode| mode.key == key) {
                mode.former.push(row.get(1)?);
            }
        }
        Ok(Self { modes, criteria: load_criteria(conn)?, checks: load_checks(conn)? })
    }

    /// The mode that a slug names, merged and retired ones too: open ones first, then by present slug, key, former slug.
    pub(crate) fn mode(&self, slug: &str) -> Option<&Mode> {
        let find = |test: &dyn Fn(&Mode) -> bool| self.modes.iter().find(|mode| test(mode));
        find(&|mode| mode.is_open() && mode.slug == slug)
            .or_else(|| find(&|mode| mode.slug == slug))
            .or_else(|| find(&|mode| mode.key == slug))
            .or_else(|| find(&|mode| mode.has_slug(slug)))
    }

    /// Follows merges to the mode that counts now.
    pub(crate) fn heir<'a>(&'a self, mode: &'a Mode) -> &'a Mode {
        let mut current = mode;
        for _ in 0..=self.modes.len() {
            let heir = current.heir.as_ref().and_then(|key| self.modes.iter().find(|mode| mode.key == *key));
            match heir {
                Some(heir) => current = heir,
                None => break,
            }
        }
        current
    }

    /// Follows merges to the criterion that is asked now.
    pub(crate) fn criterion_heir<'a>(&'a self, criterion: &'a Criterion) -> &'a Criterion {
        let mut current = criterion;
        for _ in 0..=self.criteria.len() {
            let heir = current.heir.as_ref().and_then(|key| self.criteria.iter().find(|other| other.key == *key));
            match heir {
                Some(heir) => current = heir,
                None => break,
            }
        }
        current
    }

    /// Whether following merges from any mode or criterion ends.
    pub(crate) fn merges_end(&self) -> bool {
        self.modes.iter().all(|mode| self.heir(mode).heir.is_none())
            && self.criteria.iter().all(|criterion| self.criterion_heir(criterion).heir.is_none())
    }

    /// The keys of all modes that count for `key` now, itself included.
    pub(crate) fn family(&self, key: &str) -> Vec<&str> {
        self.modes.iter().filter(|mode| self.heir(mode).key == key).map(|mode| mode.key.as_str()).collect()
    }

    /// The mode that a slug names, or a refusal with the nearest known one.
    pub(crate) fn known_mode(&self, slug: &Slug) -> Result<&Mode> {
        self.mode(slug.as_str()).ok_or_else(|| {
            let known = self.modes.iter().filter(|mode| mode.is_open()).map(|mode| mode.slug.as_str());
            unknown("failure mode", slug, known, "`gemba modes list` shows them; `gemba modes add` makes one.")
        })
    }

    /// The criterion that a slug or a number names, merged and retired ones too, or a refusal with the nearest known one.
    pub(crate) fn known_criterion(&self, slug: &Slug) -> Result<&Criterion> {
        let by = |test: &dyn Fn(&Criterion) -> bool| self.criteria.iter().find(|criterion| test(criterion));
        let text = slug.as_str();
        by(&|criterion| criterion.is_open() && criterion.slug == text)
            .or_else(|| by(&|criterion| criterion.slug == text))
            .or_else(|| by(&|criterion| criterion.key == text))
            .or_else(|| by(&|criterion| criterion.has_slug(text)))
            .or_else(|| by(&|criterion| criterion.number.is_some_and(|number| number.to_string() == text)))
            .ok_or_else(|| {
                let known = self.criteria.iter().map(|criterion| criterion.slug.as_str());
                unknown("criterion", slug, known, "`gemba criteria list` shows them.")
            })
    }

    /// The check that a key names, or a refusal with the nearest known one.
    pub(crate) fn known_check(&self, key: &Slug) -> Result<&Check> {
        self.checks.iter().find(|check| check.key == key.as_str()).ok_or_else(|| {
            let known = self.checks.iter().map(|check| check.key.as_str());
            unknown("check", key, known, "`gemba checks list` shows them.")
        })
    }

    /// The mode that stands in the way of a new name, if any; `own` is the one that is renamed.
    pub(crate) fn mode_in_the_way(&self, slug: &Slug, own: Option<&str>) -> Option<&Mode> {
        self.modes.iter().find(|mode| own != Some(mode.key.as_str()) && mode.has_slug(slug.as_str()))
    }

    /// The criterion that stands in the way of a new name, if any.
    pub(crate) fn criterion_in_the_way(&self, slug: &Slug, own: Option<&str>) -> Option<&Criterion> {
        let others = |criterion: &&Criterion| own != Some(criterion.key.as_str());
        self.criteria.iter().filter(others).find(|criterion| criterion.has_slug(slug.as_str()))
    }

    /// The open mode that has this letter.
    pub(crate) fn has_hotkey(&self, letter: char) -> Option<&Mode> {
        self.modes.iter().find(|mode| mode.is_open() && mode.hotkey == Some(letter))
    }

    /// The first free letter of the name, else the first free one.
    pub(crate) fn free_hotkey(&self, name: &str) -> Option<char> {
        let of_name = name.chars().map(|c| c.to_ascii_lowercase()).filter(char::is_ascii_lowercase);
        of_name.chain('a'..='z').find(|letter| self.has_hotkey(*letter).is_none())
    }

    /// The lowest number that no criterion has, retired ones included: a number is its criterion's own for life.
    pub(crate) fn free_number(&self) -> Option<u8> {
        (1..=9).find(|number| !self.criteria.iter().any(|criterion| criterion.number == Some(*number)))
    }
}

fn load_criteria(conn: &Connection) -> Result<Vec<Criterion>> {
    let mut select = conn.prepare_cached(
        "SELECT criterion.key, name, slug, number, retired, version, text, heir, parts,
             use_when, avoid_when, must_pass, tau, owner
         FROM criterion JOIN criterion_version ON criterion_version.criterion = criterion.key
         WHERE version = (SELECT max(version) FROM criterion_version WHERE criterion = criterion.key)
         ORDER BY criterion.event",
    )?;
    let criteria = select.query_map([], |row| {
        Ok(Criterion {
            key: row.get(0)?,
            name: row.get(1)?,
            slug: row.get(2)?,
            number: row.get(3)?,
            is_retired: row.get(4)?,
            version: row.get(5)?,
            text: row.get(6)?,
            heir: row.get(7)?,
            parts: keys(row.get(8)?),
            terms: Terms {
                use_when: Some(Untrusted::new(row.get::<_, String>(9)?)),
                avoid_when: Some(Untrusted::new(row.get::<_, String>(10)?)),
                must_pass: Some(row.get(11)?),
                tau: Some(row.get(12)?),
                owner: Some(row.get::<_, Option<String>>(13)?.and_then(|name| Name::new(&name).ok())),
            },
            modes: Vec::new(),
            former: Vec::new(),
        })
    })?;
    let mut criteria = criteria.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut select = conn.prepare_cached("SELECT criterion, mode FROM criterion_mode ORDER BY criterion, ordinal")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let key: String = row.get(0)?;
        if let Some(criterion) = criteria.iter_mut().find(|criterion| criterion.key == key) {
            criterion.modes.push(row.get(1)?);
        }
    }
    let mut select = conn.prepare_cached("SELECT criterion, slug FROM criterion_lineage WHERE slug IS NOT NULL")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let key: String = row.get(0)?;
        if let Some(criterion) = criteria.iter_mut().find(|criterion| criterion.key == key) {
            criterion.former.push(row.get(1)?);
        }
    }
    Ok(criteria)
}

/// Keys as a list in JSON; none where nothing is written.
fn keys(text: Option<String>) -> Vec<String> {
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

fn load_checks(conn: &Connection) -> Result<Vec<Check>> {
    let mut select = conn.prepare_cached("SELECT key, kind, target, spec FROM check_def ORDER BY event")?;
    let checks = select.query_map([], |row| {
        Ok(Check { key: row.get(0)?, kind: row.get(1)?, target: row.get(2)?, spec: row.get(3)? })
    })?;
    Ok(checks.collect::<rusqlite::Result<Vec<_>>>()?)
}

fn unknown<'a>(what: &str, slug: &Slug, known: impl Iterator<Item = &'a str>, hint: &str) -> Problem {
    let known: Vec<&str> = known.collect();
    let sentence = match nearest(slug.as_str(), known) {
        Some(near) => format!("There is no {what} `{slug}`; the nearest is `{near}`."),
        None => format!("There is no {what} `{slug}`."),
    };
    Problem::usage(sentence).hint(hint)
}

impl Check {
    /// Whether the check tests exactly this.
    pub(crate) fn tests(&self, spec: &CheckSpec) -> bool {
        serde_json::from_str::<CheckSpec>(&self.spec).is_ok_and(|own| own == *spec)
    }
}
