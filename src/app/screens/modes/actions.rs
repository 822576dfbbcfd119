//! What each key of the Modes screen does.

use super::notes::title;
use super::rows::{ModesLine, UNCODED};
use super::state::Modes;
use crate::app::handler::{Context, ReviewIntent};
use crate::app::overlays::picker::rows::PickFor;
use crate::app::overlays::writing::Writing;
use crate::command::{Action, GlobalAction, Layer, ModesAction, Screen};
use crate::domain::{Change, FailureMode, ModeKey, ModeStatus, NO_REASON, Name, Target, Untrusted};

impl Modes {
    /// Does what a key says.
    pub(crate) fn handle(&mut self, action: ModesAction, letter: char, cx: &mut Context<'_>) {
        match action {
            ModesAction::Add => cx.open_text(Writing::ModeName, ""),
            ModesAction::Rename => self.on_selected(cx, |mode, cx| {
                cx.open_text(Writing::ModeRename(mode.key.clone()), mode.name.as_str());
            }),
            ModesAction::Define => self.on_selected(cx, |mode, cx| {
                cx.open_text(Writing::Definition(mode.key.clone()), mode.definition.raw());
            }),
            ModesAction::Severity => self.on_selected(cx, |mode, cx| {
                let next = mode.severity % 3 + 1;
                cx.write_codebook(edit_severity(mode, next), format!("{}: severity {next}", mode.name));
            }),
            ModesAction::SetHotkey => self.on_selected(cx, |mode, cx| set_hotkey(mode, letter, cx)),
            ModesAction::ClearHotkey => self.on_selected(cx, |mode, cx| {
                cx.write_codebook(edit_hotkey(mode, None), format!("{}: no hotkey", mode.name));
            }),
            ModesAction::Merge => self.on_selected(cx, merge),
            ModesAction::Split => self.on_selected(cx, split),
            ModesAction::Retire => self.on_selected(cx, retire_or_revive),
            ModesAction::Records => self.show_records(cx),
            ModesAction::Code => self.code(cx),
            ModesAction::CodeInto => self.code_into(cx),
            ModesAction::Stub => self.on_selected(cx, |mode, cx| cx.open_stub(Target::Mode(mode.key.clone()))),
        }
    }

    /// Does something with the mode under the cursor, or says that there is none.
    fn on_selected(&self, cx: &mut Context<'_>, act: impl FnOnce(&FailureMode, &mut Context<'_>)) {
        match self.line(cx.read_model) {
            Some(ModesLine::Mode(mode)) => act(mode, cx),
            Some(ModesLine::Notes(_)) => {
                let text = "These are notes, not a failure mode yet.";
                cx.say(text, &[ModesAction::Code.into(), ModesAction::CodeInto.into()]);
            }
            Some(ModesLine::Uncoded(_)) => {
                cx.say("These records have no failure mode yet.", &[ModesAction::Records.into()]);
            }
            None => cx.say("There is no failure mode yet.", &[ModesAction::Add.into()]),
        }
    }

    /// Shows the records of the line under the cursor; Esc comes back.
    fn show_records(&self, cx: &mut Context<'_>) {
        match self.line(cx.read_model) {
            Some(ModesLine::Mode(mode)) => {
                cx.review(ReviewIntent::Line(format!("mode:{}", mode.slug), Screen::Modes));
            }
            Some(ModesLine::Uncoded(_)) => {
                cx.review(ReviewIntent::Line(UNCODED.to_owned(), Screen::Modes));
            }
            Some(ModesLine::Notes(group)) => {
                cx.review(ReviewIntent::Listed(title(group), group.rows(), None, Screen::Modes));
            }
            None => cx.say("There is no failure mode yet.", &[ModesAction::Add.into()]),
        }
    }
}

/// Merges a mode into another and says what moved.
pub(crate) fn merge_into(mode: &ModeKey, into: &ModeKey, cx: &mut Context<'_>) {
    let count = cx.read_model.codebook.mode_of(mode).map_or(0, |mode| mode.count);
    let summary = format!(
        "{} merged into {}, {count} {} moved",
        cx.read_model.mode_name(mode),
        cx.read_model.mode_name(into),
        if count == 1 { "record" } else { "records" }
    );
    cx.write_codebook(Change::ModeMerge { mode: mode.clone(), into: into.clone() }, summary);
}

/// Adds a mode by its name.
pub(crate) fn add(name: Name, cx: &mut Context<'_>) -> Result<(), String> {
    if cx.read_model.codebook.mode_of(&name.slug()).is_some() {
        return Err(format!("There is a failure mode \"{name}\" already."));
    }
    let summary = format!("mode \"{name}\" made; severity 2 until it is changed");
    cx.write(vec![Change::ModeAdd { name, definition: Untrusted::default(), severity: 2, hotkey: None }]);
    cx.say(summary, &[GlobalAction::Undo.into(), ModesAction::Severity.into()]);
    Ok(())
}

fn edit_severity(mode: &FailureMode, severity: u8) -> Change {
    let (mode, severity) = (mode.key.clone(), Some(severity));
    Change::ModeEdit { mode, name: None, definition: None, severity, hotkey: None }
}

fn edit_hotkey(mode: &FailureMode, hotkey: Option<char>) -> Change {
    let (mode, hotkey) = (mode.key.clone(), Some(hotkey));
    Change::ModeEdit { mode, name: None, definition: None, severity: None, hotkey }
}

fn set_hotkey(mode: &FailureMode, letter: char, cx: &mut Context<'_>) {
    if letter == NO_REASON {
        let text = format!("After a fail, {letter} gives no reason, so it can be of no mode.");
        cx.say(text, &[Action::Open(Layer::Hotkey)]);
    } else if let Some(taken) = cx.read_model.mode_on(letter).filter(|taken| taken.key != mode.key) {
        cx.say(format!("{letter} is the hotkey of {}.", taken.name), &[Action::Open(Layer::Hotkey)]);
    } else {
        cx.write_codebook(edit_hotkey(mode, Some(letter)), format!("{}: hotkey {letter}", mode.name));
    }
}

fn merge(mode: &FailureMode, cx: &mut Context<'_>) {
    if !mode.status.is_open() {
        cx.say("Only an open mode can be merged.", &[ModesAction::Retire.into()]);
        return;
    }
    cx.pick(PickFor::MergeInto(mode.key.clone()));
    let moving = if mode.count == 1 { "1 record moves".to_owned() } else { format!("{} records move", mode.count) };
    cx.say(format!("{}: {moving} to the mode you choose", mode.name), &[]);
}

fn split(mode: &FailureMode, cx: &mut Context<'_>) {
    if mode.status.is_open() {
        cx.open_text(Writing::Split(Target::Mode(mode.key.clone())), "");
    } else {
        cx.say("Only an open mode can be split.", &[ModesAction::Retire.into()]);
    }
}

fn retire_or_revive(mode: &FailureMode, cx: &mut Context<'_>) {
    match mode.status {
        ModeStatus::Candidate | ModeStatus::Active => {
            let summary = format!("{} retired; its tags stay", mode.name);
            cx.write_codebook(Change::ModeRetire { mode: mode.key.clone() }, summary);
        }
        ModeStatus::Merged | ModeStatus::Split | ModeStatus::Retired => {
            let summary = format!("{} is offered again", mode.name);
            cx.write_codebook(Change::ModeRevive { mode: mode.key.clone() }, summary);
        }
    }
}
