//! Grading the record that is shown by criteria, and writing criteria from it.

use crate::command::actions;

actions! {
    /// Grades the record that is shown, or opens a criterion.
    GradingAction:

    /// On Review.
    REVIEW = [
        MetDigit("Met", "1-9", "met", "Criterion met", "The criterion with this number is met.").rank(19).judges(),
        => Met("PickMet", "m", "met …", "Criterion met, by name", "Takes the key that picks a criterion beyond nine.").judges(),
        => NotMet("NotMet", "x", "not met", "Criterion not met",
            "The criterion whose number follows is not met.").rank(27).judges(),
        => NotApplicable("NotApplicable", "-", "n/a", "Criterion not applicable",
            "The criterion whose number follows does not apply.").rank(28).judges(),
    ];

    /// After the key for a criterion that is not met.
    NOT_MET = [
        NotMetDigit("NotMetDigit", "1-9", "not met", "Not met",
            "The criterion with this number is not met.").rank(1).judges(),
        NotMetPicker("NotMetPicker", "/", "by name", "Not met, by name",
            "Opens the picker of criteria.").rank(2).judges(),
    ];

    /// After the key for a criterion that does not apply.
    NOT_APPLICABLE = [
        NaDigit("NaDigit", "1-9", "n/a", "Not applicable",
            "The criterion with this number does not apply.").rank(1).judges(),
        NaPicker("NaPicker", "/", "by name", "Not applicable, by name",
            "Opens the picker of criteria.").rank(2).judges(),
    ];

    /// After the key for a criterion beyond nine that is met.
    MET = [
        MetPicker("MetPicker", "/", "by name", "Met, by name", "Opens the picker of criteria.").rank(1).judges(),
    ];

    /// After the key for criteria.
    CRITERION = [
        NewCriterion("NewCriterion", "n", "new", "New criterion",
            "Writes a criterion; this record is remembered with it.").rank(1).judges(),
        => CriterionEdit("EditCriterion", "e", "edit", "Edit a criterion",
            "Edits the criterion whose number follows.").rank(2).judges(),
    ];

    /// After the keys that edit a criterion.
    CRITERION_EDIT = [
        EditCriterionDigit("EditCriterionDigit", "1-9", "edit", "Edit this criterion",
            "Opens the statement of this criterion.").rank(1).judges(),
        EditCriterionPicker("EditCriterionPicker", "/", "by name", "Edit a criterion, by name",
            "Opens the picker of criteria.").rank(2).judges(),
    ];
}
