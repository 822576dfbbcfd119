//! A key that moves, and moved nothing: it says so, as every key of the footer does something or says why not.

use crate::app::Model;
use crate::app::overlays::Overlay;
use crate::command::{
    Action, BrowseAction, CompareAction, CriteriaAction, EndAction, GotoAction, HelpAction, ListAction, PairAction,
    ReaderAction, ReviewAction, ScreenAction, SpanAction,
};

impl Model {
    /// Remembers where things are before a key that only moves.
    pub(crate) fn before_moving(&mut self, action: Action) {
        self.keyboard.before_moving = moves(action).then(|| self.whereabouts());
    }

    /// Says so where a key that only moves moved nothing.
    pub(crate) fn say_where_still(&mut self) {
        let Some(before) = self.keyboard.before_moving.take() else { return };
        if self.notice.is_none() && before == self.whereabouts() {
            self.say("No further.", &[]);
        }
    }

    /// Returns every place that a key can move.
    fn whereabouts(&mut self) -> Vec<usize> {
        let mut places = vec![self.list_cursor(), self.screens.end.scroll];
        places.extend(self.overlays.last_mut().and_then(Overlay::scroll_mut).map(|scroll| *scroll));
        let compare = &self.screens.compare;
        places.extend([compare.left, compare.scroll]);
        let (back, scroll) = self.screens.criteria.version_place(&self.read_model);
        places.extend([back, scroll, self.screens.review.list.cursor]);
        if let Some(page) = self.screens.review.page.as_ref() {
            places.push(page.scroll);
            if let Some(selection) = &page.selection {
                let span = selection.span();
                places.extend([span.start as usize, span.end as usize, selection.head]);
                places.extend(span.turn.map(|turn| turn as usize + 1));
            }
        }
        places
    }
}

/// Answers whether an action moves and does nothing else.
fn moves(action: Action) -> bool {
    let Action::Screen(action) = action else {
        return match action {
            Action::List(action) => action != ListAction::Filter,
            Action::Reader(action) => action != ReaderAction::Close,
            Action::Help(action) => action != HelpAction::Close,
            other => matches!(other, Action::Goto(GotoAction::First)),
        };
    };
    matches!(
        action,
        ScreenAction::Compare(
            CompareAction::OtherLeft | CompareAction::OtherRight | CompareAction::LineDown | CompareAction::LineUp
        ) | ScreenAction::Criteria(
            CriteriaAction::OlderVersion
                | CriteriaAction::NewerVersion
                | CriteriaAction::LineDown
                | CriteriaAction::LineUp
        ) | ScreenAction::End(EndAction::LineDown | EndAction::LineUp | EndAction::PageDown | EndAction::PageUp)
            | ScreenAction::Review(
                ReviewAction::SpanMotion(_)
                    | ReviewAction::Pair(
                        PairAction::LineDown | PairAction::LineUp | PairAction::PageDown | PairAction::PageUp
                    )
                    | ReviewAction::Span(
                        SpanAction::Down | SpanAction::Up | SpanAction::NextTurn | SpanAction::PreviousTurn
                    )
                    | ReviewAction::Browse(
                        BrowseAction::LineDown
                            | BrowseAction::LineUp
                            | BrowseAction::PageDown
                            | BrowseAction::PageUp
                            | BrowseAction::NextTurn
                            | BrowseAction::PreviousTurn
                    )
            )
    )
}
