//! After every message: asks for what Review now needs, lays out the record, saves drafts and the place.

use super::page::Page;
use super::state::Review;
use crate::app::Screen;
use crate::app::geometry::{self, Area, Form};
use crate::app::handler::Context;
use crate::app::message::Write;
use crate::app::overlays::draft::DraftPurpose;
use crate::app::overlays::writing::Writing;
use crate::app::read_model::ReadModel;
use crate::app::requests::PendingKind;
use crate::domain::RowId;
use crate::views::{Read, RecordFor, RecordView, RowsFor};

/// Queue lines read beyond the view, so that paging finds them there.
const LINES_BEYOND: usize = 40;

impl Review {
    /// Asks for the record under the cursor and the lines of the queue around it, and looks for alike records.
    pub(crate) fn load(&mut self, cx: &mut Context<'_>) {
        self.note_jump();
        self.load_record(cx);
        self.load_lines(cx);
        self.load_alike(cx);
        self.load_similar(cx);
        self.follow_progress();
    }

    /// Returns the rows of the queue in view; a fair guess where it is hidden.
    pub fn queue_height(&self, size: (u16, u16), present: bool) -> usize {
        let panes = geometry::panes(size, self.pane, present);
        if panes.queue.height == 0 { 20 } else { usize::from(panes.queue.height.saturating_sub(3)).max(1) }
    }

    fn load_record(&mut self, cx: &mut Context<'_>) {
        let Some(row) = self.list.row() else {
            self.page = None;
            return;
        };
        let shown = self.page.as_ref().map(|page| page.view.record.row);
        if shown != Some(row) {
            if let Some(left) = self.page.take() {
                self.remember_place(left.place());
                self.keep_ahead(left.view);
            }
            let before = self.list.before(row);
            let ready = self.ahead.iter().position(|view| view.record.row == row && view.before == before);
            if let Some(view) = ready.and_then(|at| self.ahead.remove(at)) {
                self.open_page(view, cx);
            }
        }
        let stale = match self.current() {
            Some(page) => page.view.rendering != self.rendering,
            None => self.unreadable != Some(row),
        };
        if stale && !cx.requests.waits_for(|read| is_record(read, row, RecordFor::Shown)) {
            let before = self.current().map_or_else(|| self.list.before(row), |page| page.view.before);
            cx.ask(Read::record_after(row, before, self.rendering, RecordFor::Shown));
        }
        if self.current().is_some() && cx.screen == Screen::Review {
            self.read_ahead(cx);
        }
    }

    fn read_ahead(&mut self, cx: &mut Context<'_>) {
        let list = &self.list;
        let Some(next) = list.queue.rows.get(list.cursor + 1).copied() else { return };
        let rendering = self.rendering;
        let before = list.before(next);
        let ready = |view: &RecordView| view.record.row == next && view.rendering == rendering && view.before == before;
        if !self.ahead.iter().any(ready) && !cx.requests.waits_for(|read| is_record(read, next, RecordFor::Ahead)) {
            cx.ask(Read::record_after(next, before, rendering, RecordFor::Ahead));
        }
    }

    /// Takes a record that was read; one that was read for the screen is shown, one read ahead only where none is.
    pub(crate) fn take_record(&mut self, row: RowId, view: RecordView, is_asked: bool, cx: &mut Context<'_>) {
        if self.list.row() == Some(row) && (is_asked || self.current().is_none()) {
            self.open_page(view, cx);
        } else {
            self.keep_ahead(view);
        }
    }

    /// Puts a record on the screen.
    pub(crate) fn open_page(&mut self, view: RecordView, cx: &mut Context<'_>) {
        let row = view.record.row;
        if let Some(page) = self.page.as_mut().filter(|page| page.view.record.row == row) {
            page.refresh(view);
        } else {
            self.page = Some(Page::new(view, self.folds, self.text_form, self.places.get(&row).copied()));
        }
        let mut left = std::mem::take(&mut self.resume_drafts);
        left.retain(|(draft, _)| *draft == row);
        // The question first: a text may be its answer, and lies over it.
        if left.iter().any(|(_, purpose)| *purpose == DraftPurpose::Why) {
            self.ask_again(left.len() == 1, cx);
        }
        for (_, purpose) in left {
            self.resume_writing(&purpose, cx);
        }
    }

    /// Opens the text box that a half-written text belongs to.
    fn resume_writing(&mut self, purpose: &DraftPurpose, cx: &mut Context<'_>) {
        let Some(page) = self.page.as_ref() else { return };
        let (row, id) = (page.view.record.row, page.view.record.id);
        match *purpose {
            DraftPurpose::Note(span) => cx.open_text(Writing::Note { row, id, span }, ""),
            DraftPurpose::Reason => cx.open_text(Writing::Reason { record: Some((row, id)) }, ""),
            DraftPurpose::Correction => self.open_correction(cx),
            DraftPurpose::NewCriterion => cx.open_text(Writing::NewCriterion { record: Some((row, id)) }, ""),
            DraftPurpose::Why | DraftPurpose::Revision(_) | DraftPurpose::Check(_) | DraftPurpose::CheckEdit(_) => {
                return;
            }
        }
        cx.say("Your unfinished text was restored.", &[]);
    }

    fn load_lines(&mut self, cx: &mut Context<'_>) {
        let height = self.queue_height(cx.size, cx.present);
        let list = &mut self.list;
        list.follow_cursor(height);
        let window = list.window(height);
        if list.missing_in(window.clone()) {
            let wide = window.start.saturating_sub(LINES_BEYOND)..(window.end + LINES_BEYOND).min(list.len());
            let missing = list.missing(wide);
            cx.ask(Read::rows(missing, RowsFor::Window));
        }
    }

    /// Returns the area of the record's text.
    pub fn text_area(&self, size: (u16, u16), present: bool, read_model: &ReadModel) -> Area {
        let (_, record) = self.head_and_record(size, present, read_model);
        let objections = self.current().map_or(0, |page| page.view.grouped_objections().len());
        let foot = objections.min(3) + usize::from(self.has_answer_below(size, present));
        let area = geometry::text_area(record, foot, present);
        if self.by_parts { Area { height: area.height.min(1), ..area } } else { area }
    }

    /// Answers whether a judge's answer is shown below the text: where the column of judgements is hidden.
    pub fn has_answer_below(&self, size: (u16, u16), present: bool) -> bool {
        geometry::panes(size, self.pane, present).side.height == 0 && !self.judge_answers().is_empty()
    }

    /// Lays out the record on screen.
    pub(crate) fn lay_out(&mut self, cx: &mut Context<'_>) {
        if let Some(page) = self.page.as_mut() {
            if cx.screen != Screen::Review {
                page.cover_again();
            }
            page.cover(cx.present.then_some(&cx.session.cover.redactor));
        }
        let area = self.text_area(cx.size, cx.present, cx.read_model);
        let (tiny, present) = (geometry::form(cx.size) == Form::Tiny, cx.present);
        if let Some(page) = self.current_mut()
            && area.height > 0
            && !tiny
        {
            page.space_out(present);
            page.lay_out(area);
        }
    }

    /// Writes position and draft, one of each at a time: only the latest matters.
    pub(crate) fn flush_saves(&mut self, cx: &mut Context<'_>) {
        let (mut places, mut drafts) = (false, false);
        for write in &cx.requests.pending {
            places |= matches!(write.kind, PendingKind::Position);
            drafts |= matches!(write.kind, PendingKind::Draft);
        }
        if let Some(place) = self.place()
            && cx.requests.saved_position != Some(place)
            && !places
        {
            cx.requests.saved_position = Some(place);
            cx.send(PendingKind::Position, Write::Position(place));
        }
        self.keep_question(cx);
        if !drafts && let Some(draft) = cx.session.take_dirty() {
            cx.send(PendingKind::Draft, draft);
        }
    }
}

/// Answers whether a read is of this record, for this.
fn is_record(read: &Read, wanted: RowId, wanted_for: RecordFor) -> bool {
    matches!(read, Read::Record { row, purpose, .. } if *row == wanted && *purpose == wanted_for)
}
