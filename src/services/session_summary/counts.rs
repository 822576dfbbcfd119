//! Counts how verdicts fell in sessions: all verdicts are read once, however many sessions there are.

use std::collections::{HashMap, HashSet};

use crate::domain::{Name, RowId, Session, Time, Verdict};
use crate::error::Result;
use crate::store::Reader;
use crate::views::VerdictCounts;

/// The verdicts of one reviewer.
#[derive(Debug, Default)]
struct OfReviewer {
    by_row: HashMap<RowId, (Time, Verdict)>,
    /// In the order of time.
    by_time: Vec<(Time, Verdict)>,
}

/// Everyone's verdicts, and when each session was followed by the reviewer's next one.
#[derive(Debug)]
pub(super) struct Verdicts {
    reviewers: HashMap<Name, OfReviewer>,
    ends: HashMap<i64, Time>,
}

impl Verdicts {
    /// Reads them.
    pub(super) fn read(reader: &Reader, sessions: &[Session]) -> Result<Self> {
        let mut reviewers: HashMap<Name, OfReviewer> = HashMap::new();
        for (row, view) in reader.verdicts()? {
            let own = reviewers.entry(view.reviewer).or_default();
            own.by_row.insert(row, (view.time, view.verdict));
            own.by_time.push((view.time, view.verdict));
        }
        for own in reviewers.values_mut() {
            own.by_time.sort_unstable_by_key(|(time, _)| *time);
        }
        // From the newest session on: the earliest start behind each.
        let mut next: HashMap<&Name, Time> = HashMap::new();
        let mut ends = HashMap::new();
        for session in sessions.iter().rev() {
            let start = next.entry(&session.reviewer).or_insert(Time(i64::MAX));
            if *start != Time(i64::MAX) {
                ends.insert(session.id, *start);
            }
            *start = session.started.min(*start);
        }
        Ok(Self { reviewers, ends })
    }

    /// Returns a reviewer's verdict on a record.
    pub(super) fn of(&self, reviewer: &Name, row: RowId) -> Option<Verdict> {
        self.reviewers.get(reviewer)?.by_row.get(&row).map(|(_, verdict)| *verdict)
    }

    /// Returns when the reviewer's next session began.
    pub(super) fn end_of(&self, session: &Session) -> Option<Time> {
        self.ends.get(&session.id).copied()
    }

    /// Returns how the reviewer's verdicts fell in a session: of what was drawn all that is judged by now, of what is read
    /// whole what was judged from its start to that of the reviewer's next session.
    pub(super) fn count(&self, session: &Session) -> VerdictCounts {
        let mut counts = VerdictCounts::default();
        let Some(own) = self.reviewers.get(&session.reviewer) else { return counts };
        if session.queue.is_empty() {
            let from = own.by_time.partition_point(|(time, _)| *time < session.started);
            let end = self.end_of(session);
            let until = end.map_or(own.by_time.len(), |end| own.by_time.partition_point(|(time, _)| *time < end));
            own.by_time.get(from..until).unwrap_or_default().iter().for_each(|(_, verdict)| counts.count(*verdict));
        } else {
            let drawn: HashSet<RowId> = session.queue.iter().copied().collect();
            drawn.iter().filter_map(|row| own.by_row.get(row)).for_each(|(_, verdict)| counts.count(*verdict));
        }
        counts
    }

    /// Returns whether the reviewer judged anything in a session: what was judged before it began is another's work, though
    /// it may have been drawn once more.
    fn is_worked(&self, session: &Session) -> bool {
        let drawn = |own: &OfReviewer| {
            let mut times = session.queue.iter().filter_map(|row| own.by_row.get(row));
            times.any(|(time, _)| *time >= session.started)
        };
        match self.reviewers.get(&session.reviewer) {
            Some(own) if !session.queue.is_empty() => drawn(own),
            _ => self.count(session).done() > 0,
        }
    }
}

/// Returns the numbers of those sessions in which their reviewer judged anything; `all` are the sessions of the workspace.
///
/// # Errors
/// Store problems as they are.
pub fn worked(reader: &Reader, all: &[Session]) -> Result<HashSet<i64>> {
    let verdicts = Verdicts::read(reader, all)?;
    Ok(all.iter().filter(|session| verdicts.is_worked(session)).map(|session| session.id).collect())
}

/// Returns how the reviewer's verdicts fell in each of these sessions; `all` are the sessions of the workspace.
///
/// # Errors
/// Store problems as they are.
pub fn counts(reader: &Reader, sessions: &[Session], all: &[Session]) -> Result<Vec<VerdictCounts>> {
    let verdicts = Verdicts::read(reader, all)?;
    Ok(sessions.iter().map(|session| verdicts.count(session)).collect())
}
