//! Finds the one record that a beginning of its id, or its external id, names.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::BuildHasher;

use rusqlite::{Connection, OptionalExtension};

use crate::domain::{RecordId, RowId};
use crate::error::{Problem, Result};
use crate::store::columns;
use crate::store::records::read::count;

/// So many candidates are looked at: one more than are told.
const MOST: usize = 6;
/// A beginning of an id of so many digits is no other record's external id by chance.
const SURE_DIGITS: usize = 16;

const BY_ID: &str = "SELECT id FROM record WHERE key = ?1";

type Found = (RowId, RecordId);

/// The external ids of all records, for thousands of lookups; read with the first that needs them.
#[derive(Default)]
pub struct ExternalIds {
    hasher: foldhash::fast::RandomState,
    /// At most [`MOST`] rows for each hash of an external id.
    rows: OnceCell<HashMap<u64, Rows, foldhash::fast::RandomState>>,
}

enum Rows {
    One(RowId),
    Several(Vec<RowId>),
}

impl ExternalIds {
    fn read(&self, conn: &Connection) -> Result<HashMap<u64, Rows, foldhash::fast::RandomState>> {
        let most = usize::try_from(count(conn)?).unwrap_or(0);
        let mut rows = HashMap::with_capacity_and_hasher(most, foldhash::fast::RandomState::default());
        let sql = "SELECT id, external_id FROM record WHERE external_id IS NOT NULL ORDER BY id";
        columns::each(conn, sql, [], |row| {
            let (id, external) = (RowId(row.get(0)?), columns::text(row, 1)?);
            match rows.entry(self.hasher.hash_one(external)) {
                Entry::Vacant(free) => drop(free.insert(Rows::One(id))),
                Entry::Occupied(mut known) => match known.get_mut() {
                    Rows::One(first) => {
                        let both = vec![*first, id];
                        known.insert(Rows::Several(both));
                    }
                    Rows::Several(several) if several.len() < MOST => several.push(id),
                    Rows::Several(_) => {}
                },
            }
            Ok(())
        })?;
        Ok(rows)
    }

    /// Returns the rows that may have this external id: the hash alone says too much.
    fn may_have(&self, conn: &Connection, external: &str) -> Result<&[RowId]> {
        if self.rows.get().is_none() {
            let read = self.read(conn)?;
            self.rows.get_or_init(|| read);
        }
        Ok(match self.rows.get().and_then(|rows| rows.get(&self.hasher.hash_one(external))) {
            None => &[],
            Some(Rows::One(row)) => std::slice::from_ref(row),
            Some(Rows::Several(rows)) => rows.as_slice(),
        })
    }

    /// Returns the first records with this external id.
    fn find(&self, conn: &Connection, external: &str) -> Result<Vec<Found>> {
        let rows = self.may_have(conn, external)?;
        let mut select = conn.prepare_cached("SELECT key FROM record WHERE id = ?1 AND external_id = ?2")?;
        let mut found = Vec::new();
        for row in rows {
            let key = select.query_row((row.0, external), |known| known.get(0)).optional()?;
            found.extend(key.map(|key| (*row, RecordId(key))));
        }
        Ok(found)
    }
}

/// Rows that were looked up for thousands of changes, so that the writer need not look them up a second time.
pub struct KnownRows {
    /// What SQLite counts up for the writing connection with each commit of another one.
    version: i64,
    rows: HashMap<RecordId, RowId>,
}

impl KnownRows {
    /// Begins before the rows are looked up; `conn` is the connection that will write.
    pub(crate) fn begin(conn: &Connection) -> Result<Self> {
        Ok(Self { version: version(conn)?, rows: HashMap::new() })
    }

    /// Takes a row that was looked up.
    pub fn insert(&mut self, (row, record): (RowId, RecordId)) {
        self.rows.insert(record, row);
    }

    /// Returns the rows within the writing transaction; `None` where another connection has written since they were
    /// looked up, so that a record may be gone.
    pub(crate) fn still(&self, tx: &Connection) -> Result<Option<&HashMap<RecordId, RowId>>> {
        Ok((version(tx)? == self.version).then_some(&self.rows))
    }
}

fn version(conn: &Connection) -> Result<i64> {
    Ok(conn.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?)
}

/// Finds what [`find`] does for each of these names, in the order of the indexes: thousands of lookups in random order
/// read each page of a large workspace many times.
pub(crate) fn find_all(conn: &Connection, names: &[&str], externals: &ExternalIds) -> Result<Vec<Result<Found>>> {
    let mut order = Vec::with_capacity(names.len());
    for (at, name) in names.iter().enumerate() {
        let id = RecordId::parse(name);
        let first = if id.is_some() { None } else { externals.may_have(conn, name.trim())?.first() };
        order.push((id, first, at, name));
    }
    order.sort_unstable();
    let mut by_id = conn.prepare_cached(BY_ID)?;
    let mut found = Vec::with_capacity(names.len());
    for (id, _, at, name) in order {
        let known = id.map(|id| by_id.query_row([id.0], |row| row.get(0)).optional()).transpose()?.flatten();
        let one = match (id, known) {
            (Some(id), Some(row)) => Ok((RowId(row), id)),
            _ => find(conn, name, Some(externals)),
        };
        found.push((at, one));
    }
    found.sort_unstable_by_key(|(at, _)| *at);
    Ok(found.into_iter().map(|(_, found)| found).collect())
}

/// Finds the one record that is named: by a beginning of its id, or by its external id. `externals` is asked in place of
/// the table where there is one.
///
/// # Errors
/// `Usage` with the candidates where no record, or more than one, is named.
pub(crate) fn find(conn: &Connection, typed: &str, externals: Option<&ExternalIds>) -> Result<Found> {
    let typed = typed.trim();
    let prefix = by_prefix(conn, &typed.to_ascii_lowercase())?;
    if let ([only], true) = (prefix.as_slice(), typed.len() >= SURE_DIGITS) {
        return Ok(*only);
    }
    let external = match externals {
        _ if typed.is_empty() => Vec::new(),
        Some(known) => known.find(conn, typed)?,
        None => by_external_id(conn, typed)?,
    };
    let refuse =
        |why: &str| Err(Problem::usage(format!("`{typed}` {why}.")).hint("`gemba list` prints the ids of records."));
    match (prefix.as_slice(), external.as_slice()) {
        ([one], [other]) if one != other => refuse(&format!(
            "names two records: {} by the beginning of its id, {} by its external id",
            short(*one),
            short(*other)
        )),
        ([only], []) | (_, [only]) => Ok(*only),
        ([], []) => refuse("names no record, neither as the beginning of an id nor as an external id"),
        (several, []) => refuse(&format!("names more than one record: {}", shown(several))),
        (_, several) => refuse(&format!("is the external id of more than one record: {}", shown(several))),
    }
}

fn shown(records: &[Found]) -> String {
    let mut names: Vec<String> = records.iter().take(MOST - 1).map(|found| short(*found)).collect();
    if records.len() >= MOST {
        names.push("…".to_owned());
    }
    names.join(", ")
}

/// Returns so much of an id that it can be typed.
fn short((_, id): Found) -> String {
    id.to_string().chars().take(12).collect()
}

/// Returns the first and the last id that may begin with these hex digits; `None` where they are no beginning of an id.
pub(crate) fn range(prefix: &str) -> Option<(RecordId, RecordId)> {
    if prefix.is_empty() || prefix.len() > 32 || !prefix.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    Some((RecordId::parse(&format!("{prefix:0<32}"))?, RecordId::parse(&format!("{prefix:f<32}"))?))
}

/// Returns the first records whose ids, present or former, begin so.
fn by_prefix(conn: &Connection, prefix: &str) -> Result<Vec<Found>> {
    let Some((low, high)) = range(prefix) else { return Ok(Vec::new()) };
    // A whole id is the common case where there are thousands.
    if low == high {
        let mut select = conn.prepare_cached(BY_ID)?;
        if let Some(row) = select.query_row([low.0], |row| row.get(0)).optional()? {
            return Ok(vec![(RowId(row), low)]);
        }
    }
    let sql = format!(
        "SELECT id, key FROM record WHERE id IN (
             SELECT id FROM record WHERE key BETWEEN ?1 AND ?2
             UNION SELECT record.id FROM alias JOIN record ON record.key = alias.now
             WHERE alias.key BETWEEN ?1 AND ?2 LIMIT {MOST})
         ORDER BY key"
    );
    columns::all(conn, &sql, (low.0, high.0), |row| Ok((RowId(row.get(0)?), RecordId(row.get(1)?))))
}

/// Returns the first records with this external id. Reads the whole table: for a name that a person types.
fn by_external_id(conn: &Connection, external: &str) -> Result<Vec<Found>> {
    let sql = format!("SELECT id, key FROM record WHERE external_id = ?1 ORDER BY id LIMIT {MOST}");
    columns::all(conn, &sql, [external], |row| Ok((RowId(row.get(0)?), RecordId(row.get(1)?))))
}
