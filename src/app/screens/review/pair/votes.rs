//! Voting blind, revealing what both have voted on, and going on.

use super::state::{Pair, Seats};
use crate::app::handler::Context;
use crate::app::message::Write;
use crate::app::requests::PendingKind;
use crate::app::screens::review::state::Review;
use crate::command::{Action, GlobalAction, PairAction};
use crate::domain::{Change, RowId, Verdict};
use crate::text::counted;
use crate::views::Judgement;

/// The votes of each hand, by seat.
const HANDS: [[PairAction; 3]; 2] = [
    [PairAction::LeftPass, PairAction::LeftFail, PairAction::LeftDefer],
    [PairAction::RightPass, PairAction::RightFail, PairAction::RightDefer],
];

impl Pair {
    /// Returns at which seat an action votes, at one terminal; `None` of every action that is no vote.
    pub fn seat_of(action: Action) -> Option<usize> {
        HANDS.iter().position(|hand| hand.iter().any(|vote| action == *vote))
    }
}

impl Review {
    /// Does what a key of a pair says.
    pub(crate) fn act_on_pair(&mut self, action: PairAction, cx: &mut Context<'_>) {
        match action {
            PairAction::LeftPass => self.vote(0, Verdict::Pass, cx),
            PairAction::LeftFail => self.vote(0, Verdict::Fail, cx),
            PairAction::LeftDefer => self.vote(0, Verdict::Defer, cx),
            PairAction::RightPass => self.vote(1, Verdict::Pass, cx),
            PairAction::RightFail => self.vote(1, Verdict::Fail, cx),
            PairAction::RightDefer => self.vote(1, Verdict::Defer, cx),
            PairAction::Reveal => self.reveal(cx),
            PairAction::SettlePass => self.judge(Judgement::Verdict(Verdict::Pass), cx),
            PairAction::SettleFail => self.judge(Judgement::Verdict(Verdict::Fail), cx),
            PairAction::GoOn => self.go_on(cx),
            PairAction::Next => self.step(1, cx),
            PairAction::Previous => self.step(-1, cx),
            PairAction::LineDown => self.scroll_lines(1),
            PairAction::LineUp => self.scroll_lines(-1),
            PairAction::PageDown => self.scroll_pages(1),
            PairAction::PageUp => self.scroll_pages(-1),
        }
    }

    /// Returns the pair where the record under the cursor is hidden from one of them.
    pub fn blind_pair(&self) -> Option<(&Pair, RowId)> {
        let (pair, row) = (self.pair.as_ref()?, self.list.row()?);
        pair.is_hidden(row).then_some((pair, row))
    }

    /// Returns the pair where the record under the cursor was revealed to both.
    pub fn revealed_pair(&self) -> Option<(&Pair, RowId)> {
        let (pair, row) = (self.pair.as_ref()?, self.list.row()?);
        pair.is_revealed(row).then_some((pair, row))
    }

    /// Writes a vote. Nothing on the screen changes with it: that somebody has voted is seen in steps of time.
    fn vote(&mut self, seat: usize, verdict: Verdict, cx: &mut Context<'_>) {
        let Some((row, record)) = self.current().map(|page| (page.view.record.row, page.view.record.id)) else {
            self.say_nothing_to_judge(cx);
            return;
        };
        let Some(pair) = &mut self.pair else { return };
        let Some(name) = pair.reviewers.get(seat).cloned() else { return };
        if !pair.holds(row) {
            cx.say("This record is not part of the blind set, so nobody votes on it.", &[PairAction::Next.into()]);
            return;
        }
        pair.give(row, seat);
        let changes = vec![Change::Verdict { record, verdict: Some(verdict), reason: None }];
        cx.send(PendingKind::Vote { row, seat }, Write::Vote(name, changes));
    }

    /// Reveals the record under the cursor to both, once both have voted.
    fn reveal(&mut self, cx: &mut Context<'_>) {
        let Some((pair, row)) = self.blind_pair() else { return };
        let Some(record) = self.current().map(|page| page.view.record.id) else {
            self.say_nothing_to_judge(cx);
            return;
        };
        if !pair.holds(row) {
            cx.say("This record is not part of the blind set, so there is nothing to reveal.", &[]);
            return;
        }
        let is_missing = |seat: &usize| match pair.seats {
            Seats::OneTerminal => !pair.has_given(row, *seat),
            Seats::TwoTerminals(own) if own == *seat => self.own.has(row) != Some(true),
            Seats::TwoTerminals(_) => !pair.has_voted(row, *seat),
        };
        let missing: Vec<usize> = [0, 1].into_iter().filter(is_missing).collect();
        if !missing.is_empty() {
            cx.say(format!("Not revealed: {}.", pair.missing_words(&missing, cx.present)), &[]);
            return;
        }
        let set = pair.set.clone();
        if let Some(pair) = &mut self.pair {
            pair.revealing = Some(row);
        }
        cx.session.count(cx.now);
        cx.write(vec![Change::BlindReveal { set, record }]);
    }

    /// Goes on behind a revealed record: to the next one that both have voted on, else to the next hidden one, else to a
    /// dispute that is not settled; behind the last one says how it ended.
    fn go_on(&mut self, cx: &mut Context<'_>) {
        let Some(pair) = &self.pair else { return };
        let waits = |row: RowId| pair.is_hidden(row) && pair.has_given(row, 0) && pair.has_given(row, 1);
        let next = self
            .next_of(waits)
            .or_else(|| self.next_of(|row| pair.is_hidden(row)))
            .or_else(|| self.next_of(|row| pair.is_disputed(row)));
        if let Some(next) = next {
            self.list.cursor = next;
        } else {
            let (text, actions) = self.outcome(cx.present);
            cx.say(text, &actions);
        }
    }

    /// Returns the place of the next such record below the cursor, else from the top; never the one under it.
    fn next_of(&self, is_meant: impl Fn(RowId) -> bool) -> Option<usize> {
        let rows = &self.list.queue.rows;
        let cursor = self.list.cursor;
        let order = (cursor + 1..rows.len()).chain(0..cursor.min(rows.len()));
        order.into_iter().find(|at| rows.get(*at).is_some_and(|row| is_meant(*row)))
    }

    /// Says how far a pair is where nothing is left to vote on here, with what can be done.
    pub(crate) fn outcome(&self, present: bool) -> (String, Vec<Action>) {
        let Some(pair) = &self.pair else { return (String::new(), Vec::new()) };
        let rows = &self.session_queue().queue.rows;
        let all = rows.len() as u64;
        if pair.revealed(rows) == rows.len() {
            let disputed = rows.iter().filter(|row| pair.is_disputed(**row)).count() as u64;
            let left = if disputed == 0 {
                "no dispute is left".to_owned()
            } else {
                format!("{} left", counted(disputed, "dispute"))
            };
            let text = format!("All {} revealed: {left}.", counted(all, "record"));
            return (text, vec![GlobalAction::Quit.into()]);
        }
        let text = match pair.seats {
            Seats::OneTerminal => format!("{} of {all} revealed.", pair.revealed(rows)),
            Seats::TwoTerminals(own) => format!(
                "You have voted on all {}; {}.",
                counted(all, "record"),
                pair.count_words(1 - own.min(1), present)
            ),
        };
        (text, vec![PairAction::Reveal.into()])
    }

    /// Says, where a reviewer of a pair has voted on everything, how far the other is; answers whether there is a pair whose
    /// records are not all revealed. The session has no end before.
    pub(crate) fn waits_for_other(&self, cx: &mut Context<'_>) -> bool {
        let Some(pair) = &self.pair else { return false };
        let rows = &self.session_queue().queue.rows;
        if pair.revealed(rows) == rows.len() {
            return false;
        }
        if self.progress().is_some_and(|progress| progress.left() == 0) {
            let (text, actions) = self.outcome(cx.present);
            cx.say(text, &actions);
        }
        true
    }
}
