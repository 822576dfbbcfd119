//! From an action to the part of the program that does it: one arm for each nested enum.

use crate::app::geometry::Pane;
use crate::app::handler::Then;
use crate::app::message::Effect;
use crate::app::overlays::Overlay;
use crate::app::overlays::picker::PickFor;
use crate::app::overlays::writing::Writing;
use crate::app::screens::review::{Origin, Review, stop_looking};
use crate::app::{Model, Screen, presenting_words};
use crate::command::{Action, Chord, GlobalAction, GotoAction, Key, Layer, ListAction};
use crate::views::{Read, Slot};

impl Model {
    /// Does what an action says. `chord` is the key that named it: a letter or digit where the action takes one.
    pub(crate) fn act(&mut self, action: Action, chord: Chord, out: &mut Vec<Effect>) {
        if self.screens.review.refuses_for_both(action) {
            self.say("At one terminal both judge together: each hand votes, and what is revealed is settled.", &[]);
            return;
        }
        let letter = match chord.key {
            Key::Char(c) => c,
            _ => ' ',
        };
        match action {
            Action::Open(Layer::FailWith) => self.handle_review(out, Review::fail_and_ask),
            Action::Own(number) => self.run_own(number, out),
            Action::Open(layer) => self.keyboard.pending = Some(layer),
            Action::Screen(action) => self.handle(out, |screens, cx| screens.handle(action, letter, cx)),
            Action::List(action) => self.act_on_list(action),
            Action::Reader(action) => self.act_on_reader(action, out),
            Action::Help(action) => self.act_on_help(action, out),
            Action::Picker(action) => self.handle_overlay(out, |overlay, cx| {
                let Overlay::Picker(open) = overlay else { return Then::Stay };
                open.handle(action, cx)
            }),
            Action::Text(action) => self.handle_overlay(out, |overlay, cx| {
                let Overlay::Text(open) = overlay else { return Then::Stay };
                open.handle(action, cx)
            }),
            Action::CheckEditor(action) => self.handle_overlay(out, |overlay, cx| {
                let Overlay::Text(open) = overlay else { return Then::Stay };
                open.handle_check(action, cx)
            }),
            Action::FilterBox(action) => self.handle_overlay(out, |overlay, cx| {
                let Overlay::Text(open) = overlay else { return Then::Stay };
                open.handle_filter(action, cx)
            }),
            Action::StubPreview(action) => self.handle_overlay(out, |overlay, cx| {
                let Overlay::StubPreview(open) = overlay else { return Then::Stay };
                open.handle(action, cx)
            }),
            Action::Suggest(action) => self.handle_overlay(out, |overlay, cx| {
                let Overlay::Suggest(open) = overlay else { return Then::Stay };
                open.handle(action, letter, cx)
            }),
            Action::Revision(action) => self.handle_overlay(out, |overlay, cx| {
                let Overlay::Revision(open) = overlay else { return Then::Stay };
                open.handle(action, cx)
            }),
            Action::Dispute(action) => self.act_on_dispute(action, out),
            Action::RegradeOffer(action) => self.handle_overlay(out, |overlay, cx| {
                let Overlay::RegradeOffer(open) = overlay else { return Then::Stay };
                open.handle(action, cx)
            }),
            Action::Go(screen) => self.go(screen, out),
            Action::Goto(action) => self.act_on_goto(action, out),
            Action::Global(action) => self.act_on_global(action, out),
        }
    }

    fn act_on_global(&mut self, action: GlobalAction, out: &mut Vec<Effect>) {
        match action {
            GlobalAction::Undo => self.undo(true, out),
            GlobalAction::Redo => self.undo(false, out),
            GlobalAction::Last => self.go_to_end(true),
            GlobalAction::Palette => self.pick(PickFor::Command, ""),
            GlobalAction::Help => self.open_help(),
            GlobalAction::Quit => self.quit(out),
            GlobalAction::Present => {
                self.present = !self.present;
                self.keyboard.pressed.clear();
                self.screens.compare.forget_lines();
                let text = if self.present { presenting_words() } else { "No longer presenting.".to_owned() };
                self.say(text, &[action.into()]);
            }
            GlobalAction::Leave => {
                if !self.leave(out) && self.notice.is_none() {
                    self.say("Nothing is open that could be left.", &[]);
                }
            }
            GlobalAction::Cancel => {
                if !self.leave(out) {
                    self.quit(out);
                }
            }
            GlobalAction::Suspend => out.push(Effect::Suspend),
        }
    }

    /// Runs an own command on the record of the Review screen.
    fn run_own(&mut self, number: u16, out: &mut Vec<Effect>) {
        let Some((title, words)) = self.keyboard.keymap.own_command(number) else { return };
        let words = words.to_vec();
        self.handle_review(out, |review, cx| review.run_own(title, &words, cx));
    }

    fn act_on_goto(&mut self, action: GotoAction, out: &mut Vec<Effect>) {
        match action {
            GotoAction::All => {
                self.go(Screen::Review, out);
                self.handle_review(out, Review::show_all);
            }
            GotoAction::Session => {
                self.go(Screen::Review, out);
                if !self.screens.review.leave_to_session() {
                    self.say("This is the queue of the session.", &[GotoAction::All.into()]);
                }
            }
            GotoAction::Today => {
                self.requests.ask(Read::Today { is_again: false, slot: Slot::empty() }, out);
                self.say("Reading today's sample …", &[]);
            }
            GotoAction::First => self.go_to_end(false),
            GotoAction::Id => self.write_text(Writing::JumpTo, ""),
        }
    }

    fn act_on_list(&mut self, action: ListAction) {
        match action {
            ListAction::Down => self.move_in_list(1),
            ListAction::Up => self.move_in_list(-1),
            ListAction::PageDown => self.move_in_list(self.list_page()),
            ListAction::PageUp => self.move_in_list(-self.list_page()),
            ListAction::Filter => {
                let filter = self.screens.list(self.screen).map(|list| list.filter.clone()).unwrap_or_default();
                self.write_text(Writing::ListFilter, &filter);
            }
        }
    }

    /// Goes back to the queue below the one on screen, and to the screen that had led away from it; answers whether there
    /// was one.
    fn leave_listed(&mut self, out: &mut Vec<Effect>) -> bool {
        let screen = match self.screens.review.leave_top() {
            None => return false,
            Some(Origin::Check) => Screen::Checks,
            Some(Origin::Judge { .. }) => Screen::Insights,
            Some(Origin::Line(screen)) => screen,
            Some(Origin::Alike | Origin::View | Origin::All) => return true,
        };
        self.go(screen, out);
        true
    }

    /// Leaves one layer, the topmost; answers whether there was one.
    fn leave(&mut self, out: &mut Vec<Effect>) -> bool {
        let pending = self.keyboard.pending.take();
        if pending == Some(Layer::FailWith) {
            self.handle_review(out, Review::leave_asking);
        }
        if pending.is_some() || !std::mem::take(&mut self.keyboard.held).is_empty() {
            return true;
        }
        if let Some(Overlay::Help(help)) = self.overlays.last_mut()
            && help.clear()
        {
            return true;
        }
        if !self.overlays.is_empty() {
            self.leave_overlay(out);
            return true;
        }
        if let Some(page) = self.screens.review.page.as_mut().filter(|_| self.screen == Screen::Review)
            && (page.selection.take().is_some() || page.search.take().is_some())
        {
            return true;
        }
        if self.screen == Screen::Review {
            if self.handle_review(out, |review, cx| stop_looking(cx) || review.stop_drawing(cx)) {
                return true;
            }
            if !self.screens.review.list.marks.is_empty() {
                self.screens.review.list.marks.clear();
                self.say("Nothing is marked.", &[]);
                return true;
            }
            if self.screens.review.pane != Pane::Record {
                self.screens.review.pane = Pane::Record;
                return true;
            }
            return self.leave_listed(out) || self.handle_review(out, Review::leave_round);
        }
        if let Some(list) = self.screens.list_mut(self.screen)
            && !list.filter.is_empty()
        {
            list.filter.clear();
            return true;
        }
        if let Some(screen) = self.led_from.take() {
            self.go(screen, out);
            return true;
        }
        if self.screen == Screen::Welcome {
            return false;
        }
        self.screen = Screen::Review;
        true
    }

    fn go_to_end(&mut self, bottom: bool) {
        if self.screen == Screen::Review {
            let list = &mut self.screens.review.list;
            list.cursor = if bottom { list.len().saturating_sub(1) } else { 0 };
        } else {
            self.move_in_list(if bottom { isize::MAX } else { isize::MIN });
        }
    }

    /// Goes to a screen.
    pub(crate) fn go(&mut self, screen: Screen, out: &mut Vec<Effect>) {
        if screen == Screen::Review && self.screens.review.list.drawn && self.screens.review.list.queue.total == 0 {
            self.screen = Screen::Welcome;
            return;
        }
        self.screens.review.leave_search();
        self.screens.review.leave_selection();
        (self.screen, self.led_from) = (screen, None);
        self.enter(screen, out);
    }

    /// Reads what a screen shows.
    pub(crate) fn enter(&mut self, screen: Screen, out: &mut Vec<Effect>) {
        let record = self.screens.review.list.row();
        self.handle(out, |screens, cx| screens.enter(screen, record, cx));
    }
}
