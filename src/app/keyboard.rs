//! The keymap, and what was typed of a sequence or ahead of a record.

use std::collections::VecDeque;

use crate::command::{Chord, Keymap, Layer, opener};

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
}

impl Keyboard {
    /// Makes a keyboard on which nothing was typed.
    pub fn new(keymap: Keymap) -> Self {
        Self { keymap, pending: None, before_moving: None, held: VecDeque::new() }
    }

    /// Returns the keys that led to a prefix layer.
    pub fn prefix_keys(&self, layer: Layer) -> String {
        opener(layer).and_then(|entry| self.keymap.sequences_of(entry).into_iter().next()).unwrap_or_default()
    }
}
