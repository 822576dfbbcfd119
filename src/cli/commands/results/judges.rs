//! The judges of imported results, each compared with what people said.

use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::cli::lookup::target_names;
use crate::cli::output::{Table, counted, grouped, of_whole, percent_between, percent_or, remark, shown};
use crate::domain::result::ResultRun;
use crate::domain::{CodebookView, Target};
use crate::error::Result;
use crate::measures::judge::JudgeLine;
use crate::services::results;

/// Prints the judges of these runs.
pub(super) fn print(context: &mut Context, runs: &[ResultRun]) -> Result<()> {
    let reader = context.reader()?;
    let book = reader.codebook()?;
    let lines = results::lines(&reader, runs)?;
    if context.json {
        return lines.iter().try_for_each(|line| context.out.json(&line_json(&book, line)));
    }
    let mut table = Table::new(&[
        "result",
        "judge",
        "of",
        ">coverage",
        ">false failures",
        ">kappa",
        ">n",
        ">passes",
        ">corrected",
        ">unmatched",
    ]);
    for line in &lines {
        let counts = line.judged.counts;
        let corrected = line.judged.corrected();
        table.row(vec![
            line.run.name.to_string(),
            shown(&line.judge),
            judged_target(&book, line).map_or_else(|| "verdict".to_owned(), |(_, slug)| slug),
            of_whole(counts.coverage(), counts.tp, counts.positives()),
            of_whole(counts.false_failure_rate(), counts.fp, counts.negatives()),
            counts.raters().kappa().map_or_else(|_| "n/a".to_owned(), |kappa| format!("{kappa:.2}")),
            grouped(counts.positives() + counts.negatives()),
            percent_or(line.judged.pass_rate(), "n/a"),
            corrected.map_or_else(|_| "n/a".to_owned(), |rate| percent_between(rate.rate, Some((rate.low, rate.high)))),
            grouped(line.unmatched),
        ]);
    }
    context.table(&table)?;
    for line in &lines {
        print_remarks(&book, line);
    }
    Ok(())
}

/// Returns what a judge is compared with, as kind and slug; `None` where that is the verdict.
pub(super) fn judged_target(book: &CodebookView, line: &JudgeLine) -> Option<(&'static str, String)> {
    let target = line.target.as_ref()?;
    Some((target.word(), target_names(book, target).0.to_string()))
}

fn line_json(book: &CodebookView, line: &JudgeLine) -> Value {
    let counts = line.judged.counts;
    let rate = line.judged.corrected().ok();
    let (kind, slug) = judged_target(book, line).unzip();
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
        "target_kind": kind.unwrap_or("verdict"), "result": line.run.name, "result_id": line.run.id, "format": line.run.format.word(),
        "imported": line.run.imported.rfc3339(),
    })
}

/// Prints below the table what was not counted, and the filter that shows where the judge and people disagree.
fn print_remarks(book: &CodebookView, line: &JudgeLine) {
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
        let (bad, good) = match judged_target(book, line) {
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
