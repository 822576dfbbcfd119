//! `modes notes` and `modes code`: notes that no failure mode was made of, and how one is made of them.

use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::cli::output::{counted, grouped, remark, shown as visible};
use crate::domain::{Change, Name, RowId, Untrusted};
use crate::error::{Problem, Result};
use crate::services::likeness::open_notes::open_notes;
use crate::services::record_json::span_json;
use crate::views::{NoteGroup, Noted, OpenNotes, tags_of_noted};

/// Prints the open notes, a group a line or a block.
pub(super) fn list(context: &mut Context) -> Result<()> {
    let reader = context.reader()?;
    let (open, uncoded) = (open_notes(&reader)?, reader.uncoded_fails()?);
    for (number, group) in (1..).zip(&open.groups) {
        if context.json {
            context.out.json(&group_json(number, group))?;
            continue;
        }
        let (notes, records) = (group.notes.len() as u64, group.rows().len() as u64);
        context.out.line(&format!("{} on {}", counted(notes, "note"), counted(records, "record")))?;
        for note in &group.notes {
            context.out.line(&format!("  {}  {}  {}", note.record.short(), note.reviewer, visible(&note.text)))?;
        }
    }
    if !context.json {
        if open.groups.is_empty() {
            remark("No record that failed or has no verdict has a note and no failure mode.");
        } else {
            let older = if open.older > 0 {
                format!(" {} older ones are not listed.", grouped(open.older))
            } else {
                String::new()
            };
            let notes = counted(open.notes(), "note");
            remark(&format!(
                "{notes} in {}.{older} `gemba modes code NAME ID` makes a mode of the group of a record.",
                counted(open.groups.len() as u64, "group")
            ));
        }
        if let Some(words) = open.left_out_words() {
            remark(&words);
        }
        tell_uncoded(uncoded);
    }
    Ok(())
}

/// Says how many fails no rate of a mode counts.
pub(crate) fn tell_uncoded(uncoded: u64) {
    if uncoded > 0 {
        remark(&format!(
            "Fails without a mode: {}. `gemba list 'verdict:fail mode:none -verdict:pass'` lists them.",
            grouped(uncoded)
        ));
    }
}

fn group_json(number: u64, group: &NoteGroup) -> Value {
    let notes = group.notes.iter().map(
        |note| json!({"id": note.record, "reviewer": note.reviewer, "span": span_json(note.span), "text": note.text}),
    );
    json!({
        "group": number, "label": group.label, "records": group.rows().len(), "notes": notes.collect::<Vec<_>>(),
    })
}

/// Tags the records of the groups that hold these records' notes with a mode, which is made where there is none.
pub(super) fn code(context: &mut Context, name: &str, ids: &[String]) -> Result<()> {
    let reader = context.reader()?;
    let book = reader.codebook()?;
    let known = book.mode(name);
    if let Some(ended) = known.filter(|mode| !mode.status.is_open()) {
        let hint = format!("`gemba modes revive {}` offers it again.", ended.slug);
        return Err(Problem::usage(format!("The failure mode `{}` is {}.", ended.name, ended.status.word())).hint(hint));
    }
    let open = open_notes(&reader)?;
    let mut noted = Noted::new();
    for id in ids {
        let (row, record) = reader.find(id)?;
        let group = group_of(&open, row).ok_or_else(|| {
            Problem::usage(format!("{} has no note that waits to become a failure mode.", record.short()))
                .hint("`gemba modes notes` lists those that have one.")
        })?;
        noted.extend(group.noted());
    }
    noted.sort_unstable_by_key(|(record, _)| *record);
    let mut changes = Vec::new();
    let (key, shown) = if let Some(mode) = known {
        (mode.key.clone(), mode.name.to_string())
    } else {
        let name = Name::new(name)?;
        let made = (name.slug(), format!("+ {name} ({})", name.slug()));
        changes.push(Change::ModeAdd { name, definition: Untrusted::default(), severity: 2, hotkey: None });
        made
    };
    changes.extend(tags_of_noted(&noted, &key));
    noted.dedup_by_key(|(record, _)| *record);
    let records = counted(noted.len() as u64, "record");
    context.write(changes, &format!("{shown}: {records} tagged")).map(drop)
}

fn group_of(open: &OpenNotes, row: RowId) -> Option<&NoteGroup> {
    open.groups.iter().find(|group| group.notes.iter().any(|note| note.row == row))
}
