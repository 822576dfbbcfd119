//! Moving in the queue and in the record.

use super::page::TextForm;
use super::queue::{Origin, QueueList};
use super::state::Review;
use crate::app::Screen;
use crate::app::geometry::{self, Form, Pane};
use crate::app::handler::Context;
use crate::command::BrowseAction;
use crate::domain::{Queue, RowId, Sampling};

/// So many parts are a page of a record that is read part by part.
const PARTS_OF_PAGE: usize = 10;

impl Review {
    /// Moves the cursor by so many records.
    pub(crate) fn step(&mut self, by: isize, cx: &mut Context<'_>) {
        let list = &mut self.list;
        let bottom = list.len().saturating_sub(1);
        let next = list.cursor.saturating_add_signed(by).min(bottom);
        if next == list.cursor && !list.is_empty() {
            let end = if by > 0 { "This is the last record of the queue." } else { "This is the first record." };
            cx.say(end, &[]);
        }
        self.list.cursor = next;
    }

    /// Scrolls the record on screen by lines.
    pub(crate) fn scroll_lines(&mut self, by: isize) {
        if let Some(page) = self.current_mut() {
            page.scroll_by(by);
        }
    }

    /// Scrolls the record on screen by pages; two lines stay in view.
    pub(crate) fn scroll_pages(&mut self, by: isize) {
        let parts = self.by_parts.then_some(PARTS_OF_PAGE);
        if let Some(page) = self.current_mut() {
            let rows = parts.unwrap_or_else(|| page.height().saturating_sub(2).max(1));
            page.scroll_by(by * isize::try_from(rows).unwrap_or(1));
        }
    }

    /// Goes to the next turn of the record on screen, or to the one before.
    pub(crate) fn turn(&mut self, forward: bool) {
        if let Some(page) = self.current_mut() {
            page.turn(forward);
        }
    }

    /// Jumps to the next place that a check objects to.
    pub(crate) fn jump_to_objection(&mut self, cx: &mut Context<'_>) {
        let Some(page) = self.current_mut() else { return };
        let Some(place) = page.next_objection() else {
            let none = page.view.objections.is_empty();
            let text = if none { "No check objects to this record." } else { "The objections name no place." };
            cx.say(text, &[]);
            return;
        };
        page.focus = Some(place);
        page.show(place.turn, place.start);
    }

    /// Folds the earlier turns, or unfolds them.
    pub(crate) fn fold(&mut self, cx: &mut Context<'_>) {
        let folds = !self.folds;
        self.folds = folds;
        if let Some(page) = self.current_mut() {
            page.fold(folds);
        }
        let text = if folds { "Instructions and earlier turns are folded." } else { "All turns are shown in full." };
        cx.say(text, &[BrowseAction::Fold.into()]);
    }

    /// Wraps long lines, or no longer.
    pub(super) fn toggle_wrap(&mut self, cx: &mut Context<'_>) {
        let wraps = !self.text_form.wraps;
        self.show_as(TextForm { wraps, ..self.text_form });
        if wraps {
            cx.say("Long lines are wrapped.", &[BrowseAction::Wrap.into()]);
        } else {
            let keys = [BrowseAction::Wrap.into(), BrowseAction::ShiftLeft.into(), BrowseAction::ShiftRight.into()];
            cx.say("Each line is one row.", &keys);
        }
    }

    /// Shows the numbers of lines, or no longer.
    pub(super) fn toggle_numbers(&mut self, cx: &mut Context<'_>) {
        let is_numbered = !self.text_form.is_numbered;
        self.show_as(TextForm { is_numbered, ..self.text_form });
        let text = if is_numbered { "Lines have their numbers." } else { "Lines have no numbers." };
        cx.say(text, &[BrowseAction::LineNumbers.into()]);
    }

    fn show_as(&mut self, form: TextForm) {
        self.text_form = form;
        if let Some(page) = self.current_mut() {
            page.show_as(form);
        }
    }

    /// Goes to the left or to the right in lines that are not wrapped.
    pub(super) fn shift(&mut self, right: bool, cx: &mut Context<'_>) {
        let Some(page) = self.current_mut() else { return };
        if page.wraps() {
            cx.say("Long lines are wrapped, so nothing lies beside them.", &[BrowseAction::Wrap.into()]);
        } else if !page.shift_by_half(right) {
            let end = if right { "The lines in view end here." } else { "The lines in view begin here." };
            cx.say(end, &[]);
        }
    }

    /// Goes to the next pane.
    pub(crate) fn next_pane(&mut self, size: (u16, u16)) {
        self.pane = match (self.pane, geometry::form(size)) {
            (Pane::Record, _) => Pane::Queue,
            (Pane::Queue, Form::Strips) | (Pane::Side, _) => Pane::Record,
            (Pane::Queue, _) => Pane::Side,
        };
    }

    /// Goes to a record, as a guest of the queue where the filter does not hold it.
    pub(crate) fn visit(&mut self, row: RowId, cx: &mut Context<'_>) {
        cx.show(Screen::Review);
        let holds = |list: &QueueList| list.queue.rows.contains(&row);
        if !holds(&self.list) && self.below.iter().any(|kept| holds(&kept.list)) {
            while !holds(&self.list) && self.leave_top().is_some() {}
        }
        if !self.list.go_to(row) {
            let at = self.list.invite(row);
            if let Some(round) = &mut self.round {
                round.invite(at);
            }
            cx.say("This record is shown although it does not match the filter.", &[]);
        }
    }

    /// Notes the record under the cursor for the way back.
    pub(super) fn note_jump(&mut self) {
        let Some(row) = self.list.row() else { return };
        let (rows, cursor) = (&self.list.queue.rows, self.list.cursor);
        let beside = [cursor.checked_sub(1), Some(cursor + 1)];
        let beside = beside.into_iter().flatten().filter_map(|at| rows.get(at));
        let is_step = beside.copied().any(|row| self.jumps.is_now(row));
        self.jumps.note(row, is_step);
    }

    /// Goes back to the record that was left last by more than a step, or forth again.
    pub(super) fn jump(&mut self, forward: bool, cx: &mut Context<'_>) {
        match self.jumps.jump(forward) {
            Some(row) => self.visit(row, cx),
            None if forward => cx.say("There is no place to go forth to.", &[BrowseAction::JumpBack.into()]),
            None => cx.say("There is no place to go back to.", &[BrowseAction::JumpForth.into()]),
        }
    }

    /// Makes a queue of chosen records, under a title.
    pub(crate) fn take_listed(&mut self, title: String, rows: Vec<RowId>, origin: Origin, cx: &mut Context<'_>) {
        cx.show(Screen::Review);
        let total = self.list.queue.total;
        let population = rows.len() as u64;
        let mut list = QueueList::new(String::new(), Sampling::default());
        list.title = Some(title);
        list.origin = Some(origin);
        list.replace(Queue { rows, population, total: total.max(population), ..Queue::default() }, None);
        self.lay_over(list);
    }
}
