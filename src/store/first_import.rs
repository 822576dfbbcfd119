//! The first import of a workspace: into a database beside its place, published when it is whole.
//!
//! Where another program has made the workspace meanwhile, what was imported here is put into that one.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use tempfile::{NamedTempFile, TempDir};

use crate::domain::{Batch, IdentityRule, Time, UndoGroup};
use crate::error::{Problem, Result};
use crate::store::columns;
use crate::store::connection::open_files::OpenFile;
use crate::store::connection::{aside, open, schema};
use crate::store::journal::append::{self, Filling, WriteMode};
use crate::store::journal::event::{self, LINE, Line};
use crate::store::records::blocks::Blocks;
use crate::store::records::insert::{self, Importing};
use crate::store::records::prepared::{PreparedChunk, Preparer};
use crate::store::records::{head, secondary, sources};

/// Records and events are handed over in chunks of so many.
const CHUNK: usize = 2_000;
/// Records also in chunks of so many bytes.
const CHUNK_BYTES: usize = 8 * 1024 * 1024;

/// A database that no other program sees yet.
pub(crate) struct FirstImport {
    scratch: NamedTempFile,
    folder: PathBuf,
    indexes: Vec<String>,
    /// A folder that goes with it; after the file in it.
    _own_folder: Option<TempDir>,
}

impl FirstImport {
    /// Begins one in a folder without a database.
    pub(crate) fn begin(folder: &Path) -> Result<(Connection, Self)> {
        let (conn, scratch) = aside::build(folder)?;
        conn.query_row("PRAGMA journal_mode=OFF", [], |_| Ok(()))?;
        conn.execute_batch("PRAGMA synchronous=OFF; PRAGMA cache_size=-10000;")?;
        let indexes = secondary::take_away(&conn)?;
        Ok((conn, Self { scratch, folder: folder.to_owned(), indexes, _own_folder: None }))
    }

    /// Begins one that is never published: in a copy of the database in `folder`, or in an empty one where `of` names
    /// none.
    pub(crate) fn rehearse(of: Option<(&Connection, &Path)>) -> Result<(Connection, Self)> {
        if let Some((conn, folder)) = of {
            let (conn, scratch) = aside::rehearsal(folder, conn)?;
            return Ok((conn, Self { scratch, folder: folder.to_owned(), indexes: Vec::new(), _own_folder: None }));
        }
        let own = tempfile::tempdir()
            .map_err(|error| Problem::io(format!("A temporary folder cannot be made: {error}.")).caused_by(error))?;
        let (conn, begun) = Self::begin(own.path())?;
        Ok((conn, Self { _own_folder: Some(own), ..begun }))
    }

    /// Makes the workspace of it, or puts it into the one that is there by now. Returns a connection to the workspace.
    pub(crate) fn publish(self, conn: Connection) -> Result<(Connection, OpenFile)> {
        if !open::is_made(&self.folder) {
            // Sorting takes as much memory as the cache may, and a second processor where it can.
            conn.execute_batch("PRAGMA cache_size=-12000; PRAGMA threads=2; BEGIN")?;
            // What is written already goes to the disk meanwhile, so that less is left to wait for.
            std::thread::scope(|scope| {
                scope.spawn(|| self.scratch.as_file().sync_data());
                secondary::make_keys(&conn)?;
                secondary::make_again(&conn, &self.indexes)
            })?;
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
    let (blocks, mut importing) = (Blocks::default(), Importing::default());
    let rule = schema::identity(to)?;
    let mut begun = Vec::new();
    for source in sources::all(from)? {
        let id = importing.begin(&source.draft, source.imported);
        hand_over_records(from, source.id, rule, &mut |chunk| {
            insert::store(to, &blocks, &mut importing, id, &[chunk]).map(drop)
        })?;
        begun.push((source, id));
    }
    let groups = hand_over_judgements(from, to)?;
    for (source, id) in &begun {
        insert::finish(to, &importing, *id, false, source.draft.hash, &|_| source.report.clone())?;
        let Some(row) = insert::row_of_source(&importing, *id) else { continue };
        for group in sources::groups(from, source.id)? {
            if let Some((_, here)) = groups.iter().find(|(there, _)| *there == group) {
                sources::join_group(to, row, here)?;
            }
        }
    }
    Ok(())
}

fn hand_over_records(
    from: &Connection,
    source: i64,
    rule: IdentityRule,
    store: &mut dyn FnMut(PreparedChunk) -> Result<()>,
) -> Result<()> {
    let (blocks, mut preparer) = (Blocks::default(), Preparer::new(rule)?);
    let mut select = from.prepare(
        "SELECT id, key, '', block, offset, length, coalesce(entry, 0) FROM record WHERE source = ?1 ORDER BY id",
    )?;
    let mut rows = select.query([source])?;
    while let Some(row) = rows.next()? {
        preparer.add(columns::unsigned(row.get(6)?), &head(row)?.record(from, &blocks)?.content)?;
        if preparer.len() >= CHUNK || preparer.bytes() >= CHUNK_BYTES {
            store(preparer.finish()?)?;
        }
    }
    store(preparer.finish()?)
}

/// Puts the judgements of an import into another workspace: one group for each that they are here. Returns which became
/// which.
fn hand_over_judgements(from: &Connection, to: &mut Connection) -> Result<Vec<(UndoGroup, UndoGroup)>> {
    let blocks = Blocks::default();
    let mut select = from.prepare(&format!(
        "SELECT {LINE}, (SELECT first.id FROM event AS first WHERE first.position = event.grp) AS first
         FROM event ORDER BY position"
    ))?;
    let mut rows = select.query([])?;
    let mut groups: Vec<(UndoGroup, UndoGroup)> = Vec::new();
    let mut batch: Option<(UndoGroup, Batch, Vec<Time>)> = None;
    let mut write = |(there, batch, times): (UndoGroup, Batch, Vec<Time>)| {
        let joined = groups.iter().find(|(known, _)| *known == there).map(|(_, here)| here.clone());
        let mut mode = WriteMode::FillEmpty(Filling { times: &times, source: None, left: 0 });
        let applied = append::write_group(to, &blocks, &batch, (joined.as_ref(), None), &mut mode)?;
        if joined.is_none() {
            groups.extend(applied.group.map(|here| (there, here)));
        }
        Result::Ok(())
    };
    while let Some(row) = rows.next()? {
        let (line, group): (_, UndoGroup) = (event::line(row)?, UndoGroup(columns::uuid_text(row.get("first")?)));
        if let Some(full) = batch.take_if(|(of, batch, _)| *of != group || batch.changes.len() >= CHUNK) {
            write(full)?;
        }
        let Line { reviewer, time, session, change, .. } = line;
        let new = || (group, Batch { reviewer, session, time, changes: Vec::new() }, Vec::new());
        let (_, batch, times) = batch.get_or_insert_with(new);
        batch.changes.push(change);
        times.push(time);
    }
    batch.map_or(Ok(()), write)?;
    Ok(groups)
}
