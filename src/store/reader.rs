//! The reading connection: everything that screens, lists and reports ask of a workspace.
//!
//! Knows no screen and no clock. Here are the connection, records, codebook and journal; queues, judgements, grades,
//! figures and results add their reads in their own files of `query`, sessions and drafts in `sessions`.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use rusqlite::{Connection, OptionalExtension};

use crate::domain::{
    CodebookView, Event, Filter, Name, Record, RecordId, RowId, SourceState, SuggestionAnswer, Time, UndoGroup,
    Untrusted, Verdict,
};
use crate::error::{Problem, Result};
use crate::redact::{Key, Policy, Redactor};
use crate::store::blind::{Guard, Viewer};
use crate::store::connection::copy::{Copied, copy};
use crate::store::connection::doctor::Health;
use crate::store::connection::open_files::OpenFile;
use crate::store::connection::{doctor, open, reading_lock, schema};
use crate::store::journal::event;
use crate::store::query::saved;
use crate::store::query::scan::{self, Source};
use crate::store::query::{facts, filter_sql};
use crate::store::records::blocks::Blocks;
use crate::store::records::find::{ExternalIds, find_all};
use crate::store::records::read::Head;
use crate::store::{codebook, columns, errors, records};
use crate::views::QueueRow;

/// A reading connection. Cheap to make; used by one thread.
pub struct Reader {
    pub(super) conn: Connection,
    pub(super) blocks: Blocks,
    stop: Arc<AtomicBool>,
    pub(super) guard: Guard,
    pub(super) folder: PathBuf,
    /// The private copy that is read where the folder cannot be read in place; kept as long as the reader.
    _copy: Option<tempfile::TempDir>,
    /// After the connection, as it must outlive it.
    _open_file: OpenFile,
}

/// Stops a reader's running query from another thread.
pub struct Interrupt {
    running: rusqlite::InterruptHandle,
    stop: Arc<AtomicBool>,
}

impl Interrupt {
    /// Ends the running query with an error; a later one is not touched.
    pub fn now(&self) {
        self.stop.store(true, Ordering::Relaxed);
        self.running.interrupt();
    }
}

/// Stands in where a workspace has no secret number and may not be written.
static SECRET_OF_THIS_RUN: LazyLock<i64> = LazyLock::new(schema::secret);

impl Reader {
    /// Opens the workspace in `folder` for reading; works on a read-only folder too. What others said of an open blind set is
    /// not shown to `viewer`.
    pub fn open(folder: &Path, viewer: &Viewer) -> Result<Self> {
        let open::Opened { mut conn, copy, open_file } = open::for_reading(folder)?;
        let (blocks, stop) = (Blocks::default(), Arc::new(AtomicBool::new(false)));
        let guard = Guard::new(&mut conn, viewer)?;
        let folder = folder.to_owned();
        let reader = Self { conn, blocks, stop, guard, folder, _copy: copy, _open_file: open_file };
        reader.refresh()?;
        Ok(reader)
    }

    /// Returns a handle that stops the running query.
    pub fn interrupt(&self) -> Interrupt {
        Interrupt { running: self.conn.get_interrupt_handle(), stop: Arc::clone(&self.stop) }
    }

    /// Returns whether the newest walk over records was stopped: what only follows it need not be done.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Begins a walk that [`Interrupt::now`] can stop.
    pub(super) fn source(&self) -> Source<'_> {
        self.stop.store(false, Ordering::Relaxed);
        Source { conn: &self.conn, blocks: &self.blocks, stop: &self.stop }
    }

    /// Makes the redactor of this workspace: two of them give the same person the same number. In a workspace of an older
    /// gemba that may not be written, only those of one run do.
    ///
    /// # Errors
    /// Those of [`Redactor::new`]; store problems as they are.
    pub fn redactor(&self, policy: &Policy) -> Result<Redactor> {
        let mut known = schema::redaction_secret(&self.conn)?;
        if known.is_none()
            && let Ok((conn, _open)) = open::for_writing(&self.folder)
        {
            schema::make_redaction_secret(&conn)?;
            // By the connection that wrote it: this one may be held to an earlier moment.
            known = schema::redaction_secret(&conn)?;
        }
        let secret = known.unwrap_or(*SECRET_OF_THIS_RUN);
        Redactor::new(policy, Key::of(secret))
    }

    /// Returns how many records the workspace holds (a stored count).
    pub fn count(&self) -> Result<u64> {
        records::count(&self.conn)
    }

    /// Walks the records that `filter` holds in import order, until `visit` answers false.
    pub fn each(&self, filter: &Filter, now: Time, visit: &mut dyn FnMut(Record) -> Result<bool>) -> Result<()> {
        self.walk(filter, now, &mut |head| visit(head.record(&self.conn, &self.blocks)?))
    }

    /// Like [`Self::each`], without what was logged: contents are empty, and nothing is unpacked for them.
    pub fn each_head(&self, filter: &Filter, now: Time, visit: &mut dyn FnMut(Record) -> Result<bool>) -> Result<()> {
        self.walk(filter, now, &mut |head| visit(head.without_content()))
    }

    fn walk(&self, filter: &Filter, now: Time, visit: &mut dyn FnMut(Head) -> Result<bool>) -> Result<()> {
        self.refresh()?;
        let filter = saved::expand(&self.conn, filter)?;
        let plan = filter_sql::plan(&filter, now, &codebook::load(&self.conn)?)?;
        let columns = "record.id, record.key, (SELECT name FROM source WHERE source.id = record.source), \
                       record.block, record.offset, record.length";
        scan::each(self.source(), &plan, columns, &mut |row| visit(records::head(row)?))
    }

    /// Returns the queue lines of these records, in the order given, with this reviewer's marks.
    pub fn queue_rows(&self, rows: &[RowId], reviewer: &Name) -> Result<Vec<QueueRow>> {
        let mut select = self.conn.prepare_cached(
            "SELECT record.key, record.preview,
                 (SELECT verdict FROM verdict WHERE verdict.record = record.id AND reviewer = ?2),
                 EXISTS (SELECT 1 FROM tag WHERE tag.record = record.id),
                 (SELECT group_concat(said, ' ') FROM (
                     SELECT 'tag:' || mode AS said FROM tag WHERE tag.record = record.id AND reviewer = ?2
                     UNION SELECT 'not-met:' || criterion FROM grade
                     WHERE grade.record = record.id AND reviewer = ?2 AND answer = 'not-met')),
                 (SELECT replaced FROM verdict WHERE verdict.record = record.id AND reviewer = ?2),
                 record.ts, (SELECT text FROM term WHERE term.id = record.model)
             FROM record WHERE record.id = ?1",
        )?;
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            let line = select.query_row((row.0, reviewer.as_str()), |found| {
                let verdict: Option<String> = found.get(2)?;
                let against: Option<String> = found.get(4)?;
                let replaced: Option<String> = found.get(5)?;
                Ok(QueueRow {
                    row: *row,
                    id: RecordId(found.get(0)?),
                    preview: Untrusted::new(found.get::<_, String>(1)?),
                    time: found.get::<_, Option<i64>>(6)?.map(Time),
                    model: found.get::<_, Option<String>>(7)?.map(Untrusted::new),
                    verdict: verdict.as_deref().and_then(Verdict::from_word),
                    replaced: replaced.as_deref().and_then(Verdict::from_word),
                    tagged: found.get(3)?,
                    // Keys hold no blank.
                    against: against.unwrap_or_default().split_whitespace().map(str::to_owned).collect(),
                })
            });
            let line = line.optional()?;
            lines.push(line.ok_or_else(|| Problem::usage(format!("There is no record in row {}.", row.0)))?);
        }
        Ok(lines)
    }

    /// Reads one record.
    pub fn record(&self, row: RowId) -> Result<Record> {
        records::read::record(&self.conn, &self.blocks, row)
    }

    /// Returns by what the output of each of these records is known as alike, in the order given. Reads every body.
    pub fn alike_keys(&self, rows: &[RowId]) -> Result<Vec<u64>> {
        facts::alike_keys(self.source(), rows)
    }

    /// Reads one record without what was logged: its content is empty.
    pub fn record_head(&self, row: RowId) -> Result<Record> {
        Ok(records::read::one(&self.conn, row)?.without_content())
    }

    /// Reads many things at one time, as they are together: nobody writes in between.
    ///
    /// # Errors
    /// Whatever `read` returns.
    pub fn at_one_time<T>(&self, read: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        // Thousands of lookups find the index of a million records in memory: it takes 35 MB, and of a cache that is
        // smaller lookups in order find nothing.
        self.conn.execute_batch("PRAGMA cache_size=-64000")?;
        let _snapshot = self.snapshot()?;
        read(self)
    }

    /// Returns the record that a unique beginning of its id, or its external id, names.
    ///
    /// # Errors
    /// A `Usage` problem with the candidates when no record, or more than one, is named.
    pub fn find(&self, name: &str) -> Result<(RowId, RecordId)> {
        records::find(&self.conn, name, None)
    }

    /// Returns what [`Self::find`] does, for thousands of names.
    ///
    /// # Errors
    /// For each name as there.
    pub fn find_all(&self, externals: &ExternalIds, names: &[&str]) -> Result<Vec<Result<(RowId, RecordId)>>> {
        find_all(&self.conn, names, externals)
    }

    /// Returns the records of one conversation, in order of time, then import.
    pub fn conversation(&self, conversation: &Untrusted) -> Result<Vec<RowId>> {
        let sql = "SELECT id FROM record WHERE conversation = ?1 ORDER BY ts IS NULL, ts, id";
        self.rows_of(sql, &conversation.raw())
    }

    /// Returns the records with the same input as this one, itself included, in import order.
    pub fn same_input(&self, row: RowId) -> Result<Vec<RowId>> {
        let sql = "SELECT id FROM record WHERE input_key = (SELECT input_key FROM record WHERE id = ?1) ORDER BY id";
        self.rows_of(sql, &row.0)
    }

    fn rows_of(&self, sql: &str, value: &dyn rusqlite::ToSql) -> Result<Vec<RowId>> {
        columns::all(&self.conn, sql, [value], |row| Ok(RowId(row.get(0)?)))
    }

    /// Returns all sources, in the order in which they were imported.
    pub fn sources(&self) -> Result<Vec<crate::domain::Source>> {
        let mut sources = records::sources::all(&self.conn)?;
        for source in sources.iter_mut().filter(|source| source.state == SourceState::Reading) {
            source.is_read_now = reading_lock::is_held(&self.folder, source.id);
        }
        Ok(sources)
    }

    /// Returns all modes, criteria and checks.
    pub fn codebook(&self) -> Result<CodebookView> {
        codebook::view(&self.conn)
    }

    /// Returns the last answer to each suggested check, oldest first.
    pub fn suggestion_answers(&self) -> Result<Vec<SuggestionAnswer>> {
        let sql = "SELECT kind, target, spec, accepted FROM suggestion_answer ORDER BY event, kind, target, spec";
        columns::all(&self.conn, sql, [], |row| {
            let target = columns::target(columns::text(row, 0)?, columns::slug(row, 1)?);
            Ok(SuggestionAnswer { target, spec: columns::spec(columns::text(row, 2)?)?, accepted: row.get(3)? })
        })
    }

    /// Walks the journal, oldest first, with whether each event's group is undone now.
    pub fn events(&self, visit: &mut dyn FnMut(Event, bool) -> Result<bool>) -> Result<()> {
        let source = self.source();
        let mut select = self.conn.prepare(&format!(
            "SELECT event.id, writer.name, event.sequence, event.time, event.reviewer, event.session,
                 coalesce(event.group_id, first.id), event.payload, event.grp IN (SELECT grp FROM undone_group), event.position
             FROM event JOIN writer ON writer.id = event.writer LEFT JOIN event AS first ON first.position = event.grp
             WHERE {} ORDER BY event.position",
            event::KNOWN.replace("entity", "event.entity").replace("payload", "event.payload")
        ))?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            if source.stop.load(Ordering::Relaxed) {
                return Err(errors::stopped());
            }
            let event = Event {
                id: columns::uuid_text(row.get(0)?),
                writer: row.get(1)?,
                sequence: columns::unsigned(row.get(2)?),
                time: Time(row.get(3)?),
                reviewer: columns::reviewer(row, 4)?,
                session: row.get(5)?,
                group: UndoGroup(columns::uuid_text(row.get(6)?)),
                change: event::change(columns::text(row, 7)?, row.get(9)?)?,
            };
            if !visit(event, row.get(8)?)? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Writes the workspace as it is now into a new file that only its owner can read (0600). Others may go on writing.
    ///
    /// # Errors
    /// `Usage` where the file is there already; `Io` where it cannot be written.
    pub fn backup(&self, file: &Path) -> Result<Copied> {
        copy(&self.conn, file)
    }

    /// Checks file, tables and journal: integrity, gapless sequences, tables equal to a rebuild.
    pub fn health(&self) -> Result<Health> {
        doctor::check(&self.folder)
    }
}
