//! Judgements of the record on screen, or of all marked ones: each is one group of changes, shown at once.

use super::contradictions::contradicted;
use super::words::words_of;
use crate::app::handler::{Context, Opening};
use crate::app::notice::Notice;
use crate::app::requests::Requests;
use crate::app::screens::review::state::Review;
use crate::command::{BrowseAction, GlobalAction, GradingAction, JudgingAction, Layer, RegradeAction};
use crate::domain::{Answer, Change, ModeKey, Name, RecordId, Span, Untrusted};
use crate::views::{BulkJudgement, Judgement};

impl Review {
    /// Answers whether the record under the cursor is still on its way.
    pub(crate) fn is_reading(&self, requests: &Requests) -> bool {
        let row = self.list.row();
        let drawing = row.is_none() && requests.is_drawing();
        drawing || (row.is_some() && self.current().is_none() && self.unreadable != row)
    }

    /// Judges the record on screen, or all marked ones.
    pub(crate) fn judge(&mut self, judgement: Judgement, cx: &mut Context<'_>) {
        self.judge_after(Vec::new(), judgement, cx);
    }

    /// Judges after some other changes of the same group (a mode that is made for it).
    pub(crate) fn judge_after(&mut self, first: Vec<Change>, judgement: Judgement, cx: &mut Context<'_>) {
        if let Some(mode) = judgement.mode() {
            cx.session.last_mode = Some(mode.clone());
        }
        if let (Judgement::Grade(criterion, answer), Some(place)) = (&judgement, self.asked()) {
            if *criterion == place.ask.criterion {
                self.answer(*answer, cx);
            } else {
                cx.say(
                    "Only the asked criterion is graded in this round.",
                    &[RegradeAction::Met.into(), RegradeAction::NotMet.into()],
                );
            }
            return;
        }
        if judgement.can_be_many() && !self.list.marks.is_empty() {
            let rows: Vec<_> = self.list.marks.iter().copied().collect();
            let bulk = BulkJudgement { first, judgement };
            self.judge_marked(bulk, rows, cx);
            return;
        }
        let Some(id) = self.current().map(|page| page.view.record.id) else {
            self.say_nothing_to_judge(cx);
            return;
        };
        let span = self.chosen_span();
        self.leave_selection();
        self.judge_one(first, judgement, id, span, cx);
    }

    /// Judges one record.
    pub(crate) fn judge_one(
        &mut self,
        first: Vec<Change>,
        judgement: Judgement,
        id: RecordId,
        span: Option<Span>,
        cx: &mut Context<'_>,
    ) {
        if self.judge_as_pair(&first, &judgement, id, cx) {
            return;
        }
        let mut changes = first;
        changes.extend(judgement.changes(id, span));
        let summary = words_of(&judgement, &id.short(), &changes, cx.read_model);
        let summary = format!("{summary}{}", self.contradicted_here(&judgement, id, cx));
        let is_first = self.begins_verdict(id, &changes);
        changes.extend(self.answers_given_by(&changes, id, cx));
        cx.write(changes);
        *cx.notice = Some(Notice::new((&judgement).into(), summary, &[GlobalAction::Undo.into()]));
        if judgement.moves_on() {
            cx.session.count(cx.now);
            // In a round only an answer goes on; where a verdict is changed, the reviewer stays.
            if self.asked().is_none() && is_first {
                self.advance(cx);
            }
        }
        self.last = Some(judgement);
    }

    /// Returns what a judgement of the record on screen contradicts, in words.
    pub(crate) fn contradicted_here(&self, judgement: &Judgement, id: RecordId, cx: &Context<'_>) -> String {
        let page = self.current().filter(|page| page.view.record.id == id);
        let words = |judgements| contradicted(judgement, judgements, &cx.session.reviewer, cx.read_model);
        page.map(|page| words(&page.view.judgements)).unwrap_or_default()
    }

    pub(crate) fn say_nothing_to_judge(&self, cx: &mut Context<'_>) {
        if self.list.is_empty() {
            cx.say("The queue is empty.", &[BrowseAction::FilterQueue.into()]);
        } else {
            cx.complain("This record cannot be read, so it cannot be judged.");
        }
    }

    /// Toggles a tag of this reviewer; with a chosen span always tags.
    pub(crate) fn toggle_tag(&mut self, mode: ModeKey, cx: &mut Context<'_>) {
        let is_tagged = self.current().is_some_and(|page| {
            let tags = &page.view.judgements.tags;
            tags.iter().any(|tag| tag.mode == mode && tag.reviewer == cx.session.reviewer)
        });
        let takes_back = is_tagged && self.chosen_span().is_none() && self.list.marks.is_empty();
        let judgement = if takes_back { Judgement::Untag(mode) } else { Judgement::Tag(mode) };
        self.judge(judgement, cx);
    }

    /// Judges by a hotkey; an unknown one says so and waits for another.
    pub(crate) fn judge_by_hotkey(&mut self, hotkey: char, fails: bool, cx: &mut Context<'_>) {
        let Some(mode) = cx.read_model.mode_on(hotkey).map(|mode| mode.key.clone()) else {
            say_unknown(hotkey, if fails { Layer::FailWith } else { Layer::Tag }, cx);
            return;
        };
        if fails {
            self.fail_with(Vec::new(), mode, cx);
        } else {
            self.toggle_tag(mode, cx);
        }
    }

    /// Grades against the criterion with this number.
    pub(crate) fn grade(&mut self, digit: char, answer: Answer, cx: &mut Context<'_>) {
        let number = digit.to_digit(10).and_then(|digit| u8::try_from(digit).ok()).unwrap_or(0);
        let Some(criterion) = cx.read_model.criterion_on(number).map(|criterion| criterion.key.clone()) else {
            cx.say(format!("There is no criterion {number}."), &[GradingAction::NewCriterion.into()]);
            return;
        };
        self.judge(Judgement::Grade(criterion, answer), cx);
    }

    /// Gives the last judgement to this record too.
    pub(crate) fn repeat(&mut self, cx: &mut Context<'_>) {
        match self.last.clone() {
            Some(judgement) => self.judge(judgement, cx),
            None => cx.say("There is no judgement to repeat yet.", &[]),
        }
    }

    /// Tags, or fails, with a mode by its name, which is made where there is none.
    pub(crate) fn judge_by_name(&mut self, name: &Name, definition: Untrusted, fails: bool, cx: &mut Context<'_>) {
        let known = cx.read_model.codebook.mode(name.as_str()).filter(|mode| mode.status.is_open());
        let (first, key) = match known {
            Some(mode) => (Vec::new(), mode.key.clone()),
            None => (vec![Change::ModeAdd { name: name.clone(), definition, severity: 2, hotkey: None }], name.slug()),
        };
        if fails {
            self.fail_with(first, key, cx);
        } else {
            self.judge_after(first, Judgement::Tag(key), cx);
        }
    }
}

/// Says which keys the layer knows, and waits for another one.
fn say_unknown(letter: char, layer: Layer, cx: &mut Context<'_>) {
    let picker = if layer == Layer::FailWith { JudgingAction::FailPicker } else { JudgingAction::TagPicker };
    cx.open(Opening::Keys(layer));
    cx.say(format!("No failure mode has the hotkey {letter}."), &[picker.into()]);
}
