//! Chooses the records that stand for a failure mode.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::texts::{Texts, passage};
use crate::domain::{CodebookView, JudgedFact, RowId, Target};
use crate::error::Result;
use crate::measures::rates::fails_without_mode;
use crate::measures::truth::{Truth, truth};
use crate::report::{Example, ExampleGroup};
use crate::store::Reader;

/// Of an input or output so many characters are shown.
const SHOWN: usize = 2_000;
/// For one example so many records are looked at.
const LOOKED_AT: usize = 10;

/// Returns so many examples of each mode, the commonest mode first, then of fails without a mode. What reviewers dispute
/// stands for nothing.
pub(super) fn examples(
    reader: &Reader,
    book: &CodebookView,
    facts: &[&JudgedFact],
    most: usize,
    texts: &mut Texts<'_>,
) -> Result<Vec<ExampleGroup>> {
    if most == 0 {
        return Ok(Vec::new());
    }
    let mut groups = Vec::new();
    for mode in book.modes.iter().filter(|mode| mode.status.is_open()) {
        let target = Target::Mode(mode.key.clone());
        let rows: Vec<RowId> = facts
            .iter()
            .filter(|fact| truth(&target, &fact.judgements) == Truth::Positive)
            .map(|fact| fact.row)
            .collect();
        if rows.is_empty() {
            continue;
        }
        let (name, definition) = (texts.name(&mode.name), texts.text(mode.definition.raw()));
        groups.push((Some(name), definition, rows));
    }
    groups.sort_by_key(|(_, _, rows)| Reverse(rows.len()));
    let modeless = facts.iter().filter(|fact| fails_without_mode(&fact.judgements));
    let modeless: Vec<RowId> = modeless.map(|fact| fact.row).collect();
    if !modeless.is_empty() {
        groups.push((None, texts.text(""), modeless));
    }
    let mut found = Vec::new();
    for (name, definition, rows) in groups {
        let records = rows.len() as u64;
        let mut examples = Vec::new();
        for row in different(reader, &rows, most)? {
            examples.push(example(reader, row, texts)?);
        }
        found.push(ExampleGroup { name, definition, records, examples });
    }
    Ok(found)
}

/// Returns so many of the rows, in their order, those with an output alike to an earlier one only where there are not
/// enough others among the first.
fn different(reader: &Reader, rows: &[RowId], most: usize) -> Result<Vec<RowId>> {
    let near: Vec<RowId> = rows.iter().copied().take(most.saturating_mul(LOOKED_AT)).collect();
    let keys = reader.alike_keys(&near)?;
    let mut seen = HashSet::new();
    let (first, again): (Vec<_>, Vec<_>) = near.into_iter().zip(keys).partition(|(_, key)| seen.insert(*key));
    Ok(first.into_iter().chain(again).map(|(row, _)| row).take(most).collect())
}

fn example(reader: &Reader, row: RowId, texts: &mut Texts<'_>) -> Result<Example> {
    let (record, judgements) = (reader.record(row)?, reader.judgements(row)?);
    let content = texts.content(&record.content);
    Ok(Example {
        id: record.id,
        model: content.model.clone(),
        input: passage(&content.input_text(), SHOWN),
        output: passage(&content.output_text(), SHOWN),
        notes: judgements.notes.iter().map(|note| texts.text(note.text.raw())).collect(),
    })
}
