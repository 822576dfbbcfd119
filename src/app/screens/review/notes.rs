//! Notes on the record that is shown, what becomes of them, and its corrected output.

use crate::app::Model;
use crate::app::message::Effect;
use crate::app::overlays::Overlay;
use crate::app::overlays::corrections::Corrections;
use crate::app::overlays::picker::PickFor;
use crate::app::overlays::writing::Writing;
use crate::command::{GlobalAction, NotesAction};
use crate::domain::name::is_printable;
use crate::domain::{Change, RecordId, Span, Time, Untrusted};
use crate::views::Judgement;

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

    /// Keeps a note; an empty text takes back the one that was there.
    pub(crate) fn take_note(&mut self, id: RecordId, span: Option<Span>, text: &str, now: Time, out: &mut Vec<Effect>) {
        let note = (!text.trim().is_empty()).then(|| Untrusted::from(text.trim_end()));
        let page = self.review.current().filter(|page| page.view.record.id == id);
        let is_noted = page.is_some_and(|page| page.note_of(&self.session.reviewer, span).is_some());
        if note.is_none() && page.is_some() && !is_noted {
            self.say("No note was written.", &[]);
            return;
        }
        self.judge_one(Vec::new(), Judgement::Note(note), id, span, now, out);
    }

    /// Makes a mode or a criterion of the record's note.
    pub(crate) fn promote_note(&mut self, to_mode: bool) {
        let Some(page) = self.review.current() else { return };
        let record = Some((page.view.record.row, page.view.record.id));
        let notes = &page.view.judgements.notes;
        let note = notes.iter().rev().find(|note| note.reviewer == self.session.reviewer).or(notes.last());
        let Some(text) = note.map(|note| note.text.raw().to_owned()) else {
            self.say("There is no note on this record yet.", &[NotesAction::Note.into()]);
            return;
        };
        if to_mode {
            let line = text.lines().next().unwrap_or_default();
            let name: String = line.chars().filter(|c| is_printable(*c)).collect();
            self.pick(PickFor::Tag, &name);
        } else {
            self.write_text(Writing::NewCriterion { record }, &text);
        }
    }

    /// Opens this reviewer's corrected output, which begins as what was logged.
    pub(crate) fn open_correction(&mut self) {
        let Some(page) = self.review.current() else {
            self.say_nothing_to_judge();
            return;
        };
        let record = &page.view.record;
        let corrections = &page.view.judgements.corrections;
        let correction = corrections.iter().find(|correction| correction.reviewer == self.session.reviewer);
        let text = correction.map_or(&record.content.output, |correction| &correction.text).raw().to_owned();
        let writing = Writing::Correction { row: record.row, id: record.id };
        self.leave_selection();
        self.write_text(writing, &text);
    }

    /// Keeps a corrected output. What was logged corrects nothing; an empty text takes back an earlier correction.
    pub(crate) fn take_correction(&mut self, id: RecordId, text: &str, now: Time, out: &mut Vec<Effect>) {
        let text = (!text.trim().is_empty()).then(|| Untrusted::from(text));
        let page = self.review.current().filter(|page| page.view.record.id == id);
        let is_corrected = page.is_some_and(|page| {
            page.view.judgements.corrections.iter().any(|own| own.reviewer == self.session.reviewer)
        });
        // Compared as the box shows it: with line ends of one kind.
        let logged = page.map(|page| page.view.record.content.output.raw().replace("\r\n", "\n"));
        let is_logged = text.as_ref().zip(logged).is_some_and(|(text, logged)| text.raw() == logged);
        if (text.is_none() || is_logged) && !is_corrected {
            self.say("Nothing was corrected.", &[]);
            return;
        }
        let text = text.filter(|_| !is_logged);
        let done = if text.is_some() { "kept" } else { "taken back" };
        self.write(vec![Change::Correction { record: id, text }], now, out);
        self.say(
            format!("corrected output of {} {done}", id.short()),
            &[GlobalAction::Undo.into(), NotesAction::Corrections.into()],
        );
    }

    /// Shows what the corrected outputs change.
    pub(crate) fn show_corrections(&mut self) {
        let is_corrected = self.review.current().is_some_and(|page| page.view.judgements.correction().is_some());
        if is_corrected {
            self.overlays.push(Overlay::Corrections(Corrections::default()));
        } else {
            self.say("Nobody corrected this output yet.", &[NotesAction::Correct.into()]);
        }
    }
}
