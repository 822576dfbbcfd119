//! What an import says about the judgements that came with records.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::args::ImportArgs;
use crate::cli::output::{Out, counted, grouped, remark};
use crate::error::Result;
use crate::services::import::{FileReport, LabelCount};
use crate::text::visible_words;

/// So many people are named in the line of an import; the rest are counted. `--json` names all.
const NAMED: usize = 12;

/// Says so where a column of labels was not read as it was meant: nothing is what was named, or something was not
/// understood.
pub(super) fn warn(args: &ImportArgs, reports: &[FileReport]) {
    for label in reports.iter().flat_map(|report| &report.label_columns) {
        let field = visible_words(&label.field);
        let values: Vec<String> = label.unknown.iter().map(|value| format!("`{}`", visible_words(value))).collect();
        if !values.is_empty() {
            remark(&format!("These values of `{field}` are not understood: {}.", values.join(", ")));
            remark("  Say which values mean fail, as in --fail-when VALUE; all others are then a pass.");
        }
        let (said, word, option) = match (label.fail, label.pass) {
            (0, all) if all > 0 => (&args.log.fail_when, "pass", "--fail-when"),
            (all, 0) if all > 0 => (&args.log.pass_when, "fail", "--pass-when"),
            _ => continue,
        };
        if label.others.is_empty() {
            continue;
        }
        let wanted: Vec<String> = said.iter().map(|value| format!("`{}`", visible_words(value))).collect();
        remark(&format!(
            "No label is {}, so all {} count as a {word}. `{field}` holds {}.",
            wanted.join(" or "),
            grouped(label.pass + label.fail),
            label.others.iter().map(|(value, _)| format!("`{}`", visible_words(value))).collect::<Vec<_>>().join(", "),
        ));
        let back = if args.dry_run { "" } else { "`gemba undo` takes these verdicts back. " };
        remark(&format!("  {back}If one of these values means something else, name it with {option}."));
    }
}

/// Prints what the columns of labels held, and whose judgements came.
pub(super) fn print(out: &mut Out, report: &FileReport) -> Result<()> {
    for label in &report.label_columns {
        let name =
            if report.label_columns.len() > 1 { format!(" of {}", visible_words(&label.field)) } else { String::new() };
        let (pass, fail, unmapped) = (grouped(label.pass), grouped(label.fail), grouped(label.unmapped));
        let mut line = format!("  labels{name}: {pass} pass, {fail} fail, {unmapped} not understood");
        if label.nothing > 0 {
            let _ = write!(line, ", {} without a verdict (n/a, unsure and the like)", grouped(label.nothing));
        }
        out.line(&line)?;
        if !label.others.is_empty() {
            let word = if label.others.len() == 1 { "value" } else { "values" };
            out.line(&format!("    taken by the other {word}: {}", others(label)))?;
        }
    }
    if !report.modes_made.is_empty() {
        let names: Vec<String> = report.modes_made.iter().map(|name| visible_words(name).into_string()).collect();
        out.line(&format!("  new failure modes: {}", names.join(", ")))?;
    }
    let named = |(name, count): (&String, &u64)| format!("{} {}", visible_words(name), grouped(*count));
    let said: Vec<String> = report.judgements.iter().take(NAMED).map(named).collect();
    if !said.is_empty() {
        let others = report.judgements.iter().skip(NAMED);
        let (many, count) = others.fold((0_u64, 0), |(many, sum), (_, count)| (many + 1, sum + count));
        let others =
            if many > 0 { format!(" and {} of {} others", grouped(count), grouped(many)) } else { String::new() };
        out.line(&format!("  judgements: {}{others}", said.join(", ")))?;
    }
    if report.labels_left > 0 {
        let left = grouped(report.labels_left);
        out.line(&format!(
            "  {left} of them not applied: this reviewer said something else before, or it does not fit"
        ))?;
    }
    if report.grades_without > 0 {
        let left = counted(report.grades_without, "grade");
        out.line(&format!("  {left} not taken: this workspace has no such criterion, or not that version of it"))?;
    }
    Ok(())
}

fn others(label: &LabelCount) -> String {
    let said: Vec<String> =
        label.others.iter().map(|(value, count)| format!("`{}` {}", visible_words(value), grouped(*count))).collect();
    said.join(", ")
}

/// Returns how many judgements came with all files, by whose they are.
pub(super) fn sum_json(reports: &[FileReport]) -> Value {
    let mut all = serde_json::Map::new();
    for (name, count) in reports.iter().flat_map(|report| &report.judgements) {
        let known = all.get(name).and_then(Value::as_u64).unwrap_or_default();
        all.insert(name.clone(), json!(known + count));
    }
    Value::Object(all)
}

/// Returns what each column of labels held.
pub(super) fn columns_json(report: &FileReport) -> Value {
    let column = |label: &LabelCount| {
        let others: serde_json::Map<String, Value> =
            label.others.iter().map(|(value, count)| (value.clone(), json!(count))).collect();
        json!({"field": label.field, "pass": label.pass, "fail": label.fail, "unmapped": label.unmapped,
            "nothing": label.nothing, "others": others})
    };
    Value::from(report.label_columns.iter().map(column).collect::<Vec<_>>())
}
