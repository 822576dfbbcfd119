//! `stats`: how often what was judged fails, by group.

mod assisted;

use clap::Args;
use clap::builder::TypedValueParser;
use serde_json::json;

use crate::cli::commands::modes::notes::tell_uncoded;
use crate::cli::context::Context;
use crate::cli::output::{Table, grouped, percent_between, remark, shown};
use crate::cli::words::one_of;
use crate::domain::CodebookView;
use crate::error::Result;
use crate::measures::rates::{Group, GroupRate};
use crate::services;
use crate::views::{disputed_beside, settled_instead};

/// How often what was judged fails: per failure mode, criterion, model, prompt version, source, day and reviewer.
///
/// Weighted back to all records where every judged one was drawn by a session's plan; else it is the rate of what was
/// read. What was settled counts instead of single answers, and how many that are is said; by reviewer each one's own
/// verdicts count.
#[derive(Debug, Args)]
pub(crate) struct StatsArgs {
    /// Only these groups; several by comma or by repeating.
    #[arg(long, value_name = "GROUP,…", value_delimiter = ',', value_parser = group_words())]
    by: Vec<Group>,
    /// Narrows the rates of failure modes and criteria by a check that runs over all records: its name, or `auto` for the one
    /// of each with the most earlier labels. It assists only with what was judged since it was attached.
    #[arg(long, value_name = "auto|CHECK")]
    assist: Option<String>,
}

fn group_words() -> impl TypedValueParser<Value = Group> {
    one_of(Group::ALL.iter().map(|group| (group.word(), group.help(), *group)))
}

/// Runs `gemba stats`.
pub(super) fn run(context: &mut Context, args: &StatsArgs) -> Result<()> {
    let reader = context.reader()?;
    let book = reader.codebook()?;
    let wanted = |rate: &GroupRate| args.by.is_empty() || args.by.contains(&rate.group);
    let uncoded = reader.uncoded_fails()?;
    let mut rates = services::insights::rates(&reader)?;
    rates.retain(wanted);
    let assisted = match &args.assist {
        Some(typed) => assisted::rates(&reader, &book, typed)?,
        None => Vec::new(),
    };
    let has_settled = rates.iter().any(|rate| rate.settled > 0);
    let mut columns = vec!["group", "name", "fails", ">n", "out of", ">not counted"];
    columns.extend(has_settled.then_some(">settled"));
    let mut table = Table::new(&columns);
    for rate in &rates {
        context.row(
            &mut table,
            || {
                assisted::beside(
                    rate_json(&book, rate, uncoded),
                    &book,
                    rate,
                    args.assist.as_ref().map(|_| assisted.as_slice()),
                )
            },
            || rate_row(&book, rate, has_settled),
        )?;
    }
    context.table(&table)?;
    if !context.json && args.assist.is_some() {
        assisted::tell(context, &book, &rates, &assisted)?;
    }
    // The verdict of all says it for its parts; modes and criteria are settled each for itself.
    let is_told = |rate: &&GroupRate| matches!(rate.group, Group::All | Group::Mode | Group::Criterion);
    for rate in rates.iter().filter(is_told).filter(|_| !context.json) {
        // A disputed verdict is in the rate of no mode: it is said of all.
        let disputed = disputed_beside(rate).filter(|_| rate.group != Group::Mode);
        for words in settled_instead(rate).into_iter().chain(disputed) {
            remark(&format!("{}, {words}.", subject(&book, rate)));
        }
    }
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
        "settled": line.settled, "settled_votes": line.settled_votes,
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
        Group::All | Group::Model | Group::Prompt | Group::Source | Group::Day | Group::Reviewer => None,
    }
}

/// Returns what a line is of.
fn subject(book: &CodebookView, line: &GroupRate) -> String {
    match line.group {
        Group::All => "all that was judged".to_owned(),
        group => {
            let name = name(book, line).map_or_else(|| shown(&line.value), str::to_owned);
            format!("{} {name}", group.word())
        }
    }
}

fn rate_row(book: &CodebookView, line: &GroupRate, has_settled: bool) -> Vec<String> {
    let rate = line.rate.rate;
    let left_out = line.excluded_disputed
        + line.excluded_deferred
        + line.excluded_declined
        + line.excluded_stale
        + line.excluded_na;
    let fails = rate.map_or("n/a".to_owned(), |rate| percent_between(rate.rate, Some((rate.low, rate.high))));
    let settled = if line.settled > 0 { grouped(line.settled) } else { String::new() };
    let cells = vec![
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
    ];
    cells.into_iter().chain(has_settled.then_some(settled)).collect()
}
