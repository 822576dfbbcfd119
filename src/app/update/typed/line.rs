//! One typed line: it is handed to the screen key by key, each after what the one before did.

use std::cmp::Ordering;
use std::collections::VecDeque;

use super::choice::{Step, choose, is_called, number_of};
use super::words::{Word, entry_named, triggers_to};
use crate::app::Model;
use crate::app::message::Message;
use crate::app::overlays::Overlay;
use crate::command::{Action, Chord, JudgingAction, Key, Layer, ListAction, PickerAction, TextAction, Trigger};

/// A line that was typed, as far as it is not yet handed on.
#[derive(Debug, Default)]
pub struct TypedLine {
    rest: String,
    /// Keys of a word that are still to be pressed.
    keys: VecDeque<Trigger>,
    stage: Stage,
    /// Whether a key of the line was pressed already: what follows is said to what that key opened.
    has_begun: bool,
    /// Steps that a choice may still take, so that it ends whatever the keys do.
    steps: usize,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Words are looked up.
    #[default]
    Words,
    /// The text is in its box, which is to be kept.
    Save,
    /// Nothing is left.
    Done,
}

/// The line that leaves what is open, as the key does.
const LEAVES: &str = "esc";
/// Keys that a choice takes at most: the lines of a picker, and some.
const STEPS_AT_MOST: usize = 2_000;

const fn press(chord: Chord) -> Message {
    Message::Key { chord, burst: false }
}

/// Presses the key of an action.
fn key_of(model: &Model, action: impl Into<Action>) -> Message {
    let chord = match model.keyboard.keymap.key(action) {
        Some(Trigger::Chord(chord)) => chord,
        Some(Trigger::Letter | Trigger::Digit) | None => Chord::plain(Key::Enter),
    };
    press(chord)
}

impl TypedLine {
    /// Takes a line as it was typed.
    pub fn new(line: &str) -> Self {
        Self { rest: line.trim().to_owned(), steps: STEPS_AT_MOST, ..Self::default() }
    }

    /// Answers whether nothing of it is left.
    pub fn is_done(&self) -> bool {
        self.stage == Stage::Done
    }

    /// Returns the next key or text of the line, for the screen as it is now. `None` ends it; what could not be
    /// understood is said as a notice.
    pub fn next(&mut self, model: &mut Model) -> Option<Message> {
        let next = self.find(model);
        self.has_begun |= next.is_some();
        if next.is_none() {
            self.stage = Stage::Done;
        }
        next
    }

    fn find(&mut self, model: &mut Model) -> Option<Message> {
        self.steps = self.steps.checked_sub(1)?;
        match self.stage {
            Stage::Done => return None,
            Stage::Save => {
                self.stage = Stage::Done;
                return Some(key_of(model, TextAction::Save));
            }
            Stage::Words => {}
        }
        if let Some(trigger) = self.keys.pop_front() {
            return self.trigger(trigger, model);
        }
        if self.has_begun && model.notice.as_ref().is_some_and(|notice| notice.kind.is_problem()) {
            return None;
        }
        if self.rest.eq_ignore_ascii_case(LEAVES) {
            return Some(self.last(Chord::plain(Key::Esc)));
        }
        match model.overlays.last() {
            Some(Overlay::Text(_)) => self.write(model),
            Some(Overlay::Picker(picker)) => {
                let step = choose(&self.rest, self.has_begun, picker);
                self.take_step(step, model)
            }
            _ => self.command(model),
        }
    }

    /// Presses a key and ends the line with it.
    const fn last(&mut self, chord: Chord) -> Message {
        self.stage = Stage::Done;
        press(chord)
    }

    /// Presses a key of a word; one that stands for a letter or a digit is the word behind.
    fn trigger(&mut self, trigger: Trigger, model: &mut Model) -> Option<Message> {
        if let Trigger::Chord(chord) = trigger {
            return Some(press(chord));
        }
        let word = self.rest.split_whitespace().next().and_then(Chord::parse);
        let Some(chord) = word.filter(|chord| trigger.clashes(Trigger::Chord(*chord))) else {
            model.complain(&format!("One of {trigger} is missing behind it."));
            return None;
        };
        self.rest = self.rest.split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim_start()).to_owned();
        Some(press(chord))
    }

    /// Puts the rest of the line in the place of the open box's text, then keeps it. `\n` begins a new line there.
    fn write(&mut self, model: &Model) -> Option<Message> {
        let entry = model.text_entry()?;
        if self.rest.is_empty() {
            // A word that only opened the box leaves it open; an empty line keeps what is in it.
            return if self.has_begun { None } else { Some(self.last(Chord::plain(Key::Enter))) };
        }
        if !entry.editor.text().is_empty() {
            let begins_line = entry.editor.cursor().1 == 0;
            return Some(press(if begins_line { Chord::plain(Key::Backspace) } else { Chord::ctrl('u') }));
        }
        self.stage = Stage::Save;
        let text = std::mem::take(&mut self.rest);
        Some(Message::Paste(if entry.editor.is_multiline() { text.replace("\\n", "\n") } else { text }))
    }

    fn take_step(&mut self, step: Step, model: &Model) -> Option<Message> {
        match step {
            Step::End => None,
            Step::Clear => Some(press(Chord::ctrl('u'))),
            Step::Type => Some(Message::Paste(self.rest.clone())),
            Step::Down => Some(key_of(model, PickerAction::Down)),
            Step::Accept => {
                self.stage = Stage::Done;
                Some(key_of(model, PickerAction::Accept))
            }
        }
    }

    /// Looks the beginning of the line up among the words and the keys that work here.
    fn command(&mut self, model: &mut Model) -> Option<Message> {
        if self.rest.is_empty() {
            return if self.has_begun { None } else { Some(self.last(Chord::plain(Key::Enter))) };
        }
        if let Some(message) = self.number(model) {
            return Some(message);
        }
        if self.is_done() {
            return None;
        }
        let asks_mode = model.keyboard.pending.filter(|layer| matches!(layer, Layer::FailWith | Layer::Tag));
        if let Some(layer) = asks_mode
            && let Some(message) = self.mode(layer, model)
        {
            return Some(message);
        }
        if let Some(Word { entry, rest }) = entry_named(&self.rest, &model.layers(), &model.keyboard.keymap) {
            self.rest = rest;
            self.keys = triggers_to(entry, &model.layers(), &model.keyboard.keymap).into();
            let first = self.keys.pop_front()?;
            return self.trigger(first, model);
        }
        let (word, rest) = self.rest.split_once(char::is_whitespace).unwrap_or((&self.rest, ""));
        if let Some(chord) = Chord::parse(word) {
            self.rest = rest.trim_start().to_owned();
            return Some(press(chord));
        }
        if let Some(layer) = asks_mode.filter(|_| self.has_begun) {
            // The picker finds or makes it.
            return Some(key_of(model, picker_of(layer)));
        }
        let rest = self.rest.clone();
        match asks_mode {
            Some(_) => model.complain(&format!("No failure mode is called {rest}; / and a name makes one.")),
            None => model.complain(&format!("{rest} is no word and no key here.")),
        }
        None
    }

    /// Presses the hotkey of the mode that the rest of the line names, or asks for it by name where it has none.
    fn mode(&mut self, layer: Layer, model: &Model) -> Option<Message> {
        let typed = self.rest.as_str();
        let is_named = |name: &str, slug: &str| is_called(name, typed) || slug == typed;
        let mut open = model.read_model.open_modes().into_iter();
        let named = open.find(|mode| is_named(mode.name.as_str(), &mode.key.to_string()))?;
        if let Some(hotkey) = named.hotkey {
            return Some(self.last(Chord::char(hotkey)));
        }
        self.has_begun = true;
        Some(key_of(model, picker_of(layer)))
    }

    /// Goes to the line of a list screen that has this number, a line at a time; `None` where it is no such number, or that
    /// line is the chosen one.
    fn number(&mut self, model: &Model) -> Option<Message> {
        let is_list = model.overlays.is_empty() && model.keyboard.pending.is_none();
        model.screens.list(model.screen).filter(|_| is_list)?;
        let wanted = self.rest.parse::<usize>().ok()?.checked_sub(1).filter(|at| *at < model.list_length())?;
        let digit = Chord::parse(&self.rest);
        let is_bound = digit.is_some_and(|digit| model.keyboard.keymap.lookup(&model.layers(), digit).is_some());
        if is_bound && !self.has_begun {
            return None;
        }
        match model.list_cursor().cmp(&wanted) {
            Ordering::Less => Some(key_of(model, ListAction::Down)),
            Ordering::Greater => Some(key_of(model, ListAction::Up)),
            Ordering::Equal => {
                self.stage = Stage::Done;
                None
            }
        }
    }
}

/// Returns the action that asks for a mode by its name.
const fn picker_of(layer: Layer) -> JudgingAction {
    if matches!(layer, Layer::FailWith) { JudgingAction::FailPicker } else { JudgingAction::TagPicker }
}

/// Returns the choice that a digit stands for where lists are told with numbers.
pub fn choice_by_number(model: &Model, chord: Chord) -> Option<TypedLine> {
    number_of(model, chord).map(|digit| TypedLine::new(&digit.to_string()))
}
