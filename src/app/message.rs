//! What reaches the machine, and what it asks for: messages in, effects out.
//!
//! `update(model, message, now) -> Vec<Effect>` is the only place where they meet. The runtime turns effects into
//! reads, writes and terminal work, and their answers into messages.

use std::path::PathBuf;

use crate::command::Chord;
use crate::domain::{Applied, Change, Name, Queue, ReadingPlace, Record, RowId, Sampling, Target, Time};
use crate::error::Problem;
use crate::views::{Read, ReadingState, Trial};

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
    /// The mouse.
    Mouse(Pointer),
    /// The screen's size in cells.
    Resize(u16, u16),
    /// A trial goes on: its figures so far.
    SoFar(Request, Box<Trial>),
    /// The first records of a queue that is still being drawn.
    FirstHits(Request, Box<Queue>),
    /// A read came back with its slot filled.
    Reply(Request, Result<Read, Problem>),
    /// A write came back.
    Written(Ticket, Result<Applied, Problem>),
    /// How far the file is read that the screen was opened over.
    Reading(Box<ReadingState>),
    /// That file is read, or why it is not; in words.
    WasRead(Result<JobReport, Problem>),
    /// The workspace's file was written to, by this process or another.
    FileChanged,
    /// The time of an [`Effect::Wake`] has come.
    Woken,
    /// How many records the import that runs has read so far.
    JobAdvanced(u64),
    /// A job ended, in words.
    JobDone(Result<JobReport, Problem>),
    /// `$EDITOR` closed: the text, or why there is none.
    Edited(Result<String, Problem>),
    /// `$PAGER` or `$EDITOR` closed on a text that was only read, or why it did not open.
    Viewed(Result<(), Problem>),
    /// An own command ended: how, with the first line that it wrote.
    Ran(Result<String, Problem>),
    /// The copy was sent to the terminal (or why not).
    Copied(Result<(), Problem>),
    /// SIGTERM, SIGHUP or SIGINT: save what is half-written and quit.
    Terminate,
}

/// What the mouse did, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pointer {
    /// What it did.
    pub what: Pointing,
    /// The column, from 0.
    pub column: u16,
    /// The row, from 0.
    pub row: u16,
}

/// What a mouse does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pointing {
    /// The first button went down.
    Click,
    /// The wheel turned away from the reader.
    WheelUp,
    /// The wheel turned to the reader.
    WheelDown,
}

/// What the machine asks for.
#[derive(Debug, Clone)]
pub enum Effect {
    /// A read, answered by [`Message::Reply`].
    Read(Request, Read),
    /// The answer to this read is no longer wanted: stop it.
    Cancel(Request),
    /// A write, answered by [`Message::Written`]; writes happen in order.
    Write(Ticket, Write),
    /// A longer piece of work, answered by [`Message::JobDone`].
    Job(Job),
    /// Opens `$EDITOR` on this text, answered by [`Message::Edited`].
    Edit(String),
    /// Shows a text in the reviewer's own pager or editor, answered by [`Message::Viewed`]. The text is already safe.
    View(Shown),
    /// Runs a reviewer's own command on a record, answered by [`Message::Ran`].
    Run(Box<OwnRun>),
    /// Copies text to the clipboard by OSC 52, answered by [`Message::Copied`]. The text is already safe.
    Copy(String),
    /// Sends [`Message::Woken`] at this time.
    Wake(Time),
    /// Stops the process as ctrl-z does.
    Suspend,
    /// Leaves, after all writes are answered.
    Quit,
}

/// A text that is only read, and what shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Safe text.
    pub text: String,
    /// What shows it.
    pub viewer: ViewedIn,
}

/// What shows a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewedIn {
    /// `$PAGER`.
    Pager,
    /// `$EDITOR`.
    Editor,
}

/// A reviewer's own command on a record.
#[derive(Debug, Clone)]
pub struct OwnRun {
    /// Its title in the settings.
    pub title: String,
    /// The program, then its arguments.
    pub words: Vec<String>,
    /// The record, which it gets as JSON.
    pub record: Record,
}

/// A write.
#[derive(Debug, Clone, PartialEq)]
pub enum Write {
    /// One group of changes.
    Judge(Vec<Change>),
    /// One group of changes in the name of one of two reviewers at this terminal: a blind vote.
    Vote(Name, Vec<Change>),
    /// More changes of the group before.
    Extend(Vec<Change>),
    /// Undo the newest group.
    Undo,
    /// Redo the newest undo.
    Redo,
    /// Where the session is read.
    Position(ReadingPlace),
    /// A half-written text: its record, what it is to become, the text (empty: there is none any more), and whether its
    /// box was left by the reviewer.
    Draft(RowId, String, String, bool),
    /// The end of the session was shown.
    End,
    /// A new queue was drawn: the session goes on with it.
    Session(String, Sampling, Queue),
    /// An earlier session of the reviewer goes on: its number.
    Resume(i64),
}

/// A longer piece of work.
#[derive(Debug, Clone, PartialEq)]
pub enum Job {
    /// Import a file into this workspace.
    Import(PathBuf),
    /// Write the stubs of this target of checks for these suites.
    Stub(Target, Vec<&'static str>),
    /// Write the summary of this session, which is this text, into the workspace.
    Summary(i64, String),
}

/// What a job did, in one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobReport {
    /// The sentence; may quote untrusted text.
    pub sentence: String,
    /// Whether records or the codebook changed, so that screens read anew.
    pub changed: bool,
}
