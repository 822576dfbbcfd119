//! The terms of a filter: those that a record's texts answer, and those that need none.

use super::operand::{Bound, CheckSays, Format, Glob, Judge, Measure, Phrase, Place, TimeRef};
use crate::domain::{Answer, Name, Verdict};

/// A term that is looked for in a record's texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BodyTerm {
    /// Words in the record, without case.
    Words {
        /// Where.
        place: Place,
        /// The words.
        phrase: Phrase,
    },
    /// A regular expression over the output, as typed between the slashes, and whether it ignores case (`/…/i`).
    Regex {
        /// The expression.
        pattern: String,
        /// Whether case is ignored.
        ignore_case: bool,
    },
    /// What checks say: one by its name, or all of a kind.
    Check {
        /// The check's name, or a kind of checks.
        name: String,
        /// What it says.
        says: CheckSays,
    },
    /// A logged field that has no place of its own: `meta.team:billing`; dots walk into objects.
    Meta {
        /// The path.
        path: String,
        /// The value.
        value: Glob,
    },
}

/// A term that is answered by judgements, results, and what is logged beside a record's texts; a suggestion also by checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// The verdict, by anyone or by one reviewer (`by:`).
    Verdict(Judge<Verdict>),
    /// A tag: a mode by slug or name.
    Mode(Judge<String>),
    /// Words in a note.
    Note(Phrase),
    /// A mode that is suggested as a tag and was not answered: this one, any, or none.
    Suggested(Judge<String>),
    /// What was saved under this name.
    Saved(String),
    /// Judged, tagged, noted or graded by this reviewer.
    By(Name),
    /// The external id, or a beginning of the record's own id.
    Id(Glob),
    /// The model.
    Model(Glob),
    /// The prompt version.
    Prompt(Glob),
    /// The source's name.
    Source(Glob),
    /// The conversation id.
    Conversation(Glob),
    /// Logged at or after.
    Since(TimeRef),
    /// Logged before.
    Until(TimeRef),
    /// Whether anyone gave a verdict.
    Reviewed(bool),
    /// Whether reviewers judged it differently.
    Disputed(bool),
    /// Whether anything was settled on it.
    Settled(bool),
    /// Whether a reviewer passed it and tagged it, or graded it as not met, all the same.
    Contradiction(bool),
    /// Whether anyone wrote a corrected output.
    Corrected(bool),
    /// The output's shape.
    Format(Format),
    /// Whether the log says that the call failed.
    Error(bool),
    /// Tagged with a mode of this severity.
    Severity(Bound),
    /// Graded, in any way, against this criterion.
    Criterion(String),
    /// A standing grade.
    Grade {
        /// The criterion, by slug or name.
        criterion: String,
        /// The answer.
        answer: Answer,
    },
    /// Has a grade under an older meaning: of this criterion, of any, or of none.
    Stale(Judge<String>),
    /// Passed or failed by a judge or check whose results were imported; the newest result that has it counts.
    Result {
        /// The judge's name.
        judge: Glob,
        /// Whether it fails the record.
        fails: bool,
    },
    /// A logged number; a record without it does not hold.
    Measure(Measure, Bound),
}

impl Term {
    /// Returns whether the term asks what people said.
    pub const fn asks_people(&self) -> bool {
        match self {
            Self::Verdict(_)
            | Self::Mode(_)
            | Self::Note(_)
            | Self::Reviewed(_)
            | Self::Disputed(_)
            | Self::Settled(_)
            | Self::Contradiction(_)
            | Self::Corrected(_)
            | Self::Severity(_)
            | Self::Criterion(_)
            | Self::Grade { .. }
            | Self::Stale(_)
            | Self::Suggested(_) => true,
            Self::By(_)
            | Self::Saved(_)
            | Self::Result { .. }
            | Self::Id(_)
            | Self::Model(_)
            | Self::Prompt(_)
            | Self::Source(_)
            | Self::Conversation(_)
            | Self::Since(_)
            | Self::Until(_)
            | Self::Format(_)
            | Self::Error(_)
            | Self::Measure(..) => false,
        }
    }
}
