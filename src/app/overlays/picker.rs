//! A list to choose from by typing: failure modes, criteria, commands. Rows are made anew at every key.

use fuzzy_matcher::FuzzyMatcher as _;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::Overlay;
use super::text_entry::Writing;
use crate::app::Model;
use crate::app::message::Effect;
use crate::app::text_box::Editor;
use crate::command::{Action, Chord, GlobalAction, Key, Layer, REGISTRY, Trigger, entry_of, root_of};
use crate::domain::{Answer, Change, CriterionKey, ModeKey, Name, Target, Time, Untrusted};
use crate::views::{Judgement, Read};

/// What is being chosen, and for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PickFor {
    /// A mode to tag with.
    Tag,
    /// A mode to fail with.
    FailWith,
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

/// What a row stands for.
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
    /// What it stands for.
    pub choice: Choice,
    /// Its key: a hotkey, a number, `+`, a key sequence.
    pub key: String,
    /// Its name.
    pub label: String,
    /// What stands at the right.
    pub detail: String,
    /// Characters of the label that match what was typed.
    pub matched: Vec<usize>,
}

/// An open picker.
#[derive(Debug)]
pub struct Picker {
    /// What is being chosen.
    pub pick: PickFor,
    /// What was typed.
    pub query: Editor,
    /// What matches, best first; "new" last.
    pub rows: Vec<PickRow>,
    /// The selected row.
    pub selected: usize,
    /// Whether a burst of keys wrote in the query: a paste never tags, so the next Enter only says so.
    pub(crate) flooded: bool,
    typed: String,
}

impl Model {
    /// Opens a picker with some words typed already.
    pub(crate) fn pick(&mut self, pick: PickFor, typed: &str) {
        let picker = Picker {
            pick,
            query: Editor::new(typed, false),
            rows: Vec::new(),
            selected: 0,
            flooded: false,
            typed: String::new(),
        };
        self.overlays.push(Overlay::Picker(Box::new(picker)));
        self.refresh_picker();
    }

    /// Opens a picker of modes, whose figures are read anew.
    pub(crate) fn pick_mode(&mut self, pick: PickFor, out: &mut Vec<Effect>) {
        self.pick(pick, "");
        self.requests.ask(Read::figures(), out);
    }

    /// Makes the rows of an open picker anew; the selected row stays selected where it is still there.
    pub(crate) fn refresh_picker(&mut self) {
        let Some(Overlay::Picker(picker)) = self.overlays.last() else { return };
        let typed = picker.query.text();
        let rows = ranked(self.rows_of(&picker.pick), typed.trim());
        let rows = Self::with_new(&picker.pick, rows, typed.trim());
        if let Some(Overlay::Picker(picker)) = self.overlays.last_mut() {
            let before = picker.rows.get(picker.selected).map(|row| row.choice.clone());
            let same = picker.typed == typed;
            let kept = before.filter(|_| same).and_then(|choice| rows.iter().position(|row| row.choice == choice));
            picker.rows = rows;
            picker.typed = typed;
            picker.selected = kept.unwrap_or(0);
        }
    }

    fn rows_of(&self, pick: &PickFor) -> Vec<PickRow> {
        match pick {
            PickFor::Tag | PickFor::FailWith => self.mode_rows(|_| true),
            PickFor::MergeInto(own) => self.mode_rows(|key| key != own),
            PickFor::Link(_) => self.mode_rows(|_| true),
            PickFor::Grade(_) | PickFor::EditCriterion => self.criterion_rows(|_| true),
            PickFor::MergeCriterion(own) => self.criterion_rows(|key| key != own),
            PickFor::CheckTarget => {
                let mut rows = self.mode_rows(|_| true);
                rows.extend(self.criterion_rows(|_| true));
                rows
            }
            PickFor::Command => self.command_rows(),
        }
    }

    fn mode_rows(&self, keep: impl Fn(&ModeKey) -> bool) -> Vec<PickRow> {
        let read = crate::text::grouped(self.read_model.figures.reviewed);
        let modes = self.read_model.open_modes().into_iter().filter(|mode| keep(&mode.key));
        modes
            .map(|mode| PickRow {
                choice: Choice::Mode(mode.key.clone()),
                key: mode.hotkey.map_or_else(|| " ".to_owned(), String::from),
                label: mode.name.to_string(),
                detail: format!("{} of {read} read  severity {}", mode.count, mode.severity),
                matched: Vec::new(),
            })
            .collect()
    }

    fn criterion_rows(&self, keep: impl Fn(&CriterionKey) -> bool) -> Vec<PickRow> {
        let criteria = self.read_model.open_criteria().into_iter().filter(|criterion| keep(&criterion.key));
        criteria
            .map(|criterion| PickRow {
                choice: Choice::Criterion(criterion.key.clone()),
                key: criterion.number.map_or_else(|| " ".to_owned(), |number| number.to_string()),
                label: criterion.name.to_string(),
                detail: match criterion.grades {
                    1 => format!("v{}  1 grade", criterion.version()),
                    grades => format!("v{}  {} grades", criterion.version(), crate::text::grouped(grades)),
                },
                matched: Vec::new(),
            })
            .collect()
    }

    /// Every action that this screen reaches by a key of its own.
    fn command_rows(&self) -> Vec<PickRow> {
        let screen = self.screen_layers();
        let reached = |layer: Layer| {
            let root = root_of(layer);
            screen.contains(&root) && root != Layer::Always
        };
        let keymap = &self.keyboard.keymap;
        let takes_key = |entry| keymap.key_of(entry).is_some_and(|trigger| !matches!(trigger, Trigger::Chord(_)));
        REGISTRY
            .iter()
            .filter(|entry| reached(entry.layer) && !takes_key(entry) && entry.action != GlobalAction::Palette)
            .map(|entry| PickRow {
                choice: Choice::Command(entry.action),
                key: String::new(),
                label: entry.title.to_owned(),
                detail: keymap.sequences_of(entry).join(" · "),
                matched: Vec::new(),
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
                matched: Vec::new(),
            });
        }
        rows
    }

    /// Moves in the picker, around at the ends.
    pub(crate) fn move_in_picker(&mut self, by: isize) {
        let Some(Overlay::Picker(picker)) = self.overlays.last_mut() else { return };
        let count = picker.rows.len();
        if count > 0 {
            let forward = if by > 0 { 1 } else { count - 1 };
            picker.selected = (picker.selected + forward) % count;
        }
    }

    /// Takes the selected row.
    pub(crate) fn accept_pick(&mut self, now: Time, out: &mut Vec<Effect>) {
        let Some(Overlay::Picker(picker)) = self.overlays.last() else { return };
        let Some(row) = picker.rows.get(picker.selected).cloned() else {
            self.say("Nothing matches.", &[]);
            return;
        };
        let pick = picker.pick.clone();
        self.overlays.pop();
        match (pick, row.choice) {
            (PickFor::Tag, Choice::Mode(mode)) => self.toggle_tag(mode, now, out),
            (PickFor::FailWith, Choice::Mode(mode)) => self.judge(Judgement::FailWith(mode), now, out),
            (pick @ (PickFor::Tag | PickFor::FailWith), Choice::NewMode(typed)) => match Name::new(&typed) {
                Ok(name) => self.judge_by_name(&name, Untrusted::default(), pick == PickFor::FailWith, now, out),
                Err(problem) => {
                    self.pick(pick, &typed);
                    self.complain(&problem.to_string());
                }
            },
            (PickFor::MergeInto(mode), Choice::Mode(into)) => self.merge_mode(&mode, &into, now, out),
            (PickFor::Link(criterion), Choice::Mode(mode)) => self.link_mode(&criterion, mode, now, out),
            (PickFor::MergeCriterion(own), Choice::Criterion(into)) => self.merge_criterion(&own, into, now, out),
            (PickFor::Grade(answer), Choice::Criterion(criterion)) => {
                self.judge(Judgement::Grade(criterion, answer), now, out);
            }
            (PickFor::EditCriterion, Choice::Criterion(criterion)) => self.edit_criterion(&criterion),
            (PickFor::CheckTarget, Choice::Mode(mode)) => self.write_check(Target::Mode(mode), out),
            (PickFor::CheckTarget, Choice::Criterion(criterion)) => self.write_check(Target::Criterion(criterion), out),
            (PickFor::Command, Choice::Command(action)) => {
                let judges = entry_of(action).is_some_and(|entry| entry.judges);
                if judges && self.screen == crate::app::Screen::Review && self.is_reading() {
                    self.say("This record is still being read.", &[]);
                } else {
                    self.act(action, Chord::plain(Key::Enter), now, out);
                }
            }
            _ => {}
        }
    }

    /// Writes what the selected mode means; a new one is made, and judged with, once that is written.
    pub(crate) fn define_pick(&mut self) {
        let Some(Overlay::Picker(picker)) = self.overlays.last() else { return };
        let fails = picker.pick == PickFor::FailWith;
        match picker.rows.get(picker.selected).map(|row| row.choice.clone()) {
            Some(Choice::Mode(mode)) => {
                let text = self.read_model.codebook.mode_of(&mode).map(|mode| mode.definition.raw().to_owned());
                self.write_text(Writing::Definition(mode), &text.unwrap_or_default());
            }
            Some(Choice::NewMode(typed)) => match Name::new(&typed) {
                Ok(name) => self.write_text(Writing::NewMode { name, fails }, ""),
                Err(problem) => self.complain(&problem.to_string()),
            },
            Some(Choice::Criterion(_) | Choice::Command(_)) | None => {
                self.say("Only a failure mode can be defined here.", &[]);
            }
        }
    }

    /// Merges a mode into its heir and says what moved.
    fn merge_mode(&mut self, mode: &ModeKey, into: &ModeKey, now: Time, out: &mut Vec<Effect>) {
        let count = self.read_model.codebook.mode_of(mode).map_or(0, |mode| mode.count);
        let said = format!(
            "{} merged into {}, {count} {} moved",
            self.read_model.mode_name(mode),
            self.read_model.mode_name(into),
            if count == 1 { "record" } else { "records" }
        );
        self.write_rule(Change::ModeMerge { mode: mode.clone(), into: into.clone() }, &said, now, out);
    }
}

/// Keeps the rows that match, best first; an exact name before all.
fn ranked(rows: Vec<PickRow>, typed: &str) -> Vec<PickRow> {
    if typed.is_empty() {
        return rows;
    }
    let fuzzy = SkimMatcherV2::default().ignore_case();
    let lower = typed.to_lowercase();
    let mut scored: Vec<(bool, i64, PickRow)> = rows
        .into_iter()
        .filter_map(|mut row| {
            let (score, matched) = fuzzy.fuzzy_indices(&row.label, typed)?;
            row.matched = matched;
            Some((row.label.to_lowercase() == lower, score, row))
        })
        .collect();
    scored.sort_by_key(|(exact, score, _)| std::cmp::Reverse((*exact, *score)));
    scored.into_iter().map(|(_, _, row)| row).collect()
}
