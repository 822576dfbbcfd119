//! From an action to what it does: one arm each, exhaustive, so that no action of the registry goes nowhere.

use super::message::{Effect, Query};
use super::overlay::Overlay;
use super::picker::PickFor;
use super::requests::Wanted;
use super::screens::check_box::Found;
use super::screens::judge_line::Dispute;
use super::text_entry::Writing;
use super::{Model, Screen};
use crate::command::{Action, Chord, Key, entry_of};
use crate::domain::{Answer, Edit, Time, Verdict};
use crate::layout::Rendering;

impl Model {
    /// Does what an action says. `chord` is the key that named it: a letter or digit where the action takes one.
    #[expect(clippy::too_many_lines, reason = "a table: one arm for each action, and none left out")]
    pub(super) fn act(&mut self, action: Action, chord: Chord, now: Time, out: &mut Vec<Effect>) {
        if let Some(layer) = entry_of(action).and_then(|entry| entry.opens) {
            self.keyboard.pending = Some(layer);
            return;
        }
        let letter = match chord.key {
            Key::Char(c) => c,
            _ => ' ',
        };
        match action {
            Action::Pass => self.judge_verdict(Verdict::Pass, now, out),
            Action::Fail => self.judge_verdict(Verdict::Fail, now, out),
            Action::Defer => self.judge_verdict(Verdict::Defer, now, out),
            Action::TagHotkey => self.judge_by_hotkey(letter, false, now, out),
            Action::FailHotkey => self.judge_by_hotkey(letter, true, now, out),
            Action::PickTag | Action::TagPicker => self.pick_mode(PickFor::Tag, out),
            Action::FailPicker => self.pick_mode(PickFor::FailWith, out),
            Action::Met => self.grade(letter, Answer::Met, now, out),
            Action::NotMetDigit => self.grade(letter, Answer::NotMet, now, out),
            Action::NaDigit => self.grade(letter, Answer::Na, now, out),
            Action::MetPicker => self.pick(PickFor::Grade(Answer::Met), ""),
            Action::NotMetPicker => self.pick(PickFor::Grade(Answer::NotMet), ""),
            Action::NaPicker => self.pick(PickFor::Grade(Answer::Na), ""),
            Action::Note | Action::SpanNote => self.open_note(),
            Action::NoteInEditor => self.open_note_in_editor(out),
            Action::Correct => self.open_correction(),
            Action::CorrectInEditor => {
                self.open_correction();
                self.edit_text(out);
            }
            Action::Corrections => self.show_corrections(),
            Action::NoteToMode => self.promote_note(true),
            Action::NoteToCriterion => self.promote_note(false),
            Action::NewCriterion => {
                let record = self.review.current().map(|page| (page.view.record.row, page.view.record.id));
                self.write_text(Writing::NewCriterion { record }, "");
            }
            Action::CriterionAdd => self.write_text(Writing::NewCriterion { record: None }, ""),
            Action::EditCriterionDigit => self.edit_criterion_on(letter),
            Action::EditCriterionPicker => self.pick(PickFor::EditCriterion, ""),
            Action::EditMeaning => self.revise(Edit::Meaning, now, out),
            Action::EditWording => self.revise(Edit::Wording, now, out),
            Action::AskMet => self.answer(Answer::Met, now, out),
            Action::AskNotMet => self.answer(Answer::NotMet, now, out),
            Action::AskNa => self.answer(Answer::Na, now, out),
            Action::AskLater => self.answer_later(),
            Action::RoundBegin => self.begin_round(out),
            Action::Undo => self.undo(true, out),
            Action::Redo => self.undo(false, out),
            Action::Repeat => self.repeat(now, out),
            Action::AcceptSuggestion => self.accept_suggestion(now, out),
            Action::DismissSuggestion => self.dismiss_suggestion(),
            Action::Stub => self.preview_last_mode(out),
            Action::NextRecord => self.step(1),
            Action::PreviousRecord => self.step(-1),
            Action::LineDown
            | Action::LineUp
            | Action::PageDown
            | Action::PageUp
            | Action::NextTurn
            | Action::PreviousTurn => self.scroll(action),
            Action::Mark => self.mark(),
            Action::MarkAll => self.mark_all(),
            Action::SelectWords => self.select(false),
            Action::SelectLines => self.select(true),
            Action::Search => self.write_text(Writing::Search, ""),
            Action::FilterQueue => {
                let filter = self.review.list.filter.clone();
                self.write_text(Writing::Filter, &filter);
            }
            Action::Raw => self.toggle_raw(),
            Action::Fold => self.fold(),
            Action::Pane => self.next_pane(),
            Action::Jump => self.jump_to_objection(),
            Action::CopyOutput | Action::CopyInput | Action::CopyJson | Action::CopyNote | Action::SpanCopy => {
                self.copy(action, out);
            }
            Action::SpanLeft
            | Action::SpanRight
            | Action::SpanDown
            | Action::SpanUp
            | Action::SpanWord
            | Action::SpanBack
            | Action::SpanEnd
            | Action::SentenceBack
            | Action::SentenceForward
            | Action::ParagraphBack
            | Action::ParagraphForward
            | Action::SpanLineStart
            | Action::SpanLineEnd
            | Action::SpanSwap
            | Action::SpanNextTurn
            | Action::SpanPreviousTurn => self.select_step(action),
            Action::SearchNext => self.search_step(true),
            Action::SearchPrevious => self.search_step(false),
            Action::ModeAdd
            | Action::ModeRename
            | Action::ModeDefine
            | Action::ModeSeverity
            | Action::SetHotkey
            | Action::ClearHotkey
            | Action::ModeMerge
            | Action::ModeSplit
            | Action::ModeRetire
            | Action::ModeRecords
            | Action::ModeStub => self.act_on_mode(action, letter, now, out),
            Action::CriterionRevise
            | Action::CriterionRename
            | Action::CriterionRegrade
            | Action::CriterionUseWhen
            | Action::CriterionAvoidWhen
            | Action::CriterionMustPass
            | Action::CriterionTau
            | Action::CriterionOwner
            | Action::CriterionMerge
            | Action::CriterionSplit
            | Action::CriterionLink
            | Action::CriterionRetire
            | Action::CriterionRecord
            | Action::CriterionStub => self.act_on_criterion(action, now, out),
            Action::CheckCaught
            | Action::CheckEdit
            | Action::CheckMissed
            | Action::CheckRejected
            | Action::CheckAdd
            | Action::CheckRemove
            | Action::CheckStub => self.act_on_check(action, now, out),
            Action::CheckComplete => self.complete_check(out),
            Action::FoundCaught => self.go_to_found(Found::Caught, out),
            Action::FoundMissed => self.go_to_found(Found::Missed, out),
            Action::FoundRejected => self.go_to_found(Found::Rejected, out),
            Action::VersionOlder => self.choose_version(1),
            Action::VersionNewer => self.choose_version(-1),
            Action::DetailDown => self.scroll_versions(1),
            Action::CompareDown => self.scroll_compare(1),
            Action::CompareUp => self.scroll_compare(-1),
            Action::GoAll => self.read_all(out),
            Action::DetailUp => self.scroll_versions(-1),
            Action::InsightRecords => self.open_insight(out),
            Action::JudgeMissed => self.open_dispute(Dispute::Missed),
            Action::JudgeRejected => self.open_dispute(Dispute::Rejected),
            Action::SectionNext => self.turn_section(true, out),
            Action::SectionPrevious => self.turn_section(false, out),
            Action::InsightExport => self.copy_figures(out),
            Action::CompareOpen | Action::CompareLeft | Action::CompareRight => self.act_on_compare(action),
            Action::ImportFile => self.write_text(Writing::Import, ""),
            Action::ListDown => self.move_in_list(1),
            Action::ListUp => self.move_in_list(-1),
            Action::ListPageDown => self.move_in_list(self.list_page()),
            Action::ListPageUp => self.move_in_list(-self.list_page()),
            Action::ListFilter => {
                let filter = self.lists.of(self.screen).map(|list| list.filter.clone()).unwrap_or_default();
                self.write_text(Writing::ListFilter, &filter);
            }
            Action::PickerAccept => self.accept_pick(now, out),
            Action::PickerDown => self.move_in_picker(1),
            Action::PickerUp => self.move_in_picker(-1),
            Action::PickerDefine => self.define_pick(),
            Action::TextSave => self.save_text(now, out),
            Action::TextNewline => {
                if let Some(Overlay::Text(entry)) = self.overlays.last_mut() {
                    entry.editor.newline();
                }
                self.after_edit(out);
            }
            Action::ReaderDown => self.read_on(1),
            Action::ReaderUp => self.read_on(-1),
            Action::ReaderPageDown => self.read_on(self.list_page()),
            Action::ReaderPageUp => self.read_on(-self.list_page()),
            Action::ReaderClose => self.leave_overlay(out),
            Action::PreviewWrite => self.write_stub(out),
            Action::PreviewSuggest => self.suggest_more(out),
            Action::SuggestAccept
            | Action::SuggestDown
            | Action::SuggestUp
            | Action::SuggestDigit
            | Action::SuggestEdit
            | Action::SuggestByHand
            | Action::SuggestDismiss
            | Action::SuggestSuite => self.act_on_proposals(action, letter, now, out),
            Action::SuiteNext => self.turn_preview(true, out),
            Action::SuitePrevious => self.turn_preview(false, out),
            Action::GoReview => self.go(Screen::Review, out),
            Action::GoModes => self.go(Screen::Modes, out),
            Action::GoCriteria => self.go(Screen::Criteria, out),
            Action::GoChecks => self.go(Screen::Checks, out),
            Action::GoInsights => self.go(Screen::Insights, out),
            Action::GoCompare => self.go(Screen::Compare, out),
            Action::GoFirst => self.go_to_end(false),
            Action::GoLast => self.go_to_end(true),
            Action::JumpTo => self.write_text(Writing::JumpTo, ""),
            Action::Palette => self.pick(PickFor::Command, ""),
            Action::Help => self.overlays.push(Overlay::Help(0)),
            Action::Quit => self.quit(out),
            Action::Present => {
                self.sitting.present = !self.sitting.present;
                let text =
                    if self.sitting.present { "Presenting: no reviewer names." } else { "No longer presenting." };
                self.say(text, &[Action::Present]);
            }
            Action::Leave => {
                self.leave(out);
            }
            Action::Cancel => {
                if !self.leave(out) {
                    self.quit(out);
                }
            }
            Action::Suspend => out.push(Effect::Suspend),
            // These open prefix layers and were handled above.
            Action::FailWith
            | Action::Tag
            | Action::PickMet
            | Action::NotMet
            | Action::NotApplicable
            | Action::Promote
            | Action::Criterion
            | Action::EditCriterion
            | Action::Copy
            | Action::SpanTag
            | Action::SpanFail
            | Action::ModeHotkey
            | Action::CheckFound
            | Action::Goto => {}
        }
    }

    fn judge_verdict(&mut self, verdict: Verdict, now: Time, out: &mut Vec<Effect>) {
        self.judge(super::review::Judgement::Verdict(verdict), now, out);
    }

    /// Leaves one layer, the topmost; answers whether there was one.
    fn leave(&mut self, out: &mut Vec<Effect>) -> bool {
        if self.keyboard.pending.take().is_some() || !std::mem::take(&mut self.keyboard.held).is_empty() {
            return true;
        }
        if !self.overlays.is_empty() {
            self.leave_overlay(out);
            return true;
        }
        if let Some(page) = self.review.page.as_mut().filter(|_| self.screen == Screen::Review)
            && (page.selection.take().is_some() || page.search.take().is_some())
        {
            return true;
        }
        if self.screen == Screen::Review {
            if !self.review.list.marks.is_empty() {
                self.review.list.marks.clear();
                self.say("Nothing is marked.", &[]);
                return true;
            }
            if self.review.pane != super::geometry::Pane::Record {
                self.review.pane = super::geometry::Pane::Record;
                return true;
            }
            return self.leave_found(out) || self.leave_dispute(out) || self.leave_round(out);
        }
        if let Some(list) = self.lists.of_mut(self.screen)
            && !list.filter.is_empty()
        {
            list.filter.clear();
            return true;
        }
        if self.screen == Screen::Welcome {
            return false;
        }
        self.screen = Screen::Review;
        true
    }

    /// Leaves what lies on top.
    pub(super) fn leave_overlay(&mut self, out: &mut Vec<Effect>) {
        match self.overlays.pop() {
            Some(Overlay::Round(_)) => self.leave_offer(out),
            Some(Overlay::Text(entry)) => self.put_aside(&entry, out),
            Some(Overlay::EditKind(revision)) => self.reopen_revision(&revision),
            Some(Overlay::Suggest(open)) => {
                self.requests.cancel(&Wanted::Proposals(open.target.clone()), out);
                self.requests.cancel(&Wanted::Proposed(open.target), out);
            }
            Some(Overlay::Picker(_) | Overlay::Help(_) | Overlay::Corrections(_) | Overlay::Preview(_)) | None => {}
        }
    }

    fn toggle_raw(&mut self) {
        let review = &mut self.review;
        let (next, text) = match review.rendering {
            Rendering::Rendered => (Rendering::Raw, "Text as it was logged."),
            Rendering::Raw => (Rendering::Rendered, "Text rendered."),
        };
        review.rendering = next;
        self.leave_selection();
        self.say(text, &[Action::Raw]);
    }

    fn go_to_end(&mut self, bottom: bool) {
        if self.screen == Screen::Review {
            let list = &mut self.review.list;
            list.cursor = if bottom { list.len().saturating_sub(1) } else { 0 };
        } else {
            self.move_in_list(if bottom { isize::MAX } else { isize::MIN });
        }
    }

    /// Goes to a screen.
    pub(super) fn go(&mut self, screen: Screen, out: &mut Vec<Effect>) {
        if screen == Screen::Review && self.review.list.drawn && self.review.list.queue.total == 0 {
            self.screen = Screen::Welcome;
            return;
        }
        self.leave_search();
        self.leave_selection();
        self.screen = screen;
        self.enter(screen, out);
    }

    /// Reads what a screen shows.
    pub(super) fn enter(&mut self, screen: Screen, out: &mut Vec<Effect>) {
        match screen {
            Screen::Checks => {
                self.requests.ask(Wanted::Tallies, Query::Tallies, out);
                self.reopen_check(out);
            }
            Screen::Modes => self.requests.ask(Wanted::Figures, Query::Figures, out),
            Screen::Insights => {
                self.requests.ask(Wanted::Figures, Query::Figures, out);
                self.read_section(out);
            }
            Screen::Criteria => {
                self.requests.ask(Wanted::Tallies, Query::Tallies, out);
                self.requests.ask(Wanted::Drift, Query::Drift, out);
            }
            Screen::Compare => match self.review.list.row() {
                Some(row) => self.requests.ask(Wanted::SameInput, Query::SameInput(row), out),
                None => self.lists.compare.clear(),
            },
            Screen::Review | Screen::Welcome => {}
        }
    }
}
