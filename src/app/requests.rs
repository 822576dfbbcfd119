//! Reads and writes that are under way. A reply to a read that nobody waits for any more is dropped.
//!
//! Reads and writes go to different connections, so an answer may be older than a judgement that the screen already
//! shows. Both are numbered from one counter: a read knows which judgements it may have missed, see [`Requests::missed`].

use std::sync::Arc;

use super::message::{Effect, Job, Query, Request, Ticket};
use super::screens::review::Bulk;
use super::writes::Before;
use crate::domain::{Change, CriterionKey, RowId, Sampling, Target, Time};

/// What a read is for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Wanted {
    /// A queue drawn by this filter; the cursor lands on the row, if it is there.
    Queue { filter: String, sampling: Sampling, land: Option<RowId> },
    /// Queue lines of the window.
    Lines,
    /// The record on screen.
    Shown(RowId),
    /// A record that may be next.
    Ahead(RowId),
    /// Modes, criteria, checks.
    Codebook,
    /// Figures.
    Figures,
    /// The record that a typed prefix names.
    Find,
    /// The records an undo touched: go to the first.
    Follow,
    /// The records that a list of ids names, as the new queue, under this title.
    Listed(String),
    /// The lines of marked records that are judged together.
    Bulk(Box<Bulk>),
    /// The records with the same input.
    SameInput,
    /// A record for the Compare screen.
    Compared(RowId),
    /// The checks' tallies.
    Tallies,
    /// The drift of the rubric.
    Drift,
    /// The saturation curve.
    Saturation,
    /// Rates.
    Rates,
    /// What an edit of this criterion's meaning would make stale.
    WouldStale(CriterionKey),
    /// Checks against people.
    Alignment,
    /// Judges against people.
    Judges,
    /// What a check would catch while it is typed.
    Trial,
    /// A stub's preview.
    StubPreview(Target),
    /// Checks to choose from.
    Proposals(Target),
    /// The stub that one of them would give.
    Proposed(Target),
}

impl Wanted {
    /// Whether a newer read of this kind makes the older one useless.
    const fn supersedes(&self) -> bool {
        !matches!(self, Self::Lines | Self::Ahead(_) | Self::Bulk(_) | Self::Compared(_))
    }
}

/// A write whose answer is awaited.
#[derive(Debug)]
pub(super) struct Pending {
    pub(super) ticket: Ticket,
    pub(super) kind: PendingKind,
}

/// What to do with a write's answer.
#[derive(Debug)]
pub(super) enum PendingKind {
    /// Changes that the screen already shows, with what stood before.
    Judge { judged: Judged, before: Box<Before> },
    /// An undo (`true`) or a redo.
    Undo(bool),
    /// Where the session stands.
    Position,
    /// A draft.
    Draft,
    /// A newly drawn queue.
    Session,
}

impl PendingKind {
    /// The write, if a read can miss it.
    fn as_missed(&self) -> Option<UnseenWrite> {
        match self {
            Self::Judge { judged, .. } => Some(UnseenWrite::Judged(judged.clone())),
            Self::Undo(_) => Some(UnseenWrite::Turned),
            Self::Position | Self::Draft | Self::Session => None,
        }
    }
}

/// One group of changes, and when it was made.
#[derive(Debug, Clone)]
pub(super) struct Judged {
    pub(super) changes: Arc<Vec<Change>>,
    pub(super) time: Time,
}

/// A write that the answer of a read may not know of.
#[derive(Debug, Clone)]
pub(super) enum UnseenWrite {
    /// Changes, which can be applied to the answer once more.
    Judged(Judged),
    /// An undo or a redo: only the store knows what stands after it.
    Turned,
}

/// A read under way.
#[derive(Debug)]
pub(super) struct OpenRead {
    request: Request,
    pub(super) wanted: Wanted,
    pub(super) query: Query,
}

/// Open requests and tickets.
#[derive(Debug, Default)]
pub struct Requests {
    last: u64,
    asked: Vec<OpenRead>,
    /// Reads whose answers were too old; they are asked again once nothing is being saved.
    postponed: Vec<OpenRead>,
    pub(super) pending: Vec<Pending>,
    /// Writes that are on disk since the number before them: what a read with a smaller number may have missed.
    settled: Vec<(u64, UnseenWrite)>,
    pub(super) saved_position: Option<RowId>,
    /// Jobs that wait for a write to be saved.
    following: Vec<(Ticket, Job)>,
}

impl Requests {
    /// A fresh number for a read or a write.
    pub(super) fn next(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// Asks for something; an older read of the same kind is called off.
    pub(super) fn ask(&mut self, wanted: Wanted, query: Query, out: &mut Vec<Effect>) {
        if wanted.supersedes() {
            self.cancel(&wanted, out);
        }
        let request = self.next();
        self.asked.push(OpenRead { request, wanted, query: query.clone() });
        out.push(Effect::Read(request, query));
    }

    /// What a reply is for; `None` when nobody waits for it.
    pub(super) fn claim(&mut self, request: Request) -> Option<OpenRead> {
        let at = self.asked.iter().position(|open| open.request == request)?;
        Some(self.asked.swap_remove(at))
    }

    /// The writes that the answer of a read, come just now, may have missed, in order: those that were not known to be
    /// on disk when it was sent.
    pub(super) fn missed(&self, asked: &OpenRead) -> Vec<UnseenWrite> {
        let settled = self.settled.iter().filter(|(at, _)| *at > asked.request).map(|(_, missed)| missed.clone());
        settled.chain(self.pending.iter().filter_map(|write| write.kind.as_missed())).collect()
    }

    /// Asks again, as soon as nothing is being saved.
    pub(super) fn postpone(&mut self, asked: OpenRead, out: &mut Vec<Effect>) {
        self.postponed.push(asked);
        self.ask_postponed(out);
    }

    /// Asks for something that walks all judgements, as soon as none is being saved.
    pub(super) fn ask_when_saved(&mut self, wanted: Wanted, query: Query, out: &mut Vec<Effect>) {
        let request = self.next();
        self.postpone(OpenRead { request, wanted, query }, out);
    }

    /// Asks what was postponed, unless something is being saved.
    pub(super) fn ask_postponed(&mut self, out: &mut Vec<Effect>) {
        if self.is_saving() {
            return;
        }
        for OpenRead { wanted, query, .. } in std::mem::take(&mut self.postponed) {
            self.ask(wanted, query, out);
        }
        let oldest = self.asked.iter().map(|asked| asked.request).min();
        self.settled.retain(|(at, _)| oldest.is_some_and(|oldest| *at > oldest));
    }

    fn waiting(&self) -> impl Iterator<Item = &Wanted> {
        self.asked.iter().chain(&self.postponed).map(|asked| &asked.wanted)
    }

    /// Whether this read is the one that is under way for this.
    pub(super) fn is_for(&self, request: Request, wanted: &Wanted) -> bool {
        self.asked.iter().any(|asked| asked.request == request && asked.wanted == *wanted)
    }

    /// Calls off a read of this kind, if one is under way or postponed.
    pub(super) fn cancel(&mut self, wanted: &Wanted, out: &mut Vec<Effect>) {
        let kind = std::mem::discriminant(wanted);
        let same = |asked: &OpenRead| std::mem::discriminant(&asked.wanted) == kind;
        self.postponed.retain(|asked| !same(asked));
        self.asked.retain(|asked| {
            let same = same(asked);
            if same {
                out.push(Effect::Cancel(asked.request));
            }
            !same
        });
    }

    /// Lets a job follow the newest write, once that is saved.
    pub(super) fn follow_up(&mut self, job: Job) {
        if let Some(write) = self.pending.last() {
            self.following.push((write.ticket, job));
        }
    }

    /// The job that waited for this write.
    pub(super) fn take_following(&mut self, ticket: Ticket) -> Option<Job> {
        let at = self.following.iter().position(|(waits, _)| *waits == ticket)?;
        Some(self.following.swap_remove(at).1)
    }

    /// Whether such a read is under way.
    pub(super) fn waits_for(&self, wanted: &Wanted) -> bool {
        self.waiting().any(|open| open == wanted)
    }

    /// Whether a queue is being drawn.
    #[must_use]
    pub fn is_drawing(&self) -> bool {
        self.waiting().any(|open| matches!(open, Wanted::Queue { .. }))
    }

    /// Whether a judgement on screen is not yet on disk.
    #[must_use]
    pub fn is_saving(&self) -> bool {
        self.pending.iter().any(|write| write.kind.as_missed().is_some())
    }

    /// Takes an awaited write out; reads that were sent before this may have missed it, if it was `written`.
    pub(super) fn settle(&mut self, ticket: Ticket, written: bool) -> Option<PendingKind> {
        let at = self.pending.iter().position(|write| write.ticket == ticket)?;
        let kind = self.pending.remove(at).kind;
        if written
            && !self.asked.is_empty()
            && let Some(missed) = kind.as_missed()
        {
            let now = self.next();
            self.settled.push((now, missed));
        }
        Some(kind)
    }
}
