//! What a typed line chooses in an open picker: a line by its number, else by its name.

use crate::app::Model;
use crate::app::overlays::Overlay;
use crate::app::overlays::picker::{Choice, Picker};
use crate::command::{Chord, Key};

/// What is done next in a picker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing: what was found is told.
    End,
    /// The typed words go.
    Clear,
    /// The line is typed.
    Type,
    /// The next line is selected.
    Down,
    /// The selected line is taken.
    Accept,
}

/// Answers whether a name is this one, in large letters or small.
pub(super) fn is_called(name: &str, typed: &str) -> bool {
    name.to_lowercase() == typed.to_lowercase()
}

/// Returns the next step towards the line that was typed. `is_behind` where it stands behind the word that opened the picker:
/// a name that is unknown is made then.
pub(super) fn choose(typed: &str, is_behind: bool, picker: &Picker) -> Step {
    if typed.is_empty() {
        return if is_behind { Step::End } else { Step::Accept };
    }
    let query = picker.query.text();
    let number = typed.parse::<usize>().ok().filter(|_| !is_behind || query.is_empty());
    let numbered = number.and_then(|number| number.checked_sub(1)).filter(|at| *at < picker.rows.len());
    if numbered.is_none() && query.trim() != typed {
        return if query.is_empty() { Step::Type } else { Step::Clear };
    }
    let exact = || {
        picker.rows.iter().position(|row| {
            let slug = match &row.choice {
                Choice::Mode(key) | Choice::Criterion(key) => Some(key.to_string()),
                Choice::NewMode(_) | Choice::Command(_) => None,
            };
            is_called(&row.label, typed) || row.key == typed || slug.as_deref() == Some(typed)
        })
    };
    let new = || picker.rows.iter().position(|row| matches!(row.choice, Choice::NewMode(_))).filter(|_| is_behind);
    let only = || (picker.rows.len() == 1 && !picker.only_weak()).then_some(0);
    match numbered.or_else(exact).or_else(new).or_else(only) {
        None => Step::End,
        Some(at) if at == picker.selected && (picker.is_chosen || !picker.only_weak()) => Step::Accept,
        Some(_) => Step::Down,
    }
}

/// Returns the number that a digit stands for where a list was told with numbers: in a picker in which nothing was typed, on
/// a list screen where the digit is no key.
pub(super) fn number_of(model: &Model, chord: Chord) -> Option<char> {
    let Chord { key: Key::Char(digit @ '1'..='9'), ctrl: false } = chord else { return None };
    let number = digit.to_digit(10)? as usize;
    let is_choice = match model.overlays.last() {
        Some(Overlay::Picker(picker)) => picker.query.text().is_empty() && number <= picker.rows.len(),
        Some(_) => false,
        None => {
            let is_bound = model.keyboard.keymap.lookup(&model.layers(), chord).is_some();
            model.screens.list(model.screen).is_some() && !is_bound && number <= model.list_length()
        }
    };
    is_choice.then_some(digit)
}
