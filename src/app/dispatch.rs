//! From an action to the part of the program that does it: one arm for each nested enum.

use super::message::Effect;
use super::overlays::Overlay;
use super::overlays::picker::PickFor;
use super::overlays::text_entry::Writing;
use super::{Model, Screen};
use crate::command::{
    Action, Chord, GlobalAction, GotoAction, Key, ListAction, PickerAction, ReaderAction, TextAction, WelcomeAction,
};
use crate::domain::Time;
use crate::views::{Read, Slot};

impl Model {
    /// Does what an action says. `chord` is the key that named it: a letter or digit where the action takes one.
    pub(super) fn act(&mut self, action: Action, chord: Chord, now: Time, out: &mut Vec<Effect>) {
        let letter = match chord.key {
            Key::Char(c) => c,
            _ => ' ',
        };
        match action {
            Action::Open(layer) => self.keyboard.pending = Some(layer),
            Action::Judging(action) => self.act_on_judging(action, letter, now, out),
            Action::Grading(action) => self.act_on_grading(action, letter, now, out),
            Action::Notes(action) => self.act_on_notes(action, out),
            Action::Review(action) => self.act_on_review(action),
            Action::Copy(action) => self.copy(action, out),
            Action::Search(action) => self.search_step(action),
            Action::Span(action) => self.act_on_span(action, out),
            Action::Regrade(action) => self.act_on_regrade(action, now, out),
            Action::RegradeOffer(action) => self.act_on_regrade_offer(action, out),
            Action::Revision(action) => self.act_on_revision(action, now, out),
            Action::Modes(action) => self.act_on_mode(action, letter, now, out),
            Action::Criteria(action) => self.act_on_criterion(action, now, out),
            Action::Checks(action) => self.act_on_check(action, now, out),
            Action::CheckEditor(action) => self.act_on_check_editor(action, out),
            Action::Insights(action) => self.act_on_insight(action, out),
            Action::Compare(action) => self.act_on_compare(action),
            Action::Welcome(WelcomeAction::Import) => self.write_text(Writing::Import, ""),
            Action::List(action) => self.act_on_list(action),
            Action::Picker(action) => self.act_on_picker(action, now, out),
            Action::Text(action) => self.act_on_text(action, now, out),
            Action::Reader(action) => self.act_on_reader(action, out),
            Action::StubPreview(action) => self.act_on_preview(action, out),
            Action::Suggest(action) => self.act_on_proposals(action, letter, now, out),
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
            GlobalAction::Help => self.overlays.push(Overlay::Help(0)),
            GlobalAction::Quit => self.quit(out),
            GlobalAction::Present => {
                self.present = !self.present;
                let text = if self.present { "Presenting: no reviewer names." } else { "No longer presenting." };
                self.say(text, &[action.into()]);
            }
            GlobalAction::Leave => {
                self.leave(out);
            }
            GlobalAction::Cancel => {
                if !self.leave(out) {
                    self.quit(out);
                }
            }
            GlobalAction::Suspend => out.push(Effect::Suspend),
        }
    }

    fn act_on_goto(&mut self, action: GotoAction, out: &mut Vec<Effect>) {
        match action {
            GotoAction::Screen(screen) => self.go(screen, out),
            GotoAction::All => self.read_all(out),
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
                let filter = self.lists.of(self.screen).map(|list| list.filter.clone()).unwrap_or_default();
                self.write_text(Writing::ListFilter, &filter);
            }
        }
    }

    fn act_on_picker(&mut self, action: PickerAction, now: Time, out: &mut Vec<Effect>) {
        match action {
            PickerAction::Accept => self.accept_pick(now, out),
            PickerAction::Define => self.define_pick(),
            PickerAction::Down => self.move_in_picker(1),
            PickerAction::Up => self.move_in_picker(-1),
        }
    }

    fn act_on_text(&mut self, action: TextAction, now: Time, out: &mut Vec<Effect>) {
        match action {
            TextAction::Save => self.save_text(now, out),
            TextAction::Newline => {
                if let Some(Overlay::Text(entry)) = self.overlays.last_mut() {
                    entry.editor.newline();
                }
                self.after_edit(out);
            }
        }
    }

    fn act_on_reader(&mut self, action: ReaderAction, out: &mut Vec<Effect>) {
        match action {
            ReaderAction::Down => self.read_on(1),
            ReaderAction::Up => self.read_on(-1),
            ReaderAction::PageDown => self.read_on(self.list_page()),
            ReaderAction::PageUp => self.read_on(-self.list_page()),
            ReaderAction::Close => self.leave_overlay(out),
        }
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
            Some(Overlay::Suggest(_)) => self.requests.cancel(Read::is_for_suggestions, out),
            Some(Overlay::Picker(_) | Overlay::Help(_) | Overlay::Corrections(_) | Overlay::Preview(_)) | None => {}
        }
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
                self.requests.ask(Read::tallies(), out);
                self.reopen_check(out);
            }
            Screen::Modes => self.requests.ask(Read::figures(), out),
            Screen::Insights => {
                self.requests.ask(Read::figures(), out);
                self.read_section(out);
            }
            Screen::Criteria => {
                self.requests.ask(Read::tallies(), out);
                self.requests.ask(Read::drift(), out);
            }
            Screen::Compare => match self.review.list.row() {
                Some(row) => self.requests.ask(Read::SameInput { row, slot: Slot::empty() }, out),
                None => self.lists.compare.clear(),
            },
            Screen::Review | Screen::Welcome => {}
        }
    }
}
