//! `saturation` and `stats`: whether enough was read, and how often what was read fails.

use clap::{Args, ValueEnum};
use serde_json::json;

use super::context::Context;
use super::figures::{percent, percent_between};
use super::out::{counted, grouped, remark, shown};
use super::table::{Align, Table};
use crate::domain::view::Codebook;
use crate::error::Result;
use crate::measures::rates::{Group, GroupRate};
use crate::measures::rubric::{Births, RECORDS_PER_COUNT, births};
use crate::services;

/// How many counts of births are printed for people.
const STRETCHES: usize = 12;

/// Runs `gemba saturation`.
pub(super) fn saturation(context: &mut Context) -> Result<()> {
    let reader = context.reader()?;
    let figures = services::saturation::saturation(&reader)?;
    let births = births(&reader.judged_facts()?, &reader.births()?);
    if context.json {
        let births: Vec<_> = births
            .iter()
            .map(|stretch| json!({"until": stretch.until, "modes": stretch.modes, "criteria": stretch.criteria}))
            .collect();
        let why = (figures.failing == 0).then_some("no failing record with a failure mode yet");
        return context.out.json(&json!({
            "read": figures.read, "modes": figures.modes, "unseen_mass": figures.unseen_mass(),
            "chao2": figures.chao2(), "since_new": figures.since_new, "curve": figures.curve,
            "advice": figures.advice(), "failing": figures.failing, "once": figures.once, "twice": figures.twice,
            "incidences": figures.incidences, "unseen_per_failing": figures.unseen_per_failing(), "births": births,
            "failing_without_mode": figures.modeless, "why": why,
        }));
    }
    let modes = counted(figures.modes, "failure mode");
    context.out.line(&format!(
        "{} read, {modes} in {}",
        grouped(figures.read),
        counted(figures.failing, "tagged record")
    ))?;
    if figures.modeless > 0 {
        let have = if figures.modeless == 1 { "has" } else { "have" };
        let failed = counted(figures.modeless, "failed record");
        context.out.line(&format!("{failed} {have} no failure mode yet and count for nothing here"))?;
    }
    if let Some(mass) = figures.unseen_mass() {
        let once = format!("{} of {} tags", figures.once, figures.incidences);
        context.out.line(&format!("The next tag is of an unseen mode: {} ({once} seen once)", percent(mass)))?;
    }
    if let Some(chance) = figures.unseen_per_failing() {
        context.out.line(&format!("The next failing record shows an unseen mode: {}", percent(chance)))?;
    }
    if let Some(all) = figures.chao2() {
        context.out.line(&format!("Modes there are, seen and unseen: about {all:.0} (Chao2)"))?;
    }
    if !births.is_empty() {
        // The last ones tell; the whole row is in the JSON.
        let recent = births.get(births.len().saturating_sub(STRETCHES)..).unwrap_or_default();
        let row = |of: fn(&Births) -> u64| recent.iter().map(|one| of(one).to_string()).collect::<Vec<_>>().join(" ");
        let (modes, criteria) = (row(|one| one.modes), row(|one| one.criteria));
        let per = format!("Newly named per {RECORDS_PER_COUNT} read, up to now");
        context.out.line(&format!("{per}: failure modes {modes}; criteria {criteria}"))?;
    }
    context.out.line(&figures.advice())
}

/// How often what was judged fails: per failure mode, criterion, model, prompt version, source and day.
///
/// Weighted back to all records where every judged one was drawn by a session's plan; else it is the rate of what was
/// read.
#[derive(Debug, Args)]
pub(super) struct StatsArgs {
    /// Only these groups; several by comma or by repeating.
    #[arg(long, value_enum, value_name = "GROUP,…", value_delimiter = ',')]
    by: Vec<GroupWord>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GroupWord {
    /// Everything judged.
    All,
    /// Failure modes: the share of read records that show it.
    Mode,
    /// Criteria: the share of graded records that do not meet it.
    Criterion,
    /// Models.
    Model,
    /// Prompt versions.
    Prompt,
    /// Sources.
    Source,
    /// Days of logging, in UTC.
    Day,
}

impl GroupWord {
    const fn group(self) -> Group {
        match self {
            Self::All => Group::All,
            Self::Mode => Group::Mode,
            Self::Criterion => Group::Criterion,
            Self::Model => Group::Model,
            Self::Prompt => Group::Prompt,
            Self::Source => Group::Source,
            Self::Day => Group::Day,
        }
    }
}

/// Runs `gemba stats`.
pub(super) fn stats(context: &mut Context, args: &StatsArgs) -> Result<()> {
    let reader = context.reader()?;
    let book = reader.codebook()?;
    let wanted = |rate: &GroupRate| args.by.is_empty() || args.by.iter().any(|word| word.group() == rate.group);
    let mut table = Table::new(&[
        ("group", Align::Left),
        ("of", Align::Left),
        ("fails", Align::Left),
        ("n", Align::Right),
        ("rate of", Align::Left),
        ("left out", Align::Right),
    ]);
    for rate in services::stats::stats(&reader)?.iter().filter(|rate| wanted(rate)) {
        if context.json {
            context.out.json(&rate_json(&book, rate))?;
        } else {
            table.row(rate_row(&book, rate));
        }
    }
    let width = context.width();
    table.print(&mut context.out, width)?;
    if !context.json && reader.count()? == 0 {
        remark("Nothing is imported yet. `gemba import FILE` does.");
    }
    Ok(())
}

fn rate_json(book: &Codebook, line: &GroupRate) -> serde_json::Value {
    let rate = line.rate.rate;
    let value = (line.group != Group::All).then_some(&line.value);
    json!({
        "group": line.group.word(), "value": value, "n": line.rate.n, "rate": rate.map(|rate| rate.rate),
        "low": rate.map(|rate| rate.low), "high": rate.map(|rate| rate.high), "weighted": line.rate.weighted,
        "hits": line.rate.hits, "name": name(book, line), "excluded_disputed": line.excluded_disputed,
        "excluded_deferred": line.excluded_deferred,
        "excluded_stale": line.excluded_stale, "excluded_na": line.excluded_na,
        "why": rate.is_none().then_some("nothing that counts here was judged yet"),
    })
}

/// The name of a mode or criterion beside its slug.
fn name<'a>(book: &'a Codebook, line: &GroupRate) -> Option<&'a str> {
    let slug = shown(&line.value);
    match line.group {
        Group::Mode => book.modes.iter().find(|mode| mode.slug.as_str() == slug).map(|mode| mode.name.as_str()),
        Group::Criterion => book.criteria.iter().find(|one| one.slug.as_str() == slug).map(|one| one.name.as_str()),
        Group::All | Group::Model | Group::Prompt | Group::Source | Group::Day => None,
    }
}

fn rate_row(book: &Codebook, line: &GroupRate) -> Vec<String> {
    let rate = line.rate.rate;
    let left_out = line.excluded_disputed + line.excluded_deferred + line.excluded_stale + line.excluded_na;
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
