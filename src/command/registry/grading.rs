//! Grading the record that is shown by criteria, and writing criteria from it.

use super::row::{Row, key, opens};
use crate::command::layer::Layer;

/// Grades the record that is shown, or opens a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each row has a title and a sentence")]
pub enum GradingAction {
    MetDigit,
    NotMetDigit,
    NotMetPicker,
    NaDigit,
    NaPicker,
    MetPicker,
    NewCriterion,
    EditCriterionDigit,
    EditCriterionPicker,
}

impl GradingAction {
    /// On Review.
    pub(super) const REVIEW: &[Row<Self>] = &[
        key(Self::MetDigit, "Met", "1-9", "met", "Criterion met", "The criterion with this number is met.")
            .rank(19)
            .judges(),
        opens(Layer::Met, "PickMet", "m", "met …", "Criterion met, by name", "Opens `m /` for criteria beyond nine.")
            .judges(),
        opens(
            Layer::NotMet,
            "NotMet",
            "x",
            "not met",
            "Criterion not met",
            "The criterion whose number follows is not met.",
        )
        .rank(27)
        .judges(),
        opens(
            Layer::NotApplicable,
            "NotApplicable",
            "-",
            "n/a",
            "Criterion not applicable",
            "The criterion whose number follows does not apply.",
        )
        .rank(28)
        .judges(),
    ];

    /// After the key for a criterion that is not met.
    pub(super) const NOT_MET: &[Row<Self>] = &[
        key(
            Self::NotMetDigit,
            "NotMetDigit",
            "1-9",
            "not met",
            "Not met",
            "The criterion with this number is not met.",
        )
        .rank(1)
        .judges(),
        key(Self::NotMetPicker, "NotMetPicker", "/", "by name", "Not met, by name", "Opens the picker of criteria.")
            .rank(2)
            .judges(),
    ];

    /// After the key for a criterion that does not apply.
    pub(super) const NOT_APPLICABLE: &[Row<Self>] = &[
        key(Self::NaDigit, "NaDigit", "1-9", "n/a", "Not applicable", "The criterion with this number does not apply.")
            .rank(1)
            .judges(),
        key(Self::NaPicker, "NaPicker", "/", "by name", "Not applicable, by name", "Opens the picker of criteria.")
            .rank(2)
            .judges(),
    ];

    /// After the key for a criterion beyond nine that is met.
    pub(super) const MET: &[Row<Self>] =
        &[key(Self::MetPicker, "MetPicker", "/", "by name", "Met, by name", "Opens the picker of criteria.")
            .rank(1)
            .judges()];

    /// After the key for criteria.
    pub(super) const CRITERION: &[Row<Self>] = &[
        key(
            Self::NewCriterion,
            "NewCriterion",
            "n",
            "new",
            "New criterion",
            "Writes a criterion; this record is remembered with it.",
        )
        .rank(1)
        .judges(),
        opens(
            Layer::CriterionEdit,
            "EditCriterion",
            "e",
            "edit",
            "Edit a criterion",
            "Edits the criterion whose number follows.",
        )
        .rank(2)
        .judges(),
    ];

    /// After the keys that edit a criterion.
    pub(super) const CRITERION_EDIT: &[Row<Self>] = &[
        key(
            Self::EditCriterionDigit,
            "EditCriterionDigit",
            "1-9",
            "edit",
            "Edit this criterion",
            "Opens the statement of this criterion.",
        )
        .rank(1)
        .judges(),
        key(
            Self::EditCriterionPicker,
            "EditCriterionPicker",
            "/",
            "by name",
            "Edit a criterion, by name",
            "Opens the picker of criteria.",
        )
        .rank(2)
        .judges(),
    ];
}
