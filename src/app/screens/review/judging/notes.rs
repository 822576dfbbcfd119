//! Notes on the record that is shown, what becomes of them, and its corrected output.

use crate::app::handler::{Context, Opening};
use crate::app::overlays::picker::PickFor;
use crate::app::overlays::writing::Writing;
use crate::app::screens::review::state::Review;
use crate::command::{GlobalAction, NotesAction};
use crate::domain::name::is_printable;
use crate::domain::{Change, RecordId, Span, Untrusted};
use crate::views::Judgement;

impl Review {
    /// Opens the note of this reviewer on the record, or on the chosen span.
    pub(crate) fn open_note(&mut self, cx: &mut Context<'_>) {
        let span = self.chosen_span();
        let Some(page) = self.current() else {
            self.say_nothing_to_judge(cx);
            return;
        };
        let (row, id) = (page.view.record.row, page.view.record.id);
        let pair = self.pair.as_ref().filter(|pair| pair.is_at_one_terminal());
        let [reviewer, ..] = pair.map_or([&cx.session.reviewer; 2], |pair| pair.reviewers.each_ref());
        let text = page.note_of(reviewer, span).map(|note| note.text.raw().to_owned());
        self.leave_selection();
        cx.open_text(Writing::Note { row, id, span }, text.unwrap_or_default());
    }

    /// Keeps a note; an empty text takes back the one that was there.
    pub(crate) fn take_note(&mut self, id: RecordId, span: Option<Span>, text: &str, cx: &mut Context<'_>) {
        let note = (!text.trim().is_empty()).then(|| Untrusted::from(text.trim_end()));
        let page = self.current().filter(|page| page.view.record.id == id);
        let is_noted = page.is_some_and(|page| page.note_of(&cx.session.reviewer, span).is_some());
        if note.is_none() && page.is_some() && !is_noted {
            cx.say("No note was written.", &[]);
            return;
        }
        if !self.fail_with_note(note.as_ref(), id, cx) {
            self.judge_one(Vec::new(), Judgement::Note(note), id, span, cx);
        }
    }

    /// Asks why the record on screen, or the marked ones, cannot be answered.
    pub(crate) fn ask_reason(&mut self, cx: &mut Context<'_>) {
        let record = self.current().map(|page| (page.view.record.row, page.view.record.id));
        if record.is_none() && self.list.marks.is_empty() {
            self.say_nothing_to_judge(cx);
            return;
        }
        let record = record.filter(|_| self.list.marks.is_empty());
        self.leave_selection();
        cx.open_text(Writing::Reason { record }, "");
    }

    /// Declines a record, or the marked ones, for this reason.
    pub(crate) fn take_reason(&mut self, record: Option<RecordId>, reason: Untrusted, cx: &mut Context<'_>) {
        let judgement = Judgement::Declined(reason);
        match record {
            Some(id) => self.judge_one(Vec::new(), judgement, id, None, cx),
            None => self.judge(judgement, cx),
        }
    }

    /// Makes a mode or a criterion of the record's note.
    pub(crate) fn promote_note(&self, to_mode: bool, cx: &mut Context<'_>) {
        let Some(page) = self.current() else { return };
        let record = Some((page.view.record.row, page.view.record.id));
        let notes = &page.view.judgements.notes;
        let note = notes.iter().rev().find(|note| note.reviewer == cx.session.reviewer).or(notes.last());
        let Some(text) = note.map(|note| note.text.raw().to_owned()) else {
            cx.say("There is no note on this record yet.", &[NotesAction::Note.into()]);
            return;
        };
        if to_mode {
            let line = text.lines().next().unwrap_or_default();
            let name: String = line.chars().filter(|c| is_printable(*c)).collect();
            cx.open(Opening::Picker(PickFor::Tag, name));
        } else {
            cx.open_text(Writing::NewCriterion { record }, text);
        }
    }

    /// Opens this reviewer's corrected output, which begins as what was logged.
    pub(crate) fn open_correction(&mut self, cx: &mut Context<'_>) {
        let Some(page) = self.current() else {
            self.say_nothing_to_judge(cx);
            return;
        };
        let record = &page.view.record;
        let corrections = &page.view.judgements.corrections;
        let correction = corrections.iter().find(|correction| correction.reviewer == cx.session.reviewer);
        let text = correction.map_or(&record.content.output, |correction| &correction.text).raw().to_owned();
        let writing = Writing::Correction { row: record.row, id: record.id };
        self.leave_selection();
        cx.open_text(writing, text);
    }

    /// Keeps a corrected output. What was logged corrects nothing; an empty text takes back an earlier correction.
    pub(crate) fn take_correction(&mut self, id: RecordId, text: &str, cx: &mut Context<'_>) {
        let text = (!text.trim().is_empty()).then(|| Untrusted::from(text));
        let page = self.current().filter(|page| page.view.record.id == id);
        let is_corrected = page
            .is_some_and(|page| page.view.judgements.corrections.iter().any(|own| own.reviewer == cx.session.reviewer));
        // Compared as the box shows it: with line ends of one kind.
        let logged = page.map(|page| page.view.record.content.output.raw().replace("\r\n", "\n"));
        let is_logged = text.as_ref().zip(logged).is_some_and(|(text, logged)| text.raw() == logged);
        if (text.is_none() || is_logged) && !is_corrected {
            cx.say("Nothing was corrected.", &[]);
            return;
        }
        let text = text.filter(|_| !is_logged);
        let done = if text.is_some() { "kept" } else { "taken back" };
        cx.write(vec![Change::Correction { record: id, text }]);
        cx.say(
            format!("corrected output of {} {done}", id.short()),
            &[GlobalAction::Undo.into(), NotesAction::Corrections.into()],
        );
    }

    /// Shows what the corrected outputs change.
    pub(crate) fn show_corrections(&self, cx: &mut Context<'_>) {
        let is_corrected = self.current().is_some_and(|page| page.view.judgements.correction().is_some());
        if is_corrected {
            cx.open(Opening::Corrections);
        } else {
            cx.say("Nobody corrected this output yet.", &[NotesAction::Correct.into()]);
        }
    }
}
