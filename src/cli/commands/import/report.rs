//! What an import did, for people and as JSON.

use serde_json::{Value, json};

use super::args::ImportArgs;
use crate::cli::context::Context;
use crate::cli::output::{Out, counted, grouped, remark};
use crate::error::Result;
use crate::services::import::FileReport;
use crate::text::visible_words;

/// The version of what `import --json` prints.
const SCHEMA: u32 = 1;

/// Prints the report of each file and their sums.
pub(super) fn print(context: &mut Context, args: &ImportArgs, reports: &[FileReport]) -> Result<()> {
    warn_of_labels(args, reports);
    if context.json {
        return context.out.json(&whole_json(reports));
    }
    for report in reports.iter().filter(|report| report.problem.is_none() || report.read > 0) {
        print_report(&mut context.out, args, report)?;
    }
    if reports.len() > 1 {
        let sum = |count: fn(&FileReport) -> u64| reports.iter().map(count).sum::<u64>();
        let imported = counted(sum(|report| report.imported), "record");
        let (duplicates, rejected) = (sum(|report| report.duplicates), sum(|report| report.rejected));
        let failed = reports.iter().filter(|report| report.problem.is_some()).count() as u64;
        let failed = if failed > 0 { format!("; {} not imported", counted(failed, "file")) } else { String::new() };
        let line = format!(
            "{} in all: {imported} imported, {} duplicates, {} rejected{failed}",
            counted(reports.len() as u64, "file"),
            grouped(duplicates),
            grouped(rejected),
        );
        context.out.line(&line)?;
    }
    if !args.dry_run {
        remark("`gemba review` opens them.");
    }
    Ok(())
}

/// Says so where a column of labels was not read as it was meant: nothing failed, or something was not understood.
fn warn_of_labels(args: &ImportArgs, reports: &[FileReport]) {
    let sum = |count: fn(&FileReport) -> u64| reports.iter().map(count).sum::<u64>();
    let (pass, fail) = (sum(|report| report.labels.0), sum(|report| report.labels.1));
    let mut values: Vec<String> = Vec::new();
    for value in reports.iter().flat_map(|report| &report.label_values) {
        let shown = format!("`{}`", visible_words(value));
        if !values.contains(&shown) {
            values.push(shown);
        }
    }
    let Some(field) = args.label.as_ref().filter(|_| !values.is_empty()) else { return };
    let values = values.join(", ");
    if args.fail_when.is_empty() {
        remark(&format!("These values of `{field}` are not understood: {values}."));
        remark("  Say which values mean fail, as in --fail-when VALUE; all others are then a pass.");
    } else if fail == 0 && pass > 0 {
        let wanted: Vec<String> = args.fail_when.iter().map(|value| format!("`{value}`")).collect();
        remark(&format!(
            "No label is {}, so all {} count as a pass. `{field}` holds {values}.",
            wanted.join(" or "),
            grouped(pass)
        ));
        let back = if args.dry_run { "" } else { "`gemba undo` takes these verdicts back. " };
        remark(&format!("  {back}If one of these values means fail, name it with --fail-when."));
    }
}

fn print_report(out: &mut Out, args: &ImportArgs, report: &FileReport) -> Result<()> {
    let verb = if args.dry_run { "to import" } else { "imported" };
    out.line(&format!(
        "{}: {} read as {}, {} {verb}, {} duplicates, {} rejected ({:.1} s)",
        report.path,
        grouped(report.read),
        report.format,
        grouped(report.imported),
        grouped(report.duplicates),
        grouped(report.rejected),
        report.seconds,
    ))?;
    let (pass, fail, unmapped) = report.labels;
    if args.label.is_some() {
        let (pass, fail, unmapped) = (grouped(pass), grouped(fail), grouped(unmapped));
        out.line(&format!("  labels: {pass} pass, {fail} fail, {unmapped} not understood"))?;
        if report.labels_left > 0 {
            let left = grouped(report.labels_left);
            out.line(&format!("  {left} of them not applied: this reviewer gave another verdict before"))?;
        }
    }
    for reject in &report.first_rejects {
        remark(&format!("  {reject}"));
    }
    if let Some(file) = &report.rejects_file {
        remark(&format!("  {} set aside in {}", counted(report.rejected, "line"), file.display()));
    }
    Ok(())
}

fn report_json(report: &FileReport) -> Value {
    let (pass, fail, unmapped) = report.labels;
    let mapping: Vec<Value> =
        report.mapping.iter().map(|(field, path)| json!({"field": field, "path": path})).collect();
    json!({
        "path": report.path, "source": report.source, "format": report.format, "read": report.read,
        "imported": report.imported, "duplicates": report.duplicates, "rejected": report.rejected,
        "rejects_file": report.rejects_file.as_ref().map(|file| file.display().to_string()),
        "seconds": report.seconds, "mapping": mapping,
        "labels": {"pass": pass, "fail": fail, "unmapped": unmapped}, "labels_left": report.labels_left,
        "problem": report.problem.as_ref().map(|problem| problem.sentence.as_str()),
    })
}

/// Returns one object for the whole run. What differs from file to file is `null` here and listed under `files`.
fn whole_json(reports: &[FileReport]) -> Value {
    let files: Vec<Value> = reports.iter().map(report_json).collect();
    let same = |field: &str| {
        let mut values = files.iter().map(|file| file.get(field).cloned().unwrap_or_default());
        let first = values.next().unwrap_or_default();
        if values.all(|value| value == first) { first } else { Value::Null }
    };
    let sum = |count: fn(&FileReport) -> u64| reports.iter().map(count).sum::<u64>();
    json!({
        "schema": SCHEMA, "source": same("source"), "format": same("format"), "read": sum(|report| report.read),
        "imported": sum(|report| report.imported), "duplicates": sum(|report| report.duplicates),
        "rejected": sum(|report| report.rejected), "rejects_file": same("rejects_file"),
        "seconds": reports.iter().map(|report| report.seconds).sum::<f64>(),
        "labels": {
            "pass": sum(|report| report.labels.0), "fail": sum(|report| report.labels.1), "unmapped": sum(|report| report.labels.2),
        },
        "labels_left": sum(|report| report.labels_left),
        "mapping": same("mapping"), "files": files,
    })
}
