//! `checks suggest`: checks mined from what people tagged, each with what to expect of it on new records.

use clap::Args;
use serde_json::{Value, json};

use crate::checks::mining::{Fold, MinedCheck, Nouns, remarks, silence, typed, why};
use crate::cli::context::Context;
use crate::cli::lookup::{criterion, open_mode, target_names};
use crate::cli::output::remark;
use crate::domain::{Change, Target};
use crate::error::{Problem, Result};
use crate::measures::alignment::Confusion;
use crate::services::suggest::{MinedForTarget, mine};

/// How many of the records that a suggestion gets wrong are named to people.
const NAMED: usize = 8;

/// Which suggestions to make, and what to do with them.
#[derive(Debug, Args)]
pub(crate) struct SuggestArgs {
    /// The failure mode whose tagged records are to be told from passed ones.
    #[arg(value_name = "MODE", required_unless_present = "criterion")]
    mode: Option<String>,
    /// The criterion whose `not met` records are to be told from `met` ones.
    #[arg(long, value_name = "CRITERION", conflicts_with = "mode")]
    criterion: Option<String>,
    /// Attaches the suggestion of this number as a check. May be given several times.
    #[arg(long, value_name = "K")]
    accept: Vec<usize>,
    /// Dismisses the suggestion of this number; neither it nor a near copy is suggested again.
    #[arg(long, value_name = "K")]
    dismiss: Vec<usize>,
}

/// Runs `gemba checks suggest`.
pub(super) fn run(context: &mut Context, args: &SuggestArgs) -> Result<()> {
    let reader = context.reader()?;
    let book = reader.codebook()?;
    let target = match (&args.mode, &args.criterion) {
        (_, Some(typed)) => Target::Criterion(criterion(&book, typed)?.key.clone()),
        (Some(typed), None) => Target::Mode(open_mode(&book, typed)?.key.clone()),
        (None, None) => return Err(Problem::usage("Name one failure mode or one criterion to suggest checks for.")),
    };
    let found = mine(&reader, &target, &|_| {})?;
    drop(reader);
    if args.accept.is_empty() && args.dismiss.is_empty() {
        let (slug, name) = target_names(&book, &found.target);
        let target = json!({"target": slug, "target_kind": found.target.word(), "name": name});
        return print(context, &found, &target);
    }
    let mut changes = Vec::new();
    let mut summaries = Vec::new();
    for number in &args.accept {
        let suggestion = numbered(&found, *number)?;
        let (target, spec) = (found.target.clone(), suggestion.spec.clone());
        summaries.push(format!("+ {} on {} {}", typed(&spec), target.word(), target.key()));
        changes.push(Change::CheckAdd { key: None, target: target.clone(), spec: spec.clone() });
        changes.push(Change::SuggestionAnswer { target, spec, accepted: true });
    }
    for number in args.dismiss.iter().filter(|number| !args.accept.contains(number)) {
        let (target, spec) = (found.target.clone(), numbered(&found, *number)?.spec.clone());
        summaries.push(format!("dismissed: {}", typed(&spec)));
        changes.push(Change::SuggestionAnswer { target, spec, accepted: false });
    }
    context.write(changes, &summaries.join(", ")).map(drop)
}

fn numbered(found: &MinedForTarget, number: usize) -> Result<&MinedCheck> {
    let suggestions = &found.mined.suggestions;
    let wanted = number.checked_sub(1).and_then(|place| suggestions.get(place));
    wanted.ok_or_else(|| {
        let problem = Problem::usage(format!("There is no suggestion {number}."));
        match (&found.remark, suggestions.len()) {
            (Some(remark), _) => problem.hint(remark.clone()),
            (None, count) => problem.hint(format!("They are numbered 1 to {count}.")),
        }
    })
}

fn print(context: &mut Context, found: &MinedForTarget, target: &Value) -> Result<()> {
    let nouns = Nouns::for_target(&found.target);
    for (place, suggestion) in found.mined.suggestions.iter().enumerate() {
        if context.json {
            context.out.json(&line(found, Some(place + 1), suggestion, target))?;
            continue;
        }
        let MinedCheck { spec, all, out_of_fold, missed, wrongly_rejected, .. } = suggestion;
        context.out.line(&format!("{}  {}", place + 1, typed(spec)))?;
        context.out.line(&format!("     {}", why(spec, *all, nouns)))?;
        context.out.line(&format!("     out of fold: {}", nouns.figures(*out_of_fold)))?;
        for remark in remarks(suggestion) {
            context.out.line(&format!("     {remark}"))?;
        }
        for (what, ids) in [("misses", missed), ("wrongly rejects", wrongly_rejected)] {
            if !ids.is_empty() {
                let shown: Vec<String> = ids.iter().take(NAMED).map(|id| id.short()).collect();
                let more = if ids.len() > NAMED { " …" } else { "" };
                context.out.line(&format!("     {what} {}{more}", shown.join(" ")))?;
            }
        }
    }
    if let Some(why_not) = &found.remark {
        if context.json {
            context.out.json(&silent_line(found, target))?;
        }
        remark(why_not);
    } else if !context.json {
        remark("`--accept K` attaches one as a check, `--dismiss K` keeps it from being suggested again.");
    }
    Ok(())
}

/// Returns what is told where nothing is suggested: the reason, the counts, and the check that came closest.
fn silent_line(found: &MinedForTarget, target: &Value) -> Value {
    let (bad, good) = found.mined.counts;
    let closest = found.mined.closest.as_ref().map(|closest| line(found, None, closest, &Value::Null));
    let mut line = json!({
        "number": null, "silence": silence(&found.mined).word(), "tagged": bad, "passed": good, "closest": closest,
        "candidates": found.mined.tried, "remark": found.remark,
    });
    if let (Value::Object(line), Value::Object(target)) = (&mut line, target) {
        line.extend(target.clone());
    }
    line
}

fn line(found: &MinedForTarget, number: Option<usize>, suggestion: &MinedCheck, target: &Value) -> Value {
    let nouns = Nouns::for_target(&found.target);
    let MinedCheck { spec, all, .. } = suggestion;
    let fold = |fold: &Fold| json!({"check": fold.check.as_ref().map(typed), "records": fold.records});
    let folds: Vec<Value> = suggestion.folds.iter().map(fold).collect();
    let mut line = json!({
        "check": typed(spec), "kind": spec.kind, "spec": spec,
        "caught": all.tp, "tagged": all.positives(), "false_failures": all.fp, "passed": all.negatives(),
        "out_of_fold": figures(suggestion.out_of_fold), "why": why(spec, *all, nouns),
        "missed": suggestion.missed, "wrongly_rejected": suggestion.wrongly_rejected,
        "number": number, "p_value": suggestion.chance, "candidates": found.mined.tried,
        "weak": suggestion.is_weak, "same_as": suggestion.beside.iter().map(typed).collect::<Vec<_>>(),
        "length_phi": suggestion.length,
    });
    if let Some(Value::Object(out_of_fold)) = line.get_mut("out_of_fold") {
        out_of_fold.insert("folds".to_owned(), folds.into());
    }
    if let (Value::Object(line), Value::Object(target)) = (&mut line, target) {
        line.extend(target.clone());
    }
    line
}

fn figures(figures: Confusion) -> Value {
    json!({
        "caught": figures.tp, "tagged": figures.positives(), "false_failures": figures.fp,
        "passed": figures.negatives(), "coverage": figures.coverage(), "ffr": figures.false_failure_rate(),
        "alignment": figures.alignment(),
    })
}
