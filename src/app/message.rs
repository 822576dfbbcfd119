//! What reaches the machine, and what it asks for: messages in, effects out.
//!
//! `update(model, message, now) -> Vec<Effect>` is the only place where they meet. The runtime turns effects into
//! reads, writes and terminal work, and their answers into messages.

use std::path::PathBuf;

use crate::command::Chord;
use crate::domain::CodebookView;
use crate::domain::event::Applied;
use crate::domain::{Change, CheckSpec, Filter, Queue, RowId, Sampling, Tally, Target};
use crate::error::Problem;
use crate::layout::Rendering;
use crate::measures::check_sets::TargetAlignment;
use crate::measures::judge::JudgeLine;
use crate::measures::rates::GroupRate;
use crate::measures::rubric::RubricDrift;
use crate::measures::saturation::Saturation;
use crate::views::{CheckSuggestions, Figures, QueueRow, RecordView, StubPage, Trial, UnattachedCheck, WouldStale};

/// The number of a read; a reply with an older number of its kind is dropped.
pub type Request = u64;

/// The number of a write, by which its answer finds what was shown as unsaved.
pub type Ticket = u64;

/// What happened outside.
#[derive(Debug)]
pub enum Message {
    /// A key. `burst` when it came among more than 30 in 10 ms without a paste bracket.
    Key {
        /// Which.
        chord: Chord,
        /// Whether it may be part of an unbracketed paste.
        burst: bool,
    },
    /// A bracketed paste.
    Paste(String),
    /// The screen's size in cells.
    Resize(u16, u16),
    /// A trial goes on: its figures so far.
    SoFar(Request, Box<Trial>),
    /// A read came back.
    Reply(Request, Result<Reply, Problem>),
    /// A write came back.
    Written(Ticket, Result<Applied, Problem>),
    /// A job ended, in words.
    JobDone(Result<JobReport, Problem>),
    /// `$EDITOR` closed: the text, or why there is none.
    Edited(Result<String, Problem>),
    /// The copy was sent to the terminal (or why not).
    Copied(Result<(), Problem>),
    /// The process was continued after a stop: draw everything anew.
    Resumed,
    /// SIGTERM, SIGHUP or SIGINT: save what is half-written and quit.
    Terminate,
}

/// What the machine asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// A read, answered by [`Message::Reply`].
    Read(Request, Query),
    /// The answer to this read is no longer wanted: stop it.
    Cancel(Request),
    /// A write, answered by [`Message::Written`]; writes happen in order.
    Write(Ticket, Write),
    /// A longer piece of work, answered by [`Message::JobDone`].
    Job(Job),
    /// Opens `$EDITOR` on this text, answered by [`Message::Edited`].
    Edit(String),
    /// Copies text to the clipboard by OSC 52, answered by [`Message::Copied`]. The text is already safe.
    Copy(String),
    /// Stops the process as ctrl-z does.
    Suspend,
    /// Leaves, after all writes are answered.
    Quit,
}

/// A read.
#[derive(Debug, Clone, PartialEq)]
pub enum Query {
    /// Draw a queue.
    Queue(Filter, Sampling),
    /// Queue lines.
    Rows(Vec<RowId>),
    /// A record with its judgements, laid out.
    Record(RowId, Rendering),
    /// Modes, criteria, checks.
    Codebook,
    /// Figures.
    Figures,
    /// The record that an id's prefix names.
    Find(String),
    /// The places of these records, answered by [`Reply::Related`] in the order asked; unknown ones are left out.
    Places(Vec<crate::domain::RecordId>),
    /// The records of the conversation of this record.
    Conversation(RowId),
    /// The records with the same input as this one.
    SameInput(RowId),
    /// What the checks of the workspace catch, miss and wrongly reject.
    Tallies,
    /// The drift of every criterion, and births.
    Drift,
    /// Modes against records read.
    Saturation,
    /// Rates per mode, criterion, model and so on.
    Rates,
    /// What an edit of this criterion's meaning would make stale.
    WouldStale(crate::domain::CriterionKey),
    /// Checks and sets of them against people.
    Alignment,
    /// Judges that ran elsewhere against people.
    Judges,
    /// What one spec on one target would catch, while it is typed.
    Trial(Target, CheckSpec),
    /// The stub of a mode or criterion as it would be written now for the target suite of that name; with a further
    /// check as if it were attached.
    StubPreview(Target, Option<UnattachedCheck>, &'static str),
    /// Checks to choose from; the text is what the reviewer has selected.
    Proposals(Target, Option<String>),
}

/// What a read answers.
#[derive(Debug, Clone)]
pub enum Reply {
    /// A queue.
    Queue(Queue),
    /// Queue lines.
    Rows(Vec<QueueRow>),
    /// A record.
    Record(Box<RecordView>),
    /// Modes, criteria, checks.
    Codebook(Box<CodebookView>),
    /// Figures.
    Figures(Box<Figures>),
    /// The record that was looked for.
    Found(RowId),
    /// The records of a conversation, with the same input, or asked for by identity.
    Related(Vec<RowId>),
    /// Each check with its tally, by check key.
    Tallies(Vec<(crate::domain::CheckKey, Tally)>),
    /// The drift of every criterion.
    Drift(Box<RubricDrift>),
    /// Modes against records read.
    Saturation(Box<Saturation>),
    /// Rates.
    Rates(Vec<GroupRate>),
    /// What an edit would make stale.
    WouldStale(WouldStale),
    /// Checks against people.
    Alignment(Vec<TargetAlignment>),
    /// The newest run of each judge against people.
    Judges(Vec<JudgeLine>),
    /// The figures of a trial, over all judged records.
    Trial(Box<Trial>),
    /// A stub before it is written.
    StubPreview(StubPage),
    /// Checks to choose from.
    Proposals(Box<CheckSuggestions>),
}

/// A write.
#[derive(Debug, Clone, PartialEq)]
pub enum Write {
    /// One group of changes.
    Judge(Vec<Change>),
    /// Undo the newest group.
    Undo,
    /// Redo the newest undo.
    Redo,
    /// Where the session stands.
    Position(RowId),
    /// A half-written text: its record, what it is to become, the text (empty: there is none any more), and whether its
    /// box was left by the reviewer.
    Draft(RowId, String, String, bool),
    /// A new queue was drawn: the session goes on with it.
    Session(String, Sampling, Queue),
}

/// A longer piece of work.
#[derive(Debug, Clone, PartialEq)]
pub enum Job {
    /// Import a file into this workspace.
    Import(PathBuf),
    /// Write the stubs of this target of checks for these suites.
    Stub(Target, Vec<&'static str>),
}

/// What a job did, in one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobReport {
    /// The sentence; may quote untrusted text.
    pub sentence: String,
    /// Whether records or the codebook changed, so that screens read anew.
    pub changed: bool,
}
