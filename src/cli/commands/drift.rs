//! `drift`: how much of the change in grades comes from the new text, and how much from the reviewer's noise.

use clap::Args;
use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::cli::lookup::criterion;
use crate::cli::output::{counted, p_value, percent, percent_between, remark, share};
use crate::domain::Name;
use crate::error::{Kind, Problem, Result};
use crate::measures::drift::regrades::FEWEST_BETWEEN;
use crate::measures::drift::rubric::{CriterionDrift, MeasuredStep};
use crate::measures::drift::{DriftVerdict, FEWEST_NOISE_PAIRS, StepCounts};
use crate::services;
use crate::views::drift::{between, detectable_sentence, more_repeats, not_counted};

/// From here on a rise of flips at constant meaning is told.
const SILENT: f64 = 0.05;

/// Measures how much each criterion's answers changed from version to version, beyond the reviewer's noise.
///
/// Grades that a new meaning made stale are asked again by `gemba review --by stale`, some of them twice. What flips
/// beyond the noise of the second answers is due to the new text.
#[derive(Debug, Args)]
pub(crate) struct DriftArgs {
    /// Only this criterion, by name, slug or number.
    #[arg(value_name = "CRITERION")]
    criterion: Option<String>,
    /// Ends with 1 when the newest step of a criterion has the verdict `drift` and moved more than this share.
    #[arg(long, value_name = "0..1", value_parser = share)]
    fail_over: Option<f64>,
}

/// Runs `gemba drift`.
pub(super) fn run(context: &mut Context, args: &DriftArgs) -> Result<()> {
    let reader = context.reader()?;
    let drifts = match &args.criterion {
        Some(typed) => vec![services::insights::criterion_drift(&reader, &criterion(&reader.codebook()?, typed)?.key)?],
        None => services::insights::rubric_drift(&reader)?.criteria,
    };
    for drift in &drifts {
        if context.json { context.out.json(&drift_json(drift))? } else { print_criterion(context, drift)? }
    }
    if drifts.is_empty() && !context.json {
        remark("No criteria yet. `gemba criteria add NAME --text …` adds one.");
    } else if !context.json && drifts.iter().any(|drift| drift.steps.iter().any(|step| step.step.counts.regraded > 0)) {
        remark(
            "Assumes that errors are as likely on changed records as on others. Where only borderline records changed, \
             the figure is a lower bound.",
        );
    }
    args.fail_over.map_or(Ok(()), |most| gate(&drifts, most))
}

/// Trips on what is known: noise, an unsteady reviewer and too few pairs are no drift.
fn gate(drifts: &[CriterionDrift], most: f64) -> Result<()> {
    let mut moved = Vec::new();
    for drift in drifts {
        let Some(step) = drift.newest() else { continue };
        match step.drift.verdict {
            DriftVerdict::Drift if !step.holds => {
                remark(&format!("{}: ignored by --fail-over, {}.", drift.name, verdict_words(step)));
            }
            DriftVerdict::Drift => {
                let share = step.drift.attributable.or(step.drift.net).unwrap_or_default();
                if share > most {
                    moved.push(format!("{} {}", drift.name, percent(share)));
                }
            }
            DriftVerdict::CannotTell => {}
            DriftVerdict::TooFew | DriftVerdict::Unsteady => {
                remark(&format!("{}: ignored by --fail-over, {}.", drift.name, verdict_words(step)));
            }
        }
    }
    if moved.is_empty() {
        return Ok(());
    }
    Err(Problem::new(Kind::Gate, format!("Criteria drifted by more than {}: {}.", percent(most), moved.join(", ")))
        .hint("`gemba criteria diff NAME` shows what changed in the text."))
}

fn drift_json(drift: &CriterionDrift) -> Value {
    let steps: Vec<Value> = drift.steps.iter().map(step_json).collect();
    let too_few = || format!("fewer than {FEWEST_NOISE_PAIRS} noise pairs");
    json!({
        "criterion": drift.slug, "version": drift.version, "grades": drift.grades, "stale": drift.stale,
        "steps": steps, "name": drift.name, "retired": drift.retired, "silent_drift_p": drift.silent_drift_p,
        // What the p-value was called before.
        "silent_drift": drift.silent_drift_p,
        "silent_drift_why": drift.silent_drift_p.is_none().then(too_few),
    })
}

fn step_json(measured: &MeasuredStep) -> Value {
    let MeasuredStep { step, drift, detectable, holds } = measured;
    let reviewers: Vec<Value> = step.reviewers.iter().map(|(name, counts)| reviewer_json(name, counts)).collect();
    json!({
        "from": step.from, "to": step.to, "regraded": step.counts.regraded, "flips": step.counts.flips(),
        "tightened": step.counts.tightened, "relaxed": step.counts.relaxed, "mcnemar_p": drift.mcnemar_p,
        "flip_rate": drift.flip_rate, "noise_floor": drift.noise_floor, "noise_n": step.counts.noise_pairs,
        "attributable": drift.attributable, "low": drift.low, "high": drift.high, "detectable": detectable,
        "verdict": drift.verdict.word(), "noise_flips": step.counts.noise_flips, "with_na": step.with_na,
        "short_gaps": step.short_gaps, "outside_a_round": step.outside, "left_out": drift.left_out, "p": drift.p,
        "holds": (drift.verdict == DriftVerdict::Drift).then_some(*holds), "at_least": drift.net,
        "more_repeats": drift.more_repeats, "reviewers": reviewers, "why": why(measured),
    })
}

fn reviewer_json(name: &Name, counts: &StepCounts) -> Value {
    json!({
        "reviewer": name, "regraded": counts.regraded, "tightened": counts.tightened, "relaxed": counts.relaxed,
        "noise_n": counts.noise_pairs, "noise_flips": counts.noise_flips,
    })
}

/// Says why some figure of a step is missing.
fn why(measured: &MeasuredStep) -> Option<&'static str> {
    let MeasuredStep { step, drift, detectable, .. } = measured;
    if step.counts.regraded == 0 {
        Some("no stale grade was given again in a round yet")
    } else if step.counts.noise_pairs == 0 {
        Some("no answer was repeated yet, so there is no noise floor")
    } else if drift.noise_floor.is_none() {
        Some("no reviewer has enough repeat answers for a noise floor")
    } else if drift.attributable.is_none() {
        Some("half of the repeat answers differ: no change can be distinguished from noise")
    } else if detectable.is_none() {
        Some("not even a rule that moves all of the met would be found in 80 % of such rounds")
    } else {
        None
    }
}

fn print_criterion(context: &mut Context, drift: &CriterionDrift) -> Result<()> {
    let CriterionDrift { name, version, .. } = drift;
    let retired = if drift.retired { "  no longer asked" } else { "" };
    let grades = counted(drift.grades, "grade");
    context.out.line(&format!("{name}  v{version}  {grades}, {} stale{retired}", drift.stale))?;
    if drift.steps.is_empty() {
        context.out.line("  no meaning edit yet")?;
    }
    for step in &drift.steps {
        print_step(context, step)?;
    }
    match drift.silent_drift_p {
        Some(p) if p < SILENT => context
            .out
            .line(&format!("  repeat answers differ more often lately, though the text is the same ({})", p_value(p))),
        Some(_) | None => Ok(()),
    }
}

fn print_step(context: &mut Context, measured: &MeasuredStep) -> Result<()> {
    let MeasuredStep { step, drift, detectable, .. } = measured;
    let limits = drift.low.zip(drift.high);
    let is_told = matches!(drift.verdict, DriftVerdict::Drift | DriftVerdict::Unsteady);
    let share = drift.attributable.filter(|_| is_told);
    let share = share.map(|share| format!("{}, ", percent_between(share, limits))).unwrap_or_default();
    let counts = &step.counts;
    let twice = counts.noise_pairs;
    let head = format!("  v{} → v{}  {}", step.from, step.to, verdict_words(measured));
    context.out.line(&format!("{head}: {share}{} re-graded, {twice} twice", counts.regraded))?;
    if let Some(p) = drift.mcnemar_p.filter(|_| counts.flips() > 0) {
        let direction = format!("{} stricter, {} milder", counts.tightened, counts.relaxed);
        context.out.line(&format!("    {direction}; {} for a direction of the change (McNemar)", p_value(p)))?;
    }
    if let Some(floor) = drift.noise_floor {
        context.out.line(&format!("    noise floor {}", percent(floor)))?;
    }
    if let Some(least) = *detectable {
        context.out.line(&format!("    {}", detectable_sentence(least)))?;
    }
    for sentence in not_counted(measured) {
        context.out.line(&format!("    {sentence}"))?;
    }
    if step.short_gaps > 0 {
        let near = format!("{} of {twice} asked twice within {FEWEST_BETWEEN} answers", step.short_gaps);
        context.out.line(&format!("    noise may be underestimated: {near}"))?;
    }
    if step.with_na > 0 {
        context.out.line(&format!("    {} graded n/a left out", counted(step.with_na, "record")))?;
    }
    Ok(())
}

/// Words the verdict.
fn verdict_words(measured: &MeasuredStep) -> String {
    match measured.drift.verdict {
        DriftVerdict::Drift if !measured.holds => {
            "the rule moved if it is looked at alone; among all criteria shown it may be chance".to_owned()
        }
        DriftVerdict::Drift => "the rule moved".to_owned(),
        DriftVerdict::CannotTell => {
            let between = between(measured).map(|between| format!(": {between}")).unwrap_or_default();
            format!("cannot be told from your own noise{between}")
        }
        DriftVerdict::Unsteady => "repeat answers differ too often to tell".to_owned(),
        DriftVerdict::TooFew if measured.step.counts.regraded == 0 => "nothing re-graded in a round yet".to_owned(),
        DriftVerdict::TooFew => more_repeats(measured),
    }
}
