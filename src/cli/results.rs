//! `results`: verdicts of judges and checks that ran elsewhere, held against what people said.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::checks::target_names;
use super::context::Context;
use super::figures::{percent_between, percent_or};
use super::out::{counted, grouped, remark, shown};
use super::result_pairs;
use super::table::{Align, Table};
use crate::domain::result::ResultRun;
use crate::domain::view::Codebook;
use crate::domain::{Name, Target, Untrusted, spelling};
use crate::error::{Problem, Result};
use crate::ingest::results::Order;
use crate::services::results::{self, JudgeLine, ResultOrder};

/// Holds the verdicts of judges and checks that ran elsewhere against what people said.
///
/// A stub of gemba's is held against its mode or criterion, any other judge against pass and fail. What was judged is
/// matched by record id, by external id, or by the exact output. `result:NAME=fail` is a filter afterwards.
#[derive(Debug, Args)]
pub(super) struct ResultsArgs {
    #[command(subcommand)]
    command: Option<Verb>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Import(ImportArgs),
    /// Every judge of every imported result, held against what people say now.
    List,
    /// The judges of one imported result.
    Show {
        /// The result's name.
        name: String,
    },
    /// Two imported results side by side: pass rates of the cases that both judged, and which cases flipped.
    ///
    /// Cases are matched by record; where the runs share no record, by equal input, as a new model or prompt version
    /// answers the same questions. McNemar's test says whether the flips have a direction.
    Compare {
        /// The earlier result, by name.
        a: String,
        /// The later one.
        b: String,
    },
}

/// Reads a result file: the `JUnit` XML of pytest or Vitest, promptfoo's JSON, Inspect's JSON log, or JSON Lines with id, name and
/// verdict, pass or score.
#[derive(Debug, Args)]
struct ImportArgs {
    /// The file; `-` for standard input.
    path: PathBuf,
    /// The format, when it is not recognised: junit, promptfoo, inspect, jsonl.
    #[arg(long)]
    format: Option<String>,
    /// The name it is read again by; the file's unless given.
    #[arg(long)]
    name: Option<String>,
    /// The model that made the outputs, where the file names none.
    #[arg(long)]
    model: Option<String>,
    /// The prompt version of the outputs, where the file names none.
    #[arg(long, value_name = "VERSION")]
    prompt_version: Option<String>,
    /// The outputs were made anew (`GEMBA_LIVE=1`): what people said of the recorded ones is not held against them.
    #[arg(long)]
    live: bool,
    /// The score from which on an output passes.
    #[arg(long, value_name = "SCORE")]
    pass_at: Option<f64>,
}

/// Runs `gemba results`.
pub(super) fn run(context: &mut Context, args: ResultsArgs) -> Result<()> {
    match args.command.unwrap_or(Verb::List) {
        Verb::Import(args) => import(context, args),
        Verb::List => {
            let runs = context.reader()?.results()?;
            if runs.is_empty() {
                remark("No results yet. `gemba results import FILE` reads some.");
            }
            print(context, &runs)
        }
        Verb::Show { name } => {
            let runs = context.reader()?.results()?;
            let run = named(&runs, &name)?;
            print(context, std::slice::from_ref(run))
        }
        Verb::Compare { a, b } => {
            let runs = context.reader()?.results()?;
            result_pairs::compare(context, named(&runs, &a)?, named(&runs, &b)?)
        }
    }
}

/// The run of this name, or of this number (`result_id` in JSON) where no name is so.
fn named<'a>(runs: &'a [ResultRun], typed: &str) -> Result<&'a ResultRun> {
    let by_name = runs.iter().find(|run| run.name.as_str() == typed);
    let by_id = || runs.iter().find(|run| typed.parse() == Ok(run.id));
    by_name.or_else(by_id).ok_or_else(|| {
        let known: Vec<&str> = runs.iter().map(|run| run.name.as_str()).collect();
        Problem::usage(format!("There is no result called `{typed}`.")).hint(spelling::hint(typed, &known))
    })
}

fn import(context: &mut Context, args: ImportArgs) -> Result<()> {
    if args.pass_at.is_some_and(|score| !score.is_finite()) {
        return Err(Problem::usage("--pass-at wants a number."));
    }
    let order = ResultOrder {
        file: Order { path: args.path, format: args.format, pass_at: args.pass_at },
        name: args.name.as_deref().map(Name::new).transpose()?,
        live: args.live,
        model: args.model.map(Untrusted::from),
        prompt_version: args.prompt_version.map(Untrusted::from),
    };
    let (mut writer, reader) = context.both()?;
    let done = results::import(&mut writer, &reader, &order, Context::now())?;
    if !done.is_new {
        remark(&format!("This file was imported before, as {}; nothing was added.", done.run.name));
    }
    for reason in &done.reasons {
        remark(&format!("Set aside: {reason}."));
    }
    if done.set_aside > done.reasons.len() as u64 {
        remark(&format!("In all, {} were set aside.", grouped(done.set_aside)));
    }
    print(context, std::slice::from_ref(&done.run))
}

fn print(context: &mut Context, runs: &[ResultRun]) -> Result<()> {
    let reader = context.reader()?;
    let book = reader.codebook()?;
    let lines = results::lines(&reader, runs)?;
    if context.json {
        return lines.iter().try_for_each(|line| context.out.json(&line_json(&book, line)));
    }
    let heads =
        ["result", "judge", "of", "coverage", "false failures", "kappa", "n", "passes", "corrected", "unmatched"];
    let heads: Vec<(&str, Align)> =
        heads.iter().enumerate().map(|(at, head)| (*head, if at < 3 { Align::Left } else { Align::Right })).collect();
    let mut table = Table::new(&heads);
    for line in &lines {
        let counts = line.judged.counts;
        let of = |share: Option<f64>, part: u64, whole: u64| match share {
            Some(_) => format!("{} ({} of {})", percent_or(share, ""), grouped(part), grouped(whole)),
            None => "n/a".to_owned(),
        };
        let corrected = line.judged.corrected();
        table.row(vec![
            line.run.name.to_string(),
            shown(&line.judge),
            aimed_at(&book, line).map_or_else(|| "verdict".to_owned(), |(_, slug)| slug),
            of(counts.coverage(), counts.tp, counts.positives()),
            of(counts.false_failure_rate(), counts.fp, counts.negatives()),
            counts.raters().kappa().map_or_else(|_| "n/a".to_owned(), |kappa| format!("{kappa:.2}")),
            grouped(counts.positives() + counts.negatives()),
            percent_or(line.judged.pass_rate(), "n/a"),
            corrected.map_or_else(|_| "n/a".to_owned(), |rate| percent_between(rate.rate, Some((rate.low, rate.high)))),
            grouped(line.unmatched),
        ]);
    }
    let width = context.width();
    table.print(&mut context.out, width)?;
    for line in &lines {
        say_rest(&book, line);
    }
    Ok(())
}

/// What a judge is held against, where that is no verdict: its kind and its slug.
pub(super) fn aimed_at(book: &Codebook, line: &JudgeLine) -> Option<(&'static str, String)> {
    let target = line.target.as_ref()?;
    Some((target.word(), target_names(book, target).0.to_string()))
}

fn line_json(book: &Codebook, line: &JudgeLine) -> Value {
    let counts = line.judged.counts;
    let rate = line.judged.corrected().ok();
    let (kind, slug) = aimed_at(book, line).unzip();
    json!({
        "name": line.judge, "n": counts.positives() + counts.negatives(), "coverage": counts.coverage(),
        "ffr": counts.false_failure_rate(), "kappa": counts.raters().kappa().ok(),
        "corrected_pass_rate": rate.map(|rate| rate.rate), "low": rate.map(|rate| rate.low),
        "high": rate.map(|rate| rate.high), "unmatched": line.unmatched, "why": line.why(), "caveat": line.caveat(),
        "judged_pass_rate": line.judged.pass_rate(), "answers": line.judged.passes.answered,
        "tp": counts.tp, "fn": counts.fn_, "fp": counts.fp, "tn": counts.tn, "no_answer": line.silent,
        "other_output": line.other_output, "repeated": line.repeated, "unjudged": line.judged.unjudged,
        "not_comparable": line.judged.not_comparable, "excluded_disputed": line.judged.excluded_disputed,
        "excluded_stale": line.judged.excluded_stale, "excluded_na": line.judged.excluded_na,
        "models": line.models, "prompt_versions": line.prompt_versions, "target": slug,
        "target_kind": kind.unwrap_or("verdict"), "result": line.run.name, "result_id": line.run.id, "format": line.run.format,
        "imported": line.run.imported.rfc3339(),
    })
}

/// Below the table: what was left out, and the filter that shows where the judge and people disagree.
fn say_rest(book: &Codebook, line: &JudgeLine) {
    let judge = shown(&line.judge);
    let judged = &line.judged;
    if let Some(reason) = line.why() {
        remark(&format!("{judge}: {reason}."));
    }
    let out: Vec<String> = line.left_out().iter().map(|(count, word)| format!("{} {word}", grouped(*count))).collect();
    if !out.is_empty() {
        remark(&format!("{judge}: not compared: {}.", out.join(", ")));
    }
    if let Some(caveat) = line.caveat().filter(|_| judged.corrected().is_ok()) {
        remark(&format!("{judge}: {caveat}."));
    }
    let (missed, rejected) = (judged.counts.fn_, judged.counts.fp);
    if missed + rejected > 0 {
        let (bad, good) = match aimed_at(book, line) {
            None => ("verdict:fail".to_owned(), "verdict:pass".to_owned()),
            Some((_, slug)) if matches!(line.target, Some(Target::Mode(_))) => {
                (format!("mode:{slug}"), "verdict:pass".to_owned())
            }
            Some((_, slug)) => (format!("grade:{slug}=not-met"), format!("grade:{slug}=met")),
        };
        // Whatever a shell or a filter would read differently becomes a `*`.
        let name: String =
            judge.chars().map(|c| if c.is_alphanumeric() || "._/#-".contains(c) { c } else { '*' }).collect();
        remark(&format!(
            "{} to look at: gemba review '(result:{name}=pass {bad}) OR (result:{name}=fail {good})'",
            counted(missed + rejected, "disagreement"),
        ));
    }
}
