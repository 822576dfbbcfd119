//! Runs a handler with its context, and does what it asks for.

use crate::app::Model;
use crate::app::handler::{Context, Intent, Opening, ReviewIntent, Then};
use crate::app::message::{Effect, Write};
use crate::app::overlays::Overlay;
use crate::app::overlays::corrections::Corrections;
use crate::app::overlays::disputes::Disputes;
use crate::app::overlays::regrade_offer::RegradeOffer;
use crate::app::overlays::text_entry::TextEntry;
use crate::app::overlays::writing::Writing;
use crate::app::requests::PendingKind;
use crate::app::screens::Screens;
use crate::app::screens::review::{Review, list_records};
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

    /// Runs a handler of the Review screen, then does what it asks for.
    pub(crate) fn handle_review<R>(
        &mut self,
        out: &mut Vec<Effect>,
        handler: impl FnOnce(&mut Review, &mut Context<'_>) -> R,
    ) -> R {
        self.handle(out, |screens, cx| handler(&mut screens.review, cx))
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
            now: self.now,
            screen: self.screen,
            is_importing: self.reading.is_some(),
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
                    self.write(changes, out);
                    if let Some(job) = job {
                        self.requests.follow_up(job);
                    }
                }
                Intent::Extend(changes) => self.extend(changes, out),
                Intent::Open(opening) => self.open(opening, out),
                Intent::Show(screen) => self.screen = screen,
                Intent::End => self.end(out),
                Intent::TimeOver => {
                    self.screens.end.come(self.now, true);
                    self.go(Screen::End, out);
                }
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

    pub(super) fn fulfil_in_review(&mut self, intent: ReviewIntent, out: &mut Vec<Effect>) {
        match &intent {
            ReviewIntent::Line(..) | ReviewIntent::NextSample | ReviewIntent::Deferred | ReviewIntent::Daily(..) => {
                self.screen = Screen::Review;
            }
            ReviewIntent::BeginRound(..) => self.go(Screen::Review, out),
            // Where a new mode was defined, the picker that it was named in is below.
            ReviewIntent::JudgeByName(..) => {
                drop(self.overlays.pop_if(|overlay| matches!(overlay, Overlay::Picker(_))));
            }
            ReviewIntent::Refilter(_)
            | ReviewIntent::View(_)
            | ReviewIntent::CheckRecords(..)
            | ReviewIntent::JudgeRecords(..)
            | ReviewIntent::Listed(..)
            | ReviewIntent::Compared(..)
            | ReviewIntent::OfferRound(_)
            | ReviewIntent::Judge(_)
            | ReviewIntent::FailWith(_)
            | ReviewIntent::ToggleTag(_)
            | ReviewIntent::EditCriterion(_)
            | ReviewIntent::Note(..)
            | ReviewIntent::Correct(..)
            | ReviewIntent::Decline(..)
            | ReviewIntent::Search(_) => {}
        }
        self.handle_review(out, |review, cx| review.fulfil(intent, cx));
    }

    /// Acts as the key of an action would; judging waits for the record.
    fn act_unless_reading(&mut self, action: Action, out: &mut Vec<Effect>) {
        let judges = entry_of(action).is_some_and(|entry| entry.judges);
        if judges && self.screen == Screen::Review && self.is_reading_record() {
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
            Opening::Picker(pick, typed) => self.pick(pick, &typed),
            Opening::Filter(filter, problem) => self.type_filter(&filter, problem, out),
            Opening::Editor => self.edit_text(out),
            Opening::Keys(layer) => self.keyboard.pending = Some(layer),
            Opening::Corrections => self.overlays.push(Overlay::Corrections(Corrections::default())),
            Opening::Disputes => self.overlays.push(Overlay::Disputes(Disputes::default())),
            Opening::RegradeOffer(filter, sampling, queue) => {
                self.overlays.push(Overlay::RegradeOffer(Box::new(RegradeOffer { filter, sampling, queue })));
            }
            Opening::Revision(revision) => self.overlays.push(Overlay::Revision(Box::new(revision))),
            Opening::StubPreview(target) => self.preview_stub(target, out),
            Opening::Suggest(target) => self.suggest(target, None, out),
            Opening::Stub(target, selected) => self.open_stub(target, selected, out),
        }
    }

    /// Shows the end of the session once; afterwards only says that it is reached.
    fn end(&mut self, out: &mut Vec<Effect>) {
        if std::mem::replace(&mut self.session.has_ended, true) {
            return;
        }
        self.requests.send(PendingKind::End, Write::End, out);
        self.screens.end.come(self.now, false);
        self.go(Screen::End, out);
    }

    fn go_to_criterion(&mut self, key: &CriterionKey, out: &mut Vec<Effect>) {
        let led_from = self.screen;
        self.go(Screen::Criteria, out);
        self.led_from = (led_from == Screen::Insights).then_some(led_from);
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
        self.handle(out, |_, cx| list_records(title, ids, cx));
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
