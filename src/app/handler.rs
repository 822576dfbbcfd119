//! What a handler of a screen or an overlay gets beside its own state: what it may read, what it may change at once,
//! and what it may ask for.
//!
//! A screen or an overlay never sees another one. What reaches further is an intent: plain data, done by the model once
//! the handler has returned.

use crate::app::message::{Effect, Job, Write};
use crate::app::notice::{Notice, NoticeKind};
use crate::app::overlays::picker::rows::PickFor;
use crate::app::overlays::writing::{Revision, Writing};
use crate::app::read_model::ReadModel;
use crate::app::requests::{PendingKind, Requests};
use crate::app::session::Session;
use crate::command::{Action, GlobalAction, Keymap, Layer, Screen};
use crate::domain::{
    Change, CheckKey, CheckSpec, CriterionKey, Day, ModeKey, Name, Queue, RecordId, RowId, Sampling, Span, Tally,
    Target, Time, Untrusted,
};
use crate::views::{Judgement, Read, UnfinishedSession};

/// Everything around the part that handles an action.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    /// What was read of the workspace.
    pub(crate) read_model: &'a ReadModel,
    /// Which key means what.
    pub(crate) keymap: &'a Keymap,
    /// Columns and rows.
    pub(crate) size: (u16, u16),
    /// Whether no reviewer names are shown.
    pub(crate) present: bool,
    /// The time of the message that is handled.
    pub(crate) now: Time,
    /// The screen that is shown.
    pub(crate) screen: Screen,
    /// Whether a file is read while the screen is open.
    pub(crate) is_importing: bool,
    /// Reviewer, pace, drafts.
    pub(crate) session: &'a mut Session,
    /// Reads and writes that are under way.
    pub(crate) requests: &'a mut Requests,
    /// What the runtime is to do.
    pub(crate) effects: &'a mut Vec<Effect>,
    /// What the footer says.
    pub(crate) notice: &'a mut Option<Notice>,
    /// What the model does once the handler has returned, in order.
    pub(crate) intents: Vec<Intent>,
}

/// Whether an overlay stays after what it handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    /// It stays.
    Stay,
    /// It is closed, before its intents are done.
    Close,
}

impl Context<'_> {
    /// Says something in the footer.
    pub(crate) fn say(&mut self, text: impl Into<String>, actions: &[Action]) {
        *self.notice = Some(Notice::new(NoticeKind::Plain, text, actions));
    }

    /// Says in the footer what went wrong. The text may quote a log.
    pub(crate) fn complain(&mut self, text: &str) {
        *self.notice = Some(Notice::problem(text));
    }

    /// Sends a read.
    pub(crate) fn ask(&mut self, read: Read) {
        self.requests.ask(read, self.effects);
    }

    /// Cancels the reads of a kind.
    pub(crate) fn cancel(&mut self, is_meant: impl Fn(&Read) -> bool) {
        self.requests.cancel(is_meant, self.effects);
    }

    /// Sends a write whose answer is awaited.
    pub(crate) fn send(&mut self, kind: PendingKind, write: Write) {
        self.requests.send(kind, write, self.effects);
    }

    /// Leaves something to the model.
    pub(crate) fn intend(&mut self, intent: Intent) {
        self.intents.push(intent);
    }

    /// Shows a group of changes and writes it.
    pub(crate) fn write(&mut self, changes: Vec<Change>) {
        self.intend(Intent::Write(changes, None));
    }

    /// Writes one change of the codebook and says what it did.
    pub(crate) fn write_codebook(&mut self, change: Change, summary: impl Into<String>) {
        self.write(vec![change]);
        self.say(summary, &[GlobalAction::Undo.into()]);
    }

    /// Shows other records, or judges the shown ones.
    pub(crate) fn review(&mut self, intent: ReviewIntent) {
        self.intend(Intent::Review(intent));
    }

    /// Opens something over the screen.
    pub(crate) fn open(&mut self, opening: Opening) {
        self.intend(Intent::Open(opening));
    }

    /// Shows a screen as it is, without reading what it shows.
    pub(crate) fn show(&mut self, screen: Screen) {
        self.screen = screen;
        self.intend(Intent::Show(screen));
    }

    /// Opens a text box with this text, or with its draft.
    pub(crate) fn open_text(&mut self, writing: Writing, text: impl Into<String>) {
        self.open(Opening::Text(writing, text.into()));
    }

    /// Opens a picker.
    pub(crate) fn pick(&mut self, pick: PickFor) {
        self.open(Opening::Picker(pick, String::new()));
    }

    /// Opens the preview of a stub where there are checks, else suggestions.
    pub(crate) fn open_stub(&mut self, target: Target) {
        self.open(Opening::Stub(target, None));
    }
}

/// One thing that reaches beyond the part that asks for it.
#[derive(Debug)]
pub(crate) enum Intent {
    /// Does what another key would do.
    Act(Action),
    /// Shows a group of changes and writes it; the job follows once it is saved.
    Write(Vec<Change>, Option<Job>),
    /// Shows more changes of the group before and writes them.
    Extend(Vec<Change>),
    /// Opens something over the screen.
    Open(Opening),
    /// Shows a screen as it is.
    Show(Screen),
    /// Shows the end of the session, unless it was shown.
    End,
    /// Goes to a criterion on its screen.
    Criterion(CriterionKey),
    /// Goes to the end of the session because the time that was set is over; records may be left.
    TimeOver,
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
    /// A picker, with some words typed already.
    Picker(PickFor, String),
    /// The box of the queue's filter, which begins with this one; with what is wrong with it, where something is.
    Filter(String, Option<&'static str>),
    /// The text box on top, in the reviewer's editor.
    Editor,
    /// A prefix layer, which takes the next key.
    Keys(Layer),
    /// What the corrected outputs of the record on screen change.
    Corrections,
    /// What reviewers answered differently on the record on screen.
    Disputes,
    /// A re-grading round that was drawn by this filter and plan, with its cost.
    RegradeOffer(String, Sampling, Queue),
    /// Whether a new statement changes the meaning.
    Revision(Revision),
    /// The preview of a stub.
    StubPreview(Target),
    /// Suggestions of checks.
    Suggest(Target),
    /// The preview of a stub where there are checks, else suggestions; of checks that catch this text, where there is one.
    Stub(Target, Option<String>),
}

/// What is asked of the Review screen.
#[derive(Debug)]
pub(crate) enum ReviewIntent {
    /// Shows the records of this filter, to which a line of this screen led.
    Line(String, Screen),
    /// Goes on with the unfinished session of this filter; else draws a queue for a new one, and stays on the record if it
    /// holds it.
    Refilter(String),
    /// Shows the records of the session that this filter holds.
    View(String),
    /// Begins a session with the next sample of the same filter and plan.
    NextSample,
    /// Reads the daily sample: goes on with the session over it, or begins one.
    Daily(Day, Option<Box<UnfinishedSession>>),
    /// Shows the records of the session that the reviewer deferred.
    Deferred,
    /// Makes a queue of records that a check led to, under a title.
    CheckRecords(String, Vec<RecordId>),
    /// Makes a queue of the records where a judge and people disagree, under a title.
    JudgeRecords(String, Vec<RowId>, Untrusted, Option<Target>),
    /// Makes a queue of records that a line of this screen led to, under a title, and goes to one of them.
    Listed(String, Vec<RowId>, Option<RowId>, Screen),
    /// Makes a queue of compared records and goes to one of them.
    Compared(Vec<RowId>, RowId),
    /// Offers a round over the stale grades of a filter.
    OfferRound(String),
    /// Begins the round that was offered.
    BeginRound(String, Sampling, Queue),
    /// Judges the record on screen, or the marked ones.
    Judge(Judgement),
    /// Fails the record on screen with a mode, or says that this is why it failed.
    FailWith(ModeKey),
    /// Toggles a tag.
    ToggleTag(ModeKey),
    /// Tags, or fails, with a mode by its name and definition; it is made where there is none.
    JudgeByName(Name, Untrusted, bool),
    /// Opens the statement of a criterion.
    EditCriterion(CriterionKey),
    /// Keeps a note on a record.
    Note(RecordId, Option<Span>, String),
    /// Declines a record, or the marked ones, for a reason.
    Decline(Option<RecordId>, Untrusted),
    /// Keeps the corrected output of a record.
    Correct(RecordId, String),
    /// Looks for a text in the record.
    Search(String),
}
