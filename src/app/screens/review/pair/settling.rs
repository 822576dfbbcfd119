//! After the reveal the blind votes stand as they were given. What is judged then is what both settled on.

use super::settlement::Settlement;
use super::state::Pair;
use crate::app::handler::Context;
use crate::app::message::Write;
use crate::app::notice::{Notice, NoticeKind};
use crate::app::requests::PendingKind;
use crate::app::screens::review::judging::words_of;
use crate::app::screens::review::state::Review;
use crate::command::{
    Action, GlobalAction, JudgingAction, NotesAction, PairAction, ReviewAction, ScreenAction, entry_of,
};
use crate::domain::{Change, RecordId, RowId, SettleTarget, SettledAnswer, Verdict};
use crate::views::Judgement;

/// Returns the questions that a judgement answers, with the answers; none where it answers none.
fn answers(judgement: &Judgement) -> Vec<(SettleTarget, SettledAnswer)> {
    match judgement {
        Judgement::Verdict(Verdict::Pass) => vec![(SettleTarget::Verdict, SettledAnswer::Pass)],
        Judgement::Verdict(Verdict::Fail) => vec![(SettleTarget::Verdict, SettledAnswer::Fail)],
        Judgement::Verdict(Verdict::Declined) | Judgement::Declined(_) => {
            vec![(SettleTarget::Verdict, SettledAnswer::Declined)]
        }
        Judgement::FailWith(mode) => {
            vec![(SettleTarget::Verdict, SettledAnswer::Fail), (SettleTarget::Mode(mode.clone()), SettledAnswer::Yes)]
        }
        Judgement::Tag(mode) => vec![(SettleTarget::Mode(mode.clone()), SettledAnswer::Yes)],
        Judgement::Untag(mode) => vec![(SettleTarget::Mode(mode.clone()), SettledAnswer::No)],
        Judgement::Grade(criterion, answer) => {
            vec![(SettleTarget::Criterion(criterion.clone()), (*answer).into())]
        }
        Judgement::Verdict(Verdict::Defer) | Judgement::Note(_) => Vec::new(),
    }
}

impl Review {
    /// Answers whether an action judges in the name of one reviewer, or changes modes, criteria or checks unseen, while two
    /// sit at this terminal.
    pub(crate) fn refuses_for_both(&self, action: Action) -> bool {
        let is_shared = self.pair.as_ref().is_some_and(Pair::is_at_one_terminal);
        if !is_shared || !entry_of(action).is_some_and(|entry| entry.judges) {
            return false;
        }
        let is_revealed = self.revealed_pair().is_some();
        let Action::Screen(action) = action else { return matches!(action, Action::Open(_)) && !is_revealed };
        let ScreenAction::Review(action) = action else { return true };
        let is_of_one = matches!(
            action,
            ReviewAction::Notes(NotesAction::Correct | NotesAction::CorrectInEditor)
                | ReviewAction::Judging(JudgingAction::AcceptSuggestion | JudgingAction::DismissSuggestion)
        );
        is_of_one || (!is_revealed && !matches!(action, ReviewAction::Pair(_)))
    }

    /// Takes a judgement on a record of a pair: before the reveal, of both at one terminal, refuses it; after it settles
    /// what it answers. Answers whether it was taken; an own judgement is left to the reviewer.
    pub(crate) fn judge_as_pair(
        &mut self,
        first: &[Change],
        judgement: &Judgement,
        record: RecordId,
        cx: &mut Context<'_>,
    ) -> bool {
        let Some(row) = self.current().filter(|page| page.view.record.id == record).map(|page| page.view.record.row)
        else {
            return false;
        };
        let Some(pair) = &self.pair else { return false };
        let is_shared = pair.is_at_one_terminal();
        if !pair.is_revealed(row) {
            if is_shared {
                let keys = [PairAction::LeftPass.into(), PairAction::RightPass.into()];
                cx.say("Before the reveal each hand votes, and nothing else is judged.", &keys);
            }
            return is_shared;
        }
        if pair.is_typed_ahead(row, cx.now) {
            cx.complain("This record was revealed just now, so the key that was meant for your vote settled nothing.");
            return true;
        }
        if *judgement == Judgement::Verdict(Verdict::Defer) {
            cx.say(
                "Both votes are revealed and stay. A dispute that is not settled stays open.",
                &[PairAction::SettlePass.into(), PairAction::SettleFail.into(), PairAction::GoOn.into()],
            );
            return true;
        }
        if let (Judgement::Note(text), true) = (judgement, is_shared) {
            // Nobody could write one before the reveal, so it replaces no blind note.
            for name in pair.reviewers.clone() {
                let change = Change::Note { record, span: self.chosen_span(), text: text.clone() };
                cx.send(PendingKind::SharedNote, Write::Vote(name, vec![change]));
            }
            self.leave_selection();
            cx.say(words_of(judgement, &record.short(), &[], cx.read_model), &[PairAction::GoOn.into()]);
            return true;
        }
        let answers = answers(judgement);
        if answers.is_empty() {
            return is_shared;
        }
        self.settle(first, judgement, row, record, answers, cx);
        true
    }

    fn settle(
        &mut self,
        first: &[Change],
        judgement: &Judgement,
        row: RowId,
        record: RecordId,
        answers: Vec<(SettleTarget, SettledAnswer)>,
        cx: &mut Context<'_>,
    ) {
        let standing = self.current().map(|page| &page.view.judgements);
        let before = |target: &SettleTarget| standing.and_then(|judgements| judgements.settled_on(target));
        let answers =
            answers.into_iter().map(|(target, after)| (target.clone(), before(&target), Some(after))).collect();
        let settlement = Settlement { row, record, answers };
        let mut changes = first.to_vec();
        let Some(pair) = &mut self.pair else { return };
        changes.extend(settlement.changes(false, &pair.reviewers));
        pair.note(&settlement, false);
        pair.taken_back.clear();
        pair.settled.push(settlement);
        let summary = words_of(judgement, &record.short(), &changes, cx.read_model);
        cx.write(changes);
        self.leave_selection();
        let actions = [GlobalAction::Undo.into(), PairAction::GoOn.into()];
        *cx.notice = Some(Notice::new(judgement.into(), format!("settled: {summary}"), &actions));
    }

    /// Takes the newest settlement of this terminal back, or settles it again.
    pub(crate) fn undo_settlement(&mut self, undo: bool, cx: &mut Context<'_>) {
        let Some(pair) = &mut self.pair else { return };
        let (from, to) =
            if undo { (&mut pair.settled, &mut pair.taken_back) } else { (&mut pair.taken_back, &mut pair.settled) };
        let Some(settlement) = from.pop() else {
            let text = if undo {
                "Nothing was settled here that could be taken back. A vote is replaced by another key, until the reveal."
            } else {
                "No settlement was taken back here."
            };
            cx.say(text, &[]);
            return;
        };
        to.push(settlement.clone());
        pair.note(&settlement, undo);
        cx.write(settlement.changes(undo, &pair.reviewers));
        if self.list.row() != Some(settlement.row) {
            self.visit(settlement.row, cx);
        }
        let (done, back) =
            if undo { ("settlement taken back", GlobalAction::Redo) } else { ("settled again", GlobalAction::Undo) };
        let text = format!("{done} on {}", settlement.record.short());
        *cx.notice = Some(Notice::new(NoticeKind::Plain, text, &[back.into()]));
    }
}
