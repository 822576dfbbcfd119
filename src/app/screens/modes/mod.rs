//! The Modes screen: what the failure modes are, and how they are renamed, merged and retired.

use crate::app::message::Effect;
use crate::app::overlays::picker::PickFor;
use crate::app::overlays::text_entry::Writing;
use crate::app::{Model, Screen};
use crate::command::{Action, Layer, ModesAction};
use crate::domain::{Change, FailureMode, ModeStatus, Name, Target, Time, Untrusted};

impl Model {
    /// The modes in view: open ones by count, then those that are merged, split or retired.
    #[must_use]
    pub fn shown_modes(&self) -> Vec<&FailureMode> {
        let Some(list) = self.lists.of(Screen::Modes) else { return Vec::new() };
        let ended = self.read_model.codebook.modes.iter().filter(|mode| !mode.status.is_open());
        let all = self.read_model.open_modes().into_iter().chain(ended);
        all.filter(|mode| list.holds(mode.name.as_str()) || list.holds(mode.definition.raw())).collect()
    }

    /// The mode under the cursor of the Modes screen.
    #[must_use]
    pub fn selected_mode(&self) -> Option<&FailureMode> {
        let cursor = self.lists.of(Screen::Modes)?.cursor;
        let shown = self.shown_modes();
        shown.get(cursor.min(shown.len().saturating_sub(1))).copied()
    }

    /// Makes a mode by its name.
    pub(crate) fn add_mode(&mut self, name: &Name, now: Time, out: &mut Vec<Effect>) -> Result<(), String> {
        if self.read_model.codebook.mode_of(&name.slug()).is_some() {
            return Err(format!("There is a failure mode \"{name}\" already."));
        }
        let said = format!("mode \"{name}\" made");
        let change =
            Change::ModeAdd { name: name.clone(), definition: Untrusted::default(), severity: 2, hotkey: None };
        self.write_rule(change, &said, now, out);
        Ok(())
    }

    /// Does what a key of the Modes screen says.
    pub(crate) fn act_on_mode(&mut self, action: ModesAction, letter: char, now: Time, out: &mut Vec<Effect>) {
        let Some(mode) = self.selected_mode().cloned() else {
            match action {
                ModesAction::Add => self.write_text(Writing::ModeName, ""),
                _ => self.say("There is no failure mode yet.", &[ModesAction::Add.into()]),
            }
            return;
        };
        let key = mode.key.clone();
        let edit =
            |severity, hotkey| Change::ModeEdit { mode: key.clone(), name: None, definition: None, severity, hotkey };
        match action {
            ModesAction::Add => self.write_text(Writing::ModeName, ""),
            ModesAction::Rename => self.write_text(Writing::ModeRename(key), mode.name.as_str()),
            ModesAction::Define => self.write_text(Writing::Definition(key), mode.definition.raw()),
            ModesAction::Severity => {
                let next = mode.severity % 3 + 1;
                let said = format!("{}: severity {next}", mode.name);
                self.write_rule(edit(Some(next), None), &said, now, out);
            }
            ModesAction::SetHotkey => {
                if let Some(taken) = self.read_model.mode_on(letter).filter(|taken| taken.key != mode.key) {
                    let said = format!("{letter} is the hotkey of {}.", taken.name);
                    self.say(said, &[Action::Open(Layer::Hotkey)]);
                    return;
                }
                let said = format!("{}: hotkey {letter}", mode.name);
                self.write_rule(edit(None, Some(Some(letter))), &said, now, out);
            }
            ModesAction::ClearHotkey => {
                let said = format!("{}: no hotkey", mode.name);
                self.write_rule(edit(None, Some(None)), &said, now, out);
            }
            ModesAction::Merge => {
                if mode.status.is_open() {
                    self.pick(PickFor::MergeInto(key), "");
                    let moving = if mode.count == 1 {
                        "1 record moves".to_owned()
                    } else {
                        format!("{} records move", mode.count)
                    };
                    self.say(format!("{}: {moving} to the mode you choose", mode.name), &[]);
                } else {
                    self.say("Only an open mode can be merged.", &[ModesAction::Retire.into()]);
                }
            }
            ModesAction::Split => {
                if mode.status.is_open() {
                    self.write_text(Writing::Split(Target::Mode(key)), "");
                } else {
                    self.say("Only an open mode can be split.", &[ModesAction::Retire.into()]);
                }
            }
            ModesAction::Retire => match mode.status {
                ModeStatus::Candidate | ModeStatus::Active => {
                    let said = format!("{} retired; its tags stay", mode.name);
                    self.write_rule(Change::ModeRetire { mode: key }, &said, now, out);
                }
                ModeStatus::Merged | ModeStatus::Split | ModeStatus::Retired => {
                    let said = format!("{} is offered again", mode.name);
                    self.write_rule(Change::ModeRevive { mode: key }, &said, now, out);
                }
            },
            ModesAction::Records => self.filter_by(format!("mode:{}", mode.slug), out),
            ModesAction::Stub => self.stub_for(Target::Mode(key), out),
        }
    }

    /// Goes to Review with this filter.
    pub(crate) fn filter_by(&mut self, filter: String, out: &mut Vec<Effect>) {
        self.screen = Screen::Review;
        if let Err(error) = self.draw_filtered(filter, None, out) {
            self.complain(&error.sentence);
        }
    }
}
