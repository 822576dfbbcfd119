//! `stats`: how often what was judged fails, by group.

use clap::Args;
use clap::builder::TypedValueParser;
use serde_json::json;

use super::modes::notes::tell_uncoded;
use crate::cli::context::Context;
use crate::cli::output::{Table, grouped, percent_between, remark, shown};
use crate::cli::words::one_of;
use crate::domain::CodebookView;
use crate::error::Result;
use crate::measures::rates::{Group, GroupRate};
use crate::services;

/// How often what was judged fails: per failure mode, criterion, model, prompt version, source and day.
///
/// Weighted back to all records where every judged one was drawn by a session's plan; else it is the rate of what was
/// read.
#[derive(Debug, Args)]
pub(crate) struct StatsArgs {
    /// Only these groups; several by comma or by repeating.
    #[arg(long, value_name = "GROUP,…", value_delimiter = ',', value_parser = group_words())]
    by: Vec<Group>,
}

fn group_words() -> impl TypedValueParser<Value = Group> {
    one_of(Group::ALL.iter().map(|group| (group.word(), group.help(), *group)))
}

/// Runs `gemba stats`.
pub(super) fn run(context: &mut Context, args: &StatsArgs) -> Result<()> {
    let reader = context.reader()?;
    let book = reader.codebook()?;
    let wanted = |rate: &GroupRate| args.by.is_empty() || args.by.contains(&rate.group);
    let mut table = Table::new(&["group", "name", "fails", ">n", "out of", ">not counted"]);
    let uncoded = reader.uncoded_fails()?;
    for rate in services::insights::rates(&reader)?.iter().filter(|rate| wanted(rate)) {
        context.row(&mut table, || rate_json(&book, rate, uncoded), || rate_row(&book, rate))?;
    }
    context.table(&table)?;
    if !context.json && (args.by.is_empty() || args.by.iter().copied().any(counts_modes)) {
        tell_uncoded(uncoded);
    }
    if !context.json && reader.count()? == 0 {
        remark("Nothing is imported yet. `gemba import FILE` does.");
    }
    Ok(())
}

/// Answers whether a rate of this group tells of failure modes, or of everything that they are a part of.
const fn counts_modes(group: Group) -> bool {
    matches!(group, Group::All | Group::Mode)
}

fn rate_json(book: &CodebookView, line: &GroupRate, uncoded: u64) -> serde_json::Value {
    let rate = line.rate.rate;
    let value = (line.group != Group::All).then_some(&line.value);
    json!({
        "group": line.group.word(), "value": value, "n": line.rate.n, "rate": rate.map(|rate| rate.rate),
        "low": rate.map(|rate| rate.low), "high": rate.map(|rate| rate.high), "weighted": line.rate.weighted, "more_for_5_points": line.more().map(|(more, _)| more),
        "hits": line.rate.hits, "name": name(book, line), "excluded_disputed": line.excluded_disputed,
        "excluded_deferred": line.excluded_deferred, "excluded_declined": line.excluded_declined,
        "excluded_stale": line.excluded_stale, "excluded_na": line.excluded_na,
        "uncoded_fails": counts_modes(line.group).then_some(uncoded),
        "why": rate.is_none().then_some("nothing that counts here was judged yet"),
    })
}

/// Returns the name of a mode or criterion beside its slug.
fn name<'a>(book: &'a CodebookView, line: &GroupRate) -> Option<&'a str> {
    let slug = shown(&line.value);
    match line.group {
        Group::Mode => book.modes.iter().find(|mode| mode.slug.as_str() == slug).map(|mode| mode.name.as_str()),
        Group::Criterion => {
            book.criteria.iter().find(|known| known.slug.as_str() == slug).map(|known| known.name.as_str())
        }
        Group::All | Group::Model | Group::Prompt | Group::Source | Group::Day => None,
    }
}

fn rate_row(book: &CodebookView, line: &GroupRate) -> Vec<String> {
    let rate = line.rate.rate;
    let left_out = line.excluded_disputed
        + line.excluded_deferred
        + line.excluded_declined
        + line.excluded_stale
        + line.excluded_na;
    let fails = rate.map_or("n/a".to_owned(), |rate| percent_between(rate.rate, Some((rate.low, rate.high))));
    vec![
        line.group.word().to_owned(),
        name(book, line).map_or_else(|| shown(&line.value), str::to_owned),
        fails,
        grouped(line.rate.n),
        match (rate, line.rate.weighted) {
            (None, _) => String::new(),
            (Some(_), true) => "all records".to_owned(),
            (Some(_), false) => "what was read".to_owned(),
        },
        if left_out > 0 { grouped(left_out) } else { String::new() },
    ]
}
