//! The embedded store: one SQLite file in a workspace folder; the only SQL in gemba.
//!
//! [`Writer`] is the one writing connection, [`Reader`] a reading one that can be interrupted. Neither knows a screen.

use std::path::{Path, PathBuf};

use crate::domain::event::Applied;
use crate::domain::view::{Codebook, Figures, Judgements, Queue, QueueRow};
use crate::domain::{
    Batch, Content, Event, Filter, Name, Record, RecordId, Row, Sampling, Session, SourceDraft, Time, Untrusted,
};
use crate::error::Result;

/// The database file of a workspace folder.
#[must_use]
pub fn database(folder: &Path) -> PathBuf {
    folder.join("gemba.db")
}

/// The one writing connection.
pub struct Writer {}

/// What an import run did with one batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stored {
    /// Records that are new.
    pub imported: u64,
    /// Records that stood in the workspace already, or twice in the batch.
    pub duplicates: u64,
}

/// What `doctor` found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Health {
    /// Each check in words, and whether it held.
    pub checks: Vec<(String, bool)>,
}

/// A text that a reviewer had begun and not finished (a note), kept until it is saved or left empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The record it belongs to.
    pub row: Row,
    /// What it was to become: `note`, `criterion`, …
    pub purpose: String,
    /// The text so far.
    pub text: Untrusted,
}

impl Writer {
    /// Opens the workspace in `folder` for writing, making folder (0700) and database (0600) when there is none.
    ///
    /// # Errors
    /// A `Workspace` problem for a locked (after 5 s), damaged, foreign, newer or read-only database.
    pub fn open_or_create(folder: &Path) -> Result<Self> {
        let _ = folder;
        todo!()
    }

    /// Opens an existing workspace for writing.
    pub fn open(folder: &Path) -> Result<Self> {
        let _ = folder;
        todo!()
    }

    /// Begins an import from one source; the source's row is made with the first new record.
    pub fn begin_source(&mut self, draft: &SourceDraft, now: Time) -> Result<SourceId> {
        let _ = (draft, now);
        todo!()
    }

    /// Stores one chunk of records in one transaction, in the order given, and says for each which row it has.
    pub fn store_records(&mut self, source: SourceId, chunk: &[Content]) -> Result<(Stored, Vec<(RecordId, Row)>)> {
        let _ = (source, chunk);
        todo!()
    }

    /// Writes one group of changes to the journal and to the tables that screens read, in one durable transaction.
    /// Changes that change nothing (the same verdict again) write no event.
    pub fn append(&mut self, batch: &Batch) -> Result<Applied> {
        let _ = batch;
        todo!()
    }

    /// Like [`Writer::append`], for thousands of lines that are one group over several chunks: joins `group`.
    pub fn append_to(&mut self, batch: &Batch, group: Option<&crate::domain::Group>) -> Result<Applied> {
        let _ = (batch, group);
        todo!()
    }

    /// Takes back the newest group of this reviewer that is not yet undone, in any session.
    pub fn undo(&mut self, reviewer: &Name, session: Option<i64>, now: Time) -> Result<Applied> {
        let _ = (reviewer, session, now);
        todo!()
    }

    /// Takes the newest undo of this reviewer back, unless the reviewer has judged since.
    pub fn redo(&mut self, reviewer: &Name, session: Option<i64>, now: Time) -> Result<Applied> {
        let _ = (reviewer, session, now);
        todo!()
    }

    /// Starts a session and gives it its number (`session.id` is ignored).
    pub fn start_session(&mut self, session: &Session) -> Result<i64> {
        let _ = session;
        todo!()
    }

    /// Remembers where a session stands.
    pub fn save_position(&mut self, session: i64, position: Option<Row>) -> Result<()> {
        let _ = (session, position);
        todo!()
    }

    /// Keeps a half-written text of this reviewer (one at most); `None` forgets it.
    pub fn save_draft(&mut self, reviewer: &Name, draft: Option<&Draft>) -> Result<()> {
        let _ = (reviewer, draft);
        todo!()
    }

    /// Saves a `--map` under a name for reuse.
    pub fn save_mapping(&mut self, name: &str, fields: &[(String, String)]) -> Result<()> {
        let _ = (name, fields);
        todo!()
    }

    /// Rebuilds all judgement and codebook tables from the journal; answers how many events were replayed.
    pub fn rebuild(&mut self) -> Result<u64> {
        todo!()
    }
}

/// The row of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceId(pub i64);

/// A reading connection. Cheap to make; used by one thread.
pub struct Reader {}

/// Stops a reader's running query from another thread.
pub struct Interrupt {}

impl Interrupt {
    /// The running query ends with an error; a later one is not touched.
    pub fn now(&self) {}
}

impl Reader {
    /// Opens the workspace in `folder` for reading; works on a read-only folder too.
    pub fn open(folder: &Path) -> Result<Self> {
        let _ = folder;
        todo!()
    }

    /// A handle that stops the running query.
    pub fn interrupt(&self) -> Interrupt {
        Interrupt {}
    }

    /// How many records the workspace holds (a stored count).
    pub fn count(&self) -> Result<u64> {
        todo!()
    }

    /// Draws a queue: the records that `filter` holds, by the sampling plan.
    pub fn queue(&self, filter: &Filter, sampling: &Sampling, now: Time) -> Result<Queue> {
        let _ = (filter, sampling, now);
        todo!()
    }

    /// Walks the records that `filter` holds in import order, until `visit` answers false.
    pub fn each(&self, filter: &Filter, now: Time, visit: &mut dyn FnMut(Record) -> Result<bool>) -> Result<()> {
        let _ = (filter, now, visit);
        todo!()
    }

    /// The queue lines of these records, in the order given, with this reviewer's marks.
    pub fn queue_rows(&self, rows: &[Row], reviewer: &Name) -> Result<Vec<QueueRow>> {
        let _ = (rows, reviewer);
        todo!()
    }

    /// One record.
    pub fn record(&self, row: Row) -> Result<Record> {
        let _ = row;
        todo!()
    }

    /// What people said of one record.
    pub fn judgements(&self, row: Row) -> Result<Judgements> {
        let _ = row;
        todo!()
    }

    /// The record that a unique prefix of an id names.
    ///
    /// # Errors
    /// A `Usage` problem when no record, or more than one, begins so.
    pub fn find(&self, prefix: &str) -> Result<(Row, RecordId)> {
        let _ = prefix;
        todo!()
    }

    /// The records of one conversation, in order of time, then import.
    pub fn conversation(&self, conversation: &Untrusted) -> Result<Vec<Row>> {
        let _ = conversation;
        todo!()
    }

    /// The records with the same input as this one, itself included, in import order.
    pub fn same_input(&self, row: Row) -> Result<Vec<Row>> {
        let _ = row;
        todo!()
    }

    /// All modes, criteria and checks.
    pub fn codebook(&self) -> Result<Codebook> {
        todo!()
    }

    /// Every record that anyone judged (verdict, tag or grade), with what was said, in import order.
    pub fn each_judged(&self, visit: &mut dyn FnMut(Record, Judgements) -> Result<bool>) -> Result<()> {
        let _ = visit;
        todo!()
    }

    /// Counts and rates for the header and the Insights screen.
    pub fn figures(&self) -> Result<Figures> {
        todo!()
    }

    /// The newest session of this reviewer, or the one with this number.
    pub fn session(&self, reviewer: &Name, id: Option<i64>) -> Result<Option<Session>> {
        let _ = (reviewer, id);
        todo!()
    }

    /// The half-written text of this reviewer, if there is one.
    pub fn draft(&self, reviewer: &Name) -> Result<Option<Draft>> {
        let _ = reviewer;
        todo!()
    }

    /// A saved `--map`.
    pub fn mapping(&self, name: &str) -> Result<Option<Vec<(String, String)>>> {
        let _ = name;
        todo!()
    }

    /// The journal, oldest first, with whether each event's group is undone now.
    pub fn events(&self, visit: &mut dyn FnMut(Event, bool) -> Result<bool>) -> Result<()> {
        let _ = visit;
        todo!()
    }

    /// Checks file, tables and journal: integrity, gapless sequences, tables equal to a rebuild.
    pub fn health(&self) -> Result<Health> {
        todo!()
    }
}
