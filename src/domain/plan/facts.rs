//! What planning a change asks of a workspace besides the codebook.

use crate::domain::{
    Answer, CheckKey, CheckSpec, Codebook, Content, CriterionKey, Day, ModeKey, Name, RecordId, SettleTarget,
    SettledAnswer, Span, Target, Untrusted, Verdict,
};
use crate::error::Result;

/// What the workspace holds now, as one reviewer's change is planned. Each method reads only when it is called, for most
/// changes ask for one or two of them.
///
/// # Errors
/// Each that takes a record refuses, in words, one that the workspace does not hold.
pub trait Facts {
    /// Returns the codebook, with the earlier changes of the same batch in it.
    fn codebook(&self) -> Result<&Codebook>;

    /// Refuses a record that the workspace does not hold.
    fn require_record(&self, record: RecordId) -> Result<()>;

    /// Returns the texts of a record.
    fn content(&self, record: RecordId) -> Result<Content>;

    /// Returns the reviewer's verdict on a record, with its reason.
    fn verdict(&self, record: RecordId) -> Result<Option<(Verdict, Option<Untrusted>)>>;

    /// Returns whether the reviewer tagged a record with this very mode and span.
    fn has_tag(&self, record: RecordId, mode: &ModeKey, span: Option<Span>) -> Result<bool>;

    /// Returns the modes that the reviewer tagged a record with, in the order of their keys.
    fn tagged(&self, record: RecordId) -> Result<Vec<ModeKey>>;

    /// Returns the reviewer's note on a record, or on a span of it.
    fn note(&self, record: RecordId, span: Option<Span>) -> Result<Option<Untrusted>>;

    /// Returns the reviewer's corrected output of a record.
    fn correction(&self, record: RecordId) -> Result<Option<Untrusted>>;

    /// Returns the reviewer's grade of a record, with the version that it was given under.
    fn grade(&self, record: RecordId, criterion: &CriterionKey) -> Result<Option<(u32, Answer)>>;

    /// Returns whether anybody gave a record a verdict, a tag or a grade.
    fn is_judged(&self, record: RecordId) -> Result<bool>;

    /// Returns what was settled on a record, under which version and by whom.
    fn settled(&self, record: RecordId, target: &SettleTarget) -> Result<Option<(SettledAnswer, u32, Vec<Name>)>>;

    /// Returns whether a check has, or had, this key.
    fn is_check_key_used(&self, key: &CheckKey) -> Result<bool>;

    /// Returns whether the reviewer is of a blind set that is open, so that others may make what is not seen.
    fn is_judging_blind(&self) -> Result<bool>;

    /// Returns whether the sample of a day was frozen.
    fn has_daily_sample(&self, day: Day) -> Result<bool>;

    /// Returns the last answer to a suggested check: whether it was accepted.
    fn suggestion_answer(&self, target: &Target, spec: &CheckSpec) -> Result<Option<bool>>;

    /// Returns who makes the change.
    fn reviewer(&self) -> &Name;

    /// Returns the reviewers of a blind set and whether it is open; `None` where there is no such set.
    fn blind_set(&self, set: &str) -> Result<Option<(Vec<Name>, bool)>>;

    /// Returns the id that a blind set has a record under, and whether it is revealed; `None` where the set has it not.
    fn in_blind_set(&self, set: &str, record: RecordId) -> Result<Option<(RecordId, bool)>>;

    /// Returns the open blind set in which a record waits for its reveal.
    fn open_set_of(&self, record: RecordId) -> Result<Option<String>>;

    /// Returns whether the reviewer asked to see an open blind set before.
    fn is_unblinded(&self, set: &str) -> Result<bool>;

    /// Returns who has a verdict on a record.
    fn voters(&self, record: RecordId) -> Result<Vec<Name>>;

    /// Returns whether the reviewer's verdict on a record was given blind and is revealed.
    fn is_vote_fixed(&self, record: RecordId) -> Result<bool>;
}
