//! The state of the picking screen, and what its keys change.

use super::choices::{Choices, is_of_turn};
use super::entry::{LineEntry, Wanted};
use crate::command::{Chord, Key, PICK_FIELDS, PickAction, pick_action, pick_key};
use crate::domain::spelling::nearest;
use crate::text::visible_words;
use crate::views::{LogPath, LogReading, LogStructure};

/// What the screen opens with.
#[derive(Debug, Clone, Default)]
pub struct PickStart {
    /// The file, for the header.
    pub file: String,
    /// What was pointed at before, or given on the command line.
    pub choices: Choices,
    /// The name that the mapping is saved under.
    pub name: String,
    /// What the first entries hold.
    pub structure: LogStructure,
    /// How they are read.
    pub reading: LogReading,
}

/// The screen.
#[derive(Debug, Clone)]
pub struct Pick {
    /// The file, for the header.
    pub file: String,
    /// What was pointed at.
    pub choices: Choices,
    /// The name that the mapping is saved under.
    pub name: String,
    /// What the first entries hold.
    pub structure: LogStructure,
    /// How they are read with the choices.
    pub reading: LogReading,
    /// The selected path.
    pub cursor: usize,
    /// The line that is being typed.
    pub entry: Option<LineEntry>,
    /// Whether the keys are shown.
    pub help: bool,
    /// What was last said to the user.
    pub notice: String,
    element: Element,
}

/// Which elements of a list are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Element {
    First,
    Last,
    All,
}

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PickEffect {
    /// Nothing.
    None,
    /// The file is read again with the choices.
    Read,
    /// The same, and its structure too: the list of records changed.
    Reshape,
    /// The file is imported.
    Import,
    /// The screen closes; nothing is stored.
    Cancel,
}

impl Pick {
    /// Opens the screen.
    #[must_use]
    pub fn new(start: PickStart) -> Self {
        let PickStart { file, choices, name, structure, reading } = start;
        let (cursor, entry, help, notice, element) = (0, None, false, String::new(), Element::First);
        Self { file, choices, name, structure, reading, cursor, entry, help, notice, element }
    }

    /// Takes a key; `page` is how many paths the screen shows.
    pub fn press(&mut self, chord: Chord, page: usize) -> PickEffect {
        self.notice.clear();
        if self.entry.is_some() {
            return self.press_in_entry(chord);
        }
        let action = pick_action(chord);
        if self.help {
            self.help = false;
            if matches!(action, Some(PickAction::Help | PickAction::Cancel) | None) {
                return PickEffect::None;
            }
        }
        if let Some(action) = action {
            return self.act(action, page);
        }
        self.notice = format!("This key means nothing here; {} shows the keys.", pick_key(PickAction::Help));
        PickEffect::None
    }

    /// Takes a key of text that was pasted without brackets: only where a line is being typed. There only an Enter behind
    /// all of it ends the line.
    pub fn press_pasted(&mut self, chord: Chord, is_last: bool) -> PickEffect {
        let Some(entry) = &mut self.entry else {
            "Keys that come this fast are pasted text, and do nothing here.".clone_into(&mut self.notice);
            return PickEffect::None;
        };
        if chord.key == Key::Enter && !is_last {
            entry.type_text(" ");
            return PickEffect::None;
        }
        self.press_in_entry(chord)
    }

    fn press_in_entry(&mut self, chord: Chord) -> PickEffect {
        let Some(is_kept) = self.entry.as_mut().and_then(|entry| entry.press(chord)) else { return PickEffect::None };
        let entry = self.entry.take().filter(|_| is_kept);
        entry.map_or(PickEffect::None, |entry| self.keep(&entry))
    }

    /// Takes pasted text, where a line is being typed.
    pub fn paste(&mut self, text: &str) {
        if let Some(entry) = &mut self.entry {
            entry.type_text(text);
        }
    }

    fn act(&mut self, action: PickAction, page: usize) -> PickEffect {
        let last = self.structure.paths.len().saturating_sub(1);
        let page = isize::try_from(page.max(1)).unwrap_or(isize::MAX);
        match action {
            PickAction::Move(by) => self.cursor = self.cursor.saturating_add_signed(by).min(last),
            PickAction::Page(by) => self.cursor = self.cursor.saturating_add_signed(by.saturating_mul(page)).min(last),
            PickAction::First => self.cursor = 0,
            PickAction::Last => self.cursor = last,
            PickAction::Field(field) => return self.point(field),
            PickAction::Other => self.ask(Wanted::Field, String::new()),
            PickAction::Fail => self.ask_label(Wanted::Fail),
            PickAction::Pass => self.ask_label(Wanted::Pass),
            PickAction::Records => return self.records(),
            PickAction::Element => self.next_element(),
            PickAction::Clear => return self.clear(),
            PickAction::Name => self.ask(Wanted::Name, self.name.clone()),
            PickAction::Help => self.help = true,
            PickAction::Import if self.reading.problem.is_some() || self.reading.records == 0 => {
                "Nothing can be read so: see what is wrong with it.".clone_into(&mut self.notice);
            }
            PickAction::Import => return PickEffect::Import,
            PickAction::Cancel => return PickEffect::Cancel,
        }
        PickEffect::None
    }

    /// Returns the path as it is pointed at: of the last list in it the elements that are meant.
    #[must_use]
    pub fn pointed(&self, path: &LogPath) -> String {
        let word = match self.element {
            Element::First => return path.path.clone(),
            Element::Last => "[-1]",
            Element::All => "[*]",
        };
        with_element(&path.path, word).unwrap_or_else(|| path.path.clone())
    }

    /// Returns the path within an element of a list, as `--map role=` takes it; the whole path outside of lists.
    #[must_use]
    pub fn within_turn(path: &LogPath) -> String {
        let inner = path.path.rfind("[0].").and_then(|at| path.path.get(at + 4..));
        inner.unwrap_or(&path.path).to_owned()
    }

    /// Returns what is said of a path, in words.
    #[must_use]
    pub fn said_of(&self, path: &LogPath) -> Vec<String> {
        let element = Self::within_turn(path);
        let mut all = self.choices.at(&path.path, &element);
        for word in ["[-1]", "[*]"] {
            let Some(other) = with_element(&path.path, word) else { continue };
            all.extend(self.choices.at(&other, "").into_iter().map(|said| format!("{said} {word}")));
        }
        all
    }

    fn selected(&mut self) -> Option<LogPath> {
        let path = self.structure.paths.get(self.cursor).cloned();
        if path.is_none() {
            "There is nothing to point at.".clone_into(&mut self.notice);
        }
        path
    }

    fn point(&mut self, field: &str) -> PickEffect {
        let Some(path) = self.selected() else { return PickEffect::None };
        let at = if is_of_turn(field) { Self::within_turn(&path) } else { self.pointed(&path) };
        self.choices.point(field, &at);
        PickEffect::Read
    }

    fn records(&mut self) -> PickEffect {
        let Some(path) = self.selected() else { return PickEffect::None };
        // Inside the records that were chosen the way back is the same key again.
        self.choices.records = match self.choices.records.take() {
            Some(_) => None,
            None => Some(path.path),
        };
        self.cursor = 0;
        PickEffect::Reshape
    }

    fn clear(&mut self) -> PickEffect {
        let Some(path) = self.selected() else { return PickEffect::None };
        let (pointed, element) = (self.pointed(&path), Self::within_turn(&path));
        let is_changed = self.choices.clear(&pointed, &element) | self.choices.clear(&path.path, &element);
        if is_changed { PickEffect::Read } else { PickEffect::None }
    }

    fn next_element(&mut self) {
        let (element, words) = match self.element {
            Element::First => (Element::Last, "the last element, [-1]"),
            Element::Last => (Element::All, "all elements, [*]"),
            Element::All => (Element::First, "the first element, [0]"),
        };
        self.element = element;
        self.notice = format!("Of a list: {words}.");
    }

    fn ask(&mut self, wanted: Wanted, text: String) {
        self.entry = Some(LineEntry { wanted, text });
    }

    fn ask_label(&mut self, wanted: Wanted) {
        let Some(path) = self.selected() else { return };
        let label = self.choices.label(&self.pointed(&path)).cloned().unwrap_or_default();
        self.ask(wanted, if wanted == Wanted::Fail { label.fail } else { label.pass });
    }

    /// Takes the line that was typed.
    fn keep(&mut self, entry: &LineEntry) -> PickEffect {
        let text = entry.text.trim().to_owned();
        match entry.wanted {
            Wanted::Name if text.is_empty() || text.contains('=') => {
                "A name has at least one character and no equals sign.".clone_into(&mut self.notice);
                PickEffect::None
            }
            Wanted::Name => {
                self.name = text;
                PickEffect::None
            }
            Wanted::Field if PICK_FIELDS.contains(&text.as_str()) => self.point(&text),
            Wanted::Field => {
                let near = nearest(&text, PICK_FIELDS.iter().copied());
                let near = near.map(|near| format!("; the nearest is {near}")).unwrap_or_default();
                self.notice = format!("There is no field {}{near}.", visible_words(&text).as_str());
                PickEffect::None
            }
            Wanted::Fail | Wanted::Pass => {
                let Some(path) = self.selected() else { return PickEffect::None };
                let pointed = self.pointed(&path);
                if let Some(label) = self.choices.label_at(&pointed) {
                    *(if entry.wanted == Wanted::Fail { &mut label.fail } else { &mut label.pass }) = text;
                }
                PickEffect::Read
            }
        }
    }
}

/// Returns a path with another element of the last list in it; `None` where there is none.
fn with_element(path: &str, word: &str) -> Option<String> {
    let at = path.rfind("[0]")?;
    Some([path.get(..at)?, word, path.get(at + 3..)?].concat())
}
