//! What a screen or an overlay asks of the rest of the program: plain data, done by the model once the handler has
//! returned.

use crate::app::message::Job;
use crate::app::overlays::picker::choice::PickFor;
use crate::app::overlays::writing::{Revision, Writing};
use crate::command::Action;
use crate::domain::{
    Change, CheckKey, CheckSpec, CriterionKey, ModeKey, Name, Queue, RecordId, RowId, Sampling, Span, Tally, Target,
    Untrusted,
};
use crate::views::Judgement;

/// One thing that reaches beyond the part that asks for it.
#[derive(Debug)]
pub(crate) enum Intent {
    /// Does what another key would do.
    Act(Action),
    /// Shows a group of changes and writes it; the job follows once it is saved.
    Write(Vec<Change>, Option<Job>),
    /// Opens something over the screen.
    Open(Opening),
    /// Goes to a criterion on its screen.
    Criterion(CriterionKey),
    /// Shows other records, or judges the shown ones.
    Review(ReviewIntent),
    /// Takes a filter for the list on screen.
    ListFilter(String),
    /// Leaves a check that is being typed for records that it finds.
    LeaveCheck(Writing, String, Vec<RecordId>),
    /// Adds a check that was typed.
    AddCheck(Target, CheckSpec),
    /// Keeps the figures of a check in place of those that were read, or forgets them.
    Tally(CheckKey, Option<Tally>),
}

/// What opens over the screen.
#[derive(Debug)]
pub(crate) enum Opening {
    /// A text box with this text, or with its draft.
    Text(Writing, String),
    /// A picker.
    Picker(PickFor),
    /// Whether a new statement changes the meaning.
    Revision(Revision),
    /// The preview of a stub.
    StubPreview(Target),
    /// Suggestions of checks.
    Suggest(Target),
    /// The preview of a stub where there are checks, else suggestions.
    Stub(Target),
}

/// What is asked of the Review screen.
#[derive(Debug)]
pub(crate) enum ReviewIntent {
    /// Draws the queue by this filter.
    Filter(String),
    /// Draws the queue by this filter, and stays on the record if it holds it.
    Refilter(String),
    /// Makes a queue of records that a check led to, under a title.
    CheckRecords(String, Vec<RecordId>),
    /// Makes a queue of the records where a judge and people disagree, under a title.
    JudgeRecords(String, Vec<RowId>, Untrusted, Option<Target>),
    /// Goes to a record, as a guest of the queue where the filter does not hold it.
    Visit(RowId),
    /// Offers a round over the stale grades of a filter.
    OfferRound(String),
    /// Begins the round that was offered.
    BeginRound(String, Sampling, Queue),
    /// Judges the record on screen, or the marked ones.
    Judge(Judgement),
    /// Toggles a tag.
    ToggleTag(ModeKey),
    /// Tags, or fails, with a mode by its name and definition; it is made where there is none.
    JudgeByName(Name, Untrusted, bool),
    /// Opens the statement of a criterion.
    EditCriterion(CriterionKey),
    /// Keeps a note on a record.
    Note(RecordId, Option<Span>, String),
    /// Keeps the corrected output of a record.
    Correct(RecordId, String),
    /// Looks for a text in the record.
    Search(String),
}
