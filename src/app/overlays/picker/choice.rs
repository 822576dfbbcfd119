//! What a picker can be for, and what its rows are.

use crate::command::Action;
use crate::domain::{Answer, CriterionKey, ModeKey};

/// What is being chosen, and for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PickFor {
    /// A mode to tag with.
    Tag,
    /// A mode to fail with.
    FailWith,
    /// The heir of a mode.
    MergeInto(ModeKey),
    /// A mode to link to a criterion, or to unlink.
    Link(CriterionKey),
    /// The criterion that another one's name leads to.
    MergeCriterion(CriterionKey),
    /// A criterion to grade.
    Grade(Answer),
    /// A criterion to edit.
    EditCriterion,
    /// What a new check is attached to.
    CheckTarget,
    /// A command.
    Command,
}

/// What choosing a row means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// A failure mode.
    Mode(ModeKey),
    /// A new mode of this name.
    NewMode(String),
    /// A criterion.
    Criterion(CriterionKey),
    /// An action.
    Command(Action),
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickRow {
    /// What choosing it means.
    pub choice: Choice,
    /// Its key: a hotkey, a number, `+`, a key sequence.
    pub key: String,
    /// Its name.
    pub label: String,
    /// The details at its right.
    pub detail: String,
    /// Characters of the label that match what was typed.
    pub matched: Vec<usize>,
}
