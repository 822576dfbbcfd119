//! What each key of Review does: one exhaustive match for each group of its keys.

use super::select::Selection;
use super::state::Review;
use crate::app::Screen;
use crate::app::codebook_edits::statement_line;
use crate::app::geometry::Pane;
use crate::app::handler::{Context, Opening};
use crate::app::overlays::picker::rows::PickFor;
use crate::app::overlays::writing::Writing;
use crate::command::{
    Action, BrowseAction, GradingAction, JudgingAction, Layer, NotesAction, RegradeAction, ReviewAction,
};
use crate::domain::{Answer, CriterionKey, NO_REASON, Target, Verdict};
use crate::layout::Rendering;
use crate::views::{Judgement, Read, Slot};

impl Review {
    /// Does what a key says; `letter` is the key where the action takes any.
    pub(crate) fn handle(&mut self, action: ReviewAction, letter: char, cx: &mut Context<'_>) {
        if !matches!(
            action,
            ReviewAction::Judging(
                JudgingAction::FailHotkey
                    | JudgingAction::FailPicker
                    | JudgingAction::FailNote
                    | JudgingAction::FailPlain
                    | JudgingAction::FailStay
            )
        ) {
            self.asking = None;
        }
        match action {
            ReviewAction::Judging(action) => self.act_on_judging(action, letter, cx),
            ReviewAction::Grading(action) => self.act_on_grading(action, letter, cx),
            ReviewAction::Notes(action) => self.act_on_notes(action, cx),
            ReviewAction::Browse(action) => self.browse(action, cx),
            ReviewAction::Copy(action) => self.copy(action, cx),
            ReviewAction::View(action) => self.show_elsewhere(action, cx),
            ReviewAction::Search(action) => self.search_step(action, cx),
            ReviewAction::Span(action) => self.act_on_span(action, cx),
            ReviewAction::SpanMotion(motion) => self.move_selection(motion),
            ReviewAction::Regrade(action) => self.act_on_regrade(action, cx),
            ReviewAction::Pair(action) => self.act_on_pair(action, cx),
        }
    }

    fn act_on_judging(&mut self, action: JudgingAction, letter: char, cx: &mut Context<'_>) {
        match action {
            JudgingAction::Pass => self.judge(Judgement::Verdict(Verdict::Pass), cx),
            JudgingAction::Fail => self.judge(Judgement::Verdict(Verdict::Fail), cx),
            JudgingAction::Defer => self.judge(Judgement::Verdict(Verdict::Defer), cx),
            JudgingAction::Decline => self.ask_reason(cx),
            JudgingAction::TagHotkey => self.judge_by_hotkey(letter, false, cx),
            JudgingAction::FailHotkey if letter == NO_REASON => self.fail_plainly(cx),
            JudgingAction::FailHotkey => self.judge_by_hotkey(letter, true, cx),
            JudgingAction::FailNote => self.ask_note(cx),
            JudgingAction::FailPlain => self.fail_plainly(cx),
            JudgingAction::FailStay => self.toggle_stay(cx),
            JudgingAction::PickTag | JudgingAction::TagPicker => pick_mode(PickFor::Tag, cx),
            JudgingAction::FailPicker => pick_mode(PickFor::FailWith, cx),
            JudgingAction::Repeat => self.repeat(cx),
            JudgingAction::AcceptSuggestion => self.accept_suggestion(cx),
            JudgingAction::DismissSuggestion => self.dismiss_suggestion(cx),
            JudgingAction::Stub => self.open_last_stub(cx),
        }
    }

    fn act_on_grading(&mut self, action: GradingAction, digit: char, cx: &mut Context<'_>) {
        match action {
            GradingAction::MetDigit => self.grade(digit, Answer::Met, cx),
            GradingAction::NotMetDigit => self.grade(digit, Answer::NotMet, cx),
            GradingAction::NaDigit => self.grade(digit, Answer::Na, cx),
            GradingAction::MetPicker => cx.pick(PickFor::Grade(Answer::Met)),
            GradingAction::NotMetPicker => cx.pick(PickFor::Grade(Answer::NotMet)),
            GradingAction::NaPicker => cx.pick(PickFor::Grade(Answer::Na)),
            GradingAction::NewCriterion => {
                let record = self.current().map(|page| (page.view.record.row, page.view.record.id));
                cx.open_text(Writing::NewCriterion { record }, "");
            }
            GradingAction::EditCriterionDigit => self.edit_criterion_on(digit, cx),
            GradingAction::EditCriterionPicker => cx.pick(PickFor::EditCriterion),
        }
    }

    fn act_on_notes(&mut self, action: NotesAction, cx: &mut Context<'_>) {
        match action {
            NotesAction::Note => self.open_note(cx),
            NotesAction::NoteInEditor => {
                self.open_note(cx);
                cx.open(Opening::Editor);
            }
            NotesAction::Correct => self.open_correction(cx),
            NotesAction::CorrectInEditor => {
                self.open_correction(cx);
                cx.open(Opening::Editor);
            }
            NotesAction::Corrections => self.show_corrections(cx),
            NotesAction::Answers => self.show_answers(cx),
            NotesAction::NoteToMode => self.promote_note(true, cx),
            NotesAction::NoteToCriterion => self.promote_note(false, cx),
        }
    }

    fn browse(&mut self, action: BrowseAction, cx: &mut Context<'_>) {
        match action {
            BrowseAction::Wrap | BrowseAction::LineNumbers | BrowseAction::ShiftLeft | BrowseAction::ShiftRight
                if self.by_parts =>
            {
                cx.say("Told in lines, every line is whole: there is nothing to wrap, to number or to shift.", &[]);
            }
            BrowseAction::NextRecord => self.step(1, cx),
            BrowseAction::PreviousRecord => self.step(-1, cx),
            BrowseAction::NextUnjudged => self.go_to_unjudged(true, cx),
            BrowseAction::PreviousUnjudged => self.go_to_unjudged(false, cx),
            BrowseAction::JumpBack => self.jump(false, cx),
            BrowseAction::JumpForth => self.jump(true, cx),
            BrowseAction::LineDown => self.scroll_lines(1),
            BrowseAction::LineUp => self.scroll_lines(-1),
            BrowseAction::PageDown => self.scroll_pages(1),
            BrowseAction::PageUp => self.scroll_pages(-1),
            BrowseAction::NextTurn => self.turn(true),
            BrowseAction::PreviousTurn => self.turn(false),
            BrowseAction::Mark => self.mark(cx),
            BrowseAction::MarkAll => self.mark_all(cx),
            BrowseAction::SelectWords => self.select(false, cx),
            BrowseAction::SelectLines => self.select(true, cx),
            BrowseAction::Search => cx.open_text(Writing::Search, ""),
            BrowseAction::FilterQueue => cx.open(Opening::Filter(self.list.filter.clone(), None)),
            BrowseAction::Alike => self.open_alike(cx),
            BrowseAction::Raw => self.toggle_raw(cx),
            BrowseAction::Unmask => self.unmask(cx),
            BrowseAction::Fold => self.fold(cx),
            BrowseAction::Wrap => self.toggle_wrap(cx),
            BrowseAction::LineNumbers => self.toggle_numbers(cx),
            BrowseAction::ShiftLeft => self.shift(false, cx),
            BrowseAction::ShiftRight => self.shift(true, cx),
            BrowseAction::Pane => self.next_pane(cx.size),
            // From the queue Enter opens the record under the cursor, as in every list.
            BrowseAction::JumpToObjection if self.pane == Pane::Queue => self.pane = Pane::Record,
            BrowseAction::JumpToObjection => self.jump_to_objection(cx),
        }
    }

    fn act_on_regrade(&mut self, action: RegradeAction, cx: &mut Context<'_>) {
        match action {
            RegradeAction::Met => self.answer(Answer::Met, cx),
            RegradeAction::NotMet => self.answer(Answer::NotMet, cx),
            RegradeAction::NotApplicable => self.answer(Answer::Na, cx),
            RegradeAction::Later => self.answer_later(cx),
        }
    }

    fn toggle_raw(&mut self, cx: &mut Context<'_>) {
        let (next, text) = match self.rendering {
            Rendering::Rendered => (Rendering::Raw, "Raw text."),
            Rendering::Raw => (Rendering::Rendered, "Rendered text."),
        };
        self.rendering = next;
        self.leave_selection();
        cx.say(text, &[BrowseAction::Raw.into()]);
    }

    /// Opens the stub of the mode tagged last, of the record on screen or else of the commonest one; or suggestions that catch
    /// the selected text of the output.
    fn open_last_stub(&mut self, cx: &mut Context<'_>) {
        let shown = self.current().and_then(|page| page.view.judgements.tags.last());
        let here = cx.session.last_mode.clone().or_else(|| shown.map(|tag| tag.mode.clone()));
        let commonest =
            || cx.read_model.open_modes().into_iter().find(|mode| mode.count > 0).map(|mode| mode.key.clone());
        let Some(mode) = here.or_else(commonest) else {
            cx.say("No record has a failure mode yet, so there is no stub to write.", &[Action::Open(Layer::Tag)]);
            return;
        };
        let selection = self.current().and_then(|page| page.selection.as_ref());
        let selected = selection.filter(|selection| selection.turn.is_none()).map(Selection::text);
        cx.open(Opening::Stub(Target::Mode(mode), selected));
    }

    /// Opens the statement of the criterion with this number.
    fn edit_criterion_on(&self, digit: char, cx: &mut Context<'_>) {
        let number = digit.to_digit(10).and_then(|digit| u8::try_from(digit).ok()).unwrap_or(0);
        match cx.read_model.criterion_on(number).map(|criterion| criterion.key.clone()) {
            Some(key) => self.edit_criterion(&key, cx),
            None => cx.say(format!("There is no criterion {number}."), &[GradingAction::NewCriterion.into()]),
        }
    }

    /// Opens the statement of a criterion; the record on screen is remembered with the new version.
    pub(crate) fn edit_criterion(&self, key: &CriterionKey, cx: &mut Context<'_>) {
        let Some(criterion) = cx.read_model.codebook.criterion_of(key) else { return };
        let text = statement_line(criterion);
        let shown = self.current().filter(|_| cx.screen == Screen::Review);
        let record = shown.map(|page| (page.view.record.row, page.view.record.id));
        cx.open_text(Writing::Revision { criterion: key.clone(), record }, &text);
    }
}

/// Opens a picker of modes, whose figures are read anew.
fn pick_mode(pick: PickFor, cx: &mut Context<'_>) {
    cx.pick(pick);
    cx.ask(Read::Figures(Slot::empty()));
}
