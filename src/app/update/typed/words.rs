//! The words of actions: a line may name an action by what the footer, the palette or `gemba keys` calls it.

use crate::command::{Entry, Keymap, Layer, REGISTRY, Trigger, opener, root_of};

/// An action that a line begins with, and what stands behind its name.
pub(super) struct Word {
    pub(super) entry: &'static Entry,
    pub(super) rest: String,
}

/// Finds the action whose name is the longest beginning of a line, among those that have a key in these layers, the
/// topmost first; names of the footer before those of the palette.
pub(super) fn entry_named(line: &str, layers: &[Layer], keymap: &Keymap) -> Option<Word> {
    let words: Vec<&str> = line.split_whitespace().collect();
    (1..=words.len().min(6)).rev().find_map(|count| {
        let name = words.get(..count)?.join(" ").to_lowercase();
        let entry = named(&name, layers, keymap)?;
        Some(Word { entry, rest: words.get(count..)?.join(" ") })
    })
}

fn named(name: &str, layers: &[Layer], keymap: &Keymap) -> Option<&'static Entry> {
    let is = |text: &str| text.trim_end_matches([' ', '…']).to_lowercase() == name;
    let keyed = |entry: &&Entry| keymap.key_of(entry).is_some();
    let here = |layer: Layer| REGISTRY.iter().filter(move |entry| entry.layer == layer).filter(keyed);
    let behind = |layer: Layer| {
        let opened = move |entry: &&Entry| entry.layer != layer && root_of(entry.layer) == layer;
        REGISTRY.iter().filter(opened).filter(keyed)
    };
    let hints = || layers.iter().find_map(|layer| here(*layer).find(|entry| is(entry.hint)));
    let titles = || layers.iter().find_map(|layer| here(*layer).find(|entry| is(entry.title) || is(entry.id)));
    let deeper = || layers.iter().find_map(|layer| behind(*layer).find(|entry| is(entry.title) || is(entry.id)));
    hints().or_else(titles).or_else(deeper)
}

/// Returns the keys of an action from these layers: those of the prefix layers that are not open yet, then its own.
pub(super) fn triggers_to(entry: &Entry, layers: &[Layer], keymap: &Keymap) -> Vec<Trigger> {
    let mut triggers = Vec::new();
    let mut layer = entry.layer;
    while !layers.contains(&layer) {
        let Some(opens) = opener(layer) else { break };
        triggers.extend(keymap.key_of(opens));
        layer = opens.layer;
    }
    triggers.reverse();
    triggers.extend(keymap.key_of(entry));
    triggers
}
