//! What a picker can be for, and its rows, made anew at every key.

use fuzzy_matcher::FuzzyMatcher as _;
use fuzzy_matcher::skim::SkimMatcherV2;

use crate::app::ReadModel;
use crate::command::{Action, GlobalAction, Keymap, Layer, REGISTRY, Trigger, entry_of, root_of};
use crate::domain::{Answer, CriterionKey, ModeKey};
use crate::views::Noted;

/// What is being chosen, and for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PickFor {
    /// A mode to tag with.
    Tag,
    /// A mode to fail with.
    FailWith,
    /// A mode that the records of some notes are tagged with.
    Code(Noted),
    /// The heir of a mode.
    MergeInto(ModeKey),
    /// A mode to link to a criterion, or to unlink.
    Link(CriterionKey),
    /// The criterion that another one's name leads to.
    MergeCriterion(CriterionKey),
    /// A criterion to grade.
    Grade(Answer),
    /// A criterion to edit.
    EditCriterion,
    /// What a new check is attached to.
    CheckTarget,
    /// A command.
    Command,
}

/// What choosing a row means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// A failure mode.
    Mode(ModeKey),
    /// A new mode of this name.
    NewMode(String),
    /// A criterion.
    Criterion(CriterionKey),
    /// An action.
    Command(Action),
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickRow {
    /// What choosing it means.
    pub choice: Choice,
    /// Its key: a hotkey, a number, `+`, a key sequence.
    pub key: String,
    /// Its name.
    pub label: String,
    /// The details at its right.
    pub detail: String,
    /// Whether only what it does matches, and not its name: it is never taken unless it was chosen.
    pub is_weak: bool,
}

/// Returns what can be chosen and matches what was typed, best first.
pub(super) fn rows(
    pick: &PickFor,
    typed: &str,
    layers: &[Layer],
    read_model: &ReadModel,
    keymap: &Keymap,
) -> Vec<PickRow> {
    let all = match pick {
        PickFor::Tag | PickFor::FailWith | PickFor::Code(_) | PickFor::Link(_) => mode_rows(read_model, |_| true),
        PickFor::MergeInto(merged) => mode_rows(read_model, |key| key != merged),
        PickFor::Grade(_) | PickFor::EditCriterion => criterion_rows(read_model, |_| true),
        PickFor::MergeCriterion(merged) => criterion_rows(read_model, |key| key != merged),
        PickFor::CheckTarget => {
            let mut rows = mode_rows(read_model, |_| true);
            rows.extend(criterion_rows(read_model, |_| true));
            rows
        }
        PickFor::Command => command_rows(keymap, layers),
    };
    with_new(pick, ranked(all, typed), typed)
}

fn mode_rows(read_model: &ReadModel, keep: impl Fn(&ModeKey) -> bool) -> Vec<PickRow> {
    let read = crate::text::grouped(read_model.figures.reviewed);
    let modes = read_model.open_modes().into_iter().filter(|mode| keep(&mode.key));
    modes
        .map(|mode| PickRow {
            choice: Choice::Mode(mode.key.clone()),
            key: mode.hotkey.map_or_else(|| " ".to_owned(), String::from),
            label: mode.name.to_string(),
            detail: format!("{} of {read} read  severity {}", mode.count, mode.severity),
            is_weak: false,
        })
        .collect()
}

fn criterion_rows(read_model: &ReadModel, keep: impl Fn(&CriterionKey) -> bool) -> Vec<PickRow> {
    let criteria = read_model.open_criteria().into_iter().filter(|criterion| keep(&criterion.key));
    criteria
        .map(|criterion| PickRow {
            choice: Choice::Criterion(criterion.key.clone()),
            key: criterion.number.map_or_else(|| " ".to_owned(), |number| number.to_string()),
            label: criterion.name.to_string(),
            detail: match criterion.grades {
                1 => format!("v{}  1 grade", criterion.version()),
                grades => format!("v{}  {} grades", criterion.version(), crate::text::grouped(grades)),
            },
            is_weak: false,
        })
        .collect()
}

/// Returns every action that has a key in these layers.
fn command_rows(keymap: &Keymap, layers: &[Layer]) -> Vec<PickRow> {
    let reached = |layer: Layer| {
        let root = root_of(layer);
        layers.contains(&root) && root != Layer::Always
    };
    let takes_key = |entry| keymap.key_of(entry).is_some_and(|trigger| !matches!(trigger, Trigger::Chord(_)));
    REGISTRY
        .iter()
        .chain(keymap.own_entries())
        // What is typed and chosen there shows, and a blind vote must not.
        .filter(|entry| reached(entry.layer) && !takes_key(entry) && entry.layer != Layer::Hands)
        .filter(|entry| entry.action != GlobalAction::Palette)
        .map(|entry| PickRow {
            choice: Choice::Command(entry.action),
            key: String::new(),
            label: entry.title.to_owned(),
            detail: keymap.sequences_of(entry).join(" · "),
            is_weak: false,
        })
        .collect()
}

/// Adds "new" where a mode can be made of what was typed.
fn with_new(pick: &PickFor, mut rows: Vec<PickRow>, typed: &str) -> Vec<PickRow> {
    let known = rows.iter().any(|row| row.label == typed);
    if matches!(pick, PickFor::Tag | PickFor::FailWith) && !typed.is_empty() && !known {
        rows.push(PickRow {
            choice: Choice::NewMode(typed.to_owned()),
            key: "+".to_owned(),
            label: format!("new mode \"{}\"", crate::text::visible_line(&typed.into())),
            detail: String::new(),
            is_weak: false,
        });
    }
    rows
}

/// How well a row matches, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Match {
    /// It is called so.
    Exact,
    /// Its name begins so.
    Begins,
    /// Words of its name begin with those that were typed.
    Words,
    /// It is in its name.
    Contains,
    /// The letters are in its name, in this order: better scores first.
    Letters(i64),
    /// It is in what it does.
    Weak,
}

/// Keeps the rows that match, best first.
fn ranked(rows: Vec<PickRow>, typed: &str) -> Vec<PickRow> {
    if typed.is_empty() {
        return rows;
    }
    let fuzzy = SkimMatcherV2::default().ignore_case();
    let lower = typed.to_lowercase();
    let mut found: Vec<(Match, PickRow)> = rows
        .into_iter()
        .filter_map(|mut row| {
            let how = match &row.choice {
                Choice::Command(action) => {
                    named(&row.label, &lower).or_else(|| does(*action, &lower).then_some(Match::Weak))?
                }
                Choice::Mode(_) | Choice::Criterion(_) | Choice::NewMode(_) => named(&row.label, &lower)
                    .or_else(|| fuzzy.fuzzy_match(&row.label, typed).map(|score| Match::Letters(-score)))?,
            };
            row.is_weak = how == Match::Weak;
            Some((how, row))
        })
        .collect();
    found.sort_by_key(|(how, _)| *how);
    found.into_iter().map(|(_, row)| row).collect()
}

/// Returns how a name matches what was typed in small letters.
fn named(name: &str, typed: &str) -> Option<Match> {
    let name = name.to_lowercase();
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).collect();
    let mut typed_words = typed.split_whitespace();
    if name == typed {
        Some(Match::Exact)
    } else if name.starts_with(typed) {
        Some(Match::Begins)
    } else if typed_words.all(|typed| words.iter().any(|word| word.starts_with(typed))) {
        Some(Match::Words)
    } else {
        name.contains(typed).then_some(Match::Contains)
    }
}

/// Answers whether every typed word is in what an action does.
fn does(action: Action, typed: &str) -> bool {
    let Some(entry) = entry_of(action) else { return false };
    let text = format!("{} {}", entry.hint, entry.sentence).to_lowercase();
    typed.split_whitespace().all(|word| text.contains(word))
}
