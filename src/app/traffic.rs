//! Reads and writes that are under way. A reply to a read that nobody waits for any more is dropped.

use super::message::{Effect, Query, Request, Ticket};
use super::review::Bulk;
use super::writes::Before;
use crate::domain::{Change, Row, Sampling, Target};

/// What a read is for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Wanted {
    /// A queue drawn by this filter; the cursor lands on the row, if it is there.
    Queue { filter: String, sampling: Sampling, land: Option<Row> },
    /// Queue lines of the window.
    Lines,
    /// The record on screen.
    Shown(Row),
    /// A record that may be next.
    Ahead(Row),
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
    Compared(Row),
    /// The checks' tallies.
    Tallies,
    /// The drift of the rubric.
    Drift,
    /// The saturation curve.
    Saturation,
    /// Rates.
    Rates,
    /// Checks against people.
    Alignment,
    /// What a check would catch while it is typed.
    Trial,
    /// A stub's preview.
    StubPreview(Target),
}

impl Wanted {
    /// Whether a newer read of this kind makes the older one useless.
    const fn stands_alone(&self) -> bool {
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
    Judge { changes: Vec<Change>, before: Box<Before> },
    /// An undo (`true`) or a redo.
    Undo(bool),
    /// Where the session stands.
    Position,
    /// A draft.
    Draft,
    /// A newly drawn queue.
    Session,
}

/// Open requests and tickets.
#[derive(Debug, Default)]
pub struct Traffic {
    last: u64,
    wanted: Vec<(Request, Wanted)>,
    pub(super) pending: Vec<Pending>,
    pub(super) saved_position: Option<Row>,
}

impl Traffic {
    /// A fresh number for a read or a write.
    pub(super) fn next(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// Asks for something; an older read of the same kind is called off.
    pub(super) fn ask(&mut self, wanted: Wanted, query: Query, out: &mut Vec<Effect>) {
        if wanted.stands_alone() {
            let kind = std::mem::discriminant(&wanted);
            self.wanted.retain(|(request, old)| {
                let superseded = std::mem::discriminant(old) == kind;
                if superseded {
                    out.push(Effect::Cancel(*request));
                }
                !superseded
            });
        }
        let request = self.next();
        self.wanted.push((request, wanted));
        out.push(Effect::Read(request, query));
    }

    /// What a reply is for; `None` when nobody waits for it.
    pub(super) fn claim(&mut self, request: Request) -> Option<Wanted> {
        let at = self.wanted.iter().position(|(open, _)| *open == request)?;
        Some(self.wanted.swap_remove(at).1)
    }

    /// Whether such a read is under way.
    pub(super) fn waits_for(&self, wanted: &Wanted) -> bool {
        self.wanted.iter().any(|(_, open)| open == wanted)
    }

    /// Whether a queue is being drawn.
    #[must_use]
    pub fn is_drawing(&self) -> bool {
        self.wanted.iter().any(|(_, open)| matches!(open, Wanted::Queue { .. }))
    }

    /// Whether a judgement on screen is not yet on disk.
    #[must_use]
    pub fn is_saving(&self) -> bool {
        self.pending.iter().any(|write| matches!(write.kind, PendingKind::Judge { .. } | PendingKind::Undo(_)))
    }

    /// Takes an awaited write out.
    pub(super) fn settle(&mut self, ticket: Ticket) -> Option<PendingKind> {
        let at = self.pending.iter().position(|write| write.ticket == ticket)?;
        Some(self.pending.remove(at).kind)
    }
}
