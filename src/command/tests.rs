//! The registry held against the design: every binding there, none clashing.

use std::collections::BTreeSet;

use super::{Chord, Key, Keymap, PRESETS, REGISTRY, Trigger, key_table_markdown, key_table_text};

/// The bindings of the design, sequence by sequence.
const BINDINGS: &[&str] = &[
    "p",
    "f",
    "d",
    "F a–z",
    "t a–z",
    "T",
    "t /",
    "F /",
    "1–9",
    "x 1–9",
    "- 1–9",
    "m /",
    "x /",
    "- /",
    "n",
    "N",
    "> m",
    "> c",
    "c n",
    "c e 1–9",
    "v",
    "V",
    "h",
    "j",
    "k",
    "l",
    "w",
    "b",
    "e",
    "(",
    ")",
    "{",
    "}",
    "0",
    "$",
    "o",
    "s",
    "/",
    "J",
    "K",
    "ctrl-d",
    "ctrl-u",
    "PgDn",
    "PgUp",
    "[",
    "]",
    "ctrl-n",
    "ctrl-p",
    "Space",
    "*",
    "u",
    "U",
    "ctrl-r",
    ".",
    "a",
    "A",
    "S",
    "y o",
    "y i",
    "y j",
    "y n",
    "r",
    "z",
    "Tab",
    "Enter",
    "g r",
    "g m",
    "g c",
    "g k",
    "g i",
    "g o",
    "g g",
    "G",
    "g /",
    ":",
    "?",
    "q",
    "P",
    "ctrl-z",
    "ctrl-c",
    "Esc",
];

#[test]
fn every_binding_of_the_design_is_there() {
    let keymap = Keymap::default();
    let known: BTreeSet<String> = REGISTRY.iter().flat_map(|entry| keymap.sequences(entry.action)).collect();
    let missing: Vec<&&str> = BINDINGS.iter().filter(|binding| !known.contains(**binding)).collect();
    assert!(missing.is_empty(), "not bound: {missing:?}");
}

#[test]
fn no_two_keys_of_one_layer_clash_in_any_preset() {
    for (name, _) in PRESETS {
        let keymap = Keymap::preset(name).unwrap();
        for (at, a) in keymap.bindings().iter().enumerate() {
            for b in keymap.bindings().iter().skip(at + 1).filter(|b| b.layer == a.layer) {
                assert!(!a.trigger.clashes(b.trigger), "{name}: {:?} and {:?}", a.entry.action, b.entry.action);
            }
        }
    }
}

#[test]
fn every_key_in_the_table_can_be_read_and_every_action_stands_once() {
    let mut seen = BTreeSet::new();
    for entry in REGISTRY {
        assert!(seen.insert(entry.action), "{:?} twice", entry.action);
        for key in entry.keys.split(' ') {
            assert!(Trigger::parse(key).is_some(), "{key} of {:?}", entry.action);
        }
        assert!(entry.sentence.ends_with('.'), "{:?}", entry.action);
    }
}

#[test]
fn chords_that_terminals_confuse_are_never_bound() {
    for binding in Keymap::default().bindings() {
        let forbidden = ['i', 'm', 'h'].map(Chord::ctrl).map(Trigger::Chord);
        assert!(!forbidden.contains(&binding.trigger), "{:?}", binding.entry.action);
    }
}

#[test]
fn a_chord_reads_back_as_it_prints() {
    let keys = [Key::Enter, Key::Esc, Key::Tab, Key::BackTab, Key::PageUp, Key::Delete, Key::Char(' '), Key::Char('é')];
    for key in keys {
        assert_eq!(Chord::parse(&Chord::plain(key).to_string()), Some(Chord::plain(key)));
    }
    assert_eq!(Chord::parse("ctrl-d"), Some(Chord::ctrl('d')));
    assert_eq!(Chord::parse("-"), Some(Chord::char('-')));
    assert_eq!(Chord::parse("alt-x"), None);
}

#[test]
fn presets_replace_the_judging_keys_and_unknown_ones_are_refused() {
    use super::{Action, Layer};
    let prodigy = Keymap::preset("prodigy").unwrap();
    let means = |key| prodigy.lookup(&[Layer::Review, Layer::Global], key).map(|binding| binding.entry.action);
    assert_eq!(means(Chord::char('a')), Some(Action::Pass));
    assert_eq!(means(Chord::char('x')), Some(Action::Fail));
    assert_eq!(means(Chord::char(' ')), Some(Action::Defer));
    assert_eq!(means(Chord::plain(Key::Backspace)), Some(Action::Undo));
    assert!(Keymap::preset("dvorak").unwrap_err().to_string().contains("arrows"));
}

#[test]
fn the_tables_name_every_action() {
    let (markdown, text) = (key_table_markdown(), key_table_text());
    for entry in REGISTRY {
        assert!(markdown.contains(entry.sentence), "{:?}", entry.action);
        assert!(text.contains(entry.sentence), "{:?}", entry.action);
    }
    assert!(markdown.contains("| `c e 1–9` | Edit this criterion |"));
}
