//! What each key of Review does: one exhaustive match for each group of its keys.

use super::select::Selection;
use crate::app::codebook_edits::statement_line;
use crate::app::message::Effect;
use crate::app::overlays::picker::rows::PickFor;
use crate::app::overlays::writing::Writing;
use crate::app::{Model, Screen};
use crate::command::{Action, GradingAction, JudgingAction, Layer, NotesAction, RegradeAction, ReviewAction};
use crate::domain::{Answer, CriterionKey, Target, Time, Verdict};
use crate::layout::Rendering;
use crate::views::Judgement;

impl Model {
    pub(crate) fn act_on_judging(&mut self, action: JudgingAction, letter: char, now: Time, out: &mut Vec<Effect>) {
        match action {
            JudgingAction::Pass => self.judge(Judgement::Verdict(Verdict::Pass), now, out),
            JudgingAction::Fail => self.judge(Judgement::Verdict(Verdict::Fail), now, out),
            JudgingAction::Defer => self.judge(Judgement::Verdict(Verdict::Defer), now, out),
            JudgingAction::TagHotkey => self.judge_by_hotkey(letter, false, now, out),
            JudgingAction::FailHotkey => self.judge_by_hotkey(letter, true, now, out),
            JudgingAction::PickTag | JudgingAction::TagPicker => self.pick_mode(PickFor::Tag, out),
            JudgingAction::FailPicker => self.pick_mode(PickFor::FailWith, out),
            JudgingAction::Repeat => self.repeat(now, out),
            JudgingAction::AcceptSuggestion => self.accept_suggestion(now, out),
            JudgingAction::DismissSuggestion => self.dismiss_suggestion(),
            JudgingAction::Stub => self.open_last_stub(out),
        }
    }

    pub(crate) fn act_on_grading(&mut self, action: GradingAction, digit: char, now: Time, out: &mut Vec<Effect>) {
        match action {
            GradingAction::MetDigit => self.grade(digit, Answer::Met, now, out),
            GradingAction::NotMetDigit => self.grade(digit, Answer::NotMet, now, out),
            GradingAction::NaDigit => self.grade(digit, Answer::Na, now, out),
            GradingAction::MetPicker => self.pick(PickFor::Grade(Answer::Met), ""),
            GradingAction::NotMetPicker => self.pick(PickFor::Grade(Answer::NotMet), ""),
            GradingAction::NaPicker => self.pick(PickFor::Grade(Answer::Na), ""),
            GradingAction::NewCriterion => {
                let record = self.review.current().map(|page| (page.view.record.row, page.view.record.id));
                self.write_text(Writing::NewCriterion { record }, "");
            }
            GradingAction::EditCriterionDigit => self.edit_criterion_on(digit),
            GradingAction::EditCriterionPicker => self.pick(PickFor::EditCriterion, ""),
        }
    }

    pub(crate) fn act_on_notes(&mut self, action: NotesAction, out: &mut Vec<Effect>) {
        match action {
            NotesAction::Note => self.open_note(),
            NotesAction::NoteInEditor => {
                self.open_note();
                self.edit_text(out);
            }
            NotesAction::Correct => self.open_correction(),
            NotesAction::CorrectInEditor => {
                self.open_correction();
                self.edit_text(out);
            }
            NotesAction::Corrections => self.show_corrections(),
            NotesAction::NoteToMode => self.promote_note(true),
            NotesAction::NoteToCriterion => self.promote_note(false),
        }
    }

    pub(crate) fn act_on_review(&mut self, action: ReviewAction, out: &mut Vec<Effect>) {
        match action {
            ReviewAction::NextRecord => self.step(1),
            ReviewAction::PreviousRecord => self.step(-1),
            ReviewAction::LineDown => self.scroll_lines(1),
            ReviewAction::LineUp => self.scroll_lines(-1),
            ReviewAction::PageDown => self.scroll_pages(1),
            ReviewAction::PageUp => self.scroll_pages(-1),
            ReviewAction::NextTurn => self.turn(true),
            ReviewAction::PreviousTurn => self.turn(false),
            ReviewAction::Mark => self.mark(),
            ReviewAction::MarkAll => self.mark_all(),
            ReviewAction::SelectWords => self.select(false),
            ReviewAction::SelectLines => self.select(true),
            ReviewAction::Search => self.write_text(Writing::Search, ""),
            ReviewAction::FilterQueue => self.type_filter(out),
            ReviewAction::Alike => self.open_alike(out),
            ReviewAction::Raw => self.toggle_raw(),
            ReviewAction::Fold => self.fold(),
            ReviewAction::Pane => self.next_pane(),
            ReviewAction::JumpToObjection => self.jump_to_objection(),
        }
    }

    pub(crate) fn act_on_regrade(&mut self, action: RegradeAction, now: Time, out: &mut Vec<Effect>) {
        match action {
            RegradeAction::Met => self.answer(Answer::Met, now, out),
            RegradeAction::NotMet => self.answer(Answer::NotMet, now, out),
            RegradeAction::NotApplicable => self.answer(Answer::Na, now, out),
            RegradeAction::Later => self.answer_later(),
        }
    }

    fn toggle_raw(&mut self) {
        let review = &mut self.review;
        let (next, text) = match review.rendering {
            Rendering::Rendered => (Rendering::Raw, "Raw text."),
            Rendering::Raw => (Rendering::Rendered, "Rendered text."),
        };
        review.rendering = next;
        self.leave_selection();
        self.say(text, &[ReviewAction::Raw.into()]);
    }

    /// Opens the stub of the mode tagged last, or suggestions that catch the selected text of the output.
    fn open_last_stub(&mut self, out: &mut Vec<Effect>) {
        let shown = self.review.current().and_then(|page| page.view.judgements.tags.last());
        let Some(mode) = self.session.last_mode.clone().or_else(|| shown.map(|tag| tag.mode.clone())) else {
            self.say("Nothing is tagged yet, so there is no stub to write.", &[Action::Open(Layer::Tag)]);
            return;
        };
        let selection = self.review.current().and_then(|page| page.selection.as_ref());
        let selected = selection.filter(|selection| selection.turn.is_none()).map(Selection::text);
        self.open_stub(Target::Mode(mode), selected, out);
    }

    /// Opens the statement of the criterion with this number.
    fn edit_criterion_on(&mut self, digit: char) {
        let number = digit.to_digit(10).and_then(|digit| u8::try_from(digit).ok()).unwrap_or(0);
        match self.read_model.criterion_on(number).map(|criterion| criterion.key.clone()) {
            Some(key) => self.edit_criterion(&key),
            None => self.say(format!("There is no criterion {number}."), &[GradingAction::NewCriterion.into()]),
        }
    }

    /// Opens the statement of a criterion; the record on screen is remembered with the new version.
    pub(crate) fn edit_criterion(&mut self, key: &CriterionKey) {
        let Some(criterion) = self.read_model.codebook.criterion_of(key) else { return };
        let text = statement_line(criterion);
        let shown = self.review.current().filter(|_| self.screen == Screen::Review);
        let record = shown.map(|page| (page.view.record.row, page.view.record.id));
        self.write_text(Writing::Revision { criterion: key.clone(), record }, &text);
    }
}
