//! What screens, lists and reports read: records with their judgements, queues, the codebook, figures.

use super::{
    Answer, Check, Criterion, CriterionKey, FailureMode, ModeKey, Name, Purpose, RecordId, RowId, Span, Time,
    Untrusted, Verdict,
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

/// What an edit of a criterion's meaning makes stale.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WouldStale {
    /// Standing grades that hold now, by reviewer, in the order of names.
    pub grades: Vec<(Name, u64)>,
    /// Checks attached to the criterion, and with them its stubs: they were proven on these grades.
    pub checks: Vec<super::CheckKey>,
}

impl WouldStale {
    /// All grades that would be stale.
    #[must_use]
    pub fn all_grades(&self) -> u64 {
        self.grades.iter().map(|(_, count)| count).sum()
    }
}

/// A judged record as figures need it, without its body.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgedFact {
    /// The record.
    pub row: RowId,
    /// The place in the journal of the first judgement that holds; the list is in this order: the reading order.
    pub order: u64,
    /// When that was.
    pub time: Time,
    /// The model.
    pub model: Option<Untrusted>,
    /// The prompt version.
    pub prompt: Option<Untrusted>,
    /// The source's name.
    pub source: Untrusted,
    /// The day on which it was logged, in UTC: `2026-11-23`.
    pub day: Option<String>,
    /// The conversation.
    pub conversation: Option<Untrusted>,
    /// The same for records with the same input.
    pub input_key: i64,
    /// What people said of it.
    pub judgements: Judgements,
}

/// The birth of a mode or criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Birth {
    /// What was born.
    pub of: super::Target,
    /// The place in the journal.
    pub order: u64,
    /// When.
    pub time: Time,
}

/// One line of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueRow {
    /// The record's place.
    pub row: RowId,
    /// Its identity.
    pub id: RecordId,
    /// The beginning of the last question, one line, at most 80 characters.
    pub preview: Untrusted,
    /// The asking reviewer's verdict.
    pub verdict: Option<Verdict>,
    /// Whether anyone tagged it.
    pub tagged: bool,
}

/// A queue as it was drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Queue {
    /// The records, in reading order.
    pub rows: Vec<RowId>,
    /// What is asked at each place, parallel to `rows`, for [`super::SamplingPlan::Stale`]; empty for other plans.
    pub asks: Vec<super::Ask>,
    /// How many records the filter holds.
    pub population: u64,
    /// How many records the workspace holds.
    pub total: u64,
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

/// What the header and the Insights screen count.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    /// Records in the workspace.
    pub records: u64,
    /// Records with at least one verdict or tag, by anyone: those that were read.
    pub reviewed: u64,
    /// Of those, standing pass verdicts.
    pub pass: u64,
    /// Standing fail verdicts.
    pub fail: u64,
    /// Standing deferrals.
    pub defer: u64,
    /// Verdicts per day (UTC date, count), oldest first.
    pub days: Vec<(String, u64)>,
    /// Per model: name, records judged pass or fail, of those fail.
    pub models: Vec<(Untrusted, u64, u64)>,
    /// Per prompt version: name, records judged pass or fail, of those fail.
    pub prompts: Vec<(Untrusted, u64, u64)>,
    /// Per record in judging order: distinct modes seen so far, for the saturation curve.
    pub curve: Vec<(u64, u64)>,
}

/// How a check's answers stand against what people said (`contracts.md`, what counts as truth).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Bad, and the check fails it.
    pub caught: Vec<RecordId>,
    /// Bad, and the check passes it (false negatives).
    pub missed: Vec<RecordId>,
    /// Good, and the check fails it (false positives).
    pub wrongly_rejected: Vec<RecordId>,
    /// Good, and the check passes it.
    pub accepted: u64,
    /// Failed for another mode, or not judged for this target: left out.
    pub not_comparable: u64,
    /// Reviewers disagree and nobody settled it: left out.
    pub excluded_disputed: u64,
    /// Graded under an older meaning: left out.
    pub excluded_stale: u64,
    /// Graded n/a: left out.
    pub excluded_na: u64,
    /// Why the check is not run at all, as a clause: then there are no figures.
    pub idle: Option<String>,
    /// Bad or good records on which the check could not be run: left out.
    pub not_run: u64,
    /// The first reason for that, as a clause.
    pub trouble: Option<Untrusted>,
    /// What a program of the user's said of the first records that it failed.
    pub said: Vec<(RecordId, Untrusted)>,
}

impl Tally {
    /// Bad and good records that it speaks of.
    #[must_use]
    pub fn totals(&self) -> (u64, u64) {
        let bad = self.caught.len() + self.missed.len();
        (bad as u64, self.wrongly_rejected.len() as u64 + self.accepted)
    }

    /// In words: `catches 7 of 9 bad, rejects 1 of 38 good`.
    #[must_use]
    pub fn words(&self) -> String {
        if let Some(why) = &self.idle {
            return format!("not run: {why}");
        }
        let (bad, good) = self.totals();
        let rejected = self.wrongly_rejected.len();
        format!("catches {} of {bad} bad, rejects {rejected} of {good} good", self.caught.len())
    }
}
