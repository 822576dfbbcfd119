//! Sources: what each import was, renamed, and read for a list.

use rusqlite::{Connection, OptionalExtension};

use crate::domain::{Name, Source, SourceDraft, SourceState, Time, UndoGroup, Untrusted};
use crate::error::Result;
use crate::store::connection::reading_lock::ReadingLock;
use crate::store::{columns, errors};

/// The row of a source, and whether it was made for this import.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SourceRow {
    pub row: i64,
    pub is_new: bool,
}

/// Makes the row of a source that begins, or takes up the one that this reviewer left unfinished with the same file under
/// the same name.
pub(crate) fn begin(conn: &Connection, draft: &SourceDraft, now: Time) -> Result<SourceRow> {
    let mapping = serde_json::to_string(&draft.mapping).unwrap_or_default();
    let reviewer = draft.reviewer.as_ref().map(Name::as_str);
    let same = "SELECT id FROM source WHERE name = ?1 AND state = 'reading' AND reviewer IS ?4
                    AND (hash = ?3 OR origin = ?2) ORDER BY id DESC LIMIT 1";
    let names = (draft.name.raw(), draft.origin.raw(), draft.hash, reviewer);
    let found: Option<i64> = conn.query_row(same, names, |row| row.get(0)).optional()?;
    let bytes = draft.bytes.map(columns::signed);
    if let Some(id) = found {
        conn.execute(
            "UPDATE source SET format = ?2, imported = ?3, reviewer = ?4, mapping = ?5, bytes = ?6 WHERE id = ?1",
            (id, &draft.format, now.0, reviewer, mapping, bytes),
        )?;
        return Ok(SourceRow { row: id, is_new: false });
    }
    conn.execute(
        "INSERT INTO source (name, origin, format, imported, records, reviewer, mapping, bytes, state)
         VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7, 'reading')",
        (draft.name.raw(), draft.origin.raw(), &draft.format, now.0, reviewer, mapping, bytes),
    )?;
    Ok(SourceRow { row: conn.last_insert_rowid(), is_new: true })
}

/// Returns the sources of this name whose file is the same, byte by byte. Under another name a file may be read in another
/// way on purpose: one column of answers each.
pub(crate) fn twins(conn: &Connection, draft: &SourceDraft) -> Result<Vec<i64>> {
    let Some(hash) = draft.hash else { return Ok(Vec::new()) };
    let sql = "SELECT id FROM source WHERE hash = ?1 AND name = ?2";
    columns::all(conn, sql, (hash, draft.name.raw()), |row| Ok(row.get(0)?))
}

/// Returns the reports of the sources of this name whose file was the same, byte by byte.
pub(crate) fn reports_of(conn: &Connection, hash: [u8; 32], name: &Untrusted) -> Result<Vec<String>> {
    let sql = "SELECT report FROM source WHERE hash = ?1 AND name = ?2";
    columns::all(conn, sql, (hash, name.raw()), |row| Ok(row.get(0)?))
}

/// Returns whether a file of so many bytes was imported: only then is its hash worth taking before it is read.
pub(crate) fn has_size(conn: &Connection, bytes: u64) -> Result<bool> {
    Ok(conn.prepare("SELECT 1 FROM source WHERE bytes = ?1 AND hash IS NOT NULL")?.exists([columns::signed(bytes)])?)
}

/// Says that a source was read to its end: the hash of its file, where that is known, and the report as JSON.
pub(crate) fn finish(conn: &Connection, source: i64, hash: Option<[u8; 32]>, report: &str) -> Result<()> {
    let sql = "UPDATE source SET state = 'whole', hash = coalesce(?2, hash), report = ?3 WHERE id = ?1";
    conn.execute(sql, (source, hash, report))?;
    Ok(())
}

/// A source that an import began; its row is made with the first thing that is stored of it.
pub(crate) struct ImportedSource {
    pub draft: SourceDraft,
    pub begun: Time,
    pub row: Option<i64>,
    /// The sources whose file is the same, byte by byte.
    pub twins: Vec<i64>,
    /// Whether it is read now, until its end; not what came with an export.
    pub is_read: bool,
    /// Says to others that it is being read; `None` before its row is made, and in a first import, which no other process can see.
    pub lock: Option<ReadingLock>,
}

impl ImportedSource {
    /// Says that the judgements of a group came with the source.
    pub(crate) fn join(&mut self, conn: &Connection, group: &UndoGroup) -> Result<()> {
        let row = match self.row {
            Some(row) => row,
            None => begin(conn, &self.draft, self.begun)?.row,
        };
        join_group(conn, row, group)?;
        self.row = Some(row);
        Ok(())
    }
}

/// Says that the judgements of a group came with a source.
pub(crate) fn join_group(conn: &Connection, source: i64, group: &UndoGroup) -> Result<()> {
    let sql = "INSERT OR IGNORE INTO source_group (source, grp) VALUES (?1, ?2)";
    conn.execute(sql, (source, columns::group_id(group)?))?;
    Ok(())
}

/// Returns the groups of the judgements that came with a source.
pub(crate) fn groups(conn: &Connection, source: i64) -> Result<Vec<UndoGroup>> {
    columns::all(conn, "SELECT grp FROM source_group WHERE source = ?1", [source], |row| {
        Ok(UndoGroup(columns::uuid_text(row.get(0)?)))
    })
}

/// Gives all sources of a name another one, and returns how many there are.
pub(crate) fn rename(conn: &Connection, from: &Untrusted, to: &Untrusted) -> Result<u64> {
    Ok(conn.execute("UPDATE source SET name = ?2 WHERE name = ?1", (from.raw(), to.raw()))? as u64)
}

/// Returns all sources, in the order in which they were imported.
pub(crate) fn all(conn: &Connection) -> Result<Vec<Source>> {
    let mut select = conn.prepare(
        "SELECT id, name, origin, format, reviewer, mapping, bytes, imported, state, hash, report,
             records + (SELECT count(DISTINCT record) FROM record_also WHERE record_also.source = source.id)
         FROM source ORDER BY id",
    )?;
    let mut rows = select.query([])?;
    let mut sources = Vec::new();
    while let Some(row) = rows.next()? {
        let reviewer: Option<String> = row.get(4)?;
        let broken = || errors::damaged("a source in it cannot be read");
        sources.push(Source {
            id: row.get(0)?,
            draft: SourceDraft {
                name: columns::untrusted(row, 1)?,
                origin: columns::untrusted(row, 2)?,
                format: row.get(3)?,
                reviewer: reviewer.as_deref().map(columns::name).transpose()?,
                mapping: serde_json::from_str(columns::text(row, 5)?).map_err(|error| broken().caused_by(error))?,
                bytes: row.get::<_, Option<i64>>(6)?.map(columns::unsigned),
                hash: row.get(9)?,
            },
            imported: Time(row.get(7)?),
            state: SourceState::from_word(columns::text(row, 8)?).ok_or_else(broken)?,
            report: row.get(10)?,
            records: columns::unsigned(row.get(11)?),
            is_read_now: false,
        });
    }
    Ok(sources)
}
