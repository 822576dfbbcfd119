//! The first import of a workspace: into a database beside its place, published when it is whole.
//!
//! Where another program has made the workspace meanwhile, what was imported here is put into that one.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use tempfile::NamedTempFile;

use crate::domain::{Batch, SourceDraft, Time, Untrusted};
use crate::error::Result;
use crate::store::connection::open_files::OpenFile;
use crate::store::connection::{aside, open};
use crate::store::journal::append::{self, WriteMode};
use crate::store::journal::event::{self, LINE, Line};
use crate::store::records::blocks::Blocks;
use crate::store::records::insert::{self, Importing};
use crate::store::records::prepared::{PreparedChunk, Preparer};
use crate::store::records::{head, secondary};

/// Records and events are handed over in chunks of so many.
const CHUNK: usize = 2_000;
/// Records also in chunks of so many bytes.
const CHUNK_BYTES: usize = 8 * 1024 * 1024;

/// A database that no other program sees yet.
pub(crate) struct FirstImport {
    scratch: NamedTempFile,
    folder: PathBuf,
    indexes: Vec<String>,
}

impl FirstImport {
    /// Begins one in a folder without a database.
    pub(crate) fn begin(folder: &Path) -> Result<(Connection, Self)> {
        let (conn, scratch) = aside::build(folder)?;
        conn.query_row("PRAGMA journal_mode=OFF", [], |_| Ok(()))?;
        conn.execute_batch("PRAGMA synchronous=OFF; PRAGMA cache_size=-32000;")?;
        let indexes = secondary::take_away(&conn)?;
        Ok((conn, Self { scratch, folder: folder.to_owned(), indexes }))
    }

    /// Makes the workspace of it, or puts it into the one that is there by now. Returns a connection to the workspace.
    pub(crate) fn publish(self, conn: Connection) -> Result<(Connection, OpenFile)> {
        if !open::is_made(&self.folder) {
            conn.execute_batch("BEGIN")?;
            secondary::make_again(&conn, &self.indexes)?;
            conn.execute_batch("COMMIT")?;
            if aside::publish(&self.scratch, &self.folder)? {
                conn.close().map_err(|(_, error)| error)?;
                drop(self.scratch);
                return open::for_writing(&self.folder);
            }
        }
        let (mut found, open_file) = open::for_writing(&self.folder)?;
        hand_over(&conn, &mut found)?;
        Ok((found, open_file))
    }
}

/// Puts records and judgements into another workspace.
fn hand_over(from: &Connection, to: &mut Connection) -> Result<()> {
    let mut importing = Importing::default();
    let mut sources = from.prepare("SELECT id, name, origin, format, imported FROM source ORDER BY id")?;
    let mut sources = sources.query([])?;
    while let Some(row) = sources.next()? {
        let draft = SourceDraft {
            name: Untrusted::new(row.get::<_, String>(1)?),
            origin: Untrusted::new(row.get::<_, String>(2)?),
            format: row.get(3)?,
        };
        let source = importing.begin(&draft, Time(row.get(4)?));
        hand_over_records(from, row.get(0)?, &mut |chunk| {
            insert::store(to, &mut importing, source, &[chunk]).map(drop)
        })?;
    }
    hand_over_judgements(from, to)
}

fn hand_over_records(from: &Connection, source: i64, store: &mut dyn FnMut(PreparedChunk) -> Result<()>) -> Result<()> {
    let (blocks, mut preparer) = (Blocks::default(), Preparer::new()?);
    let mut select =
        from.prepare("SELECT id, key, '', block, offset, length FROM record WHERE source = ?1 ORDER BY id")?;
    let mut rows = select.query([source])?;
    while let Some(row) = rows.next()? {
        preparer.add(head(row)?.record(from, &blocks)?.content)?;
        if preparer.len() >= CHUNK || preparer.bytes() >= CHUNK_BYTES {
            store(preparer.finish()?)?;
        }
    }
    store(preparer.finish()?)
}

/// Puts the judgements of an import into another workspace: one group for each that they are here.
fn hand_over_judgements(from: &Connection, to: &mut Connection) -> Result<()> {
    let blocks = Blocks::default();
    let mut select = from.prepare(&format!("SELECT {LINE}, grp FROM event ORDER BY position"))?;
    let mut rows = select.query([])?;
    let mut batch: Option<Batch> = None;
    let (mut grp, mut joined) = (0, None);
    let mut write = |batch: Batch, joined: &mut Option<_>| {
        let mut left = 0;
        let applied = append::write_group(to, &blocks, &batch, joined.as_ref(), WriteMode::FillEmpty(&mut left))?;
        *joined = joined.take().or(applied.group);
        Result::Ok(())
    };
    while let Some(row) = rows.next()? {
        let (line, line_grp): (_, i64) = (event::line(row)?, row.get("grp")?);
        if let Some(full) = batch.take_if(|batch| line_grp != grp || batch.changes.len() >= CHUNK) {
            write(full, &mut joined)?;
        }
        if line_grp != grp {
            (grp, joined) = (line_grp, None);
        }
        let Line { reviewer, time, session, change, .. } = line;
        batch.get_or_insert_with(|| Batch { reviewer, session, time, changes: Vec::new() }).changes.push(change);
    }
    batch.map_or(Ok(()), |batch| write(batch, &mut joined))
}
