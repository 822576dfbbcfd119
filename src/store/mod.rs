//! The embedded store: one SQLite file in a workspace folder; the only SQL in gemba.
//!
//! [`Writer`] is the one writing connection, [`Reader`] a reading one that can be interrupted. Neither knows a screen.
//! In: `open` → `records`, `resolve` → `journal` → `fold`, `undo`. Out: `search` → `scan` → `sampling`, `judgements`, …

mod backup;
mod blocks;
mod body;
mod book;
mod codebook;
mod doctor;
mod entity;
mod facts;
mod figures;
mod fold;
mod fold_codebook;
mod grading;
mod journal;
mod judged;
mod judgements;
mod location;
mod open;
mod permissions;
mod presence;
mod reading;
mod records;
mod resolve;
mod resolve_codebook;
mod resolve_criterion;
mod result_rows;
mod results;
mod sampling;
mod scan;
mod schema;
mod search;
mod sessions;
mod shape;
mod suggestions;
mod trouble;
mod undo;
mod words;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::domain::view::{Codebook, Judgements};
use crate::domain::{
    Birth, CriterionKey, Event, Filter, JudgedFact, Name, Queue, Record, RecordId, RowId, Sampling, SamplingPlan,
    Session, SuggestionAnswer, Time, Untrusted,
};
use crate::error::Result;
use crate::measures::regrades::GivenGrade;
use crate::measures::weights::Pool;
use crate::views::{Figures, QueueRow, WouldStale};

/// The database file of a workspace folder.
#[must_use]
pub fn database(folder: &Path) -> PathBuf {
    folder.join("gemba.db")
}

pub use backup::{Copied, restore};
pub use doctor::{Health, Remedy};
pub use journal::Refused;
pub use judged::{Judged, Snapshot, Stamp};
pub use location::doubts;
pub use writer::{Draft, SourceId, Stored, Writer};

/// A reading connection. Cheap to make; used by one thread.
pub struct Reader {
    conn: rusqlite::Connection,
    blocks: blocks::Blocks,
    stop: Arc<AtomicBool>,
    folder: PathBuf,
    /// Where the folder cannot be read in place: the private copy that is read, kept as long as the reader.
    _copy: Option<tempfile::TempDir>,
    /// After the connection, as it must outlive it.
    _presence: presence::Presence,
}

/// Stops a reader's running query from another thread.
pub struct Interrupt {
    running: rusqlite::InterruptHandle,
    stop: Arc<AtomicBool>,
}

impl Interrupt {
    /// The running query ends with an error; a later one is not touched.
    pub fn now(&self) {
        self.stop.store(true, Ordering::Relaxed);
        self.running.interrupt();
    }
}

impl Reader {
    /// Opens the workspace in `folder` for reading; works on a read-only folder too.
    pub fn open(folder: &Path) -> Result<Self> {
        let open::Opened { conn, copy, presence } = open::for_reading(folder)?;
        let (blocks, stop) = (blocks::Blocks::default(), Arc::new(AtomicBool::new(false)));
        Ok(Self { conn, blocks, stop, folder: folder.to_owned(), _copy: copy, _presence: presence })
    }

    /// How many records the workspace holds (a stored count).
    pub fn count(&self) -> Result<u64> {
        Ok(records::unsigned(schema::meta(&self.conn, "records")?))
    }

    /// Draws a queue that is the same for every reviewer: the records that `filter` holds, by the sampling plan.
    ///
    /// # Errors
    /// Refuses [`crate::domain::SamplingPlan::Stale`], which is someone's own.
    pub fn queue(&self, filter: &Filter, sampling: &Sampling, now: Time) -> Result<Queue> {
        self.draw(filter, sampling, now)
    }

    /// Draws a queue of this reviewer. [`crate::domain::SamplingPlan::Stale`] gives a round of re-grading: the stale grades on
    /// records that `filter` holds (of the criteria that it names, or of all), and the noise repeats among them.
    pub fn queue_of(&self, filter: &Filter, sampling: &Sampling, reviewer: &Name, now: Time) -> Result<Queue> {
        match sampling.plan {
            SamplingPlan::Stale => self.regrading_round(filter, sampling, reviewer, now),
            SamplingPlan::All | SamplingPlan::Random | SamplingPlan::Newest => self.draw(filter, sampling, now),
        }
    }

    /// Which questions of a re-grading session are answered, parallel to its `asks`: a stale grade that holds again, a
    /// noise repeat that was given in it, and whatever is asked no longer.
    pub fn answered(&self, session: &Session) -> Result<Vec<bool>> {
        grading::answered(&self.conn, session)
    }

    /// Every grade that was given for this criterion and is not undone, oldest first, noise answers too.
    pub fn grade_history(&self, criterion: &CriterionKey) -> Result<Vec<GivenGrade>> {
        grading::history(&self.conn, criterion)
    }

    /// The stale grades of this reviewer, for one criterion or for all that are asked now: by criterion, then record.
    pub fn stale(&self, reviewer: &Name, criterion: Option<&CriterionKey>) -> Result<Vec<(RowId, CriterionKey)>> {
        grading::stale(&self.conn, &book::Book::load(&self.conn)?, reviewer, criterion)
    }

    /// What an edit of this criterion's meaning would make stale.
    pub fn would_stale(&self, criterion: &CriterionKey) -> Result<WouldStale> {
        grading::would_stale(&self.conn, criterion)
    }

    /// Every record that anyone judged (verdict, tag or grade), in reading order, without reading bodies.
    pub fn judged_facts(&self) -> Result<Vec<JudgedFact>> {
        facts::judged(&self.conn)
    }

    /// When modes and criteria were born, oldest first.
    pub fn births(&self) -> Result<Vec<Birth>> {
        facts::births(&self.conn)
    }

    /// The pools that judged records were drawn from, by sessions of everyone.
    pub fn pools(&self) -> Result<Vec<Pool>> {
        self.judged_pools()
    }

    /// Walks the records that `filter` holds in import order, until `visit` answers false.
    pub fn each(&self, filter: &Filter, now: Time, visit: &mut dyn FnMut(Record) -> Result<bool>) -> Result<()> {
        self.each_matching(filter, now, visit)
    }

    /// The queue lines of these records, in the order given, with this reviewer's marks.
    pub fn queue_rows(&self, rows: &[RowId], reviewer: &Name) -> Result<Vec<QueueRow>> {
        self.lines(rows, reviewer)
    }

    /// One record.
    pub fn record(&self, row: RowId) -> Result<Record> {
        records::read(&self.conn, &self.blocks, row)
    }

    /// What people said of one record.
    pub fn judgements(&self, row: RowId) -> Result<Judgements> {
        judgements::of(&self.conn, row)
    }

    /// The record that a unique prefix of an id names.
    ///
    /// # Errors
    /// A `Usage` problem when no record, or more than one, begins so.
    pub fn find(&self, prefix: &str) -> Result<(RowId, RecordId)> {
        records::find(&self.conn, prefix)
    }

    /// The records of one conversation, in order of time, then import.
    pub fn conversation(&self, conversation: &Untrusted) -> Result<Vec<RowId>> {
        let sql = "SELECT id FROM record WHERE conversation = ?1 ORDER BY ts IS NULL, ts, id";
        self.rows_of(sql, &conversation.raw())
    }

    /// The records with the same input as this one, itself included, in import order.
    pub fn same_input(&self, row: RowId) -> Result<Vec<RowId>> {
        let sql = "SELECT id FROM record WHERE input_key = (SELECT input_key FROM record WHERE id = ?1) ORDER BY id";
        self.rows_of(sql, &row.0)
    }

    /// All modes, criteria and checks.
    pub fn codebook(&self) -> Result<Codebook> {
        codebook::read(&self.conn)
    }

    /// Every answer to a suggested check that stands, oldest first.
    pub fn suggestion_answers(&self) -> Result<Vec<SuggestionAnswer>> {
        suggestions::read(&self.conn)
    }

    /// Every record that anyone judged, in import order; where someone corrected the output, that is what it expects.
    pub fn each_judged(&self, visit: &mut dyn FnMut(Record, Judgements) -> Result<bool>) -> Result<()> {
        self.each_with_judgements(visit)
    }

    /// Counts and rates for the header and the Insights screen.
    pub fn figures(&self) -> Result<Figures> {
        figures::read(&self.conn)
    }

    /// The newest session of this reviewer, or the one with this number.
    pub fn session(&self, reviewer: &Name, id: Option<i64>) -> Result<Option<Session>> {
        sessions::read(&self.conn, reviewer, id)
    }

    /// All sessions of everyone, oldest first.
    pub fn sessions(&self) -> Result<Vec<Session>> {
        sessions::all(&self.conn)
    }

    /// The newest session of this reviewer in which something is still to be read or answered. One that goes through
    /// everything never ends.
    pub fn unfinished_session(&self, reviewer: &Name, now: Time) -> Result<Option<Session>> {
        self.unfinished(reviewer, now)
    }

    /// The half-written texts of this reviewer, the newest at the end.
    pub fn drafts(&self, reviewer: &Name) -> Result<Vec<Draft>> {
        sessions::drafts(&self.conn, reviewer)
    }

    /// A saved `--map`.
    pub fn mapping(&self, name: &str) -> Result<Option<Vec<(String, String)>>> {
        sessions::mapping(&self.conn, name)
    }

    /// The journal, oldest first, with whether each event's group is undone now.
    pub fn events(&self, visit: &mut dyn FnMut(Event, bool) -> Result<bool>) -> Result<()> {
        self.each_event(visit)
    }

    /// Checks file, tables and journal: integrity, gapless sequences, tables equal to a rebuild.
    pub fn health(&self) -> Result<Health> {
        doctor::look(&self.folder)
    }
}
