//! Lines of words on the picking screen: each comes to keys, so that nothing can be done by words that no key does.

use super::state::Pick;
use crate::command::{Chord, Key, PICK_FIELDS, PICK_KEYS, PickAction, pick_action, pick_key, pick_word};
use crate::text::visible_words;

/// A key, or text for the line that is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PickInput {
    /// A key.
    Key(Chord),
    /// Text.
    Text(String),
}

/// Returns what a line of words comes to: a number or a path chooses a path; the word of a key does what the key does, of the
/// path that is named behind it, or with the text behind it. What has no meaning is said.
pub fn typed(line: &str, pick: &mut Pick) -> Vec<PickInput> {
    let line = line.trim();
    if line.is_empty() {
        return vec![key(Key::Enter)];
    }
    if line.eq_ignore_ascii_case("esc") {
        return vec![key(Key::Esc)];
    }
    if pick.entry.is_some() {
        return written(line);
    }
    if let Some(at) = line.parse().ok().and_then(|number| numbered(number, pick)) {
        return steps_to(at, pick);
    }
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim_start();
    if let Some(action) = action_of(word) {
        return act(action, rest, pick).unwrap_or_else(|| nowhere(rest, pick));
    }
    if PICK_FIELDS.contains(&word) {
        let there = if rest.is_empty() { Some(Vec::new()) } else { place(rest, pick).map(|at| steps_to(at, pick)) };
        let named = |there| [there, pressed(PickAction::Other), written(word)].concat();
        return there.map_or_else(|| nowhere(rest, pick), named);
    }
    if let Some(at) = place(line, pick) {
        return steps_to(at, pick);
    }
    let help = pick_key(PickAction::Help);
    pick.notice = format!("{} is no word, no key and no path here; {help} tells them.", visible_words(line).as_str());
    Vec::new()
}

/// Returns what a digit comes to where paths are told with numbers.
pub fn digit(chord: Chord, pick: &Pick) -> Option<Vec<PickInput>> {
    let Chord { key: Key::Char(digit @ '1'..='9'), ctrl: false } = chord else { return None };
    let number = usize::try_from(digit.to_digit(10)?).ok()?;
    numbered(number, pick).filter(|_| pick.entry.is_none()).map(|at| steps_to(at, pick))
}

/// Returns what a key does that is named by its word or as it is printed.
fn action_of(word: &str) -> Option<PickAction> {
    let named = PICK_KEYS.iter().find(|row| pick_word(row.action).eq_ignore_ascii_case(word));
    named.map(|row| row.action).or_else(|| pick_action(Chord::parse(word)?))
}

/// Returns the keys of an action and of what is said behind it; `None` where that is no path.
fn act(action: PickAction, rest: &str, pick: &Pick) -> Option<Vec<PickInput>> {
    let keys = pressed(action);
    Some(match action {
        _ if rest.is_empty() => keys,
        PickAction::Fail | PickAction::Pass | PickAction::Name | PickAction::Other => [keys, written(rest)].concat(),
        PickAction::Field(_) | PickAction::Records | PickAction::Clear => {
            [steps_to(place(rest, pick)?, pick), keys].concat()
        }
        PickAction::Move(_)
        | PickAction::Page(_)
        | PickAction::First
        | PickAction::Last
        | PickAction::Element
        | PickAction::Help
        | PickAction::Import
        | PickAction::Cancel => return None,
    })
}

fn nowhere(rest: &str, pick: &mut Pick) -> Vec<PickInput> {
    pick.notice = format!("There is no path {} here.", visible_words(rest).as_str());
    Vec::new()
}

const fn key(key: Key) -> PickInput {
    PickInput::Key(Chord::plain(key))
}

/// Returns the key of an action.
fn pressed(action: PickAction) -> Vec<PickInput> {
    Chord::parse(pick_key(action)).map(PickInput::Key).into_iter().collect()
}

/// Returns what puts a text in the place of what is in the line, and keeps it.
fn written(text: &str) -> Vec<PickInput> {
    vec![PickInput::Key(Chord::ctrl('u')), PickInput::Text(text.to_owned()), key(Key::Enter)]
}

fn numbered(number: usize, pick: &Pick) -> Option<usize> {
    number.checked_sub(1).filter(|at| *at < pick.structure.paths.len())
}

/// Returns the path that a number or its words name.
fn place(text: &str, pick: &Pick) -> Option<usize> {
    let number = text.parse().ok().and_then(|number| numbered(number, pick));
    let named = || pick.structure.paths.iter().position(|path| path.path == text || pick.pointed(path) == text);
    number.or_else(named)
}

/// Returns the keys that go to a path.
fn steps_to(at: usize, pick: &Pick) -> Vec<PickInput> {
    let by = if at < pick.cursor { Key::Up } else { Key::Down };
    vec![key(by); at.abs_diff(pick.cursor)]
}
