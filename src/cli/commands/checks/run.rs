//! `checks run`: every check against the judged records.

use serde_json::json;

use crate::checks::describe;
use crate::cli::context::Context;
use crate::cli::lookup::{check, target_names};
use crate::cli::output::{Table, counted, grouped, remark};
use crate::domain::{Check, CodebookView, RecordId, Slug, Tally};
use crate::error::Result;
use crate::services;
use crate::text::visible_line;

/// How many records are named with what a program said of them.
const MOST_TOLD: usize = 5;

/// Runs `gemba checks run`.
pub(super) fn run(context: &mut Context, only: &[String], allow_commands: bool) -> Result<()> {
    let reader = context.reader()?;
    let commands = context.commands(allow_commands)?;
    let book = reader.codebook()?;
    let mut wanted: Vec<&Slug> = Vec::new();
    for typed in only {
        let named = book.mode(typed).map(|mode| &mode.key).or(book.criterion(typed).map(|criterion| &criterion.key));
        wanted.push(match named {
            Some(key) if !book.checks.iter().any(|check| check.key.as_str() == typed) => key,
            _ => &check(&book, typed)?.key,
        });
    }
    let asked =
        |check: &Check| wanted.is_empty() || wanted.contains(&&check.key) || wanted.contains(&check.target.key());
    let mut table = Table::new(&["check", "target", "catches", "wrongly rejects", ">not counted", "tests"]);
    let mut printed = false;
    let mut remarks_below = Vec::new();
    for (check, tally) in services::tallies::tallies_for(&reader, &commands, &asked)? {
        printed = true;
        remarks_below.extend(remarks(&check, &tally));
        context.row(&mut table, || tally_json(&book, &check, &tally), || tally_row(&book, &check, &tally))?;
    }
    if !printed && !context.json {
        remark("There are no checks to run. `gemba checks add --mode MODE KIND …` attaches one.");
    }
    context.table(&table)?;
    for sentence in &remarks_below {
        remark(sentence);
    }
    Ok(())
}

/// Words the remarks on a check that was not run, or not on every record, and what a program said.
fn remarks(check: &Check, tally: &Tally) -> Vec<String> {
    if let Some(why) = &tally.idle {
        return vec![format!("The check {} was not run: {why}.", check.key)];
    }
    let mut sentences = Vec::new();
    if let Some(why) = &tally.trouble {
        let records = counted(tally.not_run, "record");
        let why = visible_line(why);
        sentences.push(format!("The check {} gave no answer on {records}, left out of its figures: {why}.", check.key));
    }
    for (id, line) in tally.messages.iter().take(MOST_TOLD) {
        sentences.push(format!("{} fails {}: {}", check.key, id.short(), visible_line(line)));
    }
    if let Some(more @ 1..) = tally.messages.len().checked_sub(MOST_TOLD) {
        sentences.push(format!("{} also reports on {more} other records; `--json` lists them.", check.key));
    }
    sentences
}

fn tally_json(book: &CodebookView, check: &Check, tally: &Tally) -> serde_json::Value {
    let (target, name) = target_names(book, &check.target);
    let figure = |count: u64| tally.idle.is_none().then_some(count);
    let count_of = |ids: &[RecordId]| figure(ids.len() as u64);
    let reasons: Vec<_> = tally.messages.iter().map(|(id, line)| json!({"id": id, "reason": line})).collect();
    json!({
        "check": check.key, "target": target, "kind": check.spec.kind,
        "tp": count_of(&tally.caught), "fn": count_of(&tally.missed), "fp": count_of(&tally.wrongly_rejected),
        "tn": figure(tally.accepted),
        "missed": tally.missed, "wrongly_rejected": tally.wrongly_rejected, "caught": tally.caught,
        "target_kind": check.target.word(), "name": name, "description": describe(&check.spec),
        "not_comparable": tally.not_comparable, "excluded_disputed": tally.excluded_disputed,
        "excluded_stale": tally.excluded_stale, "excluded_na": tally.excluded_na,
        "idle": tally.idle, "not_run": tally.not_run, "trouble": tally.trouble, "said": reasons,
    })
}

fn tally_row(book: &CodebookView, check: &Check, tally: &Tally) -> Vec<String> {
    let (target, _) = target_names(book, &check.target);
    let part_of_all = |part: usize, other: u64| match tally.idle {
        Some(_) => "not run".to_owned(),
        None => format!("{} of {}", grouped(part as u64), grouped(part as u64 + other)),
    };
    let left_out =
        tally.not_run + tally.not_comparable + tally.excluded_disputed + tally.excluded_stale + tally.excluded_na;
    vec![
        check.key.to_string(),
        format!("{} {target}", check.target.word()),
        part_of_all(tally.caught.len(), tally.missed.len() as u64),
        part_of_all(tally.wrongly_rejected.len(), tally.accepted),
        grouped(left_out),
        describe(&check.spec),
    ]
}
