//! Indexes of the records that a bulk load does without: taken away before it, made again in sorted order after it. Those
//! whose keys come in order anyway stay: they are kept up while other threads read on.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use rusqlite::Connection;

use crate::domain::{RecordId, RowId};
use crate::error::Result;

/// Indexes by the source with the entry, by the time, and by the model: a log's entries and times come in order, and models
/// are few.
const KEPT: &str = "'record_source', 'record_ts', 'record_model'";

/// The index by the identities, in no order at all; [`KnownKeys`] takes its place.
const KEYS: &str = "CREATE UNIQUE INDEX IF NOT EXISTS record_key ON record (key)";

/// So many records are known by their keys in less than 20 MB; beyond them the index is made.
const MOST_KNOWN: usize = if cfg!(test) { 40 } else { 1_800_000 };

/// Tables that grow one after the other, so that there is never a second one of all of them.
const TABLES: usize = 256;

/// Takes the other indexes of `record` away, and returns the statements that make them again, but for that of the keys.
pub(crate) fn take_away(conn: &Connection) -> Result<Vec<String>> {
    conn.execute_batch("DROP INDEX record_key")?;
    let sql = format!(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'record'
         AND sql IS NOT NULL AND name NOT IN ({KEPT}) ORDER BY name"
    );
    let mut select = conn.prepare(&sql)?;
    let found = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let found = found.collect::<rusqlite::Result<Vec<(String, String)>>>()?;
    for (name, _) in &found {
        conn.execute_batch(&format!("DROP INDEX {name}"))?;
    }
    Ok(found.into_iter().map(|(_, sql)| sql).collect())
}

/// Makes them again.
pub(crate) fn make_again(conn: &Connection, statements: &[String]) -> Result<()> {
    statements.iter().try_for_each(|sql| Ok(conn.execute_batch(sql)?))
}

/// Makes the index by the identities, where it is not there.
pub(crate) fn make_keys(conn: &Connection) -> Result<()> {
    Ok(conn.execute_batch(KEYS)?)
}

/// The rows of a bulk load's records, found by their identities.
pub(crate) struct KnownKeys {
    /// The first row of each beginning of an identity, by a byte behind it. That two begin alike is rare.
    rows: Vec<HashMap<u32, u32, foldhash::fast::RandomState>>,
    /// Those that begin like another.
    others: HashMap<RecordId, RowId>,
    /// How many there are.
    count: usize,
}

impl Default for KnownKeys {
    fn default() -> Self {
        let rows = (0..TABLES).map(|_| HashMap::default()).collect();
        Self { rows, others: HashMap::default(), count: 0 }
    }
}

impl KnownKeys {
    /// Returns the row of a record that was added.
    pub(crate) fn find(&self, conn: &Connection, id: RecordId) -> Result<Option<RowId>> {
        let (beginning, table) = place_of(id);
        let Some(row) = self.rows.get(table).and_then(|rows| rows.get(&beginning)) else { return Ok(None) };
        let mut select = conn.prepare_cached("SELECT 1 FROM record WHERE id = ?1 AND key = ?2")?;
        let is_it = select.exists((row, id.0))?;
        Ok(if is_it { Some(RowId(i64::from(*row))) } else { self.others.get(&id).copied() })
    }

    /// Adds a record.
    pub(crate) fn add(&mut self, id: RecordId, row: RowId) {
        self.count += 1;
        let (beginning, table) = place_of(id);
        let place = self.rows.get_mut(table).map(|rows| rows.entry(beginning));
        if let (Some(Entry::Vacant(place)), Ok(row)) = (place, u32::try_from(row.0)) {
            place.insert(row);
        } else {
            self.others.insert(id, row);
        }
    }

    /// Returns whether the index is the better place for more.
    pub(crate) const fn is_full(&self) -> bool {
        self.count >= MOST_KNOWN
    }
}

/// Returns the beginning of an identity, which is a hash, and the table that holds it.
fn place_of(id: RecordId) -> (u32, usize) {
    let [a, b, c, d, table, ..] = id.0;
    (u32::from_le_bytes([a, b, c, d]), usize::from(table) % TABLES)
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::{KnownKeys, MOST_KNOWN};
    use crate::domain::{Content, Message, RecordId, Role, RowId, SourceDraft, Time};
    use crate::store::Writer;

    #[test]
    fn identities_that_begin_alike_are_told_apart() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch("CREATE TABLE record (id INTEGER PRIMARY KEY, key BLOB)").unwrap();
        let mut known = KnownKeys::default();
        let id = |last: u8| RecordId([1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last]);
        for row in 1..4 {
            assert_eq!(known.find(&conn, id(row)).unwrap(), None);
            conn.execute("INSERT INTO record VALUES (?1, ?2)", (row, id(row).0)).unwrap();
            known.add(id(row), RowId(row.into()));
        }
        for row in 1..4 {
            assert_eq!(known.find(&conn, id(row)).unwrap(), Some(RowId(row.into())));
        }
    }

    #[test]
    fn a_first_import_holds_each_record_once_also_beyond_what_it_knows_by_keys() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = Writer::open_for_import(folder.path()).unwrap();
        let draft = SourceDraft::new("log", "log.jsonl", "records");
        let source = writer.begin_source(&draft, Time(0)).unwrap();
        let content = |number: usize| Content {
            messages: vec![Message::text(Role::User, format!("q{number}"))],
            output: "a".into(),
            ..Content::default()
        };
        let mut imported = 0;
        for chunk in 0..12 {
            let chunk: Vec<Content> = (chunk * 7..chunk * 7 + 14).map(content).collect();
            imported += writer.store_records(source, &chunk).unwrap().0.imported;
        }
        assert!(imported > MOST_KNOWN as u64);
        assert_eq!(imported, 11 * 7 + 14);
        writer.publish().unwrap();
        let source = writer.begin_source(&draft, Time(0)).unwrap();
        let (stored, rows) = writer.store_records(source, &[content(3), content(90)]).unwrap();
        assert_eq!((stored.imported, stored.duplicates), (0, 2));
        assert_eq!(rows[0].1, RowId(4));
    }
}
