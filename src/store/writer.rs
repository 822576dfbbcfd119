//! The one writing connection: imports and the journal; `sessions` adds sessions and drafts. Knows no screen and no clock.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, TransactionBehavior};

use crate::domain::result::{ResultAnswer, ResultRun};
use crate::domain::{
    Applied, Batch, Codebook, Content, Name, RecordId, Removed, RowId, SourceDraft, Span, Time, UndoGroup, Untrusted,
};
use crate::error::Result;
use crate::store::codebook::LazyCodebook;
use crate::store::connection::open;
use crate::store::connection::open_files::OpenFile;
use crate::store::connection::reading_lock::ReadingLock;
use crate::store::connection::schema;
use crate::store::first_import::FirstImport;
use crate::store::journal::append::{self, Filling, WriteMode};
use crate::store::journal::refold;
use crate::store::journal::undo::{self, Way};
use crate::store::query::results;
use crate::store::records::blocks::Blocks;
use crate::store::records::find::KnownRows;
use crate::store::records::insert::{self, Importing, SourceId, Stored};
use crate::store::records::prepared::{PreparedChunk, Preparer};
use crate::store::records::remove::{self, Removal};
use crate::store::records::reread::{self, Reread};
use crate::store::records::upgrade::Upgraded;
use crate::store::records::{sources, upgrade};

/// The one writing connection.
pub struct Writer {
    pub(super) conn: Connection,
    pub(super) blocks: Blocks,
    pub(super) importing: Importing,
    /// Where it says to others what it reads.
    folder: PathBuf,
    /// What is imported is not published yet.
    first_import: Option<FirstImport>,
    /// After the connection, as it must outlive it; a database that is not published needs none.
    _open_file: Option<OpenFile>,
}

impl Writer {
    /// Opens the workspace in `folder` for writing, making folder (0700) and database (0600) when there is none.
    ///
    /// # Errors
    /// A `Workspace` problem for a locked (after 5 s), damaged, foreign, newer or read-only database.
    pub fn open_or_create(folder: &Path) -> Result<Self> {
        open::create_if_absent(folder)?;
        Self::open(folder)
    }

    /// Opens an existing workspace for writing.
    pub fn open(folder: &Path) -> Result<Self> {
        let (conn, open_file) = open::for_writing(folder)?;
        Ok(Self::new(folder, conn, None, Some(open_file)))
    }

    /// Opens the workspace in `folder` for an import. Where there is none, what is imported is seen by nobody before
    /// [`Writer::publish`] makes the workspace of it, and lost without.
    ///
    /// # Errors
    /// As for [`Writer::open_or_create`].
    pub fn open_for_import(folder: &Path) -> Result<Self> {
        if open::is_made(folder) {
            return Self::open(folder);
        }
        let (conn, first_import) = FirstImport::begin(folder)?;
        Ok(Self::bulk(folder, conn, first_import))
    }

    /// Returns a writer for what is only tried: into a copy of the workspace of `of`, or an empty one, which goes when it is
    /// dropped. It is never published.
    ///
    /// # Errors
    /// `Io` where the copy cannot be written; store problems of the workspace.
    pub fn rehearsal(of: Option<&mut Self>) -> Result<Self> {
        let Some(writer) = of else {
            let (conn, first_import) = FirstImport::rehearse(None)?;
            return Ok(Self::bulk(Path::new(""), conn, first_import));
        };
        let folder = writer.folder.clone();
        let (conn, first_import) = FirstImport::rehearse(Some((writer.settled()?, &folder)))?;
        Ok(Self::new(&folder, conn, Some(first_import), None))
    }

    /// Begins in a database without the indexes that a bulk load does without.
    fn bulk(folder: &Path, conn: Connection, first_import: FirstImport) -> Self {
        Self { importing: Importing::without_keys(), ..Self::new(folder, conn, Some(first_import), None) }
    }

    fn new(folder: &Path, conn: Connection, first_import: Option<FirstImport>, open_file: Option<OpenFile>) -> Self {
        let (blocks, importing) = (Blocks::default(), Importing::default());
        Self { conn, blocks, importing, folder: folder.to_owned(), first_import, _open_file: open_file }
    }

    /// Makes the workspace of a first import, and goes on in it. Where another program has made one meanwhile, what was
    /// imported is put into that one. Nothing to do for a workspace that was there.
    ///
    /// # Errors
    /// `Io` where it cannot be written; store problems of the workspace that was found.
    pub fn publish(&mut self) -> Result<()> {
        let Some(first_import) = self.first_import.take() else { return Ok(()) };
        self.committed()?;
        // What it remembers is of no more use, and the indexes take memory.
        self.importing = Importing::default();
        let conn = std::mem::replace(&mut self.conn, Connection::open_in_memory()?);
        let (conn, open_file) = first_import.publish(conn)?;
        *self = Self::new(&self.folder.clone(), conn, None, Some(open_file));
        Ok(())
    }

    /// Returns whether what is imported is lost unless it is published.
    #[must_use]
    pub fn is_unpublished(&self) -> bool {
        self.first_import.is_some()
    }

    /// The connection, with all that reads and writes by a record's identity need, and without the one long transaction of a
    /// first import.
    pub(super) fn settled(&mut self) -> Result<&mut Connection> {
        self.importing.make_keys(&self.conn)?;
        self.committed()
    }

    fn committed(&mut self) -> Result<&mut Connection> {
        if !self.conn.is_autocommit() {
            self.conn.execute_batch("COMMIT")?;
        }
        Ok(&mut self.conn)
    }

    /// Returns the modes, criteria and checks as they are now.
    pub fn codebook(&self) -> Result<Codebook> {
        LazyCodebook::new(&self.conn).get().cloned()
    }

    /// Begins an import from one source; the source's row is made with the first new record.
    pub fn begin_source(&mut self, draft: &SourceDraft, now: Time) -> Result<SourceId> {
        Ok(self.importing.begin(draft, now))
    }

    /// Returns what makes records ready for this workspace, on any thread.
    pub fn preparer(&self) -> Result<Preparer> {
        Preparer::new(schema::identity(&self.conn)?)
    }

    /// Makes records ready and stores them like [`Writer::store_prepared`].
    pub fn store_records(&mut self, source: SourceId, chunk: &[Content]) -> Result<(Stored, Vec<(RecordId, RowId)>)> {
        let mut preparer = self.preparer()?;
        (1..).zip(chunk).try_for_each(|(entry, content)| preparer.add(entry, content))?;
        self.store_prepared(source, &[preparer.finish()?])
    }

    /// Stores chunks of records in one transaction, in the order given, and returns the row of each record.
    pub fn store_prepared(
        &mut self,
        source: SourceId,
        chunks: &[PreparedChunk],
    ) -> Result<(Stored, Vec<(RecordId, RowId)>)> {
        if self.first_import.is_some() {
            return insert::store_in_bulk(&self.conn, &self.blocks, &mut self.importing, source, chunks);
        }
        // A chunk that a power cut takes away is imported again; only judgements cannot be repeated.
        self.conn.execute_batch("PRAGMA synchronous=NORMAL")?;
        let stored = insert::store(&mut self.conn, &self.blocks, &mut self.importing, source, chunks);
        if stored.is_err() {
            self.importing.forget_rows();
        }
        let begun = self.importing.source(source)?;
        if let (Some(row), None, true) = (begun.row, &begun.lock, begun.is_read) {
            begun.lock = ReadingLock::take(&self.folder, row);
        }
        self.conn.execute_batch("PRAGMA synchronous=FULL")?;
        stored
    }

    /// Ends the import of a source that was read whole, and returns what was read otherwise before. `is_named` says
    /// whether the user gave its name; `report` makes the report that is kept from it.
    pub fn finish_source(
        &mut self,
        source: SourceId,
        is_named: bool,
        hash: Option<[u8; 32]>,
        report: &dyn Fn(Reread) -> String,
    ) -> Result<Reread> {
        if self.importing.has_namesake(source) {
            self.settled()?;
        } else {
            self.committed()?;
        }
        let done = insert::finish(&mut self.conn, &self.importing, source, is_named, hash, report);
        self.importing.source(source)?.lock = None;
        done
    }

    /// Returns the spans of judgements on a source's records that no longer fit the text, after a reading was replaced.
    pub fn misfit_spans(&self, source: SourceId) -> Result<Vec<(RecordId, Span)>> {
        insert::row_of_source(&self.importing, source)
            .map_or_else(|| Ok(Vec::new()), |row| reread::misfits(&self.conn, &self.blocks, row))
    }

    /// Returns whether a file of so many bytes was imported before.
    pub fn knows_size(&self, bytes: u64) -> Result<bool> {
        sources::has_size(&self.conn, bytes)
    }

    /// Returns the reports of the sources of this name whose file was the same, byte by byte.
    pub fn reports_of(&self, hash: [u8; 32], name: &Untrusted) -> Result<Vec<String>> {
        sources::reports_of(&self.conn, hash, name)
    }

    /// Removes sources, or says what would go.
    pub fn remove_sources(&mut self, removal: &Removal<'_>) -> Result<Removed> {
        remove::remove(self.settled()?, removal)
    }

    /// Gives all sources of a name another one, and returns how many there are.
    pub fn rename_source(&mut self, from: &Untrusted, to: &Untrusted) -> Result<u64> {
        sources::rename(&self.conn, from, to)
    }

    /// Stores an imported result with its answers, and returns its number.
    ///
    /// # Errors
    /// A `Usage` problem when its name is taken.
    pub fn store_result(&mut self, run: &ResultRun, answers: &[ResultAnswer]) -> Result<i64> {
        results::store(self.settled()?, run, answers)
    }

    /// Writes one group of changes to the journal and to the tables that screens read, in one durable transaction.
    /// Changes that change nothing (the same verdict again) write no event.
    pub fn append(&mut self, batch: &Batch) -> Result<Applied> {
        self.append_to(batch, None)
    }

    /// Like [`Writer::append`], for thousands of lines that are one group over several chunks: joins `group`.
    pub fn append_to(&mut self, batch: &Batch, group: Option<&UndoGroup>) -> Result<Applied> {
        self.settled()?;
        append::write_group(&mut self.conn, &self.blocks, batch, (group, None), &mut WriteMode::Atomic)
    }

    /// Begins to look up the rows of records for [`Writer::append_known`].
    pub fn known_rows(&self) -> Result<KnownRows> {
        KnownRows::begin(&self.conn)
    }

    /// Like [`Writer::append_to`], with the rows of its records, as far as they are known.
    pub fn append_known(&mut self, batch: &Batch, group: Option<&UndoGroup>, known: &KnownRows) -> Result<Applied> {
        self.settled()?;
        append::write_group(&mut self.conn, &self.blocks, batch, (group, Some(known)), &mut WriteMode::Atomic)
    }

    /// Like [`Writer::append_to`], for judgements that came with a source: fills only what the reviewer never said, and
    /// protects none of the source's records from being removed. `times` says when each was given, in their order. Returns
    /// how many were left out, as the reviewer said something before, or as they do not fit the record.
    pub fn fill_in(
        &mut self,
        batch: &Batch,
        times: &[Time],
        group: Option<&UndoGroup>,
        source: SourceId,
    ) -> Result<(Applied, u64)> {
        self.settled()?;
        let source = Some(self.importing.source(source)?);
        let mut mode = WriteMode::FillEmpty(Filling { times, source, left: 0 });
        let applied = append::write_group(&mut self.conn, &self.blocks, batch, (group, None), &mut mode)?;
        Ok((applied, mode.left()))
    }

    /// Takes back the newest group of this reviewer that is not yet undone, in any session.
    pub fn undo(&mut self, reviewer: &Name, session: Option<i64>, now: Time) -> Result<Applied> {
        undo::turn(self.settled()?, Way::Undo, reviewer, session, now)
    }

    /// Takes the newest undo of this reviewer back, unless the reviewer has judged since.
    pub fn redo(&mut self, reviewer: &Name, session: Option<i64>, now: Time) -> Result<Applied> {
        undo::turn(self.settled()?, Way::Redo, reviewer, session, now)
    }

    /// Takes the ids of all records by the present rule; the old ones stay as aliases.
    ///
    /// # Errors
    /// A `Workspace` problem for a locked or damaged workspace, which is then left as it was.
    pub fn upgrade_identity(&mut self) -> Result<Upgraded> {
        self.settled()?;
        upgrade::upgrade(&mut self.conn, &self.blocks)
    }

    /// Rebuilds all judgement and codebook tables from the journal; returns how many events were replayed.
    pub fn rebuild(&mut self) -> Result<u64> {
        let tx = self.settled()?.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let events = refold::rebuild(&tx)?;
        tx.commit()?;
        Ok(events)
    }
}
