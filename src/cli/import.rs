//! `import`: logs into the workspace, which it makes when there is none.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};

use super::context::Context;
use super::out::{Out, counted, grouped, remark};
use crate::config::{Found, discovery, reviewer};
use crate::domain::Untrusted;
use crate::error::{Problem, Result};
use crate::ingest::{Detected, LabelOrder, Order};
use crate::services::import::{self, FileReport, ImportOrder, Progress};
use crate::store::{self, Reader, Writer};
use crate::text::{visible_line, visible_words};

/// The version of what `import --json` prints.
const SCHEMA: u32 = 1;

/// Loads logged input/output pairs. Finds the format by itself, skips what is there already, sets bad lines aside.
#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// Files, plain or packed with gzip or zstd; `-` for standard input.
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// The log format by name, instead of finding it.
    #[arg(long, value_name = "NAME", default_value = "auto")]
    format: String,
    /// Where a field stands: input=a.b.0.c; or the name of a saved mapping. May be given several times.
    #[arg(long, value_name = "FIELD=PATH|NAME")]
    map: Vec<String>,
    /// Saves the mapping of this import under a name for reuse.
    #[arg(long, value_name = "NAME", alias = "save-map")]
    map_as: Option<String>,
    /// A value laid over every record: model=gpt-4o, team=billing. May be given several times.
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// The source's name; the file's name without.
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Takes at most so many records of each file.
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
    /// Takes a column over as verdicts.
    #[arg(long, value_name = "FIELD")]
    label: Option<String>,
    /// The label's values that mean fail; all others mean pass. By comma, or given several times.
    #[arg(long, value_name = "VALUE,…", value_delimiter = ',', requires = "label")]
    fail_when: Vec<String>,
    /// Whose verdicts the labels are.
    #[arg(long, value_name = "REVIEWER", requires = "label")]
    label_as: Option<String>,
    /// Stops at the first bad line, before anything is stored.
    #[arg(long)]
    strict: bool,
    /// Reads everything and stores nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Runs `gemba import`.
pub(super) fn run(context: &mut Context, args: &ImportArgs) -> Result<()> {
    args.paths.iter().try_for_each(|path| readable(path))?;
    let place = discovery::for_import(&context.flags, &context.around);
    context.mention(&place);
    Context::warn_of_place(&place.folder);
    let (map, set) = (mapping(args, &place)?, pairs(&args.set, "--set KEY=VALUE")?);
    if args.map_as.is_some() && map.is_empty() {
        return Err(Problem::usage("There is no mapping to save.").hint("Give --map FIELD=PATH with --map-as NAME."));
    }
    let label = args.label.clone().map(|field| LabelOrder { field, fail_when: trimmed(&args.fail_when) });
    let label_as = match &args.label_as {
        None => None,
        Some(typed) => Some(reviewer::clean(typed).ok_or_else(|| Problem::usage("--label-as has no usable name."))?),
    };
    let format = (args.format != "auto").then(|| args.format.clone());
    let order = ImportOrder {
        read: Order { path: PathBuf::new(), format, map: map.clone(), set, limit: args.limit, label },
        paths: args.paths.clone(),
        source: args.source.clone(),
        label_as,
        reviewer: context.reviewer()?,
        strict: args.strict,
        dry_run: args.dry_run,
        rejects_folder: place.folder.clone(),
    };

    let is_new = !place.exists();
    let made_folder = !place.folder.exists();
    let mut writer = match (args.dry_run, is_new) {
        (true, true) => None,
        (true, false) => Some(Writer::open(&place.folder)?),
        (false, _) => Some(Writer::open_or_create(&place.folder)?),
    };
    let mut progress = Shown::new();
    let done = import::run(writer.as_mut(), &order, &mut progress);
    if done.is_err() && is_new && !args.dry_run {
        drop(writer);
        forget_empty(&place, made_folder);
        return done.map(drop);
    }
    let reports = done?;
    if is_new && !args.dry_run {
        remark(&format!("New workspace in {}.", place.folder.display()));
    }
    if let (Some(name), Some(writer)) = (&args.map_as, writer.as_mut()) {
        if args.dry_run {
            remark("A dry run saves no mapping.");
        } else {
            writer.save_mapping(name, &map)?;
            remark(&format!("The mapping is saved: --map {name} uses it again."));
        }
    }
    print(context, args, &reports)?;
    left_out(&reports)
}

/// The problem of files that were not imported beside others that were; with several, each is told before.
fn left_out(reports: &[FileReport]) -> Result<()> {
    let problems: Vec<(&str, &Problem)> =
        reports.iter().filter_map(|report| Some((report.path.as_str(), report.problem.as_ref()?))).collect();
    let kind = match problems.as_slice() {
        [] => return Ok(()),
        [(_, problem)] => return Err((*problem).clone()),
        [(_, first), ..] => first.kind,
    };
    for (_, problem) in &problems {
        remark(&problem.sentence);
        if let Some(hint) = &problem.hint {
            remark(&format!("  {hint}"));
        }
    }
    let names: Vec<&str> = problems.iter().map(|(path, _)| *path).collect();
    Err(Problem::new(kind, format!("Not imported, or not to the end: {}.", names.join(", "))))
}

/// Refuses what cannot be a log before a workspace is made for it.
fn readable(path: &Path) -> Result<()> {
    if path.as_os_str() == "-" {
        return Ok(());
    }
    let wrong = |what: String| Problem::input(format!("{} {what}", path.display()));
    match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(wrong("does not exist.".to_owned())),
        Err(error) => Err(wrong(format!("cannot be read: {error}."))),
        Ok(found) if found.is_dir() => {
            Err(wrong("is a directory.".to_owned()).hint("Name the files in it; several at once are fine."))
        }
        Ok(_) => Ok(()),
    }
}

/// Takes away a workspace that this failed import made, as long as nothing at all is in it.
fn forget_empty(place: &Found, made_folder: bool) {
    let is_empty = Reader::open(&place.folder).and_then(|reader| reader.count()).is_ok_and(|count| count == 0);
    if !is_empty {
        return;
    }
    let database = store::database(&place.folder);
    for ending in ["", "-wal", "-shm"] {
        let mut file = database.clone().into_os_string();
        file.push(ending);
        let _ = std::fs::remove_file(file);
    }
    if made_folder {
        // Fails, rightly, when anything else is in the folder.
        let _ = std::fs::remove_dir(&place.folder);
    }
}

/// The `--map`s: pairs as they are, and the saved mappings that are named, which pairs override.
fn mapping(args: &ImportArgs, place: &Found) -> Result<Vec<(String, String)>> {
    let mut fields: Vec<(String, String)> = Vec::new();
    let (typed, names): (Vec<&String>, Vec<&String>) = args.map.iter().partition(|word| word.contains('='));
    for name in names {
        let missing = || {
            Problem::usage(format!("There is no saved mapping `{name}`."))
                .hint("Write --map FIELD=PATH, and --map-as NAME to save it.")
        };
        if !place.exists() {
            return Err(missing());
        }
        fields.extend(Reader::open(&place.folder)?.mapping(name)?.ok_or_else(missing)?);
    }
    for (field, path) in pairs(&typed, "--map FIELD=PATH")? {
        fields.retain(|(known, _)| *known != field);
        fields.push((field, path));
    }
    Ok(fields)
}

fn pairs(words: &[impl AsRef<str>], form: &str) -> Result<Vec<(String, String)>> {
    let pair = |word: &str| {
        let (key, value) = word
            .split_once('=')
            .filter(|(key, _)| !key.trim().is_empty())
            .ok_or_else(|| Problem::usage(format!("`{word}` is not a pair.")).hint(format!("Write {form}.")))?;
        Ok((key.trim().to_owned(), value.to_owned()))
    };
    words.iter().map(|word| pair(word.as_ref())).collect()
}

fn trimmed(words: &[String]) -> Vec<String> {
    words.iter().map(|word| word.trim().to_owned()).collect()
}

/// Says so where a column of labels was not read as it was meant: nothing failed, or something was not understood.
fn warn_of_labels(args: &ImportArgs, reports: &[FileReport]) {
    let sum = |of: fn(&FileReport) -> u64| reports.iter().map(of).sum::<u64>();
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
        remark(&format!("Of `{field}` these values are not understood: {values}."));
        remark("  Say which values mean fail, as in --fail-when VALUE; all others are then a pass.");
    } else if fail == 0 && pass > 0 {
        let wanted: Vec<String> = args.fail_when.iter().map(|value| format!("`{value}`")).collect();
        remark(&format!(
            "No label is {}, so all {} were taken for a pass. `{field}` holds {values}.",
            wanted.join(" or "),
            grouped(pass)
        ));
        let back = if args.dry_run { "" } else { "`gemba undo` takes these verdicts back. " };
        remark(&format!("  {back}If one of these values means fail, name it with --fail-when."));
    }
}

fn print(context: &mut Context, args: &ImportArgs, reports: &[FileReport]) -> Result<()> {
    warn_of_labels(args, reports);
    if context.json {
        return context.out.json(&whole_json(reports));
    }
    for report in reports.iter().filter(|report| report.problem.is_none() || report.read > 0) {
        print_report(&mut context.out, args, report)?;
    }
    if reports.len() > 1 {
        let sum = |of: fn(&FileReport) -> u64| reports.iter().map(of).sum::<u64>();
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
        remark("`gemba review` looks at them.");
    }
    Ok(())
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
            out.line(&format!("  {left} of them left alone: another verdict of this reviewer stands there"))?;
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

/// One object for the whole run. What differs from file to file is `null` here and stands under `files`.
fn whole_json(reports: &[FileReport]) -> Value {
    let files: Vec<Value> = reports.iter().map(report_json).collect();
    let same = |field: &str| {
        let mut values = files.iter().map(|file| file.get(field).cloned().unwrap_or_default());
        let first = values.next().unwrap_or_default();
        if values.all(|value| value == first) { first } else { Value::Null }
    };
    let sum = |of: fn(&FileReport) -> u64| reports.iter().map(of).sum::<u64>();
    json!({
        "schema": SCHEMA, "source": same("source"), "format": same("format"), "read": sum(|one| one.read),
        "imported": sum(|one| one.imported), "duplicates": sum(|one| one.duplicates),
        "rejected": sum(|one| one.rejected), "rejects_file": same("rejects_file"),
        "seconds": reports.iter().map(|one| one.seconds).sum::<f64>(),
        "labels": {
            "pass": sum(|one| one.labels.0), "fail": sum(|one| one.labels.1), "unmapped": sum(|one| one.labels.2),
        },
        "labels_left": sum(|one| one.labels_left),
        "mapping": same("mapping"), "files": files,
    })
}

/// A progress bar on a terminal; how each file was read, on standard error, either way.
struct Shown {
    bar: Option<ProgressBar>,
}

impl Shown {
    const fn new() -> Self {
        Self { bar: None }
    }
}

impl Progress for Shown {
    fn begin(&mut self, path: &str, detected: &Detected) {
        remark(&format!("{path}: {}", detected.format));
        for (field, from) in &detected.mapping {
            remark(&format!("  {field} ← {from}"));
        }
        if !std::io::stderr().is_terminal() {
            return;
        }
        let bar = match detected.bytes {
            Some(bytes) => ProgressBar::new(bytes),
            None => ProgressBar::new_spinner(),
        };
        bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
        let template = match detected.bytes {
            Some(_) => "{wide_bar} {bytes} of {total_bytes}  {msg}  {eta} left",
            None => "{spinner} {bytes}  {msg}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("━╸╌"));
        }
        bar.enable_steady_tick(Duration::from_millis(250));
        self.bar = Some(bar);
    }

    fn advance(&mut self, bytes: u64, records: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(bytes);
            let message = Untrusted::from(counted(records, "record"));
            bar.set_message(visible_line(&message).as_str().to_owned());
        }
    }

    fn end(&mut self, _report: &FileReport) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}
