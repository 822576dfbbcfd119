//! Settling what reviewers answered differently on the record on screen: together, or by the owner alone.

use crate::app::handler::{Context, Intent, Opening};
use crate::app::notice::{Notice, NoticeKind};
use crate::app::overlays::disputes::Disputes;
use crate::app::overlays::picker::PickFor;
use crate::app::overlays::writing::Writing;
use crate::app::screens::review::state::Review;
use crate::command::{DisputeAction, GlobalAction};
use crate::domain::{Change, RecordId, SettleTarget, SettledAnswer, SettledBy};
use crate::views::{DisputeView, DisputedQuestion, settled_words};

impl Review {
    /// Returns what was answered differently on the record on screen.
    pub fn dispute(&self, read_model: &crate::app::ReadModel) -> Option<DisputeView> {
        let page = self.current()?;
        let view = DisputeView::of(&page.view.judgements, &read_model.codebook);
        (!view.questions.is_empty()).then_some(view)
    }

    /// Shows what each reviewer answered, side by side.
    pub(crate) fn show_answers(&self, cx: &mut Context<'_>) {
        if self.current().is_none() {
            self.say_nothing_to_judge(cx);
        } else if self.dispute(cx.read_model).is_some() {
            cx.open(Opening::Disputes);
        } else {
            cx.say("Nobody answered differently on this record.", &[]);
        }
    }

    /// Does what a key says while the answers are shown.
    pub(crate) fn act_on_dispute(&mut self, action: DisputeAction, open: &mut Disputes, cx: &mut Context<'_>) {
        let view = self.dispute(cx.read_model).unwrap_or_default();
        let last = view.questions.len().saturating_sub(1);
        open.chosen = open.chosen.min(last);
        match action {
            DisputeAction::Bad => self.settle_dispute(0, &view, open, cx),
            DisputeAction::Good => self.settle_dispute(1, &view, open, cx),
            DisputeAction::Neither => self.settle_dispute(2, &view, open, cx),
            DisputeAction::Alone => {
                open.alone = !open.alone;
                let text =
                    if open.alone { "You decide alone, as the owner." } else { "Those who answered decide together." };
                cx.say(text, &[DisputeAction::Alone.into()]);
            }
            DisputeAction::Clearer => self.make_clearer(view.questions.get(open.chosen), cx),
            DisputeAction::Next => open.chosen = (open.chosen + 1).min(last),
            DisputeAction::Previous => open.chosen = open.chosen.saturating_sub(1),
            DisputeAction::NextRecord | DisputeAction::PreviousRecord => {
                open.chosen = 0;
                open.scroll = 0;
                self.step(if action == DisputeAction::NextRecord { 1 } else { -1 }, cx);
            }
            DisputeAction::Undo => cx.intend(Intent::Act(GlobalAction::Undo.into())),
        }
    }

    /// Settles the chosen question with the answer at this place of its list, and goes on to the next open one.
    fn settle_dispute(&self, at: usize, view: &DisputeView, open: &mut Disputes, cx: &mut Context<'_>) {
        let (Some(question), Some(page)) = (view.questions.get(open.chosen), self.current()) else {
            cx.say("There is nothing to settle on this record.", &[DisputeAction::NextRecord.into()]);
            return;
        };
        let Some(answer) = question.target.answers().get(at).copied() else {
            cx.say("A mode is shown or not: there is no third answer.", &[]);
            return;
        };
        let record = page.view.record.id;
        let change = if open.alone {
            let (read_model, who) = (cx.read_model, &cx.session.reviewer);
            if let Err(problem) = read_model.roles.require_owner(who, &question.target, &read_model.codebook) {
                cx.complain(&problem.to_string());
                return;
            }
            let by = vec![cx.session.reviewer.clone()];
            settlement(record, &question.target, answer, (by, SettledBy::Owner))
        } else {
            let by = page.view.judgements.answered(&question.target);
            settlement(record, &question.target, answer, (by, SettledBy::Agreement))
        };
        cx.write(vec![change]);
        let kind = if at == 0 { NoticeKind::Bad } else { NoticeKind::Good };
        let text = format!("{} settled: {}", question.name, settled_words(answer));
        *cx.notice = Some(Notice::new(kind, text, &[DisputeAction::Undo.into()]));
        let is_other = |(place, question): &(usize, &DisputedQuestion)| *place != open.chosen && question.is_open();
        if let Some((next, _)) = view.questions.iter().enumerate().find(is_other) {
            open.chosen = next;
        }
    }

    /// Opens the statement of the criterion that was answered differently, or of the only one of the mode; else asks which, or
    /// writes a new one.
    fn make_clearer(&self, question: Option<&DisputedQuestion>, cx: &mut Context<'_>) {
        let criteria = cx.read_model.open_criteria();
        let key = match question.map(|question| &question.target) {
            Some(SettleTarget::Criterion(key)) => Some(key.clone()),
            Some(SettleTarget::Mode(mode)) => {
                let mut linked = criteria.iter().filter(|criterion| criterion.modes.contains(mode));
                linked.next().filter(|_| linked.next().is_none()).map(|criterion| criterion.key.clone())
            }
            Some(SettleTarget::Verdict) | None => None,
        };
        match key {
            Some(key) => self.edit_criterion(&key, cx),
            None if criteria.is_empty() => {
                let record = self.current().map(|page| (page.view.record.row, page.view.record.id));
                cx.open_text(Writing::NewCriterion { record }, "");
            }
            None => cx.pick(PickFor::EditCriterion),
        }
    }
}

fn settlement(
    record: RecordId,
    target: &SettleTarget,
    answer: SettledAnswer,
    (by, how): (Vec<crate::domain::Name>, SettledBy),
) -> Change {
    Change::Settle { record, target: target.clone(), version: 0, answer: Some(answer), by, how }
}
