//! A key as the footer names it; of two who share the keys, whose hand it is.

use crate::app::Model;
use crate::app::screens::review::Pair;
use crate::command::{Entry, GlobalAction, PairAction};
use crate::text::{cells, fit};

/// Cells of a name below which it tells nobody apart.
const LEAST_NAME: usize = 3;

/// A key, what it does, and whose it is.
pub(super) struct Hint {
    /// Whose hand begins here; empty before most keys.
    pub(super) before: String,
    /// The key, or those of a hand.
    pub(super) key: String,
    /// What it does.
    pub(super) words: &'static str,
    /// The key's row.
    pub(super) entry: &'static Entry,
}

impl Hint {
    pub(super) fn new(key: String, entry: &'static Entry) -> Self {
        Self { before: String::new(), key, words: entry.hint, entry }
    }

    /// Returns the cells that it takes, with the gap behind it.
    pub(super) fn width(&self) -> u16 {
        let words = if self.words.is_empty() { 0 } else { cells(self.words) + 1 };
        u16::try_from(cells(&self.before) + cells(&self.key) + words + 2).unwrap_or(u16::MAX)
    }
}

/// Returns at which seat of a pair a key votes; `None` of every other key.
fn seat_of(hint: &Hint) -> Option<usize> {
    Pair::seat_of(hint.entry.action)
}

/// Names the reviewer before the keys of each hand. Where that leaves no room for the keys that reveal and help, the second
/// hand's keys stand without words, which are those of the first; then the names are cut.
pub(super) fn name_hands(model: &Model, hints: &mut Vec<Hint>, room: u16) {
    let Some((pair, _)) = model.screens.review.blind_pair() else { return };
    let names = [0, 1].map(|seat| pair.called(seat, model.present));
    let is_needed = |hint: &&Hint| {
        let action = hint.entry.action;
        seat_of(hint).is_some() || action == PairAction::Reveal || action == GlobalAction::Help
    };
    let fits = |hints: &[Hint]| hints.iter().filter(is_needed).map(Hint::width).fold(0, u16::saturating_add) <= room;
    put_names(hints, &names);
    if fits(hints) {
        return;
    }
    join_second(hints);
    let longest = names.iter().map(|name| cells(name)).max().unwrap_or(0);
    for most in (LEAST_NAME..=longest.max(LEAST_NAME)).rev() {
        put_names(hints, &names.each_ref().map(|name| fit(name, most)));
        if fits(hints) {
            return;
        }
    }
    put_names(hints, &[String::new(), String::new()]);
}

/// Puts the names before the first key of each hand.
fn put_names(hints: &mut [Hint], names: &[String; 2]) {
    for (seat, name) in names.iter().enumerate() {
        if let Some(first) = hints.iter_mut().find(|hint| seat_of(hint) == Some(seat)) {
            let gap = if name.is_empty() { "" } else { " " };
            let between = if seat == 0 { "" } else { "· " };
            first.before = format!("{between}{name}{gap}");
        }
    }
}

/// Puts the keys of the second hand together, without words.
fn join_second(hints: &mut Vec<Hint>) {
    let keys: Vec<&str> = hints.iter().filter(|hint| seat_of(hint) == Some(1)).map(|hint| hint.key.as_str()).collect();
    let keys = keys.join(" ");
    let Some(first) = hints.iter().position(|hint| seat_of(hint) == Some(1)) else { return };
    let mut at = 0;
    hints.retain(|hint| {
        at += 1;
        seat_of(hint) != Some(1) || at == first + 1
    });
    if let Some(hand) = hints.get_mut(first) {
        hand.key = keys;
        hand.words = "";
    }
}
