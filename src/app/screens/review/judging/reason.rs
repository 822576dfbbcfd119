//! Failing, and why: the fail is written at once; the reason belongs to the same group, so that one undo takes both back.

use super::asking::Asking;
use super::words::words_of;
use crate::app::handler::{Context, Intent, Opening};
use crate::app::notice::Notice;
use crate::app::overlays::draft::DraftPurpose;
use crate::app::overlays::writing::Writing;
use crate::app::screens::review::state::Review;
use crate::command::{GlobalAction, Layer};
use crate::domain::{Change, ModeKey, RecordId, Untrusted, Verdict};
use crate::views::Judgement;

impl Review {
    /// Fails the record on screen and asks why; of marked records it is asked first.
    pub(crate) fn fail_and_ask(&mut self, cx: &mut Context<'_>) {
        let span = self.chosen_span();
        let record = self.current().map(|page| (page.view.record.row, page.view.record.id));
        if self.revealed_pair().is_some() {
            // What both settle on asks nothing: they have talked.
            self.judge(Judgement::Verdict(Verdict::Fail), cx);
            return;
        }
        if !self.list.marks.is_empty() {
            cx.say(format!("{} failed. Why?", self.marked()), &[]);
            self.asking = Some(Asking { record: None, span: None, against: String::new(), stays: true, group: None });
        } else if let Some((row, id)) = record {
            let failed = Judgement::Verdict(Verdict::Fail);
            let changes = failed.changes(id, None);
            let against = self.contradicted_here(&failed, id, cx);
            let summary = format!("{}{against}. Why?", words_of(&failed, &id.short(), &changes, cx.read_model));
            // In a round only an answer goes on; where a verdict is changed, the reviewer stays.
            let stays = !self.begins_verdict(id, &changes) || self.asked().is_some();
            let asking = Asking { record: Some((row, id)), span, against, stays, group: None };
            cx.write(changes);
            cx.session.count(cx.now);
            *cx.notice = Some(Notice::new((&failed).into(), summary, &[]));
            self.last = Some(failed);
            self.asking = Some(asking);
        } else {
            self.say_nothing_to_judge(cx);
            return;
        }
        cx.open(Opening::Keys(Layer::FailWith));
    }

    /// Asks again why the record on screen failed, as before a restart; `alone` where no text lies over the question.
    pub(crate) fn ask_again(&mut self, alone: bool, cx: &mut Context<'_>) {
        let Some((page, (row, group))) = self.page.as_ref().zip(self.kept_question.clone()) else { return };
        let mut verdicts = page.view.judgements.verdicts.iter();
        let fails = verdicts.any(|view| view.reviewer == cx.session.reviewer && view.verdict == Verdict::Fail);
        // The fail may have been taken back elsewhere.
        if !fails || page.view.record.row != row {
            return;
        }
        let id = page.view.record.id;
        let (record, group) = (Some((row, id)), Some(group));
        self.asking = Some(Asking { record, span: None, against: String::new(), stays: false, group });
        if alone {
            *cx.notice = Some(Notice::new(
                (&Judgement::Verdict(Verdict::Fail)).into(),
                format!("✗ {} fail. Why?", id.short()),
                &[],
            ));
            cx.open(Opening::Keys(Layer::FailWith));
        }
    }

    /// Keeps over a restart which fail waits for its reason, or that none does.
    pub(crate) fn keep_question(&mut self, cx: &mut Context<'_>) {
        let open = self.asking.as_ref().and_then(|asking| Some((asking.record?.0, asking.group.clone()?)));
        if open == self.kept_question || !self.resume_drafts.is_empty() {
            return;
        }
        if let Some((row, _)) = std::mem::replace(&mut self.kept_question, open.clone()) {
            cx.session.write_draft((row, DraftPurpose::Why), "", false);
        }
        if let Some((row, group)) = open {
            cx.session.write_draft((row, DraftPurpose::Why), &group.0, false);
        }
    }

    /// Fails with a mode: the reason of the fail that was just given, else a fail of its own.
    pub(crate) fn fail_with(&mut self, first: Vec<Change>, mode: ModeKey, cx: &mut Context<'_>) {
        let Some((asking, id)) = self.asked_of_one() else {
            self.asking = None;
            self.judge_after(first, Judgement::FailWith(mode), cx);
            return;
        };
        cx.session.last_mode = Some(mode.clone());
        let mut changes = first;
        changes.push(Change::Tag { record: id, mode: mode.clone(), span: asking.span });
        self.give_reason(&asking, Judgement::FailWith(mode), id, changes, cx);
    }

    /// Takes a note as the reason of the fail that was just given; answers whether one was asked for.
    pub(crate) fn fail_with_note(&mut self, note: Option<&Untrusted>, record: RecordId, cx: &mut Context<'_>) -> bool {
        let Some((asking, id)) = self.asked_of_one().filter(|(_, id)| *id == record) else { return false };
        let changes = vec![Change::Note { record: id, span: asking.span, text: note.cloned() }];
        self.give_reason(&asking, Judgement::Note(note.cloned()), id, changes, cx);
        true
    }

    /// Opens a note for the reason.
    pub(crate) fn ask_note(&mut self, cx: &mut Context<'_>) {
        let Some(asking) = self.asking.clone() else { return };
        let Some((row, id)) = asking.record else {
            cx.open(Opening::Keys(Layer::FailWith));
            cx.say("A note is of one record; a failure mode can be of all marked ones.", &[]);
            return;
        };
        let page = self.current();
        let text = page.and_then(|page| page.note_of(&cx.session.reviewer, asking.span));
        let text = text.map(|note| note.text.raw().to_owned()).unwrap_or_default();
        cx.open_text(Writing::Note { row, id, span: asking.span }, text);
    }

    /// Gives no reason and moves on.
    pub(crate) fn fail_plainly(&mut self, cx: &mut Context<'_>) {
        match self.asking.take() {
            Some(asking) if asking.record.is_some() => {
                self.leave_selection();
                say_failed(&asking, cx);
                self.move_on(&asking, cx);
            }
            _ => self.judge(Judgement::Verdict(Verdict::Fail), cx),
        }
    }

    /// Stays on the record once the reason is given, or does not.
    pub(crate) fn toggle_stay(&mut self, cx: &mut Context<'_>) {
        let Some(asking) = &mut self.asking else { return };
        asking.stays = !asking.stays;
        let text = if asking.stays { "Stays on this record." } else { "Moves on to the next record." };
        cx.say(text, &[]);
        cx.open(Opening::Keys(Layer::FailWith));
    }

    /// Leaves the question: the fail stands, which is said, and the place stays. Marked records fail now.
    pub(crate) fn leave_asking(&mut self, cx: &mut Context<'_>) {
        match self.asking.take() {
            Some(asking) if asking.record.is_some() => say_failed(&asking, cx),
            Some(_) => self.judge(Judgement::Verdict(Verdict::Fail), cx),
            None => {}
        }
    }

    /// Returns the fail of the record on screen whose reason is asked.
    fn asked_of_one(&self) -> Option<(Asking, RecordId)> {
        let asking = self.asking.clone()?;
        let (row, id) = asking.record?;
        (self.list.row() == Some(row)).then_some((asking, id))
    }

    fn give_reason(
        &mut self,
        asking: &Asking,
        reason: Judgement,
        id: RecordId,
        mut changes: Vec<Change>,
        cx: &mut Context<'_>,
    ) {
        self.asking = None;
        self.leave_selection();
        let summary = match &reason {
            Judgement::Note(_) => format!("✗ {} fail, with a note", id.short()),
            _ => words_of(&reason, &id.short(), &changes, cx.read_model),
        };
        let summary = format!("{summary}{}", asking.against);
        changes.extend(self.answers_given_by(&changes, id, cx));
        cx.intend(Intent::Extend(changes));
        let failed = Judgement::Verdict(Verdict::Fail);
        *cx.notice = Some(Notice::new((&failed).into(), summary, &[GlobalAction::Undo.into()]));
        self.last = Some(if matches!(reason, Judgement::Note(_)) { failed } else { reason });
        self.move_on(asking, cx);
    }

    fn move_on(&mut self, asking: &Asking, cx: &mut Context<'_>) {
        if !asking.stays {
            self.advance(cx);
        }
    }
}

/// Says that the record failed without a reason.
fn say_failed(asking: &Asking, cx: &mut Context<'_>) {
    let id = asking.record.map(|(_, id)| id.short()).unwrap_or_default();
    *cx.notice = Some(Notice::new(
        (&Judgement::Verdict(Verdict::Fail)).into(),
        format!("✗ {id} fail, no reason{}", asking.against),
        &[GlobalAction::Undo.into()],
    ));
}
