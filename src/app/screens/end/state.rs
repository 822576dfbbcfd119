//! The state of the end of a session.

use super::lines::lines;
use crate::app::Session;
use crate::app::geometry::{Area, body};
use crate::app::handler::Context;
use crate::app::screens::DetailLine;
use crate::app::screens::screen_state::ScreenState;
use crate::domain::{Name, RowId, Time};
use crate::views::{HandOff, Read, Slot};

/// Keys that come so soon after the screen came by itself were meant for the record, in milliseconds.
const TYPED_AHEAD: i64 = 300;

/// The end of a session.
#[derive(Debug, Default)]
pub struct End {
    /// What was done in the session, once read.
    pub hand_off: Option<Box<HandOff>>,
    /// Lines above the view.
    pub scroll: usize,
    /// When it came by itself.
    came: Option<Time>,
    /// Whether it came because the time that was set is over.
    is_time_over: bool,
}

impl End {
    /// Notes that it comes by itself, and whether because the time that was set is over.
    pub(crate) fn come(&mut self, now: Time, is_time_over: bool) {
        (self.came, self.is_time_over) = (Some(now), is_time_over);
        self.scroll = 0;
    }

    /// Answers whether a key of this time was typed before anyone could have seen the screen.
    pub(crate) fn is_typed_ahead(&self, now: Time) -> bool {
        // A clock that was set back meanwhile does not lock the screen.
        self.came.is_some_and(|came| (0..TYPED_AHEAD).contains(&(now.0 - came.0)))
    }

    /// Takes what was done in the session.
    pub(crate) fn take(&mut self, hand_off: Box<HandOff>) {
        self.hand_off = Some(hand_off);
    }

    /// Returns its lines at a width.
    pub fn lines(&self, width: usize, session: &Session, present: bool) -> Vec<DetailLine> {
        let who = |name: &Name| session.who(name, present);
        let filter = |text: &str| session.filter(text, present);
        let lines = |hand_off: &HandOff| lines(hand_off, self.is_time_over, width, &who, &filter);
        self.hand_off.as_deref().map(lines).unwrap_or_default()
    }

    /// Scrolls by so many lines, within what there is.
    pub(super) fn scroll_by(&mut self, by: isize, cx: &Context<'_>) {
        let area = area(cx.size);
        let last =
            self.lines(usize::from(area.width), cx.session, cx.present).len().saturating_sub(usize::from(area.height));
        self.scroll = self.scroll.saturating_add_signed(by).min(last);
    }
}

/// Returns the area of its lines.
pub(super) fn area(size: (u16, u16)) -> Area {
    let body = body(size);
    Area { x: body.x + 2, width: body.width.saturating_sub(4).min(100), ..body }
}

impl ScreenState for End {
    fn enter(&mut self, _record: Option<RowId>, cx: &mut Context<'_>) {
        let session = cx.session.number;
        let is_other = |hand_off: &mut Box<HandOff>| Some(hand_off.summary.session.id) != session;
        if self.hand_off.take_if(is_other).is_some() {
            self.scroll = 0;
        }
        cx.requests.ask_when_saved(
            Read::HandOff {
                session,
                links: cx.read_model.trace_links.clone(),
                redactor: cx.read_model.redactor.clone(),
                slot: Slot::empty(),
            },
            cx.effects,
        );
    }
}
