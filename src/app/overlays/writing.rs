//! What a text box can be for.

use crate::app::overlays::draft::{DraftKey, DraftPurpose};
use crate::domain::{CheckKey, CriterionKey, Edit, ModeKey, Name, RecordId, RowId, Span, Target, Untrusted};
use crate::views::Noted;

/// The place under which a half-written text is kept that belongs to no record.
pub(crate) const NOWHERE: RowId = RowId(0);

/// What is being written.
#[derive(Debug, Clone, PartialEq)]
pub enum Writing {
    /// A note on a record or on a span of it.
    Note {
        /// The record's place.
        row: RowId,
        /// Its identity.
        id: RecordId,
        /// The span, if it is on one.
        span: Option<Span>,
    },
    /// Why a record cannot be answered, or why the marked ones cannot.
    Reason {
        /// The record; `None` for those that are marked.
        record: Option<(RowId, RecordId)>,
    },
    /// The output of a record as it should have been.
    Correction {
        /// The record's place.
        row: RowId,
        /// Its identity.
        id: RecordId,
    },
    /// A new criterion, with the record that provoked it.
    NewCriterion {
        /// The record it comes from.
        record: Option<(RowId, RecordId)>,
    },
    /// A criterion's new statement; from the second line on, why.
    Revision {
        /// The criterion.
        criterion: CriterionKey,
        /// The record that provokes the new version.
        record: Option<(RowId, RecordId)>,
    },
    /// Why a criterion changed, once it was told what changed.
    Why(Box<Revision>, Edit),
    /// A criterion's new name.
    CriterionName(CriterionKey),
    /// When a criterion is asked, its tolerance, its owner.
    Setting(CriterionKey, SettingKind),
    /// The parts of a criterion or a mode, one a line.
    Split(Target),
    /// A new mode's name.
    ModeName,
    /// The name of a mode that is made of notes.
    ModeOfNotes(Noted),
    /// A mode's other name.
    ModeRename(ModeKey),
    /// What a mode means.
    Definition(ModeKey),
    /// What a mode means that is made with it, for the record on screen or the marked ones.
    NewMode {
        /// Its name.
        name: Name,
        /// Whether they fail with it, or are tagged only.
        fails: bool,
    },
    /// A check: kind, argument, options.
    Check(Target),
    /// Another form of a check, on this target.
    CheckEdit(CheckKey, Target),
    /// The queue's filter.
    Filter,
    /// The filter of the list on screen.
    ListFilter,
    /// Text to look for in the record.
    Search,
    /// The beginning of a record's id.
    JumpTo,
    /// The path of a log file.
    Import,
}

impl Writing {
    /// Returns the place and the purpose under which a half-written text is kept; `None` where none is.
    pub fn draft_key(&self) -> Option<DraftKey> {
        match self {
            Self::Note { row, span, .. } => Some((*row, DraftPurpose::Note(*span))),
            Self::Reason { record } => record.map(|(row, _)| (row, DraftPurpose::Reason)),
            Self::Correction { row, .. } => Some((*row, DraftPurpose::Correction)),
            Self::NewCriterion { record } => record.map(|(row, _)| (row, DraftPurpose::NewCriterion)),
            Self::Revision { record, criterion } => {
                record.map(|(row, _)| (row, DraftPurpose::Revision(criterion.clone())))
            }
            Self::Check(target) => Some((NOWHERE, DraftPurpose::Check(target.clone()))),
            Self::CheckEdit(check, _) => Some((NOWHERE, DraftPurpose::CheckEdit(check.clone()))),
            Self::Why(..)
            | Self::CriterionName(_)
            | Self::Setting(..)
            | Self::Split(_)
            | Self::ModeName
            | Self::ModeOfNotes(_)
            | Self::ModeRename(_)
            | Self::Definition(_)
            | Self::NewMode { .. }
            | Self::Filter
            | Self::ListFilter
            | Self::Search
            | Self::JumpTo
            | Self::Import => None,
        }
    }

    /// Returns what the check that is written is for.
    pub const fn check_target(&self) -> Option<&Target> {
        match self {
            Self::Check(target) | Self::CheckEdit(_, target) => Some(target),
            _ => None,
        }
    }

    /// Names in a word what Enter does with the text.
    pub const fn taken(&self) -> &'static str {
        match self {
            Self::Filter | Self::ListFilter => "filter",
            Self::Search => "search",
            Self::JumpTo => "go there",
            Self::Import => "import",
            Self::Reason { .. } => "decline",
            _ => "save",
        }
    }

    /// Answers whether the text may have several lines.
    pub(crate) const fn is_multiline(&self) -> bool {
        matches!(
            self,
            Self::Note { .. }
                | Self::Correction { .. }
                | Self::NewCriterion { .. }
                | Self::Revision { .. }
                | Self::Definition(_)
                | Self::NewMode { .. }
                | Self::Split(_)
                | Self::Check(_)
                | Self::CheckEdit(..)
                | Self::Setting(_, SettingKind::UseWhen | SettingKind::AvoidWhen)
        )
    }
}

/// What a criterion has beside its statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingKind {
    /// When it is asked.
    UseWhen,
    /// When it is not.
    AvoidWhen,
    /// The share of good outputs that its checks may reject.
    Tau,
    /// Who decides on it.
    Owner,
}

/// A criterion's new version, before it is told whether its meaning changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// The criterion.
    pub criterion: CriterionKey,
    /// The new statement.
    pub text: Untrusted,
    /// Why.
    pub reason: Untrusted,
    /// The record that provoked it.
    pub record: Option<(RowId, RecordId)>,
}
