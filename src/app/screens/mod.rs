//! The screens beside Review: each a list with a cursor and a filter, and what its keys do.

mod checks;
mod compare;
pub mod criteria;
pub mod drift;
pub mod insights;
mod modes;
pub mod review;

pub use compare::{Comparison, Differences};
pub use criteria::versions::{DetailLine, Tone};
pub use insights::{InsightLine, Insights, Section};

use super::overlays::check_editor::CheckEditor;
use super::{Model, Screen};

/// A list's cursor and filter.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct ListState {
    /// The selected line, among those shown.
    pub cursor: usize,
    /// Only lines that hold this are shown.
    pub filter: String,
}

impl ListState {
    /// Whether a line with this text is shown.
    #[must_use]
    pub fn holds(&self, text: &str) -> bool {
        self.filter.is_empty() || text.to_lowercase().contains(&self.filter.to_lowercase())
    }
}

/// The state of all list screens.
#[derive(Debug, Default)]
pub struct Lists {
    modes: ListState,
    criteria: ListState,
    checks: ListState,
    insights: ListState,
    section: Section,
    versions: criteria::versions::VersionCursor,
    /// The judge whose disagreements were made the queue.
    led: Option<insights::judges::Led>,
    /// The Compare screen.
    pub compare: Comparison,
    /// The check that is being written.
    pub check_editor: CheckEditor,
}

impl Lists {
    /// The list of a screen.
    #[must_use]
    pub const fn of(&self, screen: Screen) -> Option<&ListState> {
        match screen {
            Screen::Modes => Some(&self.modes),
            Screen::Criteria => Some(&self.criteria),
            Screen::Checks => Some(&self.checks),
            Screen::Insights => Some(&self.insights),
            Screen::Compare => Some(&self.compare.list),
            Screen::Review | Screen::Welcome => None,
        }
    }

    pub(super) const fn of_mut(&mut self, screen: Screen) -> Option<&mut ListState> {
        match screen {
            Screen::Modes => Some(&mut self.modes),
            Screen::Criteria => Some(&mut self.criteria),
            Screen::Checks => Some(&mut self.checks),
            Screen::Insights => Some(&mut self.insights),
            Screen::Compare => Some(&mut self.compare.list),
            Screen::Review | Screen::Welcome => None,
        }
    }
}

impl Model {
    /// Lines of the list on screen.
    #[must_use]
    pub fn list_length(&self) -> usize {
        match self.screen {
            Screen::Modes => self.shown_modes().len(),
            Screen::Criteria => self.shown_criteria().len(),
            Screen::Checks => self.shown_checks().len(),
            Screen::Insights => self.insight_lines().len(),
            Screen::Compare => self.lists.compare.length(),
            Screen::Review | Screen::Welcome => 0,
        }
    }

    /// The selected line of the list on screen, within its length.
    #[must_use]
    pub fn list_cursor(&self) -> usize {
        let cursor = self.lists.of(self.screen).map_or(0, |list| list.cursor);
        cursor.min(self.list_length().saturating_sub(1))
    }

    /// Moves in the list on screen.
    pub(super) fn move_in_list(&mut self, by: isize) {
        let last = self.list_length().saturating_sub(1);
        let cursor = self.list_cursor();
        if let Some(list) = self.lists.of_mut(self.screen) {
            list.cursor = cursor.saturating_add_signed(by).min(last);
        }
    }
}
