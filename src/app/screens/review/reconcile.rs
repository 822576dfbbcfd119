//! After every message: asks for what the screen now needs, lays out what shows, saves drafts and the place.

use super::Page;
use crate::app::geometry::{self, Area, Form};
use crate::app::message::{Effect, Write};
use crate::app::overlays::Overlay;
use crate::app::overlays::draft::DraftPurpose;
use crate::app::overlays::writing::Writing;
use crate::app::requests::PendingKind;
use crate::app::{Model, Screen};
use crate::domain::RowId;
use crate::views::{Read, RecordFor, RecordView, RowsFor, Slot};

/// Queue lines read beyond the view, so that paging finds them there.
const LINES_BEYOND: usize = 40;

impl Model {
    /// Brings reads, layout and saved position up to what the model now says.
    pub(crate) fn reconcile(&mut self, out: &mut Vec<Effect>) {
        self.load_record(out);
        self.load_lines(out);
        self.load_alike(out);
        self.load_forecast(out);
        self.lay_out();
        self.flush_saves(out);
    }

    /// Returns the rows of the queue in view; a fair guess where it is hidden.
    pub fn queue_height(&self) -> usize {
        let panes = geometry::panes(self.size, self.review.pane);
        if panes.queue.height == 0 { 20 } else { usize::from(panes.queue.height.saturating_sub(3)).max(1) }
    }

    fn load_record(&mut self, out: &mut Vec<Effect>) {
        let Some(row) = self.review.list.row() else {
            self.review.page = None;
            return;
        };
        let shown = self.review.page.as_ref().map(|page| page.view.record.row);
        if shown != Some(row) {
            if let Some(left) = self.review.page.take() {
                self.review.keep_ahead(left.view);
            }
            let ready = self.review.ahead.iter().position(|view| view.record.row == row);
            if let Some(view) = ready.and_then(|at| self.review.ahead.remove(at)) {
                self.open_page(view);
            }
        }
        let stale = match self.review.current() {
            Some(page) => page.view.rendering != self.review.rendering,
            None => self.review.unreadable != Some(row),
        };
        if stale && !self.requests.waits_for(|read| is_record(read, row, RecordFor::Shown)) {
            self.requests.ask(Read::record(row, self.review.rendering, RecordFor::Shown), out);
        }
        if self.review.current().is_some() && self.screen == Screen::Review {
            self.read_ahead(out);
        }
    }

    fn read_ahead(&mut self, out: &mut Vec<Effect>) {
        let list = &self.review.list;
        let Some(next) = list.queue.rows.get(list.cursor + 1).copied() else { return };
        let rendering = self.review.rendering;
        let ready = |view: &RecordView| view.record.row == next && view.rendering == rendering;
        if !self.review.ahead.iter().any(ready)
            && !self.requests.waits_for(|read| is_record(read, next, RecordFor::Ahead))
        {
            self.requests.ask(Read::record(next, rendering, RecordFor::Ahead), out);
        }
    }

    /// Puts a record on the screen.
    pub(crate) fn open_page(&mut self, view: RecordView) {
        let row = view.record.row;
        match self.review.page.as_mut().filter(|page| page.view.record.row == row) {
            Some(page) => page.refresh(view),
            None => self.review.page = Some(Page::new(view, self.review.folds)),
        }
        let resumes = self.review.resume_draft.as_ref().is_some_and(|(draft, _)| *draft == row);
        if resumes && let Some((_, purpose)) = self.review.resume_draft.take() {
            self.resume_writing(&purpose);
        }
    }

    /// Opens the text box that a half-written text belongs to.
    fn resume_writing(&mut self, purpose: &DraftPurpose) {
        let Some(page) = self.review.page.as_ref() else { return };
        let (row, id) = (page.view.record.row, page.view.record.id);
        match *purpose {
            DraftPurpose::Note(span) => self.write_text(Writing::Note { row, id, span }, ""),
            DraftPurpose::Correction => self.open_correction(),
            DraftPurpose::NewCriterion => self.write_text(Writing::NewCriterion { record: Some((row, id)) }, ""),
            DraftPurpose::Revision(_) | DraftPurpose::Check(_) | DraftPurpose::CheckEdit(_) => return,
        }
        self.say("Your unfinished text was restored.", &[]);
    }

    fn load_lines(&mut self, out: &mut Vec<Effect>) {
        let height = self.queue_height();
        let list = &mut self.review.list;
        list.follow_cursor(height);
        let window = list.window(height);
        if list.missing_in(window.clone()) {
            let wide = window.start.saturating_sub(LINES_BEYOND)..(window.end + LINES_BEYOND).min(list.len());
            let missing = list.missing(wide);
            self.requests.ask(Read::rows(missing, RowsFor::Window), out);
        }
    }

    /// Reads what the edit of a criterion that is being written would make stale.
    fn load_forecast(&mut self, out: &mut Vec<Effect>) {
        let criterion = match self.overlays.last() {
            Some(Overlay::Revision(revision)) => &revision.criterion,
            Some(Overlay::Text(entry)) => match &entry.writing {
                Writing::Revision { criterion, .. } => criterion,
                _ => return,
            },
            _ => {
                self.read_model.forecast = None;
                return;
            }
        };
        let is_known = self.read_model.forecast.as_ref().is_some_and(|(key, _)| key == criterion);
        let is_meant = |read: &Read| matches!(read, Read::WouldStale { criterion: asked, .. } if asked == criterion);
        if !is_known && !self.requests.waits_for(is_meant) {
            let read = Read::WouldStale { criterion: criterion.clone(), slot: Slot::empty() };
            self.requests.ask(read, out);
        }
    }

    /// Returns the area of the record's text.
    pub fn text_area(&self) -> Area {
        let (_, record) = self.question_and_record();
        let objections = self.review.current().map_or(0, |page| page.view.objections.len());
        let foot = objections.min(3) + usize::from(self.has_answer_below());
        geometry::text_area(record, foot, self.present)
    }

    /// Answers whether a judge's answer is shown below the text: where the column of judgements is hidden.
    pub fn has_answer_below(&self) -> bool {
        geometry::panes(self.size, self.review.pane).side.height == 0 && !self.judge_answers().is_empty()
    }

    fn lay_out(&mut self) {
        let area = self.text_area();
        let tiny = geometry::form(self.size) == Form::Tiny;
        if let Some(page) = self.review.current_mut()
            && area.height > 0
            && !tiny
        {
            page.lay_out(area);
        }
        if self.screen == Screen::Compare {
            self.screens.compare.lay_out(self.size);
        }
        self.clamp_overlays();
    }

    /// Writes position and draft, one of each at a time: only the latest matters.
    fn flush_saves(&mut self, out: &mut Vec<Effect>) {
        let busy = |model: &Self, position: bool| {
            model.requests.pending.iter().any(|write| match write.kind {
                PendingKind::Position => position,
                PendingKind::Draft => !position,
                _ => false,
            })
        };
        if let Some(row) = self.review.list.row()
            && self.requests.saved_position != Some(row)
            && !busy(self, true)
        {
            self.save_position(row, out);
        }
        if !busy(self, false)
            && let Some(draft) = self.session.take_dirty()
        {
            self.send(PendingKind::Draft, draft, out);
        }
    }

    fn save_position(&mut self, row: RowId, out: &mut Vec<Effect>) {
        self.requests.saved_position = Some(row);
        self.send(PendingKind::Position, Write::Position(row), out);
    }
}

/// Answers whether a read is of this record, for this.
fn is_record(read: &Read, wanted: RowId, wanted_for: RecordFor) -> bool {
    matches!(read, Read::Record { row, purpose, .. } if *row == wanted && *purpose == wanted_for)
}
