//! Laws of the registry: what holds of every row and of every preset.

use std::collections::BTreeSet;

use super::{
    Action, Chord, GlobalAction, JudgingAction, Key, Keymap, LAYERS, Layer, PRESETS, REGISTRY, SCREENS, Screen,
    Trigger, key_table_markdown, key_table_text, opener, root_of,
};

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
fn every_row_can_be_read_and_is_the_only_one_of_its_action() {
    let (mut actions, mut ids) = (BTreeSet::new(), BTreeSet::new());
    for entry in REGISTRY.iter() {
        let is_new = actions.insert((entry.opens().map(|_| entry.layer), entry.action));
        assert!(is_new && ids.insert(entry.id), "{} twice", entry.id);
        assert!(!entry.keys.is_empty() || entry.action == JudgingAction::Fail, "only the palette has it");
        for key in entry.keys.split_whitespace() {
            assert!(Trigger::parse(key).is_some(), "{key} of {}", entry.id);
        }
        assert!(entry.sentence.ends_with('.') && !entry.title.is_empty() && !entry.hint.is_empty(), "{}", entry.id);
    }
}

#[test]
fn every_layer_has_one_heading_and_a_prefix_layer_can_be_opened() {
    let layers: BTreeSet<Layer> = LAYERS.iter().map(|keys| keys.layer).collect();
    assert_eq!(layers.len(), LAYERS.len());
    for keys in LAYERS.iter() {
        assert!(!keys.title.is_empty() && !keys.entries.is_empty(), "{:?}", keys.layer);
        for opened in keys.entries.iter().filter_map(super::Entry::opens) {
            assert!(layers.contains(&opened) && opener(opened).is_some(), "{opened:?}");
            assert_ne!(root_of(opened), opened);
        }
    }
}

#[test]
fn every_screen_has_one_row_a_layer_and_a_title() {
    let mut seen = BTreeSet::new();
    for row in SCREENS {
        assert!(seen.insert(row.screen) && seen.len() == row.screen as usize + 1, "{:?}", row.screen);
        assert_eq!(row.screen.title(), row.title);
        assert!(
            LAYERS.iter().any(|keys| keys.layer == row.screen.layer() && keys.title == row.title),
            "{:?}",
            row.screen
        );
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
    let prodigy = Keymap::preset("prodigy").unwrap();
    let means = |key| prodigy.lookup(&[Screen::Review.layer(), Layer::Global], key).map(|binding| binding.entry.action);
    assert_eq!(means(Chord::char('a')), Some(JudgingAction::Pass.into()));
    assert_eq!(means(Chord::char('x')), Some(JudgingAction::Fail.into()));
    assert_eq!(means(Chord::char('X')), Some(Action::Open(Layer::NotMet)));
    assert_eq!(means(Chord::char(' ')), Some(JudgingAction::Defer.into()));
    assert_eq!(means(Chord::plain(Key::Backspace)), Some(GlobalAction::Undo.into()));
    assert!(Keymap::preset("dvorak").unwrap_err().to_string().contains("arrows"));
}

#[test]
fn the_tables_name_every_action() {
    let (markdown, text) = (key_table_markdown(), key_table_text());
    for entry in REGISTRY.iter().filter(|entry| !entry.keys.is_empty()) {
        assert!(markdown.contains(entry.sentence), "{}", entry.id);
        assert!(text.contains(entry.sentence), "{}", entry.id);
    }
    assert!(markdown.contains("| `c e 1–9` | Edit this criterion |"));
}
