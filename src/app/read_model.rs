//! What was read of the workspace: codebook, figures, tallies. No cursor, no screen.

use crate::domain::CodebookView;
use crate::domain::{CheckKey, Criterion, CriterionKey, FailureMode, ModeKey, Tally};
use crate::views::{Figures, WouldStale};

/// The workspace as far as it was read.
#[derive(Debug, Default)]
pub struct ReadModel {
    /// The workspace's name.
    pub workspace: String,
    /// Modes, criteria, checks.
    pub codebook: CodebookView,
    /// Counts and rates.
    pub figures: Figures,
    /// What was read for the charts and the drift of criteria.
    pub insights: super::screens::Insights,
    /// What an edit of a criterion's meaning would make stale, while one is written; without figures where the store
    /// could not say.
    pub forecast: Option<(CriterionKey, Option<WouldStale>)>,
    /// Each check with its tally, once read.
    pub tallies: Vec<(CheckKey, Tally)>,
}

impl ReadModel {
    pub(super) fn new(workspace: String) -> Self {
        Self { workspace, ..Self::default() }
    }

    /// The modes a reviewer can tag with, most used first.
    #[must_use]
    pub fn open_modes(&self) -> Vec<&FailureMode> {
        let mut open: Vec<&FailureMode> = self.codebook.modes.iter().filter(|mode| mode.status.is_open()).collect();
        open.sort_by_key(|mode| std::cmp::Reverse(mode.count));
        open
    }

    /// The open mode with this hotkey.
    #[must_use]
    pub fn mode_on(&self, hotkey: char) -> Option<&FailureMode> {
        self.codebook.modes.iter().find(|mode| mode.status.is_open() && mode.hotkey == Some(hotkey))
    }

    /// The name of a mode, or its key while the codebook is unread.
    #[must_use]
    pub fn mode_name(&self, key: &ModeKey) -> String {
        self.codebook.mode_of(key).map_or_else(|| key.to_string(), |mode| mode.name.to_string())
    }

    /// The criteria that are asked, by number, the numberless last.
    #[must_use]
    pub fn open_criteria(&self) -> Vec<&Criterion> {
        let mut open: Vec<&Criterion> = self.codebook.criteria.iter().filter(|criterion| !criterion.retired).collect();
        open.sort_by_key(|criterion| criterion.number.unwrap_or(u8::MAX));
        open
    }

    /// The criterion with this number.
    #[must_use]
    pub fn criterion_on(&self, number: u8) -> Option<&Criterion> {
        self.codebook.criteria.iter().find(|criterion| !criterion.retired && criterion.number == Some(number))
    }
}
