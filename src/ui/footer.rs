//! The footer: what was said last, and the keys that work here.

use std::fmt::Write as _;

use super::hint::{self, Hint};
use super::painter::Painter;
use super::theme::Role;
use crate::app::geometry::{self, Area, Form};
use crate::app::overlays::Overlay;
use crate::app::overlays::picker::Picker;
use crate::app::{Model, Notice, NoticeKind};
use crate::command::{
    Action, BrowseAction, Entry, GlobalAction, GradingAction, JudgingAction, Layer, NotesAction, PickerAction,
    REGISTRY, SuggestAction, TextAction, entry_of,
};
use crate::layout::wrap_plain;
use crate::text::{cells, covered};

/// Keys that a notice never pushes out, beside the one for help.
const NEEDED: usize = 3;

/// Paints the rule and the line at the bottom.
pub(super) fn footer(model: &Model, painter: &mut Painter<'_>) {
    let (width, rows) = model.size;
    let Some(y) = rows.checked_sub(1) else { return };
    painter.rule(0, y.saturating_sub(1), width);
    let mut x = 1;
    let layers = model.layers();
    // What a notice asks needs no echo of the key that asked.
    if let Some(prefix) = model.keyboard.pending.filter(|_| model.notice.is_none()) {
        let keys = pressed(model, prefix);
        x = painter.put(x, y, width.saturating_sub(x), &keys, Role::Accent) + 2;
    }
    let mut hints: Vec<Hint> =
        model.keyboard.keymap.hints(&layers).into_iter().map(|(key, entry)| Hint::new(key, entry)).collect();
    let named = model.notice.as_ref().map(|notice| notice.actions.as_slice()).unwrap_or_default();
    let one_line = model.text_entry().is_some_and(|entry| !entry.editor.is_multiline());
    let is_idle = |entry: &Entry| (one_line && entry.action == TextAction::Newline) || is_without_use(model, entry);
    let taken = model.text_entry().map(|entry| entry.writing.taken());
    let asked = layers.contains(&Layer::Regrade);
    // In a round the asked criterion has its own keys.
    let is_other = |entry: &Entry| {
        asked
            && (entry.action == GradingAction::MetDigit
                || matches!(entry.action, Action::Open(Layer::NotMet | Layer::NotApplicable | Layer::FailWith)))
    };
    // What both settle on asks no reason, and their votes stay.
    let is_settled = |entry: &Entry| {
        layers.contains(&Layer::Revealed)
            && (entry.action == Action::Open(Layer::FailWith)
                || [JudgingAction::Pass, JudgingAction::Defer].iter().any(|vote| entry.action == *vote))
    };
    let is_other = |entry: &Entry| is_other(entry) || is_settled(entry);
    hints.retain(|hint| !named.contains(&hint.entry.action) && !is_idle(hint.entry) && !is_other(hint.entry));
    if let (Some(taken), Some(save)) = (taken, hints.iter_mut().find(|hint| hint.entry.action == TextAction::Save)) {
        save.words = taken;
    }
    if layers.contains(&Layer::Hands) {
        hint::name_hands(model, &mut hints, width.saturating_add(1));
    }
    let mut full = false;
    let narrow = geometry::form(model.size) != Form::Wide;
    let is_kept = |entry: &Entry| entry.action == GlobalAction::Help || (narrow && entry.action == BrowseAction::Pane);
    let mut kept: u16 = hints.iter().filter(|hint| is_kept(hint.entry)).map(Hint::width).sum();
    if let Some(notice) = &model.notice {
        // What is said leaves room for the keys that are needed most; a layer that waits shows its keys above the line.
        let needed: u16 = if model.keyboard.pending.is_some() {
            0
        } else {
            hints.iter().filter(|hint| !is_kept(hint.entry)).take(NEEDED).map(Hint::width).sum::<u16>() + kept + 1
        };
        if said_width(notice, model) + 2 + usize::from(needed) > usize::from(width) {
            above(notice, model, y, painter);
        } else {
            x = words(notice, model, x, y, painter) + 3;
        }
    }
    for hint in &hints {
        let needed = hint.width();
        if is_kept(hint.entry) {
            kept -= needed;
        } else if full || x.saturating_add(needed).saturating_add(kept) > width + 2 {
            full = true;
            continue;
        }
        if x.saturating_add(needed) > width + 2 {
            break;
        }
        x = painter.put(x, y, width.saturating_sub(x), &hint.before, Role::Text);
        x = painter.put(x, y, width.saturating_sub(x), &hint.key, Role::Key) + u16::from(!hint.words.is_empty());
        x = painter.put(x, y, width.saturating_sub(x), hint.words, Role::Footer) + 2;
    }
}

/// Answers whether there is nothing that a key could act on: no criterion, no hotkey, no mode to define,
/// no suggestion.
fn is_without_use(model: &Model, entry: &Entry) -> bool {
    let book = &model.read_model;
    let is = |action: Action| entry.action == action;
    if is(GradingAction::MetDigit.into()) {
        return book.open_criteria().is_empty();
    }
    if is(JudgingAction::TagHotkey.into()) || is(JudgingAction::FailHotkey.into()) {
        return book.open_modes().into_iter().all(|mode| mode.hotkey.is_none());
    }
    if is(NotesAction::Answers.into()) {
        return model.screens.review.dispute(book).is_none();
    }
    if let Some(Overlay::Suggest(open)) = model.overlays.last() {
        let count = open.found.as_ref().map_or(0, |found| found.suggestions.len());
        let needs_one = [SuggestAction::Dismiss, SuggestAction::NextSuite];
        let needs_two = [SuggestAction::Down, SuggestAction::Up];
        return (count == 0 && needs_one.iter().any(|action| entry.action == *action))
            || (count < 2 && needs_two.iter().any(|action| entry.action == *action));
    }
    let defines = |picker: &Picker| picker.can_define();
    is(PickerAction::Define.into())
        && !matches!(model.overlays.last(), Some(Overlay::Picker(picker)) if defines(picker))
}

/// Returns the keys pressed so far of a sequence; within a selection the layer's own opener.
fn pressed(model: &Model, prefix: Layer) -> String {
    if model.screen_layers().first() == Some(&Layer::Select) {
        let opener = REGISTRY.iter().find(|entry| entry.opens() == Some(prefix) && entry.layer == Layer::Select);
        if let Some(trigger) = opener.and_then(|entry| model.keyboard.keymap.key_of(entry)) {
            return trigger.to_string();
        }
    }
    model.keyboard.prefix_keys(prefix)
}

/// Returns what a notice names beside its text: keys and words of each action.
fn named(notice: &Notice, model: &Model) -> Vec<(String, &'static str)> {
    let entries = notice.actions.iter().filter_map(|action| entry_of(*action));
    let keys = |entry: &Entry| model.keyboard.keymap.sequences_of(entry).into_iter().next().unwrap_or_default();
    entries.map(|entry| (keys(entry), entry.hint)).collect()
}

const fn role_of(kind: NoticeKind) -> Role {
    match kind {
        NoticeKind::Plain => Role::Text,
        NoticeKind::Good => Role::Pass,
        NoticeKind::Bad => Role::Fail,
        NoticeKind::Problem | NoticeKind::TooSmall => Role::Warn,
    }
}

/// Returns what a notice says, as it may be shown.
pub(super) fn said(notice: &Notice, model: &Model) -> String {
    if model.present { model.session.cover.sentence(&covered(&notice.text)) } else { notice.text.clone() }
}

/// Returns the cells that a notice takes in one line.
fn said_width(notice: &Notice, model: &Model) -> usize {
    let keys = named(notice, model);
    cells(&said(notice, model)) + keys.iter().map(|(key, hint)| cells(key) + cells(hint) + 4).sum::<usize>()
}

/// Paints a notice that fits into the line; returns the column behind it.
fn words(notice: &Notice, model: &Model, x: u16, y: u16, painter: &mut Painter<'_>) -> u16 {
    let room = model.size.0;
    let mut x = painter.put(x, y, room.saturating_sub(x), &said(notice, model), role_of(notice.kind));
    for (key, hint) in named(notice, model) {
        x = painter.put(x, y, room.saturating_sub(x), " · ", Role::Muted);
        x = painter.put(x, y, room.saturating_sub(x), &key, Role::Key) + 1;
        x = painter.put(x, y, room.saturating_sub(x), hint, Role::Footer);
    }
    x
}

/// Paints a notice that is longer than a line in as many lines as it takes, above the keys.
fn above(notice: &Notice, model: &Model, y: u16, painter: &mut Painter<'_>) {
    let mut text = said(notice, model);
    for (key, hint) in named(notice, model) {
        let _ = write!(text, " · {key} {hint}");
    }
    let width = model.size.0;
    let lines = wrap_plain(&text, usize::from(width.saturating_sub(2)).max(1));
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(y.saturating_sub(3));
    let top = y.saturating_sub(height);
    painter.clear(Area { x: 0, y: top.saturating_sub(1), width, height: height + 1 });
    painter.rule(0, top.saturating_sub(1), width);
    for (row, line) in (top..y).zip(&lines) {
        painter.put(1, row, width.saturating_sub(1), line, role_of(notice.kind));
    }
}

/// Paints the one line of a screen that is too small for more.
pub(super) fn one_line(model: &Model, painter: &mut Painter<'_>) {
    let list = &model.screens.review.list;
    let at = list.cursor + usize::from(!list.is_empty());
    let text = model
        .notice
        .as_ref()
        .map_or_else(|| format!("judging needs 40 × 10 · {at} of {}", list.len()), |notice| said(notice, model));
    painter.put(0, 0, model.size.0, &text, Role::Text);
}
