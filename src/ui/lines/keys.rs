//! The keys that work here, in one line.

use crate::app::Model;
use crate::app::screens::review::Pair;
use crate::command::{Binding, Entry, GlobalAction, JudgingAction, Layer, Trigger, title_of};
use crate::text::visible_name;

/// Keys that are named in one line at most.
const AT_MOST: usize = 14;

/// Returns the keys of the screen or of what lies over it: `Keys: p pass, f fail, …`.
pub(super) fn here(model: &Model) -> String {
    let hints = model.keyboard.keymap.hints(&model.layers());
    // Where two keys are called the same, their titles tell them apart; of two who share the keys, their names too.
    let is_shared = |hint: &str| hints.iter().filter(|(_, entry)| entry.hint == hint).count() > 1;
    let pair = model.screens.review.blind_pair().map(|(pair, _)| pair);
    let whose = |entry: &Entry| Some(pair?.called(Pair::seat_of(entry.action)?, model.present));
    let word = |entry: &Entry| match whose(entry) {
        Some(name) => format!("{} ({name})", entry.title),
        None if is_shared(entry.hint) => entry.title.to_owned(),
        None => entry.hint.to_owned(),
    };
    let named: Vec<String> = hints.iter().take(AT_MOST).map(|(key, entry)| format!("{key} {}", word(entry))).collect();
    format!("Keys: {}.", named.join(", "))
}

/// Returns the key that leaves what is open.
pub(super) fn leave(model: &Model) -> String {
    model.keyboard.keymap.key(GlobalAction::Leave).map(|key| key.to_string()).unwrap_or_default()
}

/// Returns the failure modes with their hotkeys.
fn hotkeys(model: &Model) -> Vec<String> {
    let open = model.read_model.open_modes().into_iter();
    open.filter_map(|mode| Some(format!("{} {}", mode.hotkey?, visible_name(&mode.name)))).collect()
}

/// Returns what can be said of a mode, whatever it is for.
pub(super) fn modes(model: &Model) -> Vec<String> {
    let picker = model.keyboard.keymap.key(JudgingAction::TagPicker).map(|key| format!("{key} find or create"));
    hotkeys(model).into_iter().chain(picker).chain([format!("{} back", leave(model))]).collect()
}

/// Returns the line of a layer that waits for its key: what is asked, every hotkey, the other keys.
pub(super) fn waiting(model: &Model, layer: Layer) -> String {
    let asked = match layer {
        Layer::FailWith => "fail: which mode?".to_owned(),
        Layer::Tag => "tag: which mode?".to_owned(),
        Layer::NotMet => "not met: which criterion?".to_owned(),
        Layer::NotApplicable => "does not apply: which criterion?".to_owned(),
        Layer::CriterionEdit => "edit: which criterion?".to_owned(),
        other => format!("{}:", title_of(other)),
    };
    let numbers = || {
        let numbered = model.read_model.open_criteria().into_iter();
        numbered
            .filter_map(|criterion| Some(format!("{} {}", criterion.number?, visible_name(&criterion.name))))
            .collect::<Vec<_>>()
    };
    let mut choices = match layer {
        Layer::FailWith | Layer::Tag => hotkeys(model),
        Layer::NotMet | Layer::NotApplicable | Layer::CriterionEdit => numbers(),
        _ => Vec::new(),
    };
    let mut told: Vec<&Entry> = Vec::new();
    for Binding { trigger, entry, .. } in model.keyboard.keymap.of_layer(layer) {
        let Trigger::Chord(chord) = trigger else { continue };
        if !told.contains(entry) {
            told.push(entry);
            choices.push(format!("{chord} {}", entry.hint));
        }
    }
    choices.push(format!("{} back", leave(model)));
    format!("{asked} {}.", choices.join(", "))
}
