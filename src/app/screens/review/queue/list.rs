//! The queue: its records in reading order, the cursor, the marks, and the lines known of it.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::alike::Alike;
use crate::app::Screen;
use crate::app::screens::review::regrade::Round;
use crate::domain::{Asked, Queue, RecordId, RowId, Sampling, Target, Untrusted};
use crate::views::QueueRow;

/// Lines kept at most; beyond it those far from the cursor are forgotten.
const LINES_AT_MOST: usize = 4_000;

/// What led to a list of chosen records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A check: records that it catches, misses or wrongly rejects.
    Check,
    /// A judge: records where it and people disagree.
    Judge {
        /// The judge.
        judge: Untrusted,
        /// What it judges.
        target: Option<Target>,
    },
    /// A record of the queue that is gone back to: those whose outputs are alike.
    Alike,
    /// A filter: what the queue below holds of it.
    View,
    /// A key: every record there is.
    All,
    /// A line of a list on this screen.
    Line(Screen),
}

/// A queue and the cursor in it. Lines are known only where someone looked.
#[derive(Debug, Default)]
pub struct QueueList {
    /// The filter as typed.
    pub filter: String,
    /// How it was drawn.
    pub sampling: Sampling,
    /// What a list of chosen records is called instead of a filter: `missed by too-short-min-length`.
    pub title: Option<String>,
    /// What led to that list, where the way back is short.
    pub origin: Option<Origin>,
    /// The records.
    pub queue: Queue,
    /// Whether these are the first records only, and the others are still being counted.
    pub is_counting: bool,
    /// Whether it was drawn at all.
    pub drawn: bool,
    /// The index of the current record.
    pub cursor: usize,
    /// Which of its records are alike, once that was looked for.
    pub alike: Option<Alike>,
    /// Whether that was asked already.
    pub(crate) asked_alike: bool,
    /// The marked records.
    pub marks: BTreeSet<RowId>,
    /// The records that the filter does not hold.
    guests: BTreeSet<RowId>,
    /// The last row that was taken into account: of the queue, or of the workspace when it was last asked what came in.
    pub(crate) last: RowId,
    /// The first index in view.
    pub top: usize,
    lines: HashMap<RowId, QueueRow>,
    asked: BTreeSet<RowId>,
}

/// A queue that comes back as it was, with its questions where it is a round.
#[derive(Debug)]
pub(crate) struct KeptQueue {
    pub(crate) list: QueueList,
    pub(crate) round: Option<Round>,
}

/// The session that a round was begun in.
#[derive(Debug)]
pub(crate) struct SessionBefore {
    pub(crate) number: i64,
    /// Whether its end was shown.
    pub(crate) has_ended: bool,
    pub(crate) list: QueueList,
    /// The queues that it lies over.
    pub(crate) below: Vec<KeptQueue>,
    /// The known answers among its records.
    pub(crate) gold: Asked,
}

impl QueueList {
    pub(crate) fn new(filter: String, sampling: Sampling) -> Self {
        Self { filter, sampling, ..Self::default() }
    }

    /// Makes the queue one of a filter again.
    pub(crate) fn forget_title(&mut self) {
        self.title = None;
        self.origin = None;
    }

    /// Returns the record under the cursor.
    pub fn row(&self) -> Option<RowId> {
        self.queue.rows.get(self.cursor).copied()
    }

    /// Returns the record above one that is under the cursor or the next.
    pub(crate) fn before(&self, row: RowId) -> Option<RowId> {
        let at = if self.row() == Some(row) { self.cursor.checked_sub(1)? } else { self.cursor };
        self.queue.rows.get(at).copied().filter(|before| *before != row)
    }

    /// Returns the record under the cursor, or the last one above that is none of the guests.
    pub(crate) fn own_row(&self) -> Option<RowId> {
        let upwards = self.queue.rows.get(..=self.cursor).unwrap_or(&self.queue.rows).iter().rev();
        upwards.chain(&self.queue.rows).find(|row| !self.guests.contains(row)).copied()
    }

    /// Returns how many records it holds.
    pub fn len(&self) -> usize {
        self.queue.rows.len()
    }

    /// Answers whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.queue.rows.is_empty()
    }

    /// Returns the line of a record, if it was read.
    pub fn line(&self, row: RowId) -> Option<&QueueRow> {
        self.lines.get(&row)
    }

    /// Returns the indexes in view, so many rows high.
    pub fn window(&self, height: usize) -> Range<usize> {
        let end = (self.top + height).min(self.len());
        self.top.min(end)..end
    }

    /// Moves the view so that the cursor is in it, with two lines around where there is room.
    pub(crate) fn follow_cursor(&mut self, height: usize) {
        let around = if height > 6 { 2 } else { 0 };
        let lowest = self.cursor.saturating_sub(around);
        let highest = (self.cursor + around + 1).saturating_sub(height);
        self.top = self.top.clamp(highest.min(lowest), lowest.max(highest));
        self.top = self.top.min(self.len().saturating_sub(height));
    }

    /// Takes a new queue; the cursor goes to the record, or to the one that follows it where all are read in their order.
    pub(crate) fn replace(&mut self, queue: Queue, land: Option<RowId>) {
        let rows = &queue.rows;
        let is_in_order = self.sampling.is_whole() && self.title.is_none();
        let after = |row: RowId| rows.iter().position(|own| *own > row).unwrap_or(rows.len().saturating_sub(1));
        let land_at = |row: RowId| {
            let found = rows.iter().position(|own| *own == row);
            found.or_else(|| (is_in_order && rows.is_sorted()).then(|| after(row)))
        };
        self.cursor = land.and_then(land_at).unwrap_or(0);
        self.guests.clear();
        self.last = queue.rows.iter().copied().max().unwrap_or_default();
        self.queue = queue;
        self.is_counting = false;
        (self.alike, self.asked_alike) = (None, false);
        self.drawn = true;
        self.top = 0;
        self.marks.clear();
        self.forget_lines();
    }

    /// Goes to a record; answers whether it is in the queue. One that stood behind another of its kind takes its place.
    pub(crate) fn go_to(&mut self, row: RowId) -> bool {
        if let Some(alike) = &mut self.alike {
            alike.bring_forward(row, &mut self.queue.rows);
        }
        let found = self.queue.rows.iter().position(|own| *own == row);
        if let Some(at) = found {
            self.cursor = at;
        }
        found.is_some()
    }

    /// Puts a record that the filter does not hold behind the cursor, and goes there; returns its place.
    pub(crate) fn invite(&mut self, row: RowId) -> usize {
        let at = (self.cursor + 1).min(self.len());
        self.queue.rows.insert(at, row);
        self.guests.insert(row);
        self.cursor = at;
        at
    }

    /// Adds records that were found since, at the end.
    pub(crate) fn add_hits(&mut self, found: Vec<RowId>) {
        let new: Vec<RowId> = found.into_iter().filter(|row| !self.queue.rows.contains(row)).collect();
        self.queue.rows.extend(new);
        self.queue.population = self.queue.rows.len() as u64;
    }

    /// Answers whether some line of a window is neither known nor asked for.
    pub(crate) fn missing_in(&self, window: Range<usize>) -> bool {
        let rows = self.queue.rows.get(window).unwrap_or_default();
        rows.iter().any(|row| !self.lines.contains_key(row) && !self.asked.contains(row))
    }

    /// Returns the records of a window whose lines are neither known nor asked for; they count as asked from now on.
    pub(crate) fn missing(&mut self, window: Range<usize>) -> Vec<RowId> {
        let rows = self.queue.rows.get(window).unwrap_or_default();
        let missing: Vec<RowId> =
            rows.iter().filter(|row| !self.lines.contains_key(row) && !self.asked.contains(row)).copied().collect();
        self.asked.extend(&missing);
        missing
    }

    /// Takes lines that were read.
    pub(crate) fn take_lines(&mut self, lines: Vec<QueueRow>) {
        if self.lines.len() + lines.len() > LINES_AT_MOST {
            self.forget_lines();
        }
        for line in lines {
            self.asked.remove(&line.row);
            self.lines.insert(line.row, line);
        }
    }

    /// Forgets what is known of lines, so that the window is read anew.
    pub(crate) fn forget_lines(&mut self) {
        self.lines.clear();
        self.asked.clear();
    }

    /// Returns the window's records, whose lines are to be read anew and shown as they were until then.
    pub(crate) fn reread(&mut self, window: Range<usize>) -> Vec<RowId> {
        let rows = self.queue.rows.get(window).unwrap_or_default().to_vec();
        let kept: BTreeSet<RowId> = rows.iter().copied().collect();
        self.lines.retain(|row, _| kept.contains(row));
        self.asked.extend(&kept);
        rows
    }

    /// Returns all known lines, to change them.
    pub(crate) fn lines_mut(&mut self) -> impl Iterator<Item = &mut QueueRow> {
        self.lines.values_mut()
    }

    /// Returns the place of a record whose line is known.
    pub fn row_of(&self, id: RecordId) -> Option<RowId> {
        self.lines.values().find(|line| line.id == id).map(|line| line.row)
    }

    /// Returns how many other records of the queue are alike to this one, as far as that is known.
    pub fn alike_to(&self, row: RowId) -> usize {
        self.alike.as_ref().map_or(0, |alike| alike.group(row).len().saturating_sub(1))
    }

    /// Puts alike records behind one of them; the cursor stays on its record.
    pub(crate) fn fold_alike(&mut self, mut alike: Alike) {
        let row = self.row();
        alike.fold(&mut self.queue.rows, row);
        self.cursor = row.and_then(|row| self.queue.rows.iter().position(|own| *own == row)).unwrap_or(0);
        self.alike = Some(alike);
    }
}
