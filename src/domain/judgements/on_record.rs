//! What people said of one record, and how a change of it is applied.
//!
//! The store's statements (`store::journal::project`) do the same to its tables; a property test holds them equal.

use crate::domain::{Answer, CriterionKey, ModeKey, Name, Purpose, Span, Time, Untrusted, Verdict};

/// A standing verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerdictView {
    /// Who judged.
    pub reviewer: Name,
    /// The verdict.
    pub verdict: Verdict,
    /// When.
    pub time: Time,
}

/// A standing tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagView {
    /// The mode that counts now (the heir, when the tagged one was merged).
    pub mode: ModeKey,
    /// Who tagged.
    pub reviewer: Name,
    /// The evidence.
    pub span: Option<Span>,
}

/// A standing note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteView {
    /// The text.
    pub text: Untrusted,
    /// Who wrote it.
    pub reviewer: Name,
    /// The span it is on.
    pub span: Option<Span>,
}

/// A standing corrected output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionView {
    /// The output as it should have been.
    pub text: Untrusted,
    /// Who wrote it.
    pub reviewer: Name,
    /// When.
    pub time: Time,
}

/// A standing grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GradeView {
    /// The criterion.
    pub criterion: CriterionKey,
    /// The version it was given under.
    pub version: u32,
    /// The answer.
    pub answer: Answer,
    /// Who graded.
    pub reviewer: Name,
    /// Why it was asked.
    pub purpose: Purpose,
    /// Whether the criterion has changed its meaning since.
    pub stale: bool,
    /// When.
    pub time: Time,
}

/// Everything people said of one record; each list oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Judgements {
    /// The current verdict of each reviewer.
    pub verdicts: Vec<VerdictView>,
    /// Tags.
    pub tags: Vec<TagView>,
    /// Notes.
    pub notes: Vec<NoteView>,
    /// The corrected output of each reviewer who wrote one.
    pub corrections: Vec<CorrectionView>,
    /// The standing grade of each reviewer for each criterion.
    pub grades: Vec<GradeView>,
}

impl Judgements {
    /// The corrected output that stands: the newest, whoever wrote it.
    #[must_use]
    pub fn correction(&self) -> Option<&CorrectionView> {
        self.corrections.last()
    }

    /// The record as checks are to see it: with the corrected output as what was expected of it.
    #[must_use]
    pub fn as_expected(&self, mut record: crate::domain::Record) -> crate::domain::Record {
        if let Some(correction) = self.correction() {
            record.content.expected = Some(correction.text.clone());
        }
        record
    }

    /// What the output should have been: the corrected output, else what the log expected. A person who has read this
    /// very output outweighs the log; the newest correction outweighs earlier ones.
    #[must_use]
    pub fn expected<'a>(&'a self, content: &'a crate::domain::Content) -> Option<&'a Untrusted> {
        self.correction().map(|correction| &correction.text).or(content.expected.as_ref())
    }
}
