//! What each key of the Compare screen does.

use super::state::Compare;
use crate::app::handler::{Context, ReviewIntent};
use crate::command::CompareAction;

impl Compare {
    /// Does what a key says.
    pub(crate) fn handle(&mut self, action: CompareAction, _letter: char, cx: &mut Context<'_>) {
        let count = self.rows.len().max(1);
        match action {
            CompareAction::OtherLeft => self.left = (self.left + count - 1) % count,
            CompareAction::OtherRight => self.left = (self.left + 1) % count,
            CompareAction::LineDown => self.scroll = self.scroll.saturating_add(1),
            CompareAction::LineUp => self.scroll = self.scroll.saturating_sub(1),
            CompareAction::Open => {
                if let Some(row) = self.rows.get(self.right()).copied() {
                    cx.review(ReviewIntent::Compared(self.rows.clone(), row));
                }
            }
        }
    }
}
