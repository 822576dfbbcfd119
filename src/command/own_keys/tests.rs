//! A person's keys laid over the preset, and what is told.

use crate::command::{Chord, JudgingAction, Key, KeyLine, Keymap, Layer, OwnKeys, Screen};

fn keymap(lines: &[(&str, &[&str])]) -> (Keymap, Vec<String>) {
    let line = |(at, (action, keys)): (usize, &(&str, &[&str]))| KeyLine {
        line: at + 1,
        layer: None,
        action: (*action).to_owned(),
        keys: keys.iter().map(ToString::to_string).collect(),
    };
    let own = OwnKeys { lines: lines.iter().enumerate().map(line).collect(), flaws: Vec::new(), commands: Vec::new() };
    let (keymap, flaws) = Keymap::default().with_own(&own);
    (keymap, flaws.iter().map(|flaw| flaw.in_file("keymap.toml")).collect())
}

fn means(keymap: &Keymap, chord: Chord) -> Option<&'static str> {
    keymap.lookup(&[Screen::Review.layer(), Layer::Global], chord).map(|binding| binding.entry.id)
}

#[test]
fn two_actions_may_swap_their_keys_without_a_word() {
    let (keymap, flaws) = keymap(&[("Pass", &["d"]), ("defer", &["p", "Ctrl+Y"])]);
    assert_eq!(flaws, Vec::<String>::new());
    assert_eq!(means(&keymap, Chord::char('d')), Some("Pass"));
    assert_eq!(means(&keymap, Chord::ctrl('y')), Some("Defer"));
    assert_eq!(keymap.sequences(JudgingAction::Defer), ["p", "ctrl-y"]);
}

#[test]
fn a_key_taken_from_another_action_and_one_given_twice_are_told_with_both() {
    let (keymap, flaws) = keymap(&[("Pass", &["d"]), ("Mark", &["d"])]);
    assert_eq!(means(&keymap, Chord::char('d')), Some("Pass"));
    assert_eq!(means(&keymap, Chord::char('p')), None);
    let [taken, twice] = flaws.as_slice() else { panic!("{flaws:?}") };
    for word in ["keymap.toml:1: ", "`d`", "\"Pass\"", "\"Defer\"", "Defer = \"…\"", "Defer = []"] {
        assert!(taken.contains(word), "{word} in {taken}");
    }
    for word in ["keymap.toml:2: ", "\"Mark\"", "\"Pass\"", "Line 1", "give Mark another key"] {
        assert!(twice.contains(word), "{word} in {twice}");
    }
}

#[test]
fn keys_that_terminals_confuse_and_keys_that_lead_out_are_refused() {
    for key in
        ["ctrl-i", "Ctrl+M", "ctrl-h", "alt-x", "Alt+x", "M-x", "Esc", "ctrl-c", "ctrl-z", "ctrl-1", "hyper-x", ""]
    {
        let (keymap, flaws) = keymap(&[("Pass", &[key])]);
        assert_eq!(flaws.len(), 1, "{key}");
        assert_eq!(means(&keymap, Chord::char('p')), Some("Pass"), "{key} leaves the key as it was");
    }
    assert!(keymap(&[("Pass", &["ctrl-i"])]).1[0].contains("Tab"));
    assert!(keymap(&[("Leave", &["x"])]).1[0].contains("keeps it"));
    assert!(keymap(&[("TextSave", &["s"])]).1[0].contains("text in a box"));
    assert!(keymap(&[("FailPlain", &["x"])]).1[0].contains("a–z"));
    assert!(keymap(&[("TagHotkey", &["x"])]).1[0].contains("Take the line away"));
}

#[test]
fn an_unknown_action_is_told_with_the_nearest() {
    let (_, flaws) = keymap(&[("Pas", &["x"])]);
    assert!(flaws[0].contains("`Pas`") && flaws[0].contains("Did you mean Pass?"), "{flaws:?}");
    let own = OwnKeys {
        lines: vec![KeyLine { line: 4, layer: Some("modes".into()), action: "Pass".into(), keys: vec!["x".into()] }],
        flaws: Vec::new(),
        commands: Vec::new(),
    };
    let (_, flaws) = Keymap::default().with_own(&own);
    assert!(flaws[0].in_file("k").contains("Write it under [review]"), "{flaws:?}");
}

#[test]
fn an_action_may_have_no_key_and_what_it_opened_has_none_then() {
    let (keymap, flaws) = keymap(&[("Goto", &[]), ("Undo", &["Backspace"])]);
    assert!(flaws.is_empty(), "{flaws:?}");
    assert_eq!(means(&keymap, Chord::char('g')), None);
    assert_eq!(means(&keymap, Chord::plain(Key::Backspace)), Some("Undo"));
    assert_eq!(keymap.sequences(crate::command::GotoAction::All), Vec::<String>::new());
}
