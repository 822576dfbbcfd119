//! From a key to an action: half-typed sequences, bursts, keys that came before their record did.

use std::collections::VecDeque;

use super::Model;
use super::geometry::{self, Form};
use super::message::Effect;
use super::overlays::Overlay;
use crate::command::{Action, Chord, GlobalAction, Keymap, Layer, PickerAction, Screen, TextAction, opener};
use crate::domain::Time;

/// How many keys wait at most for a record that is still being read.
const HELD_AT_MOST: usize = 1024;

/// The keymap and what was typed of a sequence.
#[derive(Debug)]
pub struct Keyboard {
    /// Which key means what.
    pub keymap: Keymap,
    /// The prefix layer that waits for its key.
    pub pending: Option<Layer>,
    /// Keys typed ahead of the record that they are for, each with whether it came in a burst.
    pub(super) held: VecDeque<(Chord, bool)>,
}

impl Keyboard {
    /// A keyboard at rest.
    #[must_use]
    pub fn new(keymap: Keymap) -> Self {
        Self { keymap, pending: None, held: VecDeque::new() }
    }
}

/// Said where a judging key is pressed on a screen that shows no record.
const TOO_SMALL: &str = "The screen is too small to judge on.";

impl Model {
    /// Takes a new size; what was said of a screen too small is no longer true on a bigger one.
    pub(super) fn resize(&mut self, columns: u16, rows: u16) {
        self.size = (columns, rows);
        let is_tiny = geometry::form(self.size) == Form::Tiny;
        self.notice.take_if(|notice| !is_tiny && notice.text == TOO_SMALL);
    }

    /// Takes one key.
    pub(super) fn press(&mut self, chord: Chord, burst: bool, now: Time, out: &mut Vec<Effect>) {
        self.notice = None;
        let layers = self.layers();
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
            self.complain(TOO_SMALL);
            return;
        }
        if entry.judges && self.is_reading() && self.overlays.is_empty() && self.screen == Screen::Review {
            self.hold(chord, burst);
            return;
        }
        if burst && entry.action == TextAction::Save {
            self.act(TextAction::Newline.into(), chord, now, out);
            return;
        }
        self.keyboard.pending = None;
        if binding.layer != Layer::Search && layers.contains(&Layer::Search) && entry.action != GlobalAction::Leave {
            self.leave_search();
        }
        self.act(entry.action, chord, now, out);
    }

    /// Lets a key wait for the record that is being read.
    fn hold(&mut self, chord: Chord, burst: bool) {
        if self.keyboard.held.len() < HELD_AT_MOST {
            self.keyboard.held.push_back((chord, burst));
        } else {
            self.complain("Keys came faster than the record is read: the last ones were dropped.");
        }
    }

    /// A key that no layer binds: text for a box, else nothing.
    fn press_unbound(&mut self, chord: Chord, burst: bool, out: &mut Vec<Effect>) {
        if let Some(prefix) = self.keyboard.pending.take() {
            if !burst {
                self.complain(&format!("{chord} means nothing after {}.", self.prefix_keys(prefix)));
            }
            return;
        }
        match self.overlays.last_mut() {
            Some(Overlay::Text(entry)) => {
                entry.editor.press(chord);
                self.after_edit(out);
            }
            Some(Overlay::Picker(picker)) => {
                picker.flooded |= burst;
                picker.query.press(chord);
                self.refresh_picker();
            }
            Some(
                Overlay::Help(_)
                | Overlay::Corrections(_)
                | Overlay::Preview(_)
                | Overlay::Suggest(_)
                | Overlay::EditKind(_)
                | Overlay::Round(_),
            ) => {}
            None => self.leave_search(),
        }
    }

    /// The keys that led to a prefix layer.
    #[must_use]
    pub fn prefix_keys(&self, layer: Layer) -> String {
        opener(layer).and_then(|entry| self.keyboard.keymap.sequences_of(entry).into_iter().next()).unwrap_or_default()
    }

    /// Takes a bracketed paste: text for a box, never a command.
    pub(super) fn paste(&mut self, text: &str, out: &mut Vec<Effect>) {
        match self.overlays.last_mut() {
            Some(Overlay::Text(entry)) => {
                entry.editor.paste(text);
                self.after_edit(out);
            }
            Some(Overlay::Picker(picker)) => {
                picker.query.paste(text);
                self.refresh_picker();
            }
            _ => self.complain("Pasted text is only taken where text is written."),
        }
    }

    /// Presses the keys that waited for a record.
    pub(super) fn release_held(&mut self, now: Time, out: &mut Vec<Effect>) {
        let mut waiting = std::mem::take(&mut self.keyboard.held);
        while let Some((chord, burst)) = waiting.pop_front() {
            self.press(chord, burst, now, out);
            self.settle(out);
            if !self.keyboard.held.is_empty() {
                self.keyboard.held.append(&mut waiting);
            }
        }
    }
}
