//! `align`: how far checks agree with people, alone and as sets.

use clap::Args;
use serde_json::{Map, Value, json};

use crate::checks::Evaluator;
use crate::cli::context::Context;
use crate::cli::lookup::{criterion, target_names};
use crate::cli::output::{Table, counted, grouped, of_whole, percent_or, remark, share, told};
use crate::domain::{CodebookView, Slug, Target};
use crate::error::{Kind, Problem, Result};
use crate::measures::alignment::Confusion;
use crate::measures::check_sets::{ALPHA, Aligned, TargetAlignment, intervals, why};
use crate::services;
use crate::services::alignment::{Alignments, LeftOut};
use crate::text::visible_line;

/// A half with fewer bad records than this, or fewer good ones than [`FEWEST_GOOD`], is too small for the gate.
const FEWEST_BAD: u64 = 3;
/// See [`FEWEST_BAD`].
const FEWEST_GOOD: u64 = 10;

/// Compares checks with what people said: coverage of bad outputs, false failures of good ones, and both in one figure.
///
/// Bad is positive. Stale and disputed judgements are left out and counted. Halves are split by input; the smallest set
/// is chosen on one half and reported on the other.
#[derive(Debug, Args)]
pub(crate) struct AlignArgs {
    /// Only this criterion (or failure mode), by name, slug or number.
    #[arg(value_name = "CRITERION")]
    only: Option<String>,
    /// Ends with 1 when the alignment of a set (on its test half, on all records where that is too small) is below
    /// this share, or cannot be told.
    #[arg(long, value_name = "0..1", value_parser = share)]
    fail_under: Option<f64>,
    /// The coverage that the smallest set has to reach.
    #[arg(long, value_name = "0..1", value_parser = share, default_value_t = ALPHA)]
    alpha: f64,
    /// Lets checks of the kind `command` start their programs in this run, whatever they are.
    #[arg(long)]
    allow_commands: bool,
}

/// Runs `gemba align`.
pub(super) fn run(context: &mut Context, args: &AlignArgs) -> Result<()> {
    let reader = context.reader()?;
    let book = reader.codebook()?;
    let only = args.only.as_deref().map(|typed| target(&book, typed)).transpose()?;
    let Alignments { targets: mut found, mut left_out } =
        services::alignment::alignments(&reader, args.alpha, &context.commands(args.allow_commands)?)?;
    found.retain(|aligned| only.as_ref().is_none_or(|only| aligned.target == *only));
    left_out.retain(|left_out| only.as_ref().is_none_or(|only| left_out.target == *only));
    let mut table = Table::new(&["of", "check", ">coverage", ">false failures", ">alignment", ">test half", ">n"]);
    for aligned in &found {
        if context.json { print_json(context, &book, aligned)? } else { add_rows(&mut table, &book, aligned) }
    }
    context.table(&table)?;
    if !context.json {
        for aligned in &found {
            print_remarks(&book, aligned, args.alpha);
        }
        if found.is_empty() && left_out.is_empty() {
            remark("There are no checks yet. `gemba checks add --criterion NAME KIND …` attaches one.");
        }
    }
    for left_out in &left_out {
        remark(&remark_on(left_out));
    }
    args.fail_under.map_or(Ok(()), |least| gate(&book, &found, &left_out, least))
}

/// Finds the criterion that was typed, else the failure mode.
fn target(book: &CodebookView, typed: &str) -> Result<Target> {
    match (criterion(book, typed), book.mode(typed)) {
        (Ok(known), _) => Ok(Target::Criterion(known.key.clone())),
        (Err(_), Some(known)) => Ok(Target::Mode(known.key.clone())),
        (Err(unknown), None) => Err(unknown),
    }
}

/// Returns the alignment that the gate looks at: of the test half where it is large enough, else of all records.
fn gated_alignment(set: &Aligned) -> Option<f64> {
    let is_enough = set.test.positives() >= FEWEST_BAD && set.test.negatives() >= FEWEST_GOOD;
    if is_enough { set.test.alignment() } else { set.all.alignment() }
}

/// Words the remark on a check that was not run, or not on every record.
fn remark_on(left_out: &LeftOut) -> String {
    let (check, why) = (&left_out.check, visible_line(&left_out.why));
    match left_out.records {
        None => format!("The check {check} was not run: {why}."),
        Some(count) => {
            let records = counted(count, "record");
            format!("The check {check} gave no answer on {records}, left out of all figures of its set: {why}.")
        }
    }
}

/// Trips on what is too low, and on commands that did not answer: figures without them are not those of the set. A
/// judge never answers here and is not waited for.
fn gate(book: &CodebookView, found: &[TargetAlignment], left_out: &[LeftOut], least: f64) -> Result<()> {
    let silent: Vec<String> =
        left_out.iter().filter(|left_out| left_out.evaluator != Evaluator::Judge).map(remark_on).collect();
    if !silent.is_empty() {
        return Err(Problem::new(Kind::Gate, format!("The alignment cannot be computed. {}", silent.join(" ")))
            .hint("`gemba checks run` shows each check alone."));
    }
    if found.is_empty() {
        return Err(Problem::new(Kind::Gate, "There are no checks for --fail-under.")
            .hint("`gemba checks add --criterion NAME KIND …` attaches one."));
    }
    let mut below = Vec::new();
    for aligned in found {
        let alignment = gated_alignment(&aligned.set);
        if alignment.is_none_or(|alignment| alignment < least) {
            let (slug, _) = target_names(book, &aligned.target);
            let reason = why(aligned.set.all).unwrap_or_default();
            below.push(format!("{slug} {}", alignment.map_or(reason.to_owned(), |share| format!("{share:.2}"))));
        }
    }
    if below.is_empty() {
        return Ok(());
    }
    Err(Problem::new(Kind::Gate, format!("The alignment is below {least}: {}.", below.join(", ")))
        .hint("`gemba checks run` lists the records."))
}

/// Prints a line for each check, and one for all of them as a set.
fn print_json(context: &mut Context, book: &CodebookView, aligned: &TargetAlignment) -> Result<()> {
    for check in &aligned.checks {
        let key = check.checks.first().map_or("", Slug::as_str);
        context.out.json(&line(book, aligned, key, check))?;
    }
    let mut set = line(book, aligned, "set", &aligned.set);
    set.insert("tau".to_owned(), json!(aligned.tau));
    let smallest = aligned.smallest.as_ref().map(with_halves);
    let none = "no set reaches the coverage within the tolerated false failures on the training half";
    set.insert("smallest_why".to_owned(), json!(smallest.is_none().then_some(none)));
    set.insert("smallest".to_owned(), json!(smallest));
    context.out.json(&set)
}

fn line(book: &CodebookView, aligned: &TargetAlignment, check: &str, figures: &Aligned) -> Map<String, Value> {
    let (slug, name) = target_names(book, &aligned.target);
    let is_criterion = matches!(aligned.target, Target::Criterion(_));
    let mut line = Map::new();
    line.insert("check".to_owned(), json!(check));
    line.insert("criterion".to_owned(), json!(is_criterion.then_some(slug)));
    line.insert("mode".to_owned(), json!((!is_criterion).then_some(slug)));
    line.insert("name".to_owned(), json!(name));
    line.extend(with_halves(figures));
    line.insert("not_comparable".to_owned(), json!(aligned.not_comparable));
    line.insert("excluded_stale".to_owned(), json!(aligned.excluded_stale));
    line.insert("excluded_disputed".to_owned(), json!(aligned.excluded_disputed));
    line.insert("excluded_na".to_owned(), json!(aligned.excluded_na));
    line
}

fn with_halves(aligned: &Aligned) -> Map<String, Value> {
    let mut map = figures(aligned.all);
    map.insert("checks".to_owned(), json!(aligned.checks));
    map.insert("train".to_owned(), Value::Object(figures(aligned.train)));
    map.insert("test".to_owned(), Value::Object(figures(aligned.test)));
    map
}

fn figures(counts: Confusion) -> Map<String, Value> {
    let [coverage, ffr] = intervals(counts);
    let (coverage_low, coverage_high) = coverage.unzip();
    let (ffr_low, ffr_high) = ffr.unzip();
    let figures = json!({
        "tp": counts.tp, "fn": counts.fn_, "fp": counts.fp, "tn": counts.tn, "coverage": counts.coverage(),
        "ffr": counts.false_failure_rate(), "alignment": counts.alignment(), "mcc": counts.mcc(),
        "kappa": counts.raters().kappa().ok(), "coverage_low": coverage_low, "coverage_high": coverage_high,
        "ffr_low": ffr_low, "ffr_high": ffr_high, "n": counts.positives() + counts.negatives(), "why": why(counts),
    });
    match figures {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn add_rows(table: &mut Table, book: &CodebookView, aligned: &TargetAlignment) {
    let (slug, _) = target_names(book, &aligned.target);
    let mut row = |what: String, figures: &Aligned| {
        let counts = figures.all;
        let shown = |share: Option<f64>| share.map_or("n/a".to_owned(), |share| format!("{share:.2}"));
        table.row(vec![
            slug.to_string(),
            what,
            of_whole(counts.coverage(), counts.tp, counts.positives()),
            of_whole(counts.false_failure_rate(), counts.fp, counts.negatives()),
            shown(counts.alignment()),
            shown(figures.test.alignment()),
            grouped(counts.positives() + counts.negatives()),
        ]);
    };
    for check in &aligned.checks {
        row(check.checks.first().map(ToString::to_string).unwrap_or_default(), check);
    }
    if aligned.checks.len() > 1 {
        row("all of them".to_owned(), &aligned.set);
    }
}

/// Prints below the table what was not counted, and which smaller set is enough.
fn print_remarks(book: &CodebookView, aligned: &TargetAlignment, alpha: f64) {
    let (slug, _) = target_names(book, &aligned.target);
    if let Some(reason) = why(aligned.set.all) {
        remark(&format!("{slug}: {reason}."));
    }
    let out = told(&[
        (aligned.excluded_stale, "stale"),
        (aligned.excluded_disputed, "disputed"),
        (aligned.excluded_na, "n/a"),
        (aligned.not_comparable, "failed for another mode"),
    ]);
    if !out.is_empty() {
        remark(&format!("{slug}: not counted: {out}."));
    }
    if let Some(smallest) = aligned.smallest.as_ref().filter(|smallest| smallest.checks.len() < aligned.checks.len()) {
        let keys: Vec<&str> = smallest.checks.iter().map(Slug::as_str).collect();
        let (least, most) = (percent_or(Some(alpha), ""), percent_or(Some(aligned.tau), ""));
        remark(&format!(
            "{slug}: {} alone is enough to catch {least} of the bad and reject at most {most} of the good.",
            keys.join(" + ")
        ));
    }
}
