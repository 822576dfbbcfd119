//! The state of all screens beside Review.

use super::checks::Checks;
use super::compare::Compare;
use super::criteria::Criteria;
use super::insights::Insights;
use super::list::ListState;
use super::modes::Modes;
use crate::app::ReadModel;
use crate::command::Screen;

/// The state of all screens beside Review.
#[derive(Debug, Default)]
pub struct Screens {
    /// The Modes screen.
    pub modes: Modes,
    /// The Criteria screen.
    pub criteria: Criteria,
    /// The Checks screen.
    pub checks: Checks,
    /// The Insights screen.
    pub insights: Insights,
    /// The Compare screen.
    pub compare: Compare,
}

impl Screens {
    /// Returns the list of a screen.
    #[must_use]
    pub const fn list(&self, screen: Screen) -> Option<&ListState> {
        match screen {
            Screen::Modes => Some(&self.modes.list),
            Screen::Criteria => Some(&self.criteria.list),
            Screen::Checks => Some(&self.checks.list),
            Screen::Insights => Some(&self.insights.list),
            Screen::Compare => Some(&self.compare.list),
            Screen::Review | Screen::Welcome => None,
        }
    }

    /// Returns the list of a screen, to change it.
    pub(crate) const fn list_mut(&mut self, screen: Screen) -> Option<&mut ListState> {
        match screen {
            Screen::Modes => Some(&mut self.modes.list),
            Screen::Criteria => Some(&mut self.criteria.list),
            Screen::Checks => Some(&mut self.checks.list),
            Screen::Insights => Some(&mut self.insights.list),
            Screen::Compare => Some(&mut self.compare.list),
            Screen::Review | Screen::Welcome => None,
        }
    }

    /// Returns the number of lines in view of a screen's list.
    #[must_use]
    pub fn length(&self, screen: Screen, read_model: &ReadModel) -> usize {
        match screen {
            Screen::Modes => self.modes.rows(read_model).len(),
            Screen::Criteria => self.criteria.rows(read_model).len(),
            Screen::Checks => self.checks.rows(read_model).len(),
            Screen::Insights => self.insights.lines(read_model).len(),
            Screen::Compare => self.compare.length(),
            Screen::Review | Screen::Welcome => 0,
        }
    }
}
