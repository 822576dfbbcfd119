//! The keymap, what was typed of a sequence or ahead of a record, and the keys that are shown while presenting.

use std::collections::VecDeque;

use crate::command::{Chord, Keymap, Layer, opener};

/// So many pressed keys are shown at most.
const PRESSED_AT_MOST: usize = 4;

/// The keymap and what was typed of a sequence.
#[derive(Debug)]
pub struct Keyboard {
    /// Which key means what.
    pub keymap: Keymap,
    /// The prefix layer that waits for its key.
    pub pending: Option<Layer>,
    /// Where things were before a key that only moves, until it is known whether it moved anything.
    pub(crate) before_moving: Option<Vec<usize>>,
    /// Keys typed ahead of the record that they are for, each with whether it came in a burst.
    pub(crate) held: VecDeque<(Chord, bool)>,
    /// The keys that were pressed last while presenting, with what each does, the newest last.
    pub pressed: VecDeque<(String, &'static str)>,
}

impl Keyboard {
    /// Makes a keyboard on which nothing was typed.
    pub fn new(keymap: Keymap) -> Self {
        Self { keymap, pending: None, before_moving: None, held: VecDeque::new(), pressed: VecDeque::new() }
    }

    /// Keeps a key that was pressed, to be shown: behind the key of the layer that waited for it, where one did.
    pub(crate) fn show_pressed(&mut self, chord: Chord, does: &'static str) {
        let mut keys = chord.to_string();
        if let Some(prefix) = self.pending {
            let before = self.prefix_keys(prefix);
            if self.pressed.back().is_some_and(|(last, _)| *last == before) {
                self.pressed.pop_back();
            }
            keys = format!("{before} {keys}");
        }
        self.pressed.push_back((keys, does));
        while self.pressed.len() > PRESSED_AT_MOST {
            self.pressed.pop_front();
        }
    }

    /// Returns the keys that led to a prefix layer.
    pub fn prefix_keys(&self, layer: Layer) -> String {
        opener(layer).and_then(|entry| self.keymap.sequences_of(entry).into_iter().next()).unwrap_or_default()
    }
}
