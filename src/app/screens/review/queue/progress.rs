//! How far the session is: the reviewer's own verdicts, counted over its queue. The cursor has no part in it.

use super::own_verdicts::Progress;
use crate::app::handler::{Context, Intent};
use crate::app::screens::review::state::Review;
use crate::command::{BrowseAction, GlobalAction};
use crate::domain::filter::Term;
use crate::domain::{Change, Filter, RecordId, RowId, Verdict};

/// The filter of records without a verdict.
const UNJUDGED: &str = "verdict:none";

/// A queue of so many records is counted anew after every message; a longer one as its verdicts change.
const COUNTED_ANEW: usize = 5_000;

impl Review {
    /// Returns how far the session is; `None` until that was read.
    pub fn progress(&self) -> Option<Progress> {
        if let Some(round) = self.session_round() {
            let (answered, questions) = round.progress();
            return Some(Progress { total: questions as u64, judged: answered as u64, ..Progress::default() });
        }
        let rows = &self.session_queue().queue.rows;
        if let Some(pair) = self.pair.as_ref().filter(|pair| pair.is_at_one_terminal()) {
            let judged = pair.revealed(rows) as u64;
            return Some(Progress { total: rows.len() as u64, judged, ..Progress::default() });
        }
        self.own.is_known.then_some(self.own.progress)
    }

    /// Takes the reviewer's verdicts, as they were read.
    pub(crate) fn take_own_verdicts(&mut self, verdicts: Vec<(RowId, Verdict)>) {
        self.own.verdicts = verdicts.into_iter().collect();
        self.own.is_known = true;
        self.recount();
    }

    /// Takes a verdict of the reviewer that is being written, or its end.
    pub(crate) fn note_verdict(&mut self, row: RowId, verdict: Option<Verdict>) {
        let own = &mut self.own.verdicts;
        let was = match verdict {
            Some(verdict) => own.insert(row, verdict),
            None => own.remove(&row),
        };
        if was != verdict && self.session_queue().queue.rows.contains(&row) {
            self.own.progress.count(was, false);
            self.own.progress.count(verdict, true);
        }
    }

    /// Notes the verdict of changes on a record; answers whether it had none before.
    pub(crate) fn begins_verdict(&mut self, id: RecordId, changes: &[Change]) -> bool {
        let row = self.current().filter(|page| page.view.record.id == id).map(|page| page.view.record.row);
        let is_first = row.is_none_or(|row| self.own.has(row) != Some(true));
        self.note_changes(changes);
        is_first
    }

    /// Notes the verdicts of changes on records that are on screen or in sight.
    pub(crate) fn note_changes(&mut self, changes: &[Change]) {
        for change in changes {
            if let Change::Verdict { record, verdict, .. } = change {
                self.note_verdict_on(*record, *verdict);
            }
        }
    }

    /// Takes a verdict on a record that is on screen or in sight.
    fn note_verdict_on(&mut self, id: RecordId, verdict: Option<Verdict>) {
        let row = self.views_mut().find(|view| view.record.id == id).map(|view| view.record.row);
        if let Some(row) = row.or_else(|| self.list.row_of(id)) {
            self.note_verdict(row, verdict);
        }
    }

    /// Counts anew where the queue is another one.
    pub(crate) fn follow_progress(&mut self) {
        let count = self.session_queue().len();
        if count <= COUNTED_ANEW || self.own.progress.total != count as u64 {
            self.recount();
        }
    }

    pub(super) fn recount(&mut self) {
        let rows = &self.session_queue().queue.rows;
        let mut progress = Progress { total: rows.len() as u64, ..Progress::default() };
        for row in rows {
            progress.count(self.own.verdicts.get(row).copied(), true);
        }
        self.own.progress = progress;
    }

    /// Returns the place of the next record without a verdict, below the cursor, else from the top.
    fn next_unjudged(&self) -> Option<usize> {
        let is_open = |row: &RowId| !self.own.verdicts.contains_key(row);
        let rows = &self.list.queue.rows;
        let below = rows.iter().skip(self.list.cursor + 1).position(is_open).map(|at| at + self.list.cursor + 1);
        below.or_else(|| rows.iter().take(self.list.cursor).position(is_open))
    }

    /// Goes to the first record without a verdict, where there is one.
    pub(super) fn go_to_first_unjudged(&mut self) {
        let open = self.list.queue.rows.iter().position(|row| self.own.has(*row) == Some(false));
        self.list.cursor = open.unwrap_or(self.list.cursor);
    }

    /// Goes on after a first verdict: to the next record without one, below or else from the top; behind the last one to
    /// the end of the session.
    pub(crate) fn advance(&mut self, cx: &mut Context<'_>) {
        let next = if self.own.is_known { self.next_unjudged() } else { Some(self.list.cursor + 1) };
        match next {
            Some(next) => self.list.cursor = next.min(self.list.len().saturating_sub(1)),
            None if self.is_over_session() => {
                if let Some(notice) = cx.notice {
                    notice.text.push_str("; nothing else here is without your verdict");
                    notice.actions.push(GlobalAction::Leave.into());
                }
            }
            None => {}
        }
        self.end_if_complete(cx);
    }

    /// Goes to the end of the session where every record of it has a verdict. A round and what is still being read have no
    /// end, and it does not come where the reviewer was led away from the session.
    pub(crate) fn end_if_complete(&self, cx: &mut Context<'_>) {
        if self.waits_for_other(cx) {
            return;
        }
        let queue = self.session_queue();
        let is_session = self.session_round().is_none() && !self.is_led_away();
        let is_whole = !self.list.is_counting && !queue.is_counting && !cx.is_importing;
        if is_session && is_whole && self.own.is_known && !queue.is_empty() && self.own.progress.left() == 0 {
            cx.intend(Intent::End);
        } else if is_session && cx.session.take_time_over(cx.now) {
            cx.intend(Intent::TimeOver);
        }
    }

    /// Begins a session with the next sample of the same filter and plan: with the next seed, or where the plan knows
    /// none, of what has no verdict.
    pub(crate) fn next_sample(&mut self, cx: &mut Context<'_>) {
        let queue = self.session_queue();
        if queue.sampling.is_whole() || self.session_round().is_some() {
            cx.say("This is no sample: there is no next one.", &[BrowseAction::FilterQueue.into()]);
            return;
        }
        let (mut filter, mut sampling) = (queue.filter.clone(), queue.sampling);
        if sampling.plan.plan().needs_seed {
            sampling.seed = sampling.seed.wrapping_add(1);
        } else if filter.trim().is_empty() {
            UNJUDGED.clone_into(&mut filter);
        } else if !filter.starts_with(UNJUDGED) {
            filter = format!("{UNJUDGED} ({filter})");
        }
        self.draw(filter, sampling, None, None, cx);
    }

    /// Shows the records of the session that the reviewer deferred.
    pub(crate) fn view_deferred(&mut self, cx: &mut Context<'_>) {
        let by = Filter::Term(Term::By(cx.session.reviewer.clone()));
        self.view(format!("verdict:defer {by}"), cx);
    }
}
