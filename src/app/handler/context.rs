//! What a handler gets beside its own state: what it may read, what it may change at once, and what it may ask for.
//!
//! A screen or an overlay never sees another one. What reaches further is an intent, done when the handler returns.

use super::intent::{Intent, Opening, ReviewIntent};
use crate::app::message::Effect;
use crate::app::notice::{Notice, NoticeKind};
use crate::app::overlays::picker::choice::PickFor;
use crate::app::overlays::writing::Writing;
use crate::app::read_model::ReadModel;
use crate::app::requests::Requests;
use crate::app::session::Session;
use crate::command::{Action, GlobalAction, Keymap};
use crate::domain::{Change, Target};
use crate::views::Read;

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

    /// Opens a text box with this text, or with its draft.
    pub(crate) fn open_text(&mut self, writing: Writing, text: impl Into<String>) {
        self.intend(Intent::Open(Opening::Text(writing, text.into())));
    }

    /// Opens a picker.
    pub(crate) fn pick(&mut self, pick: PickFor) {
        self.intend(Intent::Open(Opening::Picker(pick)));
    }

    /// Opens the preview of a stub where there are checks, else suggestions.
    pub(crate) fn open_stub(&mut self, target: Target) {
        self.intend(Intent::Open(Opening::Stub(target)));
    }
}
