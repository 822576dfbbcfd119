//! A text box with a purpose: what is typed in it, how half-written text is kept, and what a finished one becomes.

use super::check_editor::{CheckEditor, CheckOutcome};
use super::draft::DraftPurpose;
use super::filter_box::FilterBox;
use super::text_box::Editor;
use super::writing::{Revision, Writing};
use crate::app::codebook_edits::{add_criterion, define_mode, rename_criterion, rename_mode, set_setting, split};
use crate::app::handler::{Context, Intent, Opening, ReviewIntent, Then};
use crate::app::message::{Effect, Job};
use crate::app::screens::modes;
use crate::app::session::Session;
use crate::command::{
    Action, CheckEditorAction, ChecksAction, Chord, FilterBoxAction, JudgingAction, Layer, NotesAction, TextAction,
};
use crate::domain::{Name, filter};
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
    /// What the filter that is typed may become, where one is.
    pub filter: FilterBox,
    /// Why it could not be taken, until the next key. Safe text.
    pub problem: Option<String>,
    /// What it was opened with: while the text is the same, nothing is half-written.
    given: String,
}

impl TextEntry {
    /// Makes a box with this text, or with the draft of it.
    pub fn new(writing: Writing, text: &str, draft: Option<&str>) -> Self {
        let editor = Editor::new(draft.unwrap_or(text), writing.is_multiline());
        Self {
            writing,
            editor,
            check: CheckEditor::default(),
            filter: FilterBox::default(),
            problem: None,
            given: text.to_owned(),
        }
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
                } else {
                    cx.say("Nothing to complete here.", &[]);
                }
                Then::Stay
            }
            CheckEditorAction::Caught => self.leave_for(CheckOutcome::Caught, cx),
            CheckEditorAction::Missed => self.leave_for(CheckOutcome::Missed, cx),
            CheckEditorAction::Rejected => self.leave_for(CheckOutcome::Rejected, cx),
        }
    }

    /// Does what a key of the filter's box says.
    pub(crate) fn handle_filter(&mut self, action: FilterBoxAction, cx: &mut Context<'_>) -> Then {
        let text = self.editor.text();
        let other = match action {
            FilterBoxAction::NewSession => {
                self.filter.begins_session = !self.filter.begins_session;
                None
            }
            FilterBoxAction::Complete => self.filter.complete(&text),
            FilterBoxAction::Earlier => cx.session.filters.earlier(&text),
            FilterBoxAction::Later => cx.session.filters.later(),
        };
        if let Some(text) = other {
            self.editor = Editor::new(&text, false);
            self.after_edit(cx);
        } else if action != FilterBoxAction::NewSession {
            let none = if action == FilterBoxAction::Complete {
                "Nothing to complete here."
            } else {
                "No other filter that way."
            };
            cx.say(none, &[]);
        }
        Then::Stay
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
        if self.writing == Writing::Filter {
            self.filter.look(&self.editor.text());
        }
        self.try_check(cx);
        self.keep(cx.session);
    }

    /// Takes the text, or says in the box why not.
    pub(crate) fn save(&mut self, cx: &mut Context<'_>) -> Then {
        match save(&self.writing, &self.editor.text(), &mut self.check, self.filter.begins_session, cx) {
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
        if let Writing::Why(revision, _) = &self.writing {
            cx.intend(Intent::Open(Opening::Revision((**revision).clone())));
        }
        let Some(key) = self.writing.draft_key() else { return };
        let (text, again) = (self.half_written(), Self::reopening(&key.1));
        cx.session.write_draft(key, &text, true);
        if !text.trim().is_empty() {
            cx.say("Kept as a draft.", &[again]);
        }
    }

    /// Returns the action that opens a kept draft again.
    fn reopening(purpose: &DraftPurpose) -> Action {
        match purpose {
            DraftPurpose::Note(_) => NotesAction::Note.into(),
            DraftPurpose::Correction => NotesAction::Correct.into(),
            DraftPurpose::Reason => JudgingAction::Decline.into(),
            DraftPurpose::Why => Action::Open(Layer::FailWith),
            DraftPurpose::Check(_) => ChecksAction::Add.into(),
            DraftPurpose::CheckEdit(_) => ChecksAction::Edit.into(),
            DraftPurpose::NewCriterion | DraftPurpose::Revision(_) => Action::Open(Layer::Criterion),
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

/// Takes a finished text, or says why not.
fn save(
    writing: &Writing,
    text: &str,
    check: &mut CheckEditor,
    begins_session: bool,
    cx: &mut Context<'_>,
) -> Result<(), String> {
    let name = || Name::new(text).map_err(|problem| problem.to_string());
    match writing {
        Writing::Note { id, span, .. } => cx.review(ReviewIntent::Note(*id, *span, text.to_owned())),
        Writing::Reason { record } => {
            let reason = text.trim();
            if reason.is_empty() {
                return Err("Say why it cannot be answered.".to_owned());
            }
            cx.review(ReviewIntent::Decline(record.map(|(_, id)| id), reason.into()));
        }
        Writing::Correction { id, .. } => cx.review(ReviewIntent::Correct(*id, text.to_owned())),
        Writing::NewCriterion { record } => add_criterion(statement(text)?, record.map(|(_, id)| id), cx)?,
        Writing::Revision { criterion, record } => {
            let (statement, reason) = statement(text)?.split_once('\n').unwrap_or((text, ""));
            let (text, reason) = (statement.trim().into(), reason.trim().into());
            let revision = Revision { criterion: criterion.clone(), text, reason, record: *record };
            cx.intend(Intent::Open(Opening::Revision(revision)));
        }
        Writing::Why(revision, edit) => revision.give_reason(*edit, text, cx)?,
        Writing::CriterionName(criterion) => rename_criterion(criterion, name()?, cx),
        Writing::Setting(criterion, kind) => set_setting(criterion, *kind, text, cx)?,
        Writing::Split(target) => split(target, text, cx)?,
        Writing::ModeName => modes::add(name()?, cx)?,
        Writing::ModeOfNotes(noted) => modes::make_of(&name()?, noted, cx)?,
        Writing::ModeRename(mode) => rename_mode(mode, name()?, cx),
        Writing::Definition(mode) => define_mode(mode, text, cx),
        Writing::NewMode { name, fails } => {
            cx.review(ReviewIntent::JudgeByName(name.clone(), text.trim().into(), *fails));
        }
        Writing::Check(_) | Writing::CheckEdit(..) => check.save(writing, text, cx)?,
        Writing::Filter => {
            let filter = text.trim().to_owned();
            filter::parse(&filter).map_err(|error| error.sentence)?;
            cx.session.filters.note(&filter);
            let filters = if begins_session { ReviewIntent::Refilter } else { ReviewIntent::View };
            cx.review(filters(filter));
        }
        Writing::ListFilter => {}
        Writing::Search => cx.review(ReviewIntent::Search(text.to_owned())),
        Writing::JumpTo => {
            if !text.trim().is_empty() {
                cx.ask(Read::find(text.trim().to_owned()));
            }
        }
        Writing::Import => {
            if !text.trim().is_empty() {
                cx.effects.push(Effect::Job(Job::Import(text.trim().into())));
                cx.say("importing …", &[]);
            }
        }
    }
    Ok(())
}

fn statement(text: &str) -> Result<&str, String> {
    if text.trim().is_empty() { Err("A statement cannot be empty.".to_owned()) } else { Ok(text) }
}
