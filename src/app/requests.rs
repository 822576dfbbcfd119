//! Reads and writes that are under way. The reply to a read that was cancelled or superseded is dropped.
//!
//! Reads and writes go to different connections, so an answer may be older than a judgement that the screen already
//! shows. Both are numbered from one counter: a read knows which judgements it may have missed, see [`Requests::missed`].

use std::sync::Arc;

use super::message::{Effect, Job, Request, Ticket, Write};
use crate::domain::{Asked, Change, CodebookView, Judgements, ReadingPlace, RowId, Time};
use crate::views::{QueueRow, Read};

/// What the screen showed before a write.
#[derive(Debug, Default)]
pub(crate) struct Before {
    pub(crate) codebook: Option<CodebookView>,
    pub(crate) views: Vec<(RowId, Judgements)>,
    pub(crate) lines: Vec<QueueRow>,
}

/// A write whose answer is awaited.
#[derive(Debug)]
pub(crate) struct Pending {
    pub(crate) ticket: Ticket,
    pub(crate) kind: PendingKind,
}

/// What to do with a write's answer.
#[derive(Debug)]
pub(crate) enum PendingKind {
    /// Changes that the screen already shows, with what it showed before.
    Judge { judged: Judged, before: Box<Before> },
    /// A blind vote of one of two reviewers at this terminal, which the screen does not show.
    Vote { row: RowId, seat: usize },
    /// A note of two reviewers at this terminal, after the reveal.
    SharedNote,
    /// An undo (`true`) or a redo.
    Undo(bool),
    /// Where the session is read.
    Position,
    /// A draft.
    Draft,
    /// A newly drawn queue.
    Session,
    /// That the end was shown.
    End,
}

impl PendingKind {
    /// Returns the write, if a read can miss it.
    fn as_missed(&self) -> Option<UnseenWrite> {
        match self {
            Self::Judge { judged, .. } => Some(UnseenWrite::Judged(judged.clone())),
            Self::Undo(_) => Some(UnseenWrite::Turned),
            Self::Vote { .. } | Self::SharedNote | Self::Position | Self::Draft | Self::Session | Self::End => None,
        }
    }
}

/// One group of changes, and when it was made.
#[derive(Debug, Clone)]
pub(crate) struct Judged {
    pub(crate) changes: Arc<Vec<Change>>,
    pub(crate) time: Time,
}

/// A write that the answer of a read may not know of.
#[derive(Debug, Clone)]
pub(crate) enum UnseenWrite {
    /// Changes, which can be applied to the answer once more.
    Judged(Judged),
    /// An undo or a redo: only the store knows what holds after it.
    Turned,
}

/// A read under way.
#[derive(Debug)]
pub(crate) struct OpenRead {
    request: Request,
    pub(crate) read: Read,
}

/// Open requests and tickets.
#[derive(Debug, Default)]
pub struct Requests {
    last: u64,
    asked: Vec<OpenRead>,
    /// Reads whose answers were too old; they are asked again once nothing is being saved.
    postponed: Vec<OpenRead>,
    pub(crate) pending: Vec<Pending>,
    /// The known answers of the session: reads find nothing of them but what was said in it.
    pub(crate) gold: Asked,
    /// Writes that are on disk since the number before them: what a read with a smaller number may have missed.
    acknowledged: Vec<(u64, UnseenWrite)>,
    pub(crate) saved_position: Option<ReadingPlace>,
    /// Jobs that wait for a write to be saved.
    following: Vec<(Ticket, Job)>,
}

impl Requests {
    /// Returns a fresh number for a read or a write.
    pub(crate) fn next(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// Sends a write whose answer is awaited.
    pub(crate) fn send(&mut self, kind: PendingKind, write: Write, out: &mut Vec<Effect>) {
        let ticket = self.next();
        if matches!(kind, PendingKind::Session) {
            // The new one has no place yet.
            self.saved_position = None;
        }
        self.pending.push(Pending { ticket, kind });
        out.push(Effect::Write(ticket, write));
    }

    /// Sends a read; cancels the older ones that it supersedes.
    pub(crate) fn ask(&mut self, read: Read, out: &mut Vec<Effect>) {
        self.cancel(|older| read.supersedes(older), out);
        let read = read.asking(&self.gold);
        let request = self.next();
        self.asked.push(OpenRead { request, read: read.clone() });
        out.push(Effect::Read(request, read));
    }

    /// Returns the read that a reply answers; `None` where it was cancelled or superseded.
    pub(crate) fn claim(&mut self, request: Request) -> Option<OpenRead> {
        let at = self.asked.iter().position(|open| open.request == request)?;
        Some(self.asked.swap_remove(at))
    }

    /// Returns the writes that the answer of a read, come just now, may have missed, in order: those that were not
    /// known to be on disk when it was sent.
    pub(crate) fn missed(&self, asked: &OpenRead) -> Vec<UnseenWrite> {
        let acknowledged =
            self.acknowledged.iter().filter(|(at, _)| *at > asked.request).map(|(_, missed)| missed.clone());
        acknowledged.chain(self.pending.iter().filter_map(|write| write.kind.as_missed())).collect()
    }

    /// Asks again, as soon as nothing is being saved.
    pub(crate) fn postpone(&mut self, asked: OpenRead, out: &mut Vec<Effect>) {
        self.postponed.push(asked);
        self.ask_postponed(out);
    }

    /// Sends a read that walks all judgements, as soon as none is being saved.
    pub(crate) fn ask_when_saved(&mut self, read: Read, out: &mut Vec<Effect>) {
        let request = self.next();
        self.postpone(OpenRead { request, read }, out);
    }

    /// Sends the postponed reads, unless something is being saved.
    pub(crate) fn ask_postponed(&mut self, out: &mut Vec<Effect>) {
        if self.is_saving() {
            return;
        }
        for postponed in std::mem::take(&mut self.postponed) {
            self.ask(postponed.read, out);
        }
        let oldest = self.asked.iter().map(|asked| asked.request).min();
        self.acknowledged.retain(|(at, _)| oldest.is_some_and(|oldest| *at > oldest));
    }

    /// Returns the read of a request that is under way.
    pub(crate) fn open(&self, request: Request) -> Option<&Read> {
        self.asked.iter().find(|asked| asked.request == request).map(|asked| &asked.read)
    }

    /// Answers whether this request is under way for such a read.
    pub(crate) fn is_for(&self, request: Request, is_meant: impl Fn(&Read) -> bool) -> bool {
        self.asked.iter().any(|asked| asked.request == request && is_meant(&asked.read))
    }

    /// Cancels the reads of this kind that are under way or postponed.
    pub(crate) fn cancel(&mut self, is_meant: impl Fn(&Read) -> bool, out: &mut Vec<Effect>) {
        self.postponed.retain(|asked| !is_meant(&asked.read));
        self.asked.retain(|asked| {
            let is_meant = is_meant(&asked.read);
            if is_meant {
                out.push(Effect::Cancel(asked.request));
            }
            !is_meant
        });
    }

    /// Lets a job follow the newest write, once that is saved.
    pub(crate) fn follow_up(&mut self, job: Job) {
        if let Some(write) = self.pending.last() {
            self.following.push((write.ticket, job));
        }
    }

    /// Returns the job that waited for this write.
    pub(crate) fn take_following(&mut self, ticket: Ticket) -> Option<Job> {
        let at = self.following.iter().position(|(waits, _)| *waits == ticket)?;
        Some(self.following.swap_remove(at).1)
    }

    /// Answers whether such a read is under way or postponed.
    pub(crate) fn waits_for(&self, is_meant: impl Fn(&Read) -> bool) -> bool {
        self.asked.iter().chain(&self.postponed).any(|asked| is_meant(&asked.read))
    }

    /// Returns the filter of the queue that is being drawn.
    pub fn drawing(&self) -> Option<&str> {
        self.asked.iter().chain(&self.postponed).find_map(|asked| match &asked.read {
            Read::Queue { text, .. } => Some(text.as_str()),
            _ => None,
        })
    }

    /// Answers whether a queue is being drawn.
    pub fn is_drawing(&self) -> bool {
        self.waits_for(|read| matches!(read, Read::Queue { .. }))
    }

    /// Answers whether every read and write is answered.
    pub(crate) const fn is_settled(&self) -> bool {
        self.asked.is_empty() && self.postponed.is_empty() && self.pending.is_empty()
    }

    /// Answers whether a judgement on screen is not yet on disk.
    pub fn is_saving(&self) -> bool {
        self.pending.iter().any(|write| write.kind.as_missed().is_some())
    }

    /// Takes the answer of an awaited write; reads that were sent before this may have missed it, if it was `written`.
    pub(crate) fn acknowledge(&mut self, ticket: Ticket, written: bool) -> Option<PendingKind> {
        let at = self.pending.iter().position(|write| write.ticket == ticket)?;
        let kind = self.pending.remove(at).kind;
        if written
            && !self.asked.is_empty()
            && let Some(missed) = kind.as_missed()
        {
            let now = self.next();
            self.acknowledged.push((now, missed));
        }
        Some(kind)
    }
}
