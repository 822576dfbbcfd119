//! A text box with a purpose: what it is for, what Enter makes of it, and how half-written text is kept.

use super::{Overlay, Revision};
use crate::app::Model;
use crate::app::codebook_edits::{TermKind, mode_edit};
use crate::app::message::{Effect, Job};
use crate::app::text_box::Editor;
use crate::command::{Action, ChecksAction, Layer, NotesAction};
use crate::domain::{
    Change, CheckKey, CriterionKey, ModeKey, Name, RecordId, RowId, Span, Target, Terms, Time, Untrusted,
};
use crate::views::{Judgement, Read};

/// The place of a half-written text that belongs to no record.
pub(crate) const NOWHERE: RowId = RowId(0);

/// What is being written.
#[derive(Debug, Clone, PartialEq)]
pub enum Writing {
    /// A note on a record or on a span of it.
    Note {
        /// The record's place.
        row: RowId,
        /// Its identity.
        id: RecordId,
        /// The span, if it is on one.
        span: Option<Span>,
    },
    /// The output of a record as it should have been.
    Correction {
        /// The record's place.
        row: RowId,
        /// Its identity.
        id: RecordId,
    },
    /// A new criterion, with the record that provoked it.
    NewCriterion {
        /// The record it comes from.
        record: Option<(RowId, RecordId)>,
    },
    /// A criterion's new statement; from the second line on, why.
    Revision {
        /// The criterion.
        criterion: CriterionKey,
        /// The record that provokes the new version.
        record: Option<(RowId, RecordId)>,
    },
    /// A criterion's new name.
    CriterionName(CriterionKey),
    /// When a criterion is asked, its tolerance, its owner.
    Term(CriterionKey, TermKind),
    /// The parts of a criterion or a mode, one a line.
    Split(Target),
    /// A new mode's name.
    ModeName,
    /// A mode's other name.
    ModeRename(ModeKey),
    /// What a mode means.
    Definition(ModeKey),
    /// What a mode means that is made with it, for the record on screen or the marked ones.
    NewMode {
        /// Its name.
        name: Name,
        /// Whether they fail with it, or are tagged only.
        fails: bool,
    },
    /// A check: kind, argument, options.
    Check(Target),
    /// Another form of a check, on this target.
    CheckEdit(CheckKey, Target),
    /// The queue's filter.
    Filter,
    /// The filter of the list on screen.
    ListFilter,
    /// Text to look for in the record.
    Search,
    /// The beginning of a record's id.
    JumpTo,
    /// The path of a log file.
    Import,
}

impl Writing {
    /// The word it is kept under while half-written.
    #[must_use]
    pub fn purpose(&self) -> String {
        match self {
            Self::Note { span: None, .. } => "note".to_owned(),
            Self::Note { span: Some(span), .. } => format!("note {span}"),
            Self::Correction { .. } => crate::app::screens::review::CORRECTION.to_owned(),
            Self::NewCriterion { .. } => "criterion".to_owned(),
            Self::Revision { criterion, .. } => format!("criterion {criterion}"),
            Self::Check(target) => format!("check for {} {}", target.word(), target.key()),
            Self::CheckEdit(check, _) => format!("check {check}"),
            _ => String::new(),
        }
    }

    /// The record that a half-written text is kept with.
    #[must_use]
    pub const fn row(&self) -> Option<RowId> {
        match self {
            Self::Note { row, .. }
            | Self::Correction { row, .. }
            | Self::NewCriterion { record: Some((row, _)) }
            | Self::Revision { record: Some((row, _)), .. } => Some(*row),
            Self::Check(_) | Self::CheckEdit(..) => Some(NOWHERE),
            _ => None,
        }
    }

    /// What the check that is written is for.
    #[must_use]
    pub const fn check_target(&self) -> Option<&Target> {
        match self {
            Self::Check(target) | Self::CheckEdit(_, target) => Some(target),
            _ => None,
        }
    }

    /// What Enter does with the text, in a word.
    #[must_use]
    pub const fn taken(&self) -> &'static str {
        match self {
            Self::Filter | Self::ListFilter => "filter",
            Self::Search => "search",
            Self::JumpTo => "go there",
            Self::Import => "import",
            _ => "save",
        }
    }

    const fn is_multiline(&self) -> bool {
        matches!(
            self,
            Self::Note { .. }
                | Self::Correction { .. }
                | Self::NewCriterion { .. }
                | Self::Revision { .. }
                | Self::Definition(_)
                | Self::NewMode { .. }
                | Self::Split(_)
                | Self::Check(_)
                | Self::CheckEdit(..)
                | Self::Term(_, TermKind::UseWhen | TermKind::AvoidWhen)
        )
    }
}

/// An open text box.
#[derive(Debug)]
pub struct TextEntry {
    /// What is being written.
    pub writing: Writing,
    /// The text.
    pub editor: Editor,
    /// Why it could not be taken, until the next key. Safe text.
    pub problem: Option<String>,
    /// What it was opened with: as long as nobody changed that, there is nothing half-written.
    given: String,
}

impl TextEntry {
    /// A box with this text.
    #[must_use]
    pub fn new(writing: Writing, text: &str) -> Self {
        let multiline = writing.is_multiline();
        Self { writing, editor: Editor::new(text, multiline), problem: None, given: text.to_owned() }
    }

    /// A box with this text, in which a draft stands.
    #[must_use]
    pub fn with_draft(writing: Writing, text: &str, draft: &str) -> Self {
        Self { given: text.to_owned(), ..Self::new(writing, draft) }
    }

    /// What is kept of the text while it is half-written; empty where nothing was written.
    fn half_written(&self) -> String {
        let text = self.editor.text();
        if text == self.given { String::new() } else { text }
    }
}

impl Model {
    /// Opens the note of this reviewer on the record, or on the chosen span.
    pub(crate) fn open_note(&mut self) {
        let span = self.chosen_span();
        let Some(page) = self.review.current() else {
            self.say_nothing_to_judge();
            return;
        };
        let (row, id) = (page.view.record.row, page.view.record.id);
        let text = page.note_of(&self.session.reviewer, span).map(|note| note.text.raw().to_owned());
        self.leave_selection();
        self.write_text(Writing::Note { row, id, span }, &text.unwrap_or_default());
    }

    /// Opens the note in the reviewer's editor.
    pub(crate) fn open_note_in_editor(&mut self, out: &mut Vec<Effect>) {
        self.open_note();
        self.edit_text(out);
    }

    /// Opens what is being written in the reviewer's editor.
    pub(crate) fn edit_text(&self, out: &mut Vec<Effect>) {
        if let Some(entry) = self.text_entry() {
            out.push(Effect::Edit(entry.editor.text()));
        }
    }

    /// The editor closed: its text becomes the note that was opened.
    pub(crate) fn take_edited(&mut self, text: &str, now: Time, out: &mut Vec<Effect>) {
        let Some(Overlay::Text(entry)) = self.overlays.last_mut() else { return };
        entry.editor = Editor::new(text.trim_end(), entry.editor.is_multiline());
        self.save_text(now, out);
    }

    /// Every change of the text: half-written text is kept, filters act as they are typed, checks are tried.
    pub(crate) fn after_edit(&mut self, out: &mut Vec<Effect>) {
        let Some(Overlay::Text(entry)) = self.overlays.last_mut() else { return };
        entry.problem = None;
        let (writing, text, draft) = (entry.writing.clone(), entry.editor.text(), entry.half_written());
        match &writing {
            Writing::ListFilter => {
                if let Some(list) = self.lists.of_mut(self.screen) {
                    list.filter = text;
                    list.cursor = 0;
                }
            }
            other => {
                if let Some(target) = other.check_target() {
                    self.try_check(target.clone(), &text, out);
                }
                if let Some(row) = other.row() {
                    self.session.write_draft(row, &other.purpose(), &draft, false);
                }
            }
        }
    }

    /// A box was left without saving: its text is kept as a draft.
    pub(crate) fn put_aside(&mut self, entry: &TextEntry, out: &mut Vec<Effect>) {
        let text = entry.half_written();
        if entry.writing.check_target().is_some() {
            self.requests.cancel(Read::is_trial, out);
        }
        if let Writing::ListFilter = entry.writing
            && let Some(list) = self.lists.of_mut(self.screen)
        {
            list.filter.clear();
        }
        if let Some(row) = entry.writing.row() {
            self.session.write_draft(row, &entry.writing.purpose(), &text, true);
            if text.trim().is_empty() {
                return;
            }
            let again = match entry.writing {
                Writing::Note { .. } => NotesAction::Note.into(),
                Writing::Correction { .. } => NotesAction::Correct.into(),
                Writing::Check(_) => ChecksAction::Add.into(),
                Writing::CheckEdit(..) => ChecksAction::Edit.into(),
                _ => Action::Open(Layer::Criterion),
            };
            self.say("Kept as a draft.", &[again]);
        }
    }

    /// Keeps the text of whatever box is open, before leaving.
    pub(crate) fn keep_open_text(&mut self) {
        if let Some(Overlay::Text(entry)) = self.overlays.pop_if(|overlay| matches!(overlay, Overlay::Text(_))) {
            self.keep_text(&entry);
            self.overlays.push(Overlay::Text(entry));
        }
    }

    /// Keeps the half-written text of a box.
    pub(crate) fn keep_text(&mut self, entry: &TextEntry) {
        if let Some(row) = entry.writing.row() {
            self.session.write_draft(row, &entry.writing.purpose(), &entry.half_written(), false);
        }
    }

    /// Enter: takes the text, or says in the box why not.
    pub(crate) fn save_text(&mut self, now: Time, out: &mut Vec<Effect>) {
        let Some(Overlay::Text(entry)) = self.overlays.pop() else { return };
        let text = entry.editor.text();
        match self.take_text(&entry.writing, &text, now, out) {
            Ok(()) => {
                if let Some(row) = entry.writing.row()
                    && !matches!(entry.writing, Writing::Revision { .. })
                {
                    self.session.write_draft(row, &entry.writing.purpose(), "", false);
                }
            }
            Err(sentence) => {
                let safe = crate::text::visible_line(&sentence.into()).to_string();
                self.overlays.push(Overlay::Text(Box::new(TextEntry { problem: Some(safe), ..*entry })));
            }
        }
    }

    fn take_text(&mut self, writing: &Writing, text: &str, now: Time, out: &mut Vec<Effect>) -> Result<(), String> {
        let name = || Name::new(text).map_err(|problem| problem.to_string());
        let statement = || if text.trim().is_empty() { Err("A statement cannot be empty.".to_owned()) } else { Ok(()) };
        match writing {
            Writing::Note { id, span, .. } => {
                let note = (!text.trim().is_empty()).then(|| Untrusted::from(text.trim_end()));
                let page = self.review.current().filter(|page| page.view.record.id == *id);
                let stands = page.is_some_and(|page| page.note_of(&self.session.reviewer, *span).is_some());
                if note.is_none() && page.is_some() && !stands {
                    self.say("No note was written.", &[]);
                    return Ok(());
                }
                self.judge_one(Vec::new(), Judgement::Note(note), *id, *span, now, out);
            }
            Writing::Correction { id, .. } => self.take_correction(*id, text, now, out),
            Writing::NewCriterion { record } => {
                statement()?;
                self.add_criterion(text, record.map(|(_, id)| id), now, out)?;
            }
            Writing::Revision { criterion, record } => {
                statement()?;
                let (statement, reason) = text.split_once('\n').unwrap_or((text, ""));
                self.overlays.push(Overlay::EditKind(Box::new(Revision {
                    criterion: criterion.clone(),
                    text: statement.trim().into(),
                    reason: reason.trim().into(),
                    record: record.map(|(_, id)| id),
                })));
            }
            Writing::CriterionName(criterion) => {
                let change = Change::CriterionEdit {
                    criterion: criterion.clone(),
                    name: Some(name()?),
                    modes: None,
                    retired: None,
                    terms: Terms::default(),
                };
                self.write_rule(change, "criterion renamed", now, out);
            }
            Writing::Term(criterion, kind) => self.set_term(criterion, *kind, text, now, out)?,
            Writing::Split(target) => self.split(target, text, now, out)?,
            Writing::ModeName => self.add_mode(&name()?, now, out)?,
            Writing::ModeRename(mode) => {
                let change = mode_edit(mode, |name, _| *name = Name::new(text).ok());
                name()?;
                self.write_rule(change, "mode renamed", now, out);
            }
            Writing::Definition(mode) => {
                let change = mode_edit(mode, |_, definition| *definition = Some(text.trim().into()));
                self.write_rule(change, "definition kept", now, out);
            }
            Writing::NewMode { name, fails } => {
                if let Some(Overlay::Picker(_)) = self.overlays.last() {
                    self.overlays.pop();
                }
                self.judge_by_name(name, text.trim().into(), *fails, now, out);
            }
            Writing::Check(_) | Writing::CheckEdit(..) => self.save_check(writing, text, now, out)?,
            Writing::Filter => {
                let land = self.review.list.row();
                self.draw_filtered(text.trim().to_owned(), land, out).map_err(|error| error.sentence)?;
            }
            Writing::ListFilter => {}
            Writing::Search => self.search(text),
            Writing::JumpTo => {
                if !text.trim().is_empty() {
                    self.requests.ask(Read::find(text.trim().to_owned()), out);
                }
            }
            Writing::Import => {
                if !text.trim().is_empty() {
                    out.push(Effect::Job(Job::Import(text.trim().into())));
                    self.say("importing …", &[]);
                }
            }
        }
        Ok(())
    }
}
