//! The one writing connection: imports and the journal; `sessions` adds sessions and drafts. Knows no screen and no clock.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::domain::result::{ResultAnswer, ResultRun};
use crate::domain::{Applied, Batch, Content, Name, RecordId, RowId, SourceDraft, Time, UndoGroup};
use crate::error::Result;
use crate::store::connection::open;
use crate::store::connection::open_files::OpenFile;
use crate::store::journal::append::{self, WriteMode};
use crate::store::journal::project;
use crate::store::journal::undo::{self, Way};
use crate::store::query::results;
use crate::store::records::blocks::Blocks;
use crate::store::records::insert::{self, Importing, SourceId, Stored};

/// The one writing connection.
pub struct Writer {
    pub(super) conn: Connection,
    blocks: Blocks,
    importing: Importing,
    /// After the connection, as it must outlive it.
    _open_file: OpenFile,
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
        Ok(Self { conn, blocks: Blocks::default(), importing: Importing::default(), _open_file: open_file })
    }

    /// Begins an import from one source; the source's row is made with the first new record.
    pub fn begin_source(&mut self, draft: &SourceDraft, now: Time) -> Result<SourceId> {
        Ok(self.importing.begin(draft, now))
    }

    /// Stores one chunk of records in one transaction, in the order given, and returns the row of each.
    pub fn store_records(&mut self, source: SourceId, chunk: &[Content]) -> Result<(Stored, Vec<(RecordId, RowId)>)> {
        // A chunk that a power cut takes away is imported again; only judgements cannot be repeated.
        self.conn.execute_batch("PRAGMA synchronous=NORMAL")?;
        let stored = insert::store(&mut self.conn, &mut self.importing, source, chunk);
        if stored.is_err() {
            self.importing.forget_terms();
        }
        self.conn.execute_batch("PRAGMA synchronous=FULL")?;
        stored
    }

    /// Stores an imported result with its answers, and returns its number.
    ///
    /// # Errors
    /// A `Usage` problem when its name is taken.
    pub fn store_result(&mut self, run: &ResultRun, answers: &[ResultAnswer]) -> Result<i64> {
        results::store(&mut self.conn, run, answers)
    }

    /// Writes one group of changes to the journal and to the tables that screens read, in one durable transaction.
    /// Changes that change nothing (the same verdict again) write no event.
    pub fn append(&mut self, batch: &Batch) -> Result<Applied> {
        self.append_to(batch, None)
    }

    /// Like [`Writer::append`], for thousands of lines that are one group over several chunks: joins `group`.
    pub fn append_to(&mut self, batch: &Batch, group: Option<&UndoGroup>) -> Result<Applied> {
        append::write_group(&mut self.conn, &self.blocks, batch, group, WriteMode::Atomic)
    }

    /// Like [`Writer::append_to`], for verdicts that came from elsewhere: fills only records on which the reviewer has
    /// none. Returns how many other verdicts were there already and were left as they are.
    pub fn fill_in(&mut self, batch: &Batch, group: Option<&UndoGroup>) -> Result<(Applied, u64)> {
        let mut left = 0;
        let mode = WriteMode::FillEmpty(&mut left);
        let applied = append::write_group(&mut self.conn, &self.blocks, batch, group, mode)?;
        Ok((applied, left))
    }

    /// Takes back the newest group of this reviewer that is not yet undone, in any session.
    pub fn undo(&mut self, reviewer: &Name, session: Option<i64>, now: Time) -> Result<Applied> {
        undo::turn(&mut self.conn, Way::Undo, reviewer, session, now)
    }

    /// Takes the newest undo of this reviewer back, unless the reviewer has judged since.
    pub fn redo(&mut self, reviewer: &Name, session: Option<i64>, now: Time) -> Result<Applied> {
        undo::turn(&mut self.conn, Way::Redo, reviewer, session, now)
    }

    /// Rebuilds all judgement and codebook tables from the journal; returns how many events were replayed.
    pub fn rebuild(&mut self) -> Result<u64> {
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let events = project::rebuild(&tx)?;
        tx.commit()?;
        Ok(events)
    }
}
