//! The keys of `gemba import --pick`, a screen of its own: it has no workspace yet, so nothing of the others works there.

use super::chord::Chord;

/// What a key does there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PickAction {
    /// Moves by so many lines.
    Move(isize),
    /// Moves by a page: 1 down, -1 up.
    Page(isize),
    /// Goes to the first line.
    First,
    /// Goes to the last line.
    Last,
    /// Says that this field of a record is here.
    Field(&'static str),
    /// Says that another field is here, by its name.
    Other,
    /// Says that a label is here, and which of its values mean fail.
    Fail,
    /// Says which values of the label mean pass.
    Pass,
    /// Says that the list of records is here.
    Records,
    /// Takes the last element of a list, all of them, or the first.
    Element,
    /// Takes back what is said here.
    Clear,
    /// Gives the mapping another name.
    Name,
    /// Shows all keys.
    Help,
    /// Imports.
    Import,
    /// Leaves; nothing is stored.
    Cancel,
}

/// A key.
#[derive(Debug, Clone, Copy)]
pub struct PickKey {
    /// As it is printed.
    pub key: &'static str,
    /// What it does.
    pub action: PickAction,
    /// In the footer; empty where it does not stand there.
    pub hint: &'static str,
    /// In the help.
    pub sentence: &'static str,
}

/// Every field of a record that can be pointed at, as `--map` names it.
pub const PICK_FIELDS: &[&str] = &[
    "input",
    "output",
    "messages",
    "role",
    "content",
    "system",
    "expected",
    "id",
    "conversation",
    "time",
    "model",
    "prompt",
    "latency",
    "tokens_in",
    "tokens_out",
    "cost",
    "finish_reason",
    "error",
    "note",
];

const fn row(key: &'static str, action: PickAction, hint: &'static str, sentence: &'static str) -> PickKey {
    PickKey { key, action, hint, sentence }
}

/// Every key, those first that the footer shows.
pub const PICK_KEYS: &[PickKey] = &[
    row("i", PickAction::Field("input"), "input", "The input is here."),
    row("o", PickAction::Field("output"), "output", "The output is here."),
    row("m", PickAction::Field("messages"), "turns", "The list of turns is here."),
    row("t", PickAction::Field("time"), "time", "The time is here."),
    row("l", PickAction::Fail, "label", "A label; which values fail."),
    row("Enter", PickAction::Import, "import", "Imports; saves the mapping."),
    row("Esc", PickAction::Cancel, "cancel", "Leaves; nothing is stored."),
    row("?", PickAction::Help, "help", "Shows and hides the keys."),
    row("r", PickAction::Field("role"), "", "In a turn: who speaks."),
    row("c", PickAction::Field("content"), "", "In a turn: what is said."),
    row("s", PickAction::Field("system"), "", "The system prompt is here."),
    row("e", PickAction::Field("expected"), "", "The expected output is here."),
    row("x", PickAction::Field("id"), "", "The external id is here."),
    row("v", PickAction::Field("conversation"), "", "The conversation is here."),
    row("M", PickAction::Field("model"), "", "The model is here."),
    row("P", PickAction::Field("prompt"), "", "The prompt version is here."),
    row("=", PickAction::Other, "", "Another field, by its name."),
    row("y", PickAction::Pass, "", "A label; which values pass."),
    row("R", PickAction::Records, "", "The list of records is here."),
    row("[", PickAction::Element, "", "First, last or all of a list."),
    row("Backspace", PickAction::Clear, "", "Takes back what was said of this path."),
    row("n", PickAction::Name, "", "Names the saved mapping."),
    row("j", PickAction::Move(1), "", "Down; so does the arrow."),
    row("k", PickAction::Move(-1), "", "Up; so does the arrow."),
    row("Down", PickAction::Move(1), "", ""),
    row("Up", PickAction::Move(-1), "", ""),
    row("PgDn", PickAction::Page(1), "", "A page down; PgUp: up."),
    row("PgUp", PickAction::Page(-1), "", ""),
    row("Home", PickAction::First, "", "First path; End: last path."),
    row("End", PickAction::Last, "", ""),
    row("ctrl-c", PickAction::Cancel, "", ""),
];

/// Returns what a key does there.
#[must_use]
pub fn pick_action(chord: Chord) -> Option<PickAction> {
    PICK_KEYS.iter().find(|row| Chord::parse(row.key) == Some(chord)).map(|row| row.action)
}

/// Returns the key of an action, as it is printed.
#[must_use]
pub fn pick_key(action: PickAction) -> &'static str {
    PICK_KEYS.iter().find(|row| row.action == action).map_or("", |row| row.key)
}

/// Returns the word of an action, which is typed in the place of its key.
#[must_use]
pub const fn pick_word(action: PickAction) -> &'static str {
    match action {
        PickAction::Move(1..) => "down",
        PickAction::Move(_) => "up",
        PickAction::Page(1..) => "page",
        PickAction::Page(_) => "back",
        PickAction::First => "first",
        PickAction::Last => "last",
        PickAction::Field(field) => field,
        PickAction::Other => "field",
        PickAction::Fail => "label",
        PickAction::Pass => "passes",
        PickAction::Records => "records",
        PickAction::Element => "element",
        PickAction::Clear => "clear",
        PickAction::Name => "name",
        PickAction::Help => "help",
        PickAction::Import => "import",
        PickAction::Cancel => "cancel",
    }
}

#[cfg(test)]
mod tests {
    use super::{Chord, PICK_FIELDS, PICK_KEYS, PickAction, pick_action, pick_word};

    #[test]
    fn no_two_keys_are_the_same_and_every_one_is_read() {
        for row in PICK_KEYS {
            assert_eq!(pick_action(Chord::parse(row.key).unwrap()), Some(row.action), "{}", row.key);
        }
    }

    #[test]
    fn no_two_actions_have_one_word() {
        for (at, row) in PICK_KEYS.iter().enumerate() {
            let same = PICK_KEYS.iter().skip(at + 1).filter(|other| pick_word(other.action) == pick_word(row.action));
            assert!(same.clone().all(|other| other.action == row.action), "{}", row.key);
        }
    }

    #[test]
    fn every_field_with_a_key_is_a_field() {
        for row in PICK_KEYS {
            if let PickAction::Field(field) = row.action {
                assert!(PICK_FIELDS.contains(&field), "{field}");
            }
        }
    }
}
