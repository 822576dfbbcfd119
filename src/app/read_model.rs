//! What was read of the workspace: codebook, figures, tallies. No cursor, no screen.

use std::sync::Arc;

use crate::domain::filter::Known;
use crate::domain::{CheckKey, CodebookView, Criterion, CriterionKey, FailureMode, ModeKey, Roles, Tally, Target};
use crate::measures::agreement::AgreementReport;
use crate::measures::check_sets::TargetAlignment;
use crate::measures::drift::rubric::{CriterionDrift, RubricDrift};
use crate::measures::judge::JudgeLine;
use crate::measures::rates::GroupRate;
use crate::measures::saturation::Saturation;
use crate::redact::Redactor;
use crate::text::TraceLinks;
use crate::views::{Figures, OpenNotes, WouldStale};

/// The workspace as far as it was read.
#[derive(Debug, Default)]
pub struct ReadModel {
    /// The workspace's name.
    pub workspace: String,
    /// Where traces are.
    pub trace_links: TraceLinks,
    /// What masks secrets and personal data.
    pub redactor: Redactor,
    /// Who may settle what alone.
    pub roles: Roles,
    /// Modes, criteria, checks.
    pub codebook: CodebookView,
    /// What was logged and judged that a filter can name, as it was read last.
    pub logged: Known,
    /// Counts and rates.
    pub figures: Figures,
    /// The notes that no mode was made of, in groups, as they were read last.
    pub open_notes: OpenNotes,
    /// What was read for the charts and the drift of criteria.
    pub insights: ReadInsights,
    /// What an edit of a criterion's meaning would make stale, while one is written; without figures where the store
    /// could not say.
    pub forecast: Option<(CriterionKey, Option<WouldStale>)>,
    /// Each check with its tally, once read.
    pub tallies: Vec<(CheckKey, Tally)>,
}

/// What was read for the charts and the drift of criteria.
#[derive(Debug, Default)]
pub struct ReadInsights {
    /// Modes against records read.
    pub saturation: Option<Box<Saturation>>,
    /// Drift of every criterion.
    pub drift: Option<Box<RubricDrift>>,
    /// Rates.
    pub rates: Option<Vec<GroupRate>>,
    /// How far reviewers agree.
    pub agreement: Option<Box<AgreementReport>>,
    /// Checks against people.
    pub alignment: Option<Vec<TargetAlignment>>,
    /// The newest run of each judge against people.
    pub judges: Option<Vec<Arc<JudgeLine>>>,
}

impl ReadModel {
    pub(crate) fn new(workspace: String) -> Self {
        Self { workspace, ..Self::default() }
    }

    /// Returns the modes a reviewer can tag with, most used first.
    pub fn open_modes(&self) -> Vec<&FailureMode> {
        let mut open: Vec<&FailureMode> = self.codebook.modes.iter().filter(|mode| mode.status.is_open()).collect();
        open.sort_by_key(|mode| std::cmp::Reverse(mode.count));
        open
    }

    /// Returns the open mode with this hotkey.
    pub fn mode_on(&self, hotkey: char) -> Option<&FailureMode> {
        self.codebook.modes.iter().find(|mode| mode.status.is_open() && mode.hotkey == Some(hotkey))
    }

    /// Returns the name of a mode, or its key while the codebook is unread.
    pub fn mode_name(&self, key: &ModeKey) -> String {
        self.codebook.mode_of(key).map_or_else(|| key.to_string(), |mode| mode.name.to_string())
    }

    /// Returns the criteria that are asked, by number, the numberless last.
    pub fn open_criteria(&self) -> Vec<&Criterion> {
        let mut open: Vec<&Criterion> = self.codebook.criteria.iter().filter(|criterion| !criterion.retired).collect();
        open.sort_by_key(|criterion| criterion.number.unwrap_or(u8::MAX));
        open
    }

    /// Returns the criterion with this number.
    pub fn criterion_on(&self, number: u8) -> Option<&Criterion> {
        self.codebook.criteria.iter().find(|criterion| !criterion.retired && criterion.number == Some(number))
    }

    /// Returns the drift of a criterion, once read.
    pub fn drift_of(&self, key: &CriterionKey) -> Option<&CriterionDrift> {
        self.insights.drift.as_ref()?.criteria.iter().find(|drift| drift.key == *key)
    }

    /// Returns the tally of a check, once read.
    pub fn tally(&self, check: &CheckKey) -> Option<&Tally> {
        self.tallies.iter().find(|(key, _)| key == check).map(|(_, tally)| tally)
    }

    /// Answers whether a mode, or one that was merged into it, or a criterion has checks.
    pub fn has_checks(&self, target: &Target) -> bool {
        let codebook = &self.codebook;
        let counted = |target: &Target| match target {
            Target::Mode(key) => codebook.resolve_mode(key).map(|mode| mode.key.clone()),
            Target::Criterion(_) => None,
        };
        let counts = |of: &Target| of == target || (counted(of).is_some() && counted(of) == counted(target));
        codebook.checks.iter().any(|check| counts(&check.target))
    }
}
