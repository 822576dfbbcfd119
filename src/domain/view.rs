//! What screens, lists and reports read: records with their judgements, queues, the codebook, figures.

use super::{
    Answer, Check, Criterion, CriterionKey, FailureMode, ModeKey, Name, Purpose, Span, Time, Untrusted, Verdict,
};

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
    pub fn as_expected(&self, mut record: super::Record) -> super::Record {
        if let Some(correction) = self.correction() {
            record.content.expected = Some(correction.text.clone());
        }
        record
    }

    /// What the output should have been: the corrected output, else what the log expected. A person who has read this
    /// very output outweighs the log; the newest correction outweighs earlier ones.
    #[must_use]
    pub fn expected<'a>(&'a self, content: &'a super::Content) -> Option<&'a Untrusted> {
        self.correction().map(|correction| &correction.text).or(content.expected.as_ref())
    }
}

/// All modes, criteria and checks as they stand now, in order of birth.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Codebook {
    /// Failure modes, merged and retired ones too.
    pub modes: Vec<FailureMode>,
    /// Criteria, retired ones too.
    pub criteria: Vec<Criterion>,
    /// Checks.
    pub checks: Vec<Check>,
}

impl Codebook {
    /// The mode that `typed` names: by key, slug or name as typed, then by a name it had before; a merged one resolves
    /// to its heir.
    #[must_use]
    pub fn mode(&self, typed: &str) -> Option<&FailureMode> {
        let slug = super::Slug::of(typed);
        let by_name = |mode: &&FailureMode| mode.slug == slug || mode.name.as_str() == typed;
        let open = self.modes.iter().filter(|mode| mode.status.is_open()).find(by_name);
        let found = open
            .or_else(|| self.modes.iter().find(by_name))
            .or_else(|| self.mode_of(&slug))
            .or_else(|| self.modes.iter().find(|mode| mode.former_names().any(|name| super::Slug::of(name) == slug)))?;
        self.heir_of(found)
    }

    /// The mode with this key.
    #[must_use]
    pub fn mode_of(&self, key: &ModeKey) -> Option<&FailureMode> {
        self.modes.iter().find(|mode| mode.key == *key)
    }

    /// Follows merges to the mode that counts now.
    #[must_use]
    pub fn heir_of<'a>(&'a self, mode: &'a FailureMode) -> Option<&'a FailureMode> {
        let mut current = mode;
        for _ in 0..=self.modes.len() {
            match &current.heir {
                None => return Some(current),
                Some(heir) => current = self.mode_of(heir)?,
            }
        }
        None
    }

    /// The criterion that `typed` names: by slug, name as typed or key, then by a name it had before; a merged one
    /// resolves to its heir.
    #[must_use]
    pub fn criterion(&self, typed: &str) -> Option<&Criterion> {
        let slug = super::Slug::of(typed);
        let by_name = |criterion: &&Criterion| criterion.slug == slug || criterion.name.as_str() == typed;
        let had = |criterion: &&Criterion| criterion.former_names().any(|name| super::Slug::of(name) == slug);
        let open = self.criteria.iter().filter(|criterion| !criterion.retired).find(by_name);
        let found = open
            .or_else(|| self.criteria.iter().find(by_name))
            .or_else(|| self.criterion_of(&slug))
            .or_else(|| self.criteria.iter().find(had))?;
        self.criterion_heir(found)
    }

    /// Follows merges to the criterion that is asked now.
    #[must_use]
    pub fn criterion_heir<'a>(&'a self, criterion: &'a Criterion) -> Option<&'a Criterion> {
        let mut current = criterion;
        for _ in 0..=self.criteria.len() {
            match &current.heir {
                None => return Some(current),
                Some(heir) => current = self.criterion_of(heir)?,
            }
        }
        None
    }

    /// The criterion with this key.
    #[must_use]
    pub fn criterion_of(&self, key: &CriterionKey) -> Option<&Criterion> {
        self.criteria.iter().find(|criterion| criterion.key == *key)
    }
}
