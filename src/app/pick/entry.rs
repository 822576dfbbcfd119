//! The line of text that the picking screen asks for.

use crate::command::{Chord, Key};

/// The most characters of it.
const LONGEST: usize = 400;

/// What the line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The values of a label that mean fail.
    Fail,
    /// The values of a label that mean pass.
    Pass,
    /// The name of the mapping.
    Name,
    /// The name of a field.
    Field,
}

/// A line of text that is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineEntry {
    /// What it is for.
    pub wanted: Wanted,
    /// As far as it is typed.
    pub text: String,
}

impl LineEntry {
    /// Takes a key; returns whether it ends the line: true to keep it, false to leave it.
    pub(super) fn press(&mut self, chord: Chord) -> Option<bool> {
        match (chord.key, chord.ctrl) {
            (Key::Enter, _) => return Some(true),
            (Key::Esc, _) | (Key::Char('c'), true) => return Some(false),
            (Key::Backspace, _) => drop(self.text.pop()),
            (Key::Char('u'), true) => self.text.clear(),
            (Key::Char(c), false) => self.type_text(&c.to_string()),
            (Key::Char(_), true)
            | (
                Key::Tab
                | Key::BackTab
                | Key::Delete
                | Key::Up
                | Key::Down
                | Key::Left
                | Key::Right
                | Key::Home
                | Key::End
                | Key::PageUp
                | Key::PageDown,
                _,
            ) => {}
        }
        None
    }

    /// Adds text behind what is typed; line breaks become blanks.
    pub(super) fn type_text(&mut self, text: &str) {
        let room = LONGEST.saturating_sub(self.text.chars().count());
        self.text.extend(text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(room));
    }

    /// Returns the question, as the screen puts it.
    #[must_use]
    pub const fn question(&self) -> &'static str {
        match self.wanted {
            Wanted::Fail => "Which values mean fail, by comma",
            Wanted::Pass => "Which values mean pass, by comma",
            Wanted::Name => "Name of the mapping",
            Wanted::Field => "Field: latency, tokens_in, tokens_out, cost, finish_reason, error, note …",
        }
    }
}
