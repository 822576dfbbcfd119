//! What an import did, for people and as JSON.

use serde_json::{Value, json};

use super::args::ImportArgs;
use super::judgements;
use crate::cli::context::Context;
use crate::cli::output::{Out, counted, grouped, remark};
use crate::domain::{Content, Untrusted};
use crate::error::Result;
use crate::ingest::{CONTAINERS, FORMATS};
use crate::services::import::{FileReport, Said};
use crate::text::visible_start;

/// The version of what `import --json` prints.
const SCHEMA: u32 = 1;

/// How many cells of a sampled field are shown.
const SAMPLED: usize = 72;

/// Prints the report of each file and their sums.
pub(super) fn print(context: &mut Context, args: &ImportArgs, reports: &[FileReport]) -> Result<()> {
    judgements::warn(args, reports);
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

/// Prints the log formats, and what a log may be packed in.
pub(super) fn formats(context: &mut Context) -> Result<()> {
    let formats: Vec<(&str, &str)> = FORMATS.iter().map(|format| (format.name, format.description)).collect();
    if context.json {
        let listed = |rows: &[(&str, &str)]| -> Vec<Value> {
            rows.iter().map(|(name, description)| json!({"name": name, "description": description})).collect()
        };
        let all = json!({"schema": SCHEMA, "formats": listed(&formats), "containers": listed(&CONTAINERS)});
        return context.out.json(&all);
    }
    for (name, description) in formats {
        context.out.line(&format!("{name:<20} {description}"))?;
    }
    context.out.line("")?;
    CONTAINERS.iter().try_for_each(|(name, description)| context.out.line(&format!("{name:<20} {description}")))
}

fn print_report(out: &mut Out, args: &ImportArgs, report: &FileReport) -> Result<()> {
    let verb = if args.dry_run { "to import" } else { "imported" };
    out.line(&format!(
        "{}: {} read as {}, {} {verb}, {} duplicates, {} rejected{} ({:.1} s)",
        report.path,
        grouped(report.read),
        report.format,
        grouped(report.imported),
        grouped(report.duplicates),
        grouped(report.rejected),
        more_counts(report),
        report.seconds,
    ))?;
    if let Some(record) = &report.sample {
        remark("  one record as it was read:");
        for (field, text) in sampled(record) {
            remark(&format!("    {field}: {text}"));
        }
    }
    for doubt in &report.doubts {
        let example = doubt.example.as_ref().map(|(entry, text)| match text.as_str() {
            "" => format!(", as entry {entry}"),
            text => format!(", as entry {entry} (`{text}`)"),
        });
        out.line(&format!("  doubt: {}{}", doubt.said, example.unwrap_or_default()))?;
        if !doubt.hint.is_empty() {
            out.line(&format!("    {}", doubt.hint))?;
        }
    }
    if report.is_stopped {
        let stored = counted(report.imported + report.duplicates + report.replaced, "record");
        out.line(&format!("  stopped: {stored} so far are stored; importing {} again goes on", report.path))?;
    }
    judgements::print(out, report)?;
    for decided in &report.decided {
        out.line(&format!("  {decided}"))?;
    }
    for reject in &report.first_rejects {
        remark(&format!("  {reject}"));
    }
    if let Some(file) = &report.rejects_file {
        remark(&format!("  {} set aside in {}", counted(report.rejected, "line"), file.display()));
    }
    Ok(())
}

/// Says the counts that are seldom above zero.
fn more_counts(report: &FileReport) -> String {
    let skipped = skipped(std::slice::from_ref(report));
    let counts = [(report.enriched, "enriched"), (report.replaced, "replaced"), (skipped, "skipped")];
    let said = counts.into_iter().filter(|(count, _)| *count > 0);
    said.map(|(count, word)| [", ", &grouped(count), " ", word].concat()).collect()
}

/// Returns what a record says, each field shortened to a line.
fn sampled(record: &Content) -> Vec<(&'static str, String)> {
    let line = |text: &Untrusted| visible_start(text, SAMPLED).into_string();
    let mut fields =
        vec![("input", line(&Untrusted::from(&*record.last_question()))), ("output", line(&record.output))];
    fields.extend(record.model.as_ref().map(|model| ("model", line(model))));
    fields.extend(record.time.map(|time| ("time", time.rfc3339())));
    fields.extend(record.conversation.as_ref().map(|name| ("conversation", line(name))));
    fields
}

fn report_json(report: &FileReport) -> Value {
    let (pass, fail, unmapped) = report.labels();
    let mapping: Vec<Value> =
        report.mapping.iter().map(|(field, path)| json!({"field": field, "path": path})).collect();
    json!({
        "path": report.path, "source": report.source, "format": report.format, "read": report.read,
        "imported": report.imported, "duplicates": report.duplicates, "enriched": report.enriched,
        "replaced": report.replaced, "rejected": report.rejected, "skipped": skipped(std::slice::from_ref(report)),
        "skipped_as": skipped_json(std::slice::from_ref(report)),
        "judgements": report.judgements, "doubts": report.doubts.iter().map(Said::json).collect::<Vec<_>>(),
        "rejects_file": report.rejects_file.as_ref().map(|file| file.display().to_string()),
        "seconds": report.seconds, "mapping": mapping,
        "labels": {"pass": pass, "fail": fail, "unmapped": unmapped}, "labels_left": report.labels_left,
        "label_columns": judgements::columns_json(report), "modes_made": report.modes_made,
        "codebook": codebook_json(std::slice::from_ref(report)), "decided": report.decided,
        "problem": report.problem.as_ref().map(|problem| problem.sentence.as_str()),
    })
}

/// Returns how many modes, criteria and checks came with exports.
fn codebook_json(reports: &[FileReport]) -> Value {
    let sum = |of: fn(&FileReport) -> u64| reports.iter().map(of).sum::<u64>();
    json!({"modes": sum(|report| report.codebook.0), "criteria": sum(|report| report.codebook.1),
        "checks": sum(|report| report.codebook.2)})
}

/// Returns how many entries held nothing to review.
fn skipped(reports: &[FileReport]) -> u64 {
    reports.iter().flat_map(|report| &report.skipped).map(|(_, count)| count).sum()
}

/// Returns how many entries held nothing to review, by what they are.
fn skipped_json(reports: &[FileReport]) -> Value {
    let mut all = serde_json::Map::new();
    for (reason, count) in reports.iter().flat_map(|report| &report.skipped) {
        let known = all.get(*reason).and_then(Value::as_u64).unwrap_or_default();
        all.insert((*reason).to_owned(), json!(known + count));
    }
    Value::Object(all)
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
        "codebook": codebook_json(reports),
        "decided": reports.iter().flat_map(|report| &report.decided).collect::<Vec<_>>(),
        "schema": SCHEMA, "source": same("source"), "format": same("format"), "read": sum(|report| report.read),
        "imported": sum(|report| report.imported), "duplicates": sum(|report| report.duplicates),
        "enriched": sum(|report| report.enriched), "replaced": sum(|report| report.replaced),
        "skipped": skipped(reports), "skipped_as": skipped_json(reports), "judgements": judgements::sum_json(reports),
        "doubts": reports.iter().flat_map(|report| &report.doubts).map(Said::json).collect::<Vec<_>>(),
        "rejected": sum(|report| report.rejected), "rejects_file": same("rejects_file"),
        "seconds": reports.iter().map(|report| report.seconds).sum::<f64>(),
        "labels": {
            "pass": sum(|report| report.labels().0), "fail": sum(|report| report.labels().1), "unmapped": sum(|report| report.labels().2),
        },
        "labels_left": sum(|report| report.labels_left),
        "mapping": same("mapping"), "files": files,
    })
}
