//! Runs a handler with its context, and does what it asks for.

use crate::app::Model;
use crate::app::handler::{Context, Intent, Opening, ReviewIntent, Then};
use crate::app::message::Effect;
use crate::app::overlays::Overlay;
use crate::app::overlays::text_entry::TextEntry;
use crate::app::overlays::writing::Writing;
use crate::app::screens::Screens;
use crate::app::screens::review::Origin;
use crate::command::{Action, Chord, Key, Screen, entry_of};
use crate::domain::{Change, CheckSpec, CriterionKey, RecordId, Target};

impl Model {
    /// Runs a handler of a screen, then does what it asks for.
    pub(crate) fn handle<R>(
        &mut self,
        out: &mut Vec<Effect>,
        handler: impl FnOnce(&mut Screens, &mut Context<'_>) -> R,
    ) -> R {
        let (result, intents) = self.run(out, handler);
        self.fulfil(intents, out);
        result
    }

    /// Runs a handler of the topmost overlay, closes it where it says so, then does what it asks for.
    pub(crate) fn handle_overlay(
        &mut self,
        out: &mut Vec<Effect>,
        handler: impl FnOnce(&mut Overlay, &mut Context<'_>) -> Then,
    ) {
        let Some(mut overlay) = self.overlays.pop() else { return };
        let (then, intents) = self.run(out, |_, cx| handler(&mut overlay, cx));
        if then == Then::Stay {
            self.overlays.push(overlay);
        }
        self.fulfil(intents, out);
    }

    fn run<R>(
        &mut self,
        out: &mut Vec<Effect>,
        handler: impl FnOnce(&mut Screens, &mut Context<'_>) -> R,
    ) -> (R, Vec<Intent>) {
        let mut cx = Context {
            read_model: &self.read_model,
            keymap: &self.keyboard.keymap,
            size: self.size,
            present: self.present,
            session: &mut self.session,
            requests: &mut self.requests,
            effects: out,
            notice: &mut self.notice,
            intents: Vec::new(),
        };
        (handler(&mut self.screens, &mut cx), cx.intents)
    }

    fn fulfil(&mut self, intents: Vec<Intent>, out: &mut Vec<Effect>) {
        for intent in intents {
            match intent {
                Intent::Act(action) => self.act_unless_reading(action, out),
                Intent::Write(changes, job) => {
                    self.write(changes, self.now, out);
                    if let Some(job) = job {
                        self.requests.follow_up(job);
                    }
                }
                Intent::Open(opening) => self.open(opening, out),
                Intent::Criterion(key) => self.go_to_criterion(&key, out),
                Intent::Review(intent) => self.fulfil_in_review(intent, out),
                Intent::ListFilter(filter) => self.filter_list(filter),
                Intent::LeaveCheck(writing, title, ids) => self.leave_check(writing, title, ids, out),
                Intent::AddCheck(target, spec) => self.add_check(target, spec, out),
                Intent::Tally(check, tally) => {
                    self.read_model.tallies.retain(|(known, _)| *known != check);
                    self.read_model.tallies.extend(tally.map(|tally| (check, tally)));
                }
            }
        }
    }

    fn fulfil_in_review(&mut self, intent: ReviewIntent, out: &mut Vec<Effect>) {
        match intent {
            ReviewIntent::Filter(filter) => {
                self.screen = Screen::Review;
                self.draw_or_complain(filter, None, out);
            }
            ReviewIntent::Refilter(filter) => self.draw_or_complain(filter, self.review.list.row(), out),
            ReviewIntent::CheckRecords(title, ids) => self.list_records(title, ids, out),
            ReviewIntent::JudgeRecords(title, rows, judge, target) => {
                // Records may have been read before their answers were imported.
                self.review.ahead.clear();
                self.review.page = None;
                self.take_listed(title, rows, Origin::Judge { judge, target });
            }
            ReviewIntent::Visit(row) => self.visit(row),
            ReviewIntent::OfferRound(filter) => self.draw_round(filter, self.now, out),
            ReviewIntent::BeginRound(filter, sampling, queue) => self.begin_round(filter, sampling, queue, out),
            ReviewIntent::Judge(judgement) => self.judge(judgement, self.now, out),
            ReviewIntent::ToggleTag(mode) => self.toggle_tag(mode, self.now, out),
            ReviewIntent::JudgeByName(name, definition, fails) => {
                // Where a new mode was defined, the picker that it was named in is below.
                self.overlays.pop_if(|overlay| matches!(overlay, Overlay::Picker(_)));
                self.judge_by_name(&name, definition, fails, self.now, out);
            }
            ReviewIntent::EditCriterion(key) => self.edit_criterion(&key),
            ReviewIntent::Note(id, span, text) => self.take_note(id, span, &text, self.now, out),
            ReviewIntent::Correct(id, text) => self.take_correction(id, &text, self.now, out),
            ReviewIntent::Search(text) => self.search(&text),
        }
    }

    /// Acts as the key of an action would; judging waits for the record.
    fn act_unless_reading(&mut self, action: Action, out: &mut Vec<Effect>) {
        let judges = entry_of(action).is_some_and(|entry| entry.judges);
        if judges && self.screen == Screen::Review && self.is_reading() {
            self.say("This record is still being read.", &[]);
        } else {
            self.act(action, Chord::plain(Key::Enter), out);
        }
    }

    fn open(&mut self, opening: Opening, out: &mut Vec<Effect>) {
        match opening {
            Opening::Text(writing, text) => {
                self.write_text(writing, &text);
                self.handle_text(out, TextEntry::try_check);
            }
            Opening::Picker(pick) => self.pick(pick, ""),
            Opening::Revision(revision) => self.overlays.push(Overlay::Revision(Box::new(revision))),
            Opening::StubPreview(target) => self.preview_stub(target, out),
            Opening::Suggest(target) => self.suggest(target, None, out),
            Opening::Stub(target) => self.open_stub(target, None, out),
        }
    }

    fn go_to_criterion(&mut self, key: &CriterionKey, out: &mut Vec<Effect>) {
        self.go(Screen::Criteria, out);
        self.screens.criteria.select(key, &self.read_model);
    }

    fn filter_list(&mut self, filter: String) {
        let Some(list) = self.screens.list_mut(self.screen) else { return };
        if filter.is_empty() {
            list.filter = filter;
        } else {
            list.filter_by(filter);
        }
    }

    /// Leaves a check that is being typed for records that it finds; its editor opens again on the Checks screen.
    fn leave_check(&mut self, writing: Writing, title: String, ids: Vec<RecordId>, out: &mut Vec<Effect>) {
        // The editor that opens again is not one over suggestions.
        self.overlays.retain(|overlay| !matches!(overlay, Overlay::Suggest(_)));
        self.screens.checks.left = Some(writing);
        self.list_records(title, ids, out);
    }

    /// Adds a check that was typed; over suggestions for its target it is attached as one of them would be.
    fn add_check(&mut self, target: Target, spec: CheckSpec, out: &mut Vec<Effect>) {
        if matches!(self.overlays.last(), Some(Overlay::Suggest(open)) if open.target == target) {
            self.handle_overlay(out, |overlay, cx| match overlay {
                Overlay::Suggest(suggest) => suggest.attach_typed(spec, cx),
                _ => Then::Stay,
            });
            return;
        }
        let change = Change::CheckAdd { key: None, target, spec };
        self.handle(out, |_, cx| cx.write_codebook(change, "check added"));
    }
}
