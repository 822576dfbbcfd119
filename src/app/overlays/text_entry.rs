//! A text box with a purpose: what is typed in it, and how half-written text is kept.

use super::check_editor::CheckEditor;
use super::text_saving::save;
use super::writing::Writing;
use crate::app::handler::context::{Context, Then};
use crate::app::handler::intent::Intent;
use crate::app::overlays::check_outcome::CheckOutcome;
use crate::app::overlays::text_box::Editor;
use crate::app::session::Session;
use crate::command::{Action, CheckEditorAction, ChecksAction, Chord, Layer, NotesAction, TextAction};
use crate::text::visible_line;
use crate::views::Read;

/// An open text box.
#[derive(Debug)]
pub struct TextEntry {
    /// What is being written.
    pub writing: Writing,
    /// The text.
    pub editor: Editor,
    /// What is known of the check that is typed, where one is.
    pub check: CheckEditor,
    /// Why it could not be taken, until the next key. Safe text.
    pub problem: Option<String>,
    /// What it was opened with: while the text is the same, nothing is half-written.
    given: String,
}

impl TextEntry {
    /// Makes a box with this text, or with the draft of it.
    #[must_use]
    pub fn new(writing: Writing, text: &str, draft: Option<&str>) -> Self {
        let editor = Editor::new(draft.unwrap_or(text), writing.is_multiline());
        Self { writing, editor, check: CheckEditor::default(), problem: None, given: text.to_owned() }
    }

    /// Does what a key of text boxes says.
    pub(crate) fn handle(&mut self, action: TextAction, cx: &mut Context<'_>) -> Then {
        match action {
            TextAction::Save => self.save(cx),
            TextAction::Newline => {
                self.editor.newline();
                self.after_edit(cx);
                Then::Stay
            }
        }
    }

    /// Does what a key of the editor of a check says.
    pub(crate) fn handle_check(&mut self, action: CheckEditorAction, cx: &mut Context<'_>) -> Then {
        match action {
            CheckEditorAction::Complete => {
                if let Some(text) = crate::checks::complete(&self.editor.text()) {
                    self.editor = Editor::new(&text, true);
                    self.after_edit(cx);
                }
                Then::Stay
            }
            CheckEditorAction::Caught => self.leave_for(CheckOutcome::Caught, cx),
            CheckEditorAction::Missed => self.leave_for(CheckOutcome::Missed, cx),
            CheckEditorAction::Rejected => self.leave_for(CheckOutcome::Rejected, cx),
        }
    }

    /// Takes a key that is text.
    pub(crate) fn press(&mut self, chord: Chord, cx: &mut Context<'_>) {
        self.editor.press(chord);
        self.after_edit(cx);
    }

    /// Takes a bracketed paste.
    pub(crate) fn paste(&mut self, text: &str, cx: &mut Context<'_>) {
        self.editor.paste(text);
        self.after_edit(cx);
    }

    /// Looks at the check that is typed, where one is.
    pub(crate) fn try_check(&mut self, cx: &mut Context<'_>) {
        if let Some(target) = self.writing.check_target() {
            self.check.take(target, &self.editor.text(), cx);
        }
    }

    /// Keeps half-written text, filters the list as its filter is typed, tries a check.
    fn after_edit(&mut self, cx: &mut Context<'_>) {
        self.problem = None;
        if self.writing == Writing::ListFilter {
            cx.intend(Intent::ListFilter(self.editor.text()));
        }
        self.try_check(cx);
        self.keep(cx.session);
    }

    /// Takes the text, or says in the box why not.
    pub(crate) fn save(&mut self, cx: &mut Context<'_>) -> Then {
        match save(&self.writing, &self.editor.text(), &mut self.check, cx) {
            Ok(()) => {
                // A revision keeps its draft until it is told whether the meaning changed.
                if let Some(key) =
                    self.writing.draft_key().filter(|_| !matches!(self.writing, Writing::Revision { .. }))
                {
                    cx.session.write_draft(key, "", false);
                }
                Then::Close
            }
            Err(sentence) => {
                self.problem = Some(visible_line(&sentence.into()).to_string());
                Then::Stay
            }
        }
    }

    /// Returns what is kept of the text while it is half-written; empty where nothing was written.
    fn half_written(&self) -> String {
        let text = self.editor.text();
        if text == self.given { String::new() } else { text }
    }

    /// Keeps the half-written text.
    pub(crate) fn keep(&self, session: &mut Session) {
        if let Some(key) = self.writing.draft_key() {
            session.write_draft(key, &self.half_written(), false);
        }
    }

    /// Leaves the box without saving: its text is kept as a draft.
    pub(crate) fn put_aside(&self, cx: &mut Context<'_>) {
        if self.writing.check_target().is_some() {
            cx.cancel(Read::is_trial);
        }
        if self.writing == Writing::ListFilter {
            cx.intend(Intent::ListFilter(String::new()));
        }
        let Some(key) = self.writing.draft_key() else { return };
        let text = self.half_written();
        cx.session.write_draft(key, &text, true);
        if !text.trim().is_empty() {
            cx.say("Kept as a draft.", &[self.again()]);
        }
    }

    /// Returns the action that opens the box again.
    fn again(&self) -> Action {
        match self.writing {
            Writing::Note { .. } => NotesAction::Note.into(),
            Writing::Correction { .. } => NotesAction::Correct.into(),
            Writing::Check(_) => ChecksAction::Add.into(),
            Writing::CheckEdit(..) => ChecksAction::Edit.into(),
            _ => Action::Open(Layer::Criterion),
        }
    }

    /// Goes to the records that the check catches, misses or wrongly rejects; the box opens again on the way back.
    fn leave_for(&self, outcome: CheckOutcome, cx: &mut Context<'_>) -> Then {
        let Some((title, ids)) = self.check.records(outcome, cx) else { return Then::Stay };
        self.keep(cx.session);
        cx.cancel(Read::is_trial);
        cx.intend(Intent::LeaveCheck(self.writing.clone(), title, ids));
        Then::Close
    }
}
