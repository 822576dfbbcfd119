//! From a key to an action: sequences, bursts, keys that came before their record did.

use crate::app::geometry::{self, Form};
use crate::app::handler::{Context, Then};
use crate::app::message::Effect;
use crate::app::notice::{Notice, NoticeKind};
use crate::app::overlays::Overlay;
use crate::app::overlays::picker::Picker;
use crate::app::overlays::text_entry::TextEntry;
use crate::app::{LineInput, Model};
use crate::command::{
    Action, Chord, GlobalAction, Layer, PairAction, PickerAction, ReviewAction, Screen, ScreenAction, TextAction,
};
use crate::text::visible_line;

/// How many keys wait at most for a record that is still being read.
const HELD_AT_MOST: usize = 1024;

impl Model {
    /// Takes a new size. A notice that the screen is too small goes once it no longer is.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        self.size = (columns, rows);
        let is_tiny = geometry::form(self.size) == Form::Tiny;
        self.notice.take_if(|notice| !is_tiny && notice.kind == NoticeKind::TooSmall);
    }

    /// Takes one key.
    pub(crate) fn press(&mut self, chord: Chord, burst: bool, out: &mut Vec<Effect>) {
        let is_early = self.lines != Some(LineInput::Words) && self.screens.end.is_typed_ahead(self.now);
        if self.screen == Screen::End && self.overlays.is_empty() && is_early {
            return;
        }
        let layers = self.layers();
        // A vote leaves the screen as it was, and with it what was said before.
        let is_vote = layers.contains(&Layer::Hands)
            && self.keyboard.keymap.lookup(&layers, chord).is_some_and(|bound| is_vote(bound.entry.action));
        self.notice.take_if(|_| !is_vote);
        // Whatever follows a key that waits is said to what that key opens: a note's letters to the note.
        let queues = !self.keyboard.held.is_empty() && self.overlays.is_empty() && self.screen == Screen::Review;
        let cancels = |model: &Self| {
            let bound = model.keyboard.keymap.lookup(&layers, chord);
            bound.is_some_and(|bound| bound.entry.action == GlobalAction::Cancel)
        };
        if queues && !cancels(self) {
            self.hold(chord, burst);
            return;
        }
        let Some(binding) = self.keyboard.keymap.lookup(&layers, chord) else {
            if self.asks_for_help(chord) {
                self.open_help();
                return;
            }
            self.press_unbound(chord, burst, out);
            return;
        };
        let entry = binding.entry;
        let accepts = matches!(entry.action, Action::Picker(PickerAction::Accept) | Action::Revision(_));
        let flooded = match self.overlays.last_mut() {
            Some(Overlay::Picker(picker)) => accepts && std::mem::take(&mut picker.flooded),
            _ => false,
        };
        if flooded || (burst && (entry.judges || accepts)) {
            self.keyboard.pending = None;
            self.complain("Keys came too fast to be typed: judging keys among them were dropped.");
            return;
        }
        if entry.judges && geometry::form(self.size) == Form::Tiny {
            self.notice = Some(Notice::new(NoticeKind::TooSmall, "The screen is too small to judge on.", &[]));
            return;
        }
        if entry.judges && self.is_reading_record() && self.overlays.is_empty() && self.screen == Screen::Review {
            self.hold(chord, burst);
            return;
        }
        if burst && entry.action == TextAction::Save {
            self.act(TextAction::Newline.into(), chord, out);
            return;
        }
        if self.present && !burst && binding.layer.may_be_shown() && !self.is_blind_vote_open() {
            self.keyboard.show_pressed(chord, entry.hint);
        }
        // Leaving leaves the layer that waits, and nothing below it.
        if binding.layer != Layer::Always {
            self.keyboard.pending = None;
        }
        let stays = entry.action == GlobalAction::Leave || entry.action == GlobalAction::Help;
        if binding.layer != Layer::Search && layers.contains(&Layer::Search) && !stays {
            self.screens.review.leave_search();
        }
        self.before_moving(entry.action);
        self.act(entry.action, chord, out);
    }

    /// Lets a key wait for the record that is being read.
    fn hold(&mut self, chord: Chord, burst: bool) {
        if self.keyboard.held.len() < HELD_AT_MOST {
            self.keyboard.held.push_back((chord, burst));
        } else {
            self.complain("Keys came faster than the record is read: the last ones were dropped.");
        }
    }

    /// Takes a key that no layer binds: text for a box, else nothing.
    fn press_unbound(&mut self, chord: Chord, burst: bool, out: &mut Vec<Effect>) {
        if let Some(prefix) = self.keyboard.pending.take() {
            if !burst && matches!(prefix, Layer::FailWith | Layer::Tag) {
                self.keyboard.pending = Some(prefix);
                let keys = self.read_model.open_modes().into_iter().filter_map(|mode| mode.hotkey);
                let keys: String = keys.flat_map(|key| [key, ' ']).collect();
                self.complain(&format!("{chord} is no hotkey: {}.", keys.trim_end()));
            } else if !burst {
                self.complain(&format!("{chord} means nothing after {}.", self.keyboard.prefix_keys(prefix)));
            }
            return;
        }
        if let Some(Overlay::Help(help)) = self.overlays.last_mut() {
            help.press(chord);
            return;
        }
        if self.overlays.is_empty() {
            self.screens.review.leave_search();
        }
        if !burst && !matches!(self.overlays.last(), Some(Overlay::Text(_) | Overlay::Picker(_))) {
            let key = visible_line(&chord.to_string().as_str().into());
            self.say(format!("{key} does nothing here"), &[GlobalAction::Help.into()]);
        }
        self.type_in(out, |entry, cx| entry.press(chord, cx), |picker, cx| picker.press(chord, burst, cx));
    }

    /// Takes a bracketed paste: text for a box, never a command.
    pub(crate) fn paste(&mut self, text: &str, out: &mut Vec<Effect>) {
        if !matches!(self.overlays.last(), Some(Overlay::Text(_) | Overlay::Picker(_))) {
            self.complain("Pasted text is only taken where text is written.");
        }
        self.type_in(out, |entry, cx| entry.paste(text, cx), |picker, cx| picker.paste(text, cx));
    }

    /// Types in the text box or the picker on top; other overlays take no text.
    fn type_in(
        &mut self,
        out: &mut Vec<Effect>,
        text: impl FnOnce(&mut TextEntry, &mut Context<'_>),
        pick: impl FnOnce(&mut Picker, &Context<'_>),
    ) {
        self.handle_overlay(out, |overlay, cx| {
            match overlay {
                Overlay::Text(entry) => text(entry, cx),
                Overlay::Picker(picker) => pick(picker, cx),
                Overlay::Help(_)
                | Overlay::Corrections(_)
                | Overlay::Disputes(_)
                | Overlay::StubPreview(_)
                | Overlay::Suggest(_)
                | Overlay::Revision(_)
                | Overlay::RegradeOffer(_) => {}
            }
            Then::Stay
        });
    }

    /// Presses the keys that waited for a record.
    pub(crate) fn release_held(&mut self, out: &mut Vec<Effect>) {
        let mut waiting = std::mem::take(&mut self.keyboard.held);
        while let Some((chord, burst)) = waiting.pop_front() {
            self.press(chord, burst, out);
            self.reconcile(out);
            if !self.keyboard.held.is_empty() {
                self.keyboard.held.append(&mut waiting);
            }
        }
    }
}

/// Answers whether an action is the vote of one of two reviewers at this terminal.
const fn is_vote(action: Action) -> bool {
    matches!(
        action,
        Action::Screen(ScreenAction::Review(ReviewAction::Pair(
            PairAction::LeftPass
                | PairAction::LeftFail
                | PairAction::LeftDefer
                | PairAction::RightPass
                | PairAction::RightFail
                | PairAction::RightDefer
        )))
    )
}
