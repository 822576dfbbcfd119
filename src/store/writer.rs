//! The writing half of the store's front door: the one writing connection, and what it is handed.
//!
//! Each method says what it promises and leaves the work to the file of its concern. Knows no screen and no clock.

use std::path::Path;

use super::journal::{Refused, Stance};
use super::{blocks, database, fold, open, presence, records, sessions};
use crate::domain::event::Applied;
use crate::domain::{Batch, Content, Name, RecordId, RowId, Session, SourceDraft, Time, Untrusted};
use crate::error::Result;

/// The one writing connection.
pub struct Writer {
    pub(super) conn: rusqlite::Connection,
    pub(super) blocks: blocks::Blocks,
    pub(super) importing: records::Importing,
    /// After the connection, as it must outlive it.
    _presence: presence::Presence,
}

/// What an import run did with one batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stored {
    /// Records that are new.
    pub imported: u64,
    /// Records that stood in the workspace already, or twice in the batch.
    pub duplicates: u64,
}

/// A text that a reviewer had begun and not finished (a note), kept until it is saved or left empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The record it belongs to.
    pub row: RowId,
    /// What it was to become: `note`, `criterion`, …
    pub purpose: String,
    /// The text so far.
    pub text: Untrusted,
    /// Left by the reviewer: offered where the same box is opened, and not before.
    pub is_aside: bool,
}

impl Writer {
    /// Opens the workspace in `folder` for writing, making folder (0700) and database (0600) when there is none.
    ///
    /// # Errors
    /// A `Workspace` problem for a locked (after 5 s), damaged, foreign, newer or read-only database.
    pub fn open_or_create(folder: &Path) -> Result<Self> {
        if !database(folder).exists() {
            open::create(folder)?;
        }
        Self::open(folder)
    }

    /// Opens an existing workspace for writing.
    pub fn open(folder: &Path) -> Result<Self> {
        let (conn, presence) = open::for_writing(folder)?;
        Ok(Self {
            conn,
            blocks: blocks::Blocks::default(),
            importing: records::Importing::default(),
            _presence: presence,
        })
    }

    /// Begins an import from one source; the source's row is made with the first new record.
    pub fn begin_source(&mut self, draft: &SourceDraft, now: Time) -> Result<SourceId> {
        Ok(self.importing.begin(draft, now))
    }

    /// Stores one chunk of records in one transaction, in the order given, and says for each which row it has.
    pub fn store_records(&mut self, source: SourceId, chunk: &[Content]) -> Result<(Stored, Vec<(RecordId, RowId)>)> {
        self.store_chunk(source, chunk)
    }

    /// Writes one group of changes to the journal and to the tables that screens read, in one durable transaction.
    /// Changes that change nothing (the same verdict again) write no event.
    pub fn append(&mut self, batch: &Batch) -> Result<Applied> {
        self.write_group(batch, None, Stance::Whole)
    }

    /// Like [`Writer::append`], for thousands of lines that are one group over several chunks: joins `group`.
    pub fn append_to(&mut self, batch: &Batch, group: Option<&crate::domain::UndoGroup>) -> Result<Applied> {
        self.write_group(batch, group, Stance::Whole)
    }

    /// Like [`Writer::append_to`], but sets aside each change that cannot stand (an unknown record, mode or criterion,
    /// a span beyond the text) and writes the others; says which, by their place in the batch, and why.
    pub fn append_each(
        &mut self,
        batch: &Batch,
        group: Option<&crate::domain::UndoGroup>,
    ) -> Result<(Applied, Vec<Refused>)> {
        let mut refused = Vec::new();
        let applied = self.write_group(batch, group, Stance::Each(&mut refused))?;
        Ok((applied, refused))
    }

    /// Like [`Writer::append_to`], for verdicts that came from elsewhere: they fill only records on which the reviewer
    /// has none. Says how many other verdicts stood there already and were left as they are.
    pub fn fill_in(&mut self, batch: &Batch, group: Option<&crate::domain::UndoGroup>) -> Result<(Applied, u64)> {
        let mut left = 0;
        let applied = self.write_group(batch, group, Stance::Fill(&mut left))?;
        Ok((applied, left))
    }

    /// Takes back the newest group of this reviewer that is not yet undone, in any session.
    pub fn undo(&mut self, reviewer: &Name, session: Option<i64>, now: Time) -> Result<Applied> {
        self.undo_newest(reviewer, session, now)
    }

    /// Takes the newest undo of this reviewer back, unless the reviewer has judged since.
    pub fn redo(&mut self, reviewer: &Name, session: Option<i64>, now: Time) -> Result<Applied> {
        self.redo_newest(reviewer, session, now)
    }

    /// Starts a session and gives it its number (`session.id` is ignored).
    pub fn start_session(&mut self, session: &Session) -> Result<i64> {
        sessions::start(&self.conn, session)
    }

    /// Remembers where a session stands.
    pub fn save_position(&mut self, session: i64, position: Option<RowId>) -> Result<()> {
        sessions::save_position(&self.conn, session, position)
    }

    /// Keeps a half-written text of this reviewer, one for each record and purpose; an empty one forgets it.
    pub fn save_draft(&mut self, reviewer: &Name, draft: &Draft) -> Result<()> {
        sessions::save_draft(&self.conn, reviewer, draft)
    }

    /// Saves a `--map` under a name for reuse.
    pub fn save_mapping(&mut self, name: &str, fields: &[(String, String)]) -> Result<()> {
        sessions::save_mapping(&self.conn, name, fields)
    }

    /// Rebuilds all judgement and codebook tables from the journal; answers how many events were replayed.
    pub fn rebuild(&mut self) -> Result<u64> {
        let tx = self.conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let events = fold::rebuild(&tx)?;
        tx.commit()?;
        Ok(events)
    }
}

/// The row of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceId(pub i64);
