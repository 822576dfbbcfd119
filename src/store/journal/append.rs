//! Writing the journal: one group of changes, its events and the tables they fold into, in one durable transaction.

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

use crate::domain::event::Applied;
use crate::domain::{Batch, Change, Name, Time, UndoGroup};
use crate::error::{Kind, Problem, Result};
use crate::store::columns;
use crate::store::connection::schema;
use crate::store::journal::event::Line;
use crate::store::journal::resolve::Resolver;
use crate::store::journal::{entity, project, summary};
use crate::store::records::blocks::Blocks;

/// How many records an answer names at most.
const NAMED_RECORDS: usize = 100;

/// A change that was set aside: its place in the batch, and why.
pub type Refused = (usize, Problem);

/// What becomes of changes that cannot, or should not, be written.
pub(crate) enum WriteMode<'a> {
    /// The first one that cannot stand refuses the whole group.
    Atomic,
    /// Those that cannot stand are set aside here.
    PerChange(&'a mut Vec<Refused>),
    /// Verdicts only where this reviewer has none; how many others stand is counted here.
    FillEmpty(&'a mut u64),
}

/// Writes a group, as far as the mode allows.
pub(crate) fn write_group(
    conn: &mut Connection,
    blocks: &Blocks,
    batch: &Batch,
    joined: Option<&UndoGroup>,
    mut mode: WriteMode<'_>,
) -> Result<Applied> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let joined = joined.map(|group| live_group(&tx, group)).transpose()?.flatten();
    let mut journal = JournalWriter::new(&tx, &batch.reviewer, batch.session, batch.time)?;
    journal.group = joined;
    let mut resolver = Resolver { conn: &tx, blocks, reviewer: &batch.reviewer, book: None };
    let mut done = Vec::new();
    for (index, change) in batch.changes.iter().enumerate() {
        let events = resolver.resolve(change);
        let events = match (events, &mut mode) {
            (Ok(events), WriteMode::FillEmpty(left)) if !events.is_empty() && resolver.has_verdict(change)? => {
                **left += 1;
                continue;
            }
            (Ok(events), _) => events,
            (Err(problem), WriteMode::PerChange(refused)) if problem.kind == Kind::Usage => {
                refused.push((index, problem));
                continue;
            }
            (Err(problem), _) => return Err(problem),
        };
        for change in events {
            let line = journal.write(change)?;
            project::fold(&tx, &line)?;
            if entity::is_of_codebook(&line.change) {
                resolver.book = None;
            }
            done.push(line.change);
        }
    }
    let group = journal.group.take();
    drop(journal);
    if done.is_empty() {
        tx.rollback()?;
        return Ok(Applied { summary: "Nothing changed.".to_owned(), ..Applied::default() });
    }
    tx.commit()?;
    Ok(answer(group.map(|(_, group)| group), &done, summary::summary(&done)))
}

/// What is told of a group.
pub(crate) fn answer(group: Option<UndoGroup>, changes: &[Change], summary: String) -> Applied {
    let mut named = Vec::new();
    for record in changes.iter().filter_map(Change::record) {
        if named.len() < NAMED_RECORDS && !named.contains(&record) {
            named.push(record);
        }
    }
    let made = changes.iter().filter_map(entity::made).collect();
    Applied { group, events: changes.len() as u64, summary, records: named, made, unmade: Vec::new() }
}

/// The first position of a group, when it stands; `None` when it is undone.
fn live_group(conn: &Connection, group: &UndoGroup) -> Result<Option<(i64, UndoGroup)>> {
    let sql = "SELECT position, position IN (SELECT grp FROM undone_group) FROM event WHERE id = ?1 AND grp = position";
    let found: Option<(i64, bool)> =
        conn.query_row(sql, [columns::group_id(group)?], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    match found {
        Some((_, true)) => Ok(None),
        Some((position, false)) => Ok(Some((position, group.clone()))),
        None => Err(Problem::usage(format!("`{}` is not an undo group of the journal.", group.0))),
    }
}

/// Writes events of one reviewer, one behind the other.
pub(crate) struct JournalWriter<'a> {
    tx: &'a Transaction<'a>,
    reviewer: &'a Name,
    session: Option<i64>,
    time: Time,
    writer: i64,
    writer_name: String,
    sequence: i64,
    position: i64,
    /// The group, from its first event on.
    pub group: Option<(i64, UndoGroup)>,
}

impl<'a> JournalWriter<'a> {
    pub(crate) fn new(tx: &'a Transaction<'a>, reviewer: &'a Name, session: Option<i64>, time: Time) -> Result<Self> {
        let writer = schema::meta(tx, "writer")?;
        let writer_name = tx.query_row("SELECT name FROM writer WHERE id = ?1", [writer], |row| row.get(0))?;
        let last = "SELECT coalesce(max(sequence), 0) FROM event WHERE writer = ?1";
        let sequence = tx.query_row(last, [writer], |row| row.get(0))?;
        let position = tx.query_row("SELECT coalesce(max(position), 0) FROM event", [], |row| row.get(0))?;
        Ok(Self { tx, reviewer, session, time, writer, writer_name, sequence, position, group: None })
    }

    /// Writes one event.
    pub(crate) fn write(&mut self, change: Change) -> Result<Line> {
        self.sequence += 1;
        self.position += 1;
        let id = event_id(self.time);
        let (grp, group) = self.group.get_or_insert_with(|| (self.position, UndoGroup(id.to_string())));
        let payload = serde_json::to_string(&change).map_err(|error| {
            Problem::io(format!("A judgement cannot be written as JSON: {error}.")).caused_by(error)
        })?;
        let reviewer = self.reviewer.as_str();
        let fields = Fields {
            id: &id.to_string(),
            writer: &self.writer_name,
            sequence: self.sequence,
            time: self.time.0,
            reviewer,
            session: self.session,
            group: &group.0,
            payload: &payload,
        };
        let entity = entity::key(&change, self.reviewer);
        self.tx
            .prepare_cached(
                "INSERT INTO event (position, id, writer, sequence, time, reviewer, session, grp, entity, payload, hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(rusqlite::params![
                self.position,
                id.as_bytes(),
                self.writer,
                self.sequence,
                self.time.0,
                reviewer,
                self.session,
                *grp,
                entity,
                payload,
                fields.hash(),
            ])?;
        for name in entity::names(&change) {
            self.tx
                .prepare_cached("INSERT OR IGNORE INTO event_name (name, event) VALUES (?1, ?2)")?
                .execute((name, self.position))?;
        }
        Ok(Line {
            position: self.position,
            time: self.time.0,
            reviewer: self.reviewer.clone(),
            session: self.session,
            change,
        })
    }
}

/// What an event's hash is taken over.
pub(crate) struct Fields<'a> {
    pub id: &'a str,
    pub writer: &'a str,
    pub sequence: i64,
    pub time: i64,
    pub reviewer: &'a str,
    pub session: Option<i64>,
    pub group: &'a str,
    pub payload: &'a str,
}

impl Fields<'_> {
    /// blake3 over all fields, each behind its length.
    pub(crate) fn hash(&self) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        let session = self.session.map(|session| session.to_string()).unwrap_or_default();
        let (sequence, time) = (self.sequence.to_string(), self.time.to_string());
        for field in [self.id, self.writer, &sequence, &time, self.reviewer, &session, self.group, self.payload] {
            hasher.update(&(field.len() as u64).to_le_bytes());
            hasher.update(field.as_bytes());
        }
        *hasher.finalize().as_bytes()
    }
}

fn event_id(time: Time) -> uuid::Uuid {
    let millis = columns::unsigned(time.0);
    let nanos = u32::try_from(millis % 1000).unwrap_or_default() * 1_000_000;
    uuid::Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, millis / 1000, nanos))
}
