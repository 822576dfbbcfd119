//! An open picker and what its keys do.

use super::rows::{Choice, PickFor, PickRow, rows};
use crate::app::ReadModel;
use crate::app::handler::{Context, Intent, ReviewIntent, Then};
use crate::app::overlays::text_box::Editor;
use crate::app::overlays::writing::Writing;
use crate::app::screens::{criteria, modes};
use crate::command::{Chord, Keymap, Layer, PickerAction};
use crate::domain::{CriterionKey, ModeKey, Name, Target, Untrusted};
use crate::views::Judgement;

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
    /// Whether the row was chosen by moving to it, since something was typed.
    pub is_chosen: bool,
    /// Whether a burst of keys wrote in the query: a paste never tags, so the next Enter only says so.
    pub(crate) flooded: bool,
    /// The layers below it, whose actions the palette offers.
    layers: Vec<Layer>,
    /// The query that the rows were made for.
    typed: String,
}

impl Picker {
    /// Opens a picker with some words typed already.
    pub(crate) fn new(pick: PickFor, typed: &str, layers: Vec<Layer>, read_model: &ReadModel, keymap: &Keymap) -> Self {
        let (query, typed) = (Editor::new(typed, false), String::new());
        let mut picker =
            Self { pick, query, rows: Vec::new(), selected: 0, is_chosen: false, flooded: false, layers, typed };
        picker.refresh(read_model, keymap);
        picker
    }

    /// Makes the rows anew; the selected row stays selected where it is still there.
    pub(crate) fn refresh(&mut self, read_model: &ReadModel, keymap: &Keymap) {
        let typed = self.query.text();
        let rows = rows(&self.pick, typed.trim(), &self.layers, read_model, keymap);
        let before = self.rows.get(self.selected).map(|row| &row.choice).filter(|_| self.typed == typed);
        self.selected = before.and_then(|choice| rows.iter().position(|row| row.choice == *choice)).unwrap_or(0);
        self.is_chosen &= self.typed == typed;
        self.rows = rows;
        self.typed = typed;
    }

    /// Does what a key of pickers says.
    pub(crate) fn handle(&mut self, action: PickerAction, cx: &mut Context<'_>) -> Then {
        match action {
            PickerAction::Accept => self.accept(cx),
            PickerAction::Define => self.define(cx),
            PickerAction::Down => self.select(1),
            PickerAction::Up => self.select(self.rows.len().saturating_sub(1)),
        }
    }

    /// Takes a key that is text.
    pub(crate) fn press(&mut self, chord: Chord, burst: bool, cx: &Context<'_>) {
        self.flooded |= burst;
        self.query.press(chord);
        self.refresh(cx.read_model, cx.keymap);
    }

    /// Takes a bracketed paste.
    pub(crate) fn paste(&mut self, text: &str, cx: &Context<'_>) {
        self.query.paste(text);
        self.refresh(cx.read_model, cx.keymap);
    }

    /// Answers whether the selected row can be defined.
    pub fn can_define(&self) -> bool {
        let choice = self.rows.get(self.selected).map(|row| &row.choice);
        matches!(choice, Some(Choice::Mode(_) | Choice::NewMode(_)))
    }

    /// Answers whether no row matches by its name.
    pub fn only_weak(&self) -> bool {
        self.rows.first().is_some_and(|row| row.is_weak)
    }

    /// Moves by so many rows, around the end.
    fn select(&mut self, by: usize) -> Then {
        // What matches weakly is not selected before it is chosen.
        let by = if by == 1 && self.only_weak() && !self.is_chosen { 0 } else { by };
        self.selected = (self.selected + by) % self.rows.len().max(1);
        self.is_chosen = true;
        Then::Stay
    }

    /// Takes the selected row.
    fn accept(&self, cx: &mut Context<'_>) -> Then {
        if self.only_weak() && !self.is_chosen {
            cx.say("No command is called that: move to one of these that mention it.", &[PickerAction::Down.into()]);
            return Then::Stay;
        }
        match self.rows.get(self.selected).map(|row| row.choice.clone()) {
            None => {
                cx.say("Nothing found.", &[]);
                return Then::Stay;
            }
            Some(Choice::Command(action)) => cx.intend(Intent::Act(action)),
            Some(Choice::Mode(mode)) => self.accept_mode(mode, cx),
            Some(Choice::Criterion(criterion)) => self.accept_criterion(criterion, cx),
            Some(Choice::NewMode(typed)) => match Name::new(&typed) {
                Ok(name) => {
                    let fails = self.pick == PickFor::FailWith;
                    cx.review(ReviewIntent::JudgeByName(name, Untrusted::default(), fails));
                }
                Err(problem) => {
                    cx.complain(&problem.to_string());
                    return Then::Stay;
                }
            },
        }
        Then::Close
    }

    fn accept_mode(&self, mode: ModeKey, cx: &mut Context<'_>) {
        match &self.pick {
            PickFor::Tag => cx.review(ReviewIntent::ToggleTag(mode)),
            PickFor::FailWith => cx.review(ReviewIntent::FailWith(mode)),
            PickFor::Code(noted) => modes::add_to(&mode, noted, cx),
            PickFor::MergeInto(merged) => modes::merge_into(merged, &mode, cx),
            PickFor::Link(criterion) => criteria::link(criterion, mode, cx),
            PickFor::CheckTarget => cx.open_text(Writing::Check(Target::Mode(mode)), ""),
            // These list no modes.
            PickFor::Grade(_) | PickFor::EditCriterion | PickFor::MergeCriterion(_) | PickFor::Command => {}
        }
    }

    fn accept_criterion(&self, criterion: CriterionKey, cx: &mut Context<'_>) {
        match &self.pick {
            PickFor::Grade(answer) => cx.review(ReviewIntent::Judge(Judgement::Grade(criterion, *answer))),
            PickFor::EditCriterion => cx.review(ReviewIntent::EditCriterion(criterion)),
            PickFor::MergeCriterion(merged) => criteria::merge(merged, criterion, cx),
            PickFor::CheckTarget => cx.open_text(Writing::Check(Target::Criterion(criterion)), ""),
            // These list no criteria.
            PickFor::Tag
            | PickFor::FailWith
            | PickFor::Code(_)
            | PickFor::MergeInto(_)
            | PickFor::Link(_)
            | PickFor::Command => {}
        }
    }

    /// Writes what the selected mode means; a new one is made, and judged with, once that is written.
    fn define(&self, cx: &mut Context<'_>) -> Then {
        match self.rows.get(self.selected).map(|row| row.choice.clone()) {
            Some(Choice::Mode(mode)) => {
                let definition = cx.read_model.codebook.mode_of(&mode).map(|mode| mode.definition.raw());
                cx.open_text(Writing::Definition(mode), definition.unwrap_or_default());
            }
            Some(Choice::NewMode(typed)) => match Name::new(&typed) {
                Ok(name) => cx.open_text(Writing::NewMode { name, fails: self.pick == PickFor::FailWith }, ""),
                Err(problem) => cx.complain(&problem.to_string()),
            },
            Some(Choice::Criterion(_) | Choice::Command(_)) | None => {
                cx.say("Only a failure mode can be defined here.", &[]);
            }
        }
        Then::Stay
    }
}
