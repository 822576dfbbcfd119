//! The mouse: a click chooses a line, a record of the queue or a chart, the wheel scrolls. It never judges.

use crate::app::Model;
use crate::app::geometry::{self, Area, Form, Pane};
use crate::app::message::{Effect, Pointer, Pointing};
use crate::app::screens::insights::Section;
use crate::command::{Action, BrowseAction, Chord, CompareAction, EndAction, InsightsAction, Key, ListAction, Screen};
use crate::text::cells;

/// Lines that one turn of the wheel scrolls a text by.
const LINES: usize = 3;

impl Model {
    /// Takes what the mouse did.
    pub(crate) fn point(&mut self, pointer: Pointer, out: &mut Vec<Effect>) {
        if geometry::form(self.size) == Form::Tiny {
            return;
        }
        match pointer.what {
            Pointing::Click => self.click(pointer, out),
            Pointing::WheelUp => self.wheel(false, pointer, out),
            Pointing::WheelDown => self.wheel(true, pointer, out),
        }
    }

    fn click(&mut self, at: Pointer, out: &mut Vec<Effect>) {
        self.notice = None;
        if !self.overlays.is_empty() || self.keyboard.pending.is_some() || !self.keyboard.held.is_empty() {
            self.say("A click chooses nothing while something is open.", &[]);
            return;
        }
        match self.screen {
            Screen::Review => self.click_queue(at),
            Screen::Insights if at.row == geometry::body(self.size).y => self.click_chart(at, out),
            _ => self.click_line(at),
        }
    }

    /// Goes to the record whose line in the queue is clicked.
    fn click_queue(&mut self, at: Pointer) {
        let review = &mut self.screens.review;
        let area = geometry::panes(self.size, review.pane, self.present).queue;
        let Some(row) = row_in(area, at).and_then(|row| row.checked_sub(1)) else { return };
        let shown = review.list.window(usize::from(area.height.saturating_sub(3)));
        let Some(index) = shown.into_iter().nth(row) else { return };
        review.leave_selection();
        review.leave_search();
        review.list.cursor = index;
        if review.pane == Pane::Queue && geometry::form(self.size) != Form::Wide {
            review.pane = Pane::Record;
        }
    }

    /// Selects the line of the list that is clicked.
    fn click_line(&mut self, at: Pointer) {
        let body = geometry::body(self.size);
        let list = match self.screen {
            Screen::Insights => Area { y: body.y + 2, height: body.height.saturating_sub(2), ..body },
            _ => geometry::list_and_detail(self.size).0,
        };
        let Some(row) = row_in(list, at).and_then(|row| row.checked_sub(1)) else { return };
        let height = usize::from(list.height.saturating_sub(1)).max(1);
        let index = (self.list_cursor() + 1).saturating_sub(height) + row;
        let length = self.list_length();
        if let Some(list) = self.screens.list_mut(self.screen).filter(|_| index < length) {
            list.cursor = index;
        }
    }

    /// Shows the chart whose name is clicked.
    fn click_chart(&mut self, at: Pointer, out: &mut Vec<Effect>) {
        let mut left = geometry::body(self.size).x + 1;
        for section in Section::ALL.iter().copied() {
            let right = left + u16::try_from(cells(section.word()) + 2).unwrap_or(u16::MAX);
            if (left..right).contains(&at.column) {
                for _ in Section::ALL {
                    if self.screens.insights.section != section {
                        self.turn_wheel(InsightsAction::NextChart.into(), 1, out);
                    }
                }
                return;
            }
            left = right;
        }
    }

    /// Scrolls what is on top, or what is below the pointer.
    fn wheel(&mut self, down: bool, at: Pointer, out: &mut Vec<Effect>) {
        self.notice = None;
        if let Some(overlay) = self.overlays.last_mut() {
            if overlay.scroll_mut().is_some() {
                let lines = isize::try_from(LINES).unwrap_or(1);
                self.read_on(if down { lines } else { -lines });
            }
            return;
        }
        let one = |next: Action, back: Action| if down { next } else { back };
        let (action, times) = match self.screen {
            Screen::Review
                if row_in(geometry::panes(self.size, self.screens.review.pane, self.present).queue, at).is_some() =>
            {
                (one(BrowseAction::NextRecord.into(), BrowseAction::PreviousRecord.into()), 1)
            }
            Screen::Review => (one(BrowseAction::LineDown.into(), BrowseAction::LineUp.into()), LINES),
            Screen::Compare => (one(CompareAction::LineDown.into(), CompareAction::LineUp.into()), LINES),
            Screen::End => (one(EndAction::LineDown.into(), EndAction::LineUp.into()), LINES),
            _ => (one(ListAction::Down.into(), ListAction::Up.into()), 1),
        };
        if self.keyboard.pending.is_none() && self.keyboard.held.is_empty() {
            self.turn_wheel(action, times, out);
        }
    }

    fn turn_wheel(&mut self, action: Action, times: usize, out: &mut Vec<Effect>) {
        for _ in 0..times {
            self.act(action, Chord::plain(Key::Enter), out);
        }
    }
}

/// Returns the row of an area that is pointed at, from 0.
fn row_in(area: Area, at: Pointer) -> Option<usize> {
    let inside = (area.x..area.x + area.width).contains(&at.column) && (area.y..area.y + area.height).contains(&at.row);
    inside.then(|| usize::from(at.row - area.y))
}
