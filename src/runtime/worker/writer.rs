//! The writing thread: owns the only writing connection and answers each write, in order, once it is durable.

use std::path::PathBuf;
use std::sync::mpsc::Receiver;

use super::thread::{guarded, post};
use crate::app::message::{Message, Ticket, Write};
use crate::domain::{Applied, Batch, Name, Queue, Sampling, Session, Time, UndoGroup};
use crate::error::Result;
use crate::runtime::launch::Launch;
use crate::runtime::mailbox::Mailbox;
use crate::store::{self, Draft, Writer};

/// One write on its way.
pub(super) struct PendingWrite {
    pub(super) ticket: Ticket,
    pub(super) write: Write,
    pub(super) time: Time,
}

/// The state of the writing thread.
pub(super) struct WriterThread {
    workspace: PathBuf,
    reviewer: Name,
    /// The sessions that two reviewers at this terminal vote in.
    votes_in: Vec<(Name, i64)>,
    mailbox: Mailbox,
    writer: Option<Writer>,
    session: Option<i64>,
    /// The group that was judged last.
    group: Option<UndoGroup>,
    /// What the first queue was drawn from, for a session that begins with a judgement.
    filter: String,
    sampling: Sampling,
}

impl WriterThread {
    pub(super) fn new(launch: &Launch, mailbox: Mailbox) -> Self {
        Self {
            workspace: launch.workspace.clone(),
            reviewer: launch.start.writes_as().clone(),
            votes_in: launch.start.pair.as_ref().map(|pair| pair.sessions.clone()).unwrap_or_default(),
            mailbox,
            writer: None,
            session: launch.session,
            group: launch.start.waiting_group(),
            filter: launch.start.filter.clone(),
            sampling: launch.start.sampling,
        }
    }

    /// Writes until the sending end is closed and everything sent is written.
    pub(super) fn work(mut self, writes: &Receiver<PendingWrite>) {
        while let Ok(first) = writes.recv() {
            let mut waiting = vec![first];
            waiting.extend(writes.try_iter());
            for (tickets, pending) in coalesce(waiting) {
                let answer = guarded("saving", || self.write(pending.write, pending.time));
                for ticket in tickets {
                    post(&self.mailbox, Message::Written(ticket, answer.clone()));
                }
            }
        }
    }

    fn write(&mut self, write: Write, now: Time) -> Result<Applied> {
        // A workspace that was locked or read-only a moment ago may have become writable.
        let mut writer = match self.writer.take() {
            Some(writer) => writer,
            // Reading is no failure where the place in a session cannot be kept.
            None if is_of_reading(&write) && store::is_only_read(&self.workspace) => return Ok(Applied::default()),
            None => Writer::open(&self.workspace)?,
        };
        let done = self.write_with(&mut writer, write, now);
        self.writer = Some(writer);
        done.map(|applied| Applied { session: self.session, ..applied })
    }

    fn write_with(&mut self, writer: &mut Writer, write: Write, now: Time) -> Result<Applied> {
        match write {
            Write::Judge(changes) => {
                let session = Some(self.session(writer, now)?);
                self.group = None;
                let batch = Batch { reviewer: self.reviewer.clone(), session, time: now, changes };
                let applied = writer.append(&batch)?;
                self.group.clone_from(&applied.group);
                Ok(applied)
            }
            Write::Vote(reviewer, changes) => {
                let session = self.votes_in.iter().find(|(name, _)| *name == reviewer).map(|(_, session)| *session);
                writer.append(&Batch { reviewer, session, time: now, changes })
            }
            Write::Extend(changes) => {
                let session = Some(self.session(writer, now)?);
                let batch = Batch { reviewer: self.reviewer.clone(), session, time: now, changes };
                writer.append_to(&batch, self.group.as_ref())
            }
            Write::Undo => writer.undo(&self.reviewer, self.session, now),
            Write::Redo => writer.redo(&self.reviewer, self.session, now),
            Write::Position(place) => {
                let session = self.session(writer, now)?;
                writer.save_position(session, place).map(|()| Applied::default())
            }
            Write::Draft(row, purpose, text, is_aside) => {
                let draft = Draft { row, purpose, text: text.into(), is_aside };
                writer.save_draft(&self.reviewer, &draft).map(|()| Applied::default())
            }
            Write::End => {
                let session = self.session(writer, now)?;
                writer.keep_end(session, now).map(|()| Applied::default())
            }
            Write::Resume(session) => {
                self.session = Some(session);
                Ok(Applied::default())
            }
            Write::Session(filter, sampling, queue) => {
                self.session = Some(self.begin_session(writer, filter, sampling, queue, now)?);
                Ok(Applied::default())
            }
        }
    }

    /// Returns the running session; the first thing done in it begins it.
    fn session(&mut self, writer: &mut Writer, now: Time) -> Result<i64> {
        if let Some(session) = self.session {
            return Ok(session);
        }
        let begun = self.begin_session(writer, self.filter.clone(), self.sampling, Queue::default(), now)?;
        self.session = Some(begun);
        Ok(begun)
    }

    fn begin_session(
        &self,
        writer: &mut Writer,
        filter: String,
        sampling: Sampling,
        queue: Queue,
        now: Time,
    ) -> Result<i64> {
        // A queue of everything is drawn anew when the session goes on.
        let everything = sampling.is_whole();
        let mut session = Session::begun(&self.reviewer, filter, sampling, queue, now);
        if everything {
            session.queue = Vec::new();
        }
        writer.start_session(&session)
    }
}

/// Whether the write says only where somebody reads.
const fn is_of_reading(write: &Write) -> bool {
    match write {
        Write::Position(_) | Write::Session(..) | Write::Resume(_) | Write::End => true,
        Write::Judge(_) | Write::Vote(..) | Write::Extend(_) | Write::Undo | Write::Redo | Write::Draft(..) => false,
    }
}

/// Keeps, of several waiting positions or drafts of one text, only the last; its answer counts for all of them.
fn coalesce(waiting: Vec<PendingWrite>) -> Vec<(Vec<Ticket>, PendingWrite)> {
    let mut left: Vec<(Vec<Ticket>, PendingWrite)> = Vec::new();
    for order in waiting {
        // Not past a new session: a position belongs to the session that was open.
        let since = left
            .iter()
            .rposition(|(_, other)| matches!(other.write, Write::Session(..) | Write::Resume(_)))
            .map_or(0, |at| at + 1);
        let older = left.iter().skip(since).position(|(_, other)| replaces(&order.write, &other.write));
        let mut tickets = older.map_or_else(Vec::new, |at| left.remove(since + at).0);
        tickets.push(order.ticket);
        left.push((tickets, order));
    }
    left
}

/// Whether the newer write replaces the older one.
fn replaces(newer: &Write, older: &Write) -> bool {
    match (newer, older) {
        (Write::Position(_), Write::Position(_)) => true,
        (Write::Draft(row, purpose, ..), Write::Draft(other, what, ..)) => (row, purpose) == (other, what),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ReadingPlace, RowId};

    fn order(ticket: Ticket, write: Write) -> PendingWrite {
        PendingWrite { ticket, write, time: Time(0) }
    }

    fn shape(waiting: Vec<PendingWrite>) -> Vec<(Vec<Ticket>, Write)> {
        coalesce(waiting).into_iter().map(|(tickets, order)| (tickets, order.write)).collect()
    }

    #[test]
    fn only_the_last_draft_and_position_are_written_and_all_are_answered() {
        let draft = |text: &str| Write::Draft(RowId(1), "note".into(), text.into(), false);
        let other = || Write::Draft(RowId(2), "note".into(), "else".into(), false);
        assert_eq!(
            shape(vec![
                order(1, draft("h")),
                order(2, Write::Position(ReadingPlace::top_of(RowId(1)))),
                order(3, draft("he")),
                order(4, Write::Judge(Vec::new())),
                order(7, other()),
                order(5, draft("hel")),
                order(6, Write::Position(ReadingPlace::top_of(RowId(2)))),
            ]),
            vec![
                (vec![4], Write::Judge(Vec::new())),
                (vec![7], other()),
                (vec![1, 3, 5], draft("hel")),
                (vec![2, 6], Write::Position(ReadingPlace::top_of(RowId(2)))),
            ]
        );
    }

    #[test]
    fn a_position_stays_with_its_session() {
        let session = || Write::Session(String::new(), Sampling::default(), Queue::default());
        let shaped = shape(vec![
            order(1, Write::Position(ReadingPlace::top_of(RowId(1)))),
            order(2, session()),
            order(3, Write::Position(ReadingPlace::top_of(RowId(9)))),
        ]);
        assert_eq!(shaped.iter().map(|(tickets, _)| tickets.clone()).collect::<Vec<_>>(), [vec![1], vec![2], vec![3]]);
    }
}
