//! All that people said of one record.
//!
//! A change of it is applied in `journal::apply`; the store's statements (`store::journal::project`) do the same to its
//! tables, and a property test holds them equal.

use crate::domain::{
    Answer, Content, CriterionKey, ModeKey, Name, Purpose, Record, SettleTarget, SettledAnswer, SettledView, Span,
    Time, Untrusted, Verdict,
};

/// A standing verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerdictView {
    /// Who judged.
    pub reviewer: Name,
    /// The verdict.
    pub verdict: Verdict,
    /// Why, where it was declined or deferred with a reason.
    pub reason: Option<Untrusted>,
    /// The pass or fail of the same reviewer that it stands over, where that was another one.
    pub replaced: Option<Verdict>,
    /// When.
    pub time: Time,
}

/// A standing tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagView {
    /// The mode that counts now (the one that the tagged mode is merged into).
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
    /// What was settled: each stands above every other answer.
    pub settled: Vec<SettledView>,
}

impl Judgements {
    /// Returns the answer that was settled on for a question, unless the criterion has changed its meaning since.
    #[must_use]
    pub fn settled_on(&self, target: &SettleTarget) -> Option<SettledAnswer> {
        let known = |view: &&SettledView| view.target == *target && !view.stale;
        self.settled.iter().rev().find(known).map(|view| view.answer)
    }

    /// Returns who answered a question, in the order in which they did. Who gave a verdict has answered for each mode.
    #[must_use]
    pub fn answered(&self, target: &SettleTarget) -> Vec<Name> {
        let verdicts = self.verdicts.iter().map(|view| &view.reviewer);
        let names: Vec<&Name> = match target {
            SettleTarget::Verdict => verdicts.collect(),
            SettleTarget::Mode(mode) => {
                let tagged = self.tags.iter().filter(|tag| tag.mode == *mode).map(|tag| &tag.reviewer);
                verdicts.chain(tagged).collect()
            }
            SettleTarget::Criterion(key) => {
                self.grades.iter().filter(|grade| grade.criterion == *key).map(|grade| &grade.reviewer).collect()
            }
        };
        let mut once: Vec<Name> = Vec::new();
        for name in names {
            if !once.contains(name) {
                once.push(name.clone());
            }
        }
        once
    }

    /// Returns the verdict that was settled on.
    #[must_use]
    pub fn settled_verdict(&self) -> Option<Verdict> {
        self.settled_on(&SettleTarget::Verdict)?.verdict()
    }

    /// Returns the newest corrected output, of any reviewer.
    pub fn correction(&self) -> Option<&CorrectionView> {
        self.corrections.last()
    }

    /// The record as checks are to see it: with the corrected output as what was expected of it.
    pub fn as_expected(&self, mut record: Record) -> Record {
        if let Some(correction) = self.correction() {
            record.content.expected = Some(correction.text.clone());
        }
        record
    }

    /// What the output should have been: the corrected output, else what the log expected. A person who has read this
    /// very output outweighs the log; the newest correction outweighs earlier ones.
    pub fn expected<'a>(&'a self, content: &'a Content) -> Option<&'a Untrusted> {
        self.correction().map(|correction| &correction.text).or(content.expected.as_ref())
    }
}
