//! What each key of the Compare screen does.

use super::state::Compare;
use crate::app::handler::{Context, ReviewIntent};
use crate::command::CompareAction;

/// Said where there is no third answer to show.
const ONLY_TWO: &str = "These two are all the answers to this input.";

impl Compare {
    /// Returns the next answer behind one, from the first again behind the last, that is not `other`.
    fn after(&self, one: usize, other: usize) -> Option<usize> {
        let count = self.rows.len();
        (1..count).map(|step| (one + step) % count).find(|next| *next != other)
    }

    /// Scrolls both answers, at most to their end.
    fn scroll_to(&mut self, line: usize, cx: &mut Context<'_>) {
        let before = self.scroll;
        self.scroll = line.min(self.most);
        if self.scroll == before {
            let end = match (self.most, before) {
                (0, _) => "All of both answers is in view.",
                (_, 0) => "The answers begin here.",
                _ => "The answers end here.",
            };
            cx.say(end, &[]);
        }
    }

    /// Does what a key says.
    pub(crate) fn handle(&mut self, action: CompareAction, _letter: char, cx: &mut Context<'_>) {
        match action {
            CompareAction::OtherLeft => match self.after(self.left, self.right()) {
                Some(next) => self.left = next,
                None => cx.say(ONLY_TWO, &[]),
            },
            CompareAction::OtherRight => match self.after(self.right(), self.left) {
                Some(next) => self.list.cursor = next,
                None => cx.say(ONLY_TWO, &[]),
            },
            CompareAction::LineDown => self.scroll_to(self.scroll.saturating_add(1), cx),
            CompareAction::LineUp => self.scroll_to(self.scroll.saturating_sub(1), cx),
            CompareAction::PageDown => self.scroll_to(self.scroll.saturating_add(self.page), cx),
            CompareAction::PageUp => self.scroll_to(self.scroll.saturating_sub(self.page), cx),
            CompareAction::Open => {
                if let Some(row) = self.rows.get(self.right()).copied() {
                    cx.review(ReviewIntent::Compared(self.rows.clone(), row));
                }
            }
        }
    }
}
