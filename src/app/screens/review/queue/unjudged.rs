//! The next record without a verdict of the reviewer, and the one before.

use crate::app::handler::Context;
use crate::app::screens::review::state::Review;
use crate::command::BrowseAction;
use crate::domain::RowId;
use crate::views::{QueueRow, Read, RowsFor};

/// How many lines are looked through at a time where they are not known.
const AT_A_TIME: usize = 1_000;

impl Review {
    /// Goes to the next record without a verdict, or to the one before.
    pub(crate) fn go_to_unjudged(&mut self, forward: bool, cx: &mut Context<'_>) {
        if self.round.is_some() {
            cx.say("In re-grading the questions have their own order.", &[BrowseAction::NextRecord.into()]);
        } else if let Some(from) = self.list.row() {
            self.look_from(self.list.cursor, forward, from, cx);
        }
    }

    /// Takes lines that were read to find one without a verdict, as long as the reviewer is still at the same record.
    pub(crate) fn take_unjudged(&mut self, lines: &[QueueRow], forward: bool, from: RowId, cx: &mut Context<'_>) {
        if self.list.row() != Some(from) {
            return;
        }
        let found = lines.iter().find(|line| line.verdict.is_none()).or(lines.last());
        let Some(line) = found else { return };
        let Some(at) = self.list.queue.rows.iter().position(|row| *row == line.row) else { return };
        if line.verdict.is_none() {
            self.list.cursor = at;
            *cx.notice = None;
        } else {
            self.look_from(at, forward, from, cx);
        }
    }

    /// Looks for a record without a verdict behind a place, or before it.
    fn look_from(&mut self, place: usize, forward: bool, from: RowId, cx: &mut Context<'_>) {
        let rows = &self.list.queue.rows;
        let ahead: Vec<usize> =
            if forward { (place + 1..rows.len()).collect() } else { (0..place.min(rows.len())).rev().collect() };
        for (at, index) in ahead.iter().enumerate() {
            match rows.get(*index).and_then(|row| self.list.line(*row)) {
                Some(line) if line.verdict.is_some() => {}
                Some(_) => {
                    self.list.cursor = *index;
                    return;
                }
                None => {
                    let unknown = ahead.iter().skip(at).take(AT_A_TIME);
                    let unknown = unknown.filter_map(|index| rows.get(*index).copied()).collect();
                    cx.ask(Read::rows(unknown, RowsFor::Unjudged { forward, from }));
                    cx.say("Looking for a record without a verdict …", &[]);
                    return;
                }
            }
        }
        let (text, other) = if forward {
            ("No record below is without your verdict.", BrowseAction::PreviousUnjudged)
        } else {
            ("No record above is without your verdict.", BrowseAction::NextUnjudged)
        };
        cx.say(text, &[other.into()]);
        self.end_if_complete(cx);
    }
}
