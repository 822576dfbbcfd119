//! A box of editable text. The only file that names the text-area crate; what is drawn is made safe by `ui`.

use ratatui_textarea::{CursorMove, Input, Key as AreaKey, TextArea};

use crate::command::{Chord, Key};

/// Editable text with a cursor.
#[derive(Debug)]
pub struct Editor {
    area: TextArea<'static>,
    multiline: bool,
}

impl Editor {
    /// Makes a box with this text, the cursor behind it. A box of one line turns newlines into blanks.
    pub fn new(text: &str, multiline: bool) -> Self {
        let mut area = TextArea::default();
        let text = if multiline { text.replace("\r\n", "\n") } else { text.replace(['\n', '\r'], " ") };
        area.insert_str(text);
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self { area, multiline }
    }

    /// Returns the whole text.
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Returns the text line by line. May hold anything that was pasted.
    pub fn lines(&self) -> &[String] {
        self.area.lines()
    }

    /// Returns line and column of the cursor, in characters.
    pub fn cursor(&self) -> (usize, usize) {
        let cursor = self.area.cursor();
        (cursor.0, cursor.1)
    }

    /// Answers whether it may hold several lines.
    pub const fn is_multiline(&self) -> bool {
        self.multiline
    }

    /// Takes a key.
    pub(super) fn press(&mut self, chord: Chord) {
        // As in every shell; the crate's own ctrl-u undoes, which surprises in one line.
        if chord.ctrl && chord.key == Key::Char('u') {
            self.area.delete_line_by_head();
            return;
        }
        let key = match chord.key {
            Key::Char(c) => AreaKey::Char(c),
            Key::Backspace => AreaKey::Backspace,
            Key::Delete => AreaKey::Delete,
            Key::Up => AreaKey::Up,
            Key::Down => AreaKey::Down,
            Key::Left => AreaKey::Left,
            Key::Right => AreaKey::Right,
            Key::Home => AreaKey::Home,
            Key::End => AreaKey::End,
            Key::PageUp => AreaKey::PageUp,
            Key::PageDown => AreaKey::PageDown,
            Key::Enter | Key::Esc | Key::Tab | Key::BackTab => return,
        };
        self.area.input(Input { key, ctrl: chord.ctrl, alt: false, shift: false });
        self.keep_one_line();
    }

    /// Takes pasted text.
    pub(super) fn paste(&mut self, text: &str) {
        self.area.insert_str(text.replace("\r\n", "\n").replace('\r', "\n"));
        self.keep_one_line();
    }

    /// Begins a new line, where several are allowed.
    pub(super) fn newline(&mut self) {
        if self.multiline {
            self.area.insert_newline();
        }
    }

    fn keep_one_line(&mut self) {
        if !self.multiline && self.area.lines().len() > 1 {
            *self = Self::new(&self.area.lines().join(" "), false);
        }
    }
}
