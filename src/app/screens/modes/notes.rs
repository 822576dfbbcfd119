//! Notes that are alike become a failure mode, or go to one that there is: their records are tagged, as one step of undo.

use super::rows::ModesLine;
use super::state::Modes;
use crate::app::handler::Context;
use crate::app::overlays::picker::rows::PickFor;
use crate::app::overlays::writing::Writing;
use crate::command::{GlobalAction, ModesAction};
use crate::domain::{Change, ModeKey, Name, RecordId, Span, Untrusted};
use crate::text::counted;
use crate::views::{NoteGroup, tags_of_noted};

/// So much of a note is shown where it stands for its group, in characters.
const TITLE: usize = 40;

/// Returns what the records of a group are called as a queue.
pub(super) fn title(group: &NoteGroup) -> String {
    let label = crate::text::visible_start(&group.label, TITLE);
    format!("{} like \"{label}\"", counted(group.notes.len() as u64, "note"))
}

impl Modes {
    /// Asks for the name of the mode that is made of the notes under the cursor.
    pub(super) fn code(&self, cx: &mut Context<'_>) {
        let Some(group) = self.group(cx) else { return };
        let line = group.label.raw().lines().next().unwrap_or_default();
        let name = Name::cleaned(line).map(|name| name.to_string()).unwrap_or_default();
        cx.open_text(Writing::ModeOfNotes(group.noted()), name);
    }

    /// Picks the mode that the notes under the cursor go to.
    pub(super) fn code_into(&self, cx: &mut Context<'_>) {
        let Some(group) = self.group(cx) else { return };
        if cx.read_model.open_modes().is_empty() {
            cx.say("There is no failure mode to add them to yet.", &[ModesAction::Code.into()]);
            return;
        }
        cx.pick(PickFor::Code(group.noted()));
    }

    /// Returns the notes under the cursor, or says why there are none.
    fn group<'a>(&self, cx: &mut Context<'a>) -> Option<&'a NoteGroup> {
        if let Some(ModesLine::Notes(group)) = self.line(cx.read_model) {
            return Some(group);
        }
        if cx.read_model.open_notes.groups.is_empty() {
            let left_out = cx.read_model.open_notes.left_out_words();
            let left_out = left_out.map(|words| format!(" {words}")).unwrap_or_default();
            cx.say(format!("No record that failed or has no verdict has a note and no mode.{left_out}"), &[]);
        } else {
            cx.say("The cursor is not on notes: they are listed below the failure modes.", &[]);
        }
        None
    }
}

/// Makes a mode of notes; one of this name that there is gets them.
pub(crate) fn make_of(name: &Name, noted: &[(RecordId, Option<Span>)], cx: &mut Context<'_>) -> Result<(), String> {
    let known = cx.read_model.codebook.mode(name.as_str());
    if let Some(ended) = known.filter(|mode| !mode.status.is_open()) {
        return Err(format!("The failure mode \"{}\" is {}.", ended.name, ended.status.word()));
    }
    if let Some(mode) = known {
        add_to(&mode.key.clone(), noted, cx);
        return Ok(());
    }
    let (definition, severity) = (Untrusted::default(), 2);
    let mut changes = vec![Change::ModeAdd { name: name.clone(), definition, severity, hotkey: None }];
    changes.extend(tags_of_noted(noted, &name.slug()));
    cx.write(changes);
    let summary = format!("mode \"{name}\" made, {} tagged; severity 2 until it is changed", records(noted));
    cx.say(summary, &[GlobalAction::Undo.into(), ModesAction::Severity.into()]);
    Ok(())
}

/// Tags the records of notes with a mode.
pub(crate) fn add_to(mode: &ModeKey, noted: &[(RecordId, Option<Span>)], cx: &mut Context<'_>) {
    let summary = format!("{}: {} tagged", cx.read_model.mode_name(mode), records(noted));
    cx.write(tags_of_noted(noted, mode));
    cx.say(summary, &[GlobalAction::Undo.into()]);
}

fn records(noted: &[(RecordId, Option<Span>)]) -> String {
    let mut records: Vec<RecordId> = noted.iter().map(|(record, _)| *record).collect();
    records.sort_unstable();
    records.dedup();
    counted(records.len() as u64, "record")
}
