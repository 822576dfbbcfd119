//! Judgements of the record on screen, or of all marked ones: each is one group of changes, shown at once.

use crate::app::Model;
use crate::app::message::Effect;
use crate::app::notice::Notice;
use crate::app::screens::judgement_words::{answer_glyph, answer_words, glyph};
use crate::command::{GlobalAction, GradingAction, JudgingAction, RegradeAction, ReviewAction};
use crate::domain::{Answer, Change, ModeKey, Name, RecordId, Span, Time, Untrusted};
use crate::views::{BulkJudgement, Judgement};

impl Model {
    /// Answers whether the record under the cursor is still on its way.
    pub fn is_reading(&self) -> bool {
        let row = self.review.list.row();
        let drawing = row.is_none() && self.requests.is_drawing();
        drawing || (row.is_some() && self.review.current().is_none() && self.review.unreadable != row)
    }

    /// Judges the record on screen, or all marked ones.
    pub(crate) fn judge(&mut self, judgement: Judgement, now: Time, out: &mut Vec<Effect>) {
        self.judge_after(Vec::new(), judgement, now, out);
    }

    /// Judges after some other changes of the same group (a mode that is made for it).
    pub(crate) fn judge_after(&mut self, first: Vec<Change>, judgement: Judgement, now: Time, out: &mut Vec<Effect>) {
        if let Some(mode) = judgement.mode() {
            self.session.last_mode = Some(mode.clone());
        }
        if let (Judgement::Grade(criterion, answer), Some(place)) = (&judgement, self.asked()) {
            if *criterion == place.ask.criterion {
                self.answer(*answer, now, out);
            } else {
                self.say(
                    "Only the asked criterion is graded in this round.",
                    &[RegradeAction::Met.into(), RegradeAction::NotMet.into()],
                );
            }
            return;
        }
        if judgement.can_be_many() && !self.review.list.marks.is_empty() {
            let rows: Vec<_> = self.review.list.marks.iter().copied().collect();
            let bulk = BulkJudgement { first, judgement };
            self.judge_marked(bulk, rows, now, out);
            return;
        }
        let Some(id) = self.review.current().map(|page| page.view.record.id) else {
            self.say_nothing_to_judge();
            return;
        };
        let span = self.chosen_span();
        self.leave_selection();
        self.judge_one(first, judgement, id, span, now, out);
    }

    /// Judges one record.
    pub(crate) fn judge_one(
        &mut self,
        first: Vec<Change>,
        judgement: Judgement,
        id: RecordId,
        span: Option<Span>,
        now: Time,
        out: &mut Vec<Effect>,
    ) {
        let mut changes = first;
        changes.extend(judgement.changes(id, span));
        self.write(changes, now, out);
        let summary = self.words_of(&judgement, &id.short());
        if judgement.moves_on() {
            self.session.count(now);
            // In a round only an answer goes on.
            if self.asked().is_none() {
                self.advance();
            }
        }
        self.notice = Some(Notice::new((&judgement).into(), summary, &[GlobalAction::Undo.into()]));
        self.review.last = Some(judgement);
    }

    pub(crate) fn say_nothing_to_judge(&mut self) {
        if self.review.list.is_empty() {
            self.say("The queue is empty.", &[ReviewAction::FilterQueue.into()]);
        } else {
            self.complain("This record cannot be read, so it cannot be judged.");
        }
    }

    /// Says what was done to this subject.
    pub(crate) fn words_of(&self, judgement: &Judgement, subject: &str) -> String {
        match judgement {
            Judgement::Verdict(verdict) => format!("{} {subject} {}", glyph(*verdict), verdict.word()),
            Judgement::FailWith(mode) => format!("✗ {subject} fail, {}", self.read_model.mode_name(mode)),
            Judgement::Tag(mode) => format!("{subject} tagged {}", self.read_model.mode_name(mode)),
            Judgement::Untag(mode) => format!("{subject} no longer tagged {}", self.read_model.mode_name(mode)),
            Judgement::Grade(criterion, answer) => {
                let name = self.read_model.codebook.criterion_of(criterion).map_or_else(
                    || criterion.to_string(),
                    |criterion| criterion.number.map_or(criterion.name.to_string(), |number| number.to_string()),
                );
                let word = if *answer == Answer::Na { "does not apply" } else { answer_words(*answer) };
                format!("{} {subject} criterion {name} {word}", answer_glyph(*answer))
            }
            Judgement::Note(Some(_)) => format!("note on {subject} kept"),
            Judgement::Note(None) => format!("note on {subject} taken back"),
        }
    }

    /// Toggles a tag of this reviewer; with a chosen span always tags.
    pub(crate) fn toggle_tag(&mut self, mode: ModeKey, now: Time, out: &mut Vec<Effect>) {
        let is_tagged = self.review.current().is_some_and(|page| {
            let tags = &page.view.judgements.tags;
            tags.iter().any(|tag| tag.mode == mode && tag.reviewer == self.session.reviewer)
        });
        let takes_back = is_tagged && self.chosen_span().is_none() && self.review.list.marks.is_empty();
        let judgement = if takes_back { Judgement::Untag(mode) } else { Judgement::Tag(mode) };
        self.judge(judgement, now, out);
    }

    /// Judges by a hotkey; an unknown one says so and waits for another.
    pub(crate) fn judge_by_hotkey(&mut self, hotkey: char, fails: bool, now: Time, out: &mut Vec<Effect>) {
        let Some(mode) = self.read_model.mode_on(hotkey).map(|mode| mode.key.clone()) else {
            use crate::command::Layer;
            let (layer, picker) = if fails {
                (Layer::FailWith, JudgingAction::FailPicker)
            } else {
                (Layer::Tag, JudgingAction::TagPicker)
            };
            self.keyboard.pending = Some(layer);
            self.say(format!("No failure mode has the hotkey {hotkey}."), &[picker.into()]);
            return;
        };
        if fails {
            self.judge(Judgement::FailWith(mode), now, out);
        } else {
            self.toggle_tag(mode, now, out);
        }
    }

    /// Grades against the criterion with this number.
    pub(crate) fn grade(&mut self, digit: char, answer: Answer, now: Time, out: &mut Vec<Effect>) {
        let number = digit.to_digit(10).and_then(|digit| u8::try_from(digit).ok()).unwrap_or(0);
        let Some(criterion) = self.read_model.criterion_on(number).map(|criterion| criterion.key.clone()) else {
            self.say(format!("There is no criterion {number}."), &[GradingAction::NewCriterion.into()]);
            return;
        };
        self.judge(Judgement::Grade(criterion, answer), now, out);
    }

    /// Gives the last judgement to this record too.
    pub(crate) fn repeat(&mut self, now: Time, out: &mut Vec<Effect>) {
        match self.review.last.clone() {
            Some(judgement) => self.judge(judgement, now, out),
            None => self.say("There is no judgement to repeat yet.", &[]),
        }
    }

    /// Tags, or fails, with a mode by its name, which is made where there is none.
    pub(crate) fn judge_by_name(
        &mut self,
        name: &Name,
        definition: Untrusted,
        fails: bool,
        now: Time,
        out: &mut Vec<Effect>,
    ) {
        let known = self.read_model.codebook.mode(name.as_str()).filter(|mode| mode.status.is_open());
        let (first, key) = match known {
            Some(mode) => (Vec::new(), mode.key.clone()),
            None => (vec![Change::ModeAdd { name: name.clone(), definition, severity: 2, hotkey: None }], name.slug()),
        };
        let judgement = if fails { Judgement::FailWith(key) } else { Judgement::Tag(key) };
        self.judge_after(first, judgement, now, out);
    }
}
