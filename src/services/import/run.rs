//! Imports files one after the other and reports on each.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::Instant;

use super::exports;
use super::file_hash;
use super::first_look;
use super::intake::Intake;
use super::judgements::{self, Judgements};
use super::order::{FileReport, ImportOrder, ImportProgress, source_name};
use super::preflight::{self, Quiet, stopped};
use super::said;
use crate::domain::Untrusted;
use crate::error::{Kind, Problem, Result};
use crate::ingest::{self, Readable};
use crate::store::Writer;

/// The files of an order, and where their bytes are.
type Files<'a> = Vec<(&'a Path, &'a Readable)>;

/// Imports all files. `writer` is `None` for a dry run without a workspace. The
/// others are imported even if one cannot be read: its report says why.
///
/// # Errors
/// `Input` where no file could be read or had anything importable, or for a bad line under `strict`; store problems as
/// they are, unless something was imported before them, whose report then ends with the problem's.
pub fn run(
    mut writer: Option<&mut Writer>,
    order: &ImportOrder,
    progress: &mut dyn ImportProgress,
) -> Result<Vec<FileReport>> {
    let (own, mut logs) = exports::split(order);
    if logs.paths.is_empty() {
        return exports::import(writer, &own, progress);
    }
    // What is missing is a doubt like any other.
    logs.accept_empty |= logs.doubts_fail;
    // A store that others see keeps nothing of a program that fails: its output is kept in a file until it has ended.
    let is_seen = writer.as_deref().is_some_and(|writer| !writer.is_unpublished());
    let is_tried = logs.doubts_fail && (is_seen || logs.dry_run || !own.paths.is_empty());
    let is_twice = !logs.live && (is_tried || first_look::is_needed(&logs));
    let kept = match (logs.strict, is_twice || (logs.all_or_nothing && is_seen)) {
        (true, _) => preflight::read_all(&logs)?,
        (false, true) => preflight::spooled(&logs)?,
        (false, false) => preflight::plain(&logs),
    };
    let looked = first_look::look(&logs, &kept, progress)?;
    let takes_own = looked.takes_own;
    logs.read.columns.reviewer = logs.read.columns.reviewer.take().or(looked.reviewer);
    logs.read.rows = looked.rows;
    let paths = logs.paths.clone();
    let files: Files<'_> = paths.iter().map(PathBuf::as_path).zip(&kept).collect();
    if is_tried {
        refuse_doubtful(rehearse(writer.as_deref_mut(), &logs, &files, takes_own, progress)?, "nothing was stored")?;
    } else if is_seen && !logs.dry_run && !logs.live {
        logs.keeps_both = keeps_both(writer.as_deref_mut(), &logs, &files, takes_own, progress)?;
    }
    let mut reports = exports::import(writer.as_deref_mut(), &own, progress)?;
    let order = &logs;
    let mut writer = writer.filter(|_| !order.dry_run);
    let writer = &mut writer;
    judgements::check_targets(order, writer.as_deref())?;
    // All labels of one command are one group: one undo takes them back.
    let mut judged = Judgements::new(takes_own);
    for (path, readable) in files {
        let report = import_file(writer.as_deref_mut(), order, path, readable, &mut judged, progress);
        progress.end(&report);
        let ends = report.problem.as_ref().is_some_and(is_fatal) || report.is_stopped;
        reports.push(report);
        if ends {
            break;
        }
    }
    let problem = reports.first().and_then(|report| report.problem.clone());
    if let Some(first) = problem.filter(|_| reports.iter().all(FileReport::gave_nothing)) {
        return Err(first);
    }
    let Some(writer) = writer.as_deref_mut() else { return Ok(reports) };
    if order.doubts_fail {
        let is_kept = !writer.is_unpublished();
        // What was tried first is without doubts, unless something changed since.
        let stored = if is_kept { "`gemba import --undo` takes it out again" } else { "nothing was stored" };
        refuse_doubtful(reports.clone(), stored)?;
    }
    match reports.last().and_then(|report| report.problem.clone()) {
        // A first import that cannot be written is no workspace.
        Some(problem) if writer.is_unpublished() && (order.all_or_nothing || is_fatal(&problem)) => {
            Err(problem.hint("Nothing was stored."))
        }
        Some(_) | None => writer.publish().map(|()| reports),
    }
}

/// Returns whether a problem is the store's, not the log's.
fn is_fatal(problem: &Problem) -> bool {
    matches!(problem.kind, Kind::Workspace | Kind::Io)
}

/// Imports files into what is not to stay: a copy of the workspace, as some doubts come only of what is there already.
fn rehearse(
    writer: Option<&mut Writer>,
    order: &ImportOrder,
    files: &Files<'_>,
    takes_own: bool,
    progress: &mut dyn ImportProgress,
) -> Result<Vec<FileReport>> {
    let mut copy = Writer::rehearsal(writer.filter(|writer| !writer.is_unpublished()))?;
    let tried = ImportOrder { dry_run: true, accept_empty: true, keeps_both: true, ..order.clone() };
    let mut judged = Judgements::new(takes_own);
    let mut reports = Vec::new();
    for (path, readable) in files {
        let report = import_file(Some(&mut copy), &tried, path, readable, &mut judged, &mut Quiet(progress));
        if report.is_stopped {
            let sentence = format!("{} was stopped before anything was stored.", report.path);
            return Err(Problem::input(sentence));
        }
        reports.push(report);
    }
    Ok(reports)
}

/// Refuses all files where one could not be read or is doubtful; `stored` says what became of them.
fn refuse_doubtful(reports: Vec<FileReport>, stored: &str) -> Result<()> {
    let mut doubtful = Problem::new(Kind::Gate, format!("The import is doubtful; {stored}."));
    let plain = doubtful.hints.len();
    for report in reports {
        if let Some(problem) = report.problem {
            return Err(problem);
        }
        for doubt in &report.doubts {
            let hint = if doubt.hint.is_empty() { String::new() } else { format!(": {}", doubt.hint) };
            doubtful = doubtful.hint(format!("{}: {}{hint}.", report.path, doubt.said));
        }
    }
    if doubtful.hints.len() == plain { Ok(()) } else { Err(doubtful) }
}

/// Tries the files that were imported before and are read in another way now: where one new reading could replace several
/// records, somebody has to say that both readings are to be kept. Returns whether somebody did.
///
/// # Errors
/// `Input` where the answer is no, or nobody can be asked.
fn keeps_both(
    writer: Option<&mut Writer>,
    order: &ImportOrder,
    files: &Files<'_>,
    takes_own: bool,
    progress: &mut dyn ImportProgress,
) -> Result<bool> {
    let mut otherwise = Vec::new();
    for (path, readable) in files {
        if let Some(writer) = writer.as_deref()
            && is_read_otherwise(writer, order, path, readable)?
        {
            otherwise.push((*path, *readable));
        }
    }
    if otherwise.is_empty() {
        return Ok(order.keeps_both);
    }
    for report in rehearse(writer, order, &otherwise, takes_own, progress)? {
        if report.ambiguous > 0 {
            let (question, problem) = said::both_readings(&report.path, report.ambiguous, "nothing was stored");
            if !progress.agrees(&question) {
                return Err(problem);
            }
        }
    }
    Ok(true)
}

/// Returns whether the very same file was imported under its name, and is now read with other options or by another gemba.
fn is_read_otherwise(writer: &Writer, order: &ImportOrder, path: &Path, readable: &Readable) -> Result<bool> {
    let Some(file) = readable.open().filter(|_| order.read.feed.is_none()) else { return Ok(false) };
    if !writer.knows_size(file.bytes())? {
        return Ok(false);
    }
    let Some(hash) = file_hash::of_file(&file) else { return Ok(false) };
    let name = Untrusted::new(source_name(order.source.as_deref(), path));
    let now = file_hash::of_reading(&order.read);
    let is_other = |report: &String| {
        let report: serde_json::Value = serde_json::from_str(report).unwrap_or_default();
        report.get("reading").and_then(serde_json::Value::as_str) != Some(&now)
    };
    Ok(writer.reports_of(hash, &name)?.iter().any(is_other))
}

/// Imports one file. `readable` is where its bytes are: the file itself, or what standard input was spooled to.
fn import_file(
    writer: Option<&mut Writer>,
    order: &ImportOrder,
    path: &Path,
    readable: &Readable,
    judgements: &mut Judgements,
    progress: &mut dyn ImportProgress,
) -> FileReport {
    let began = Instant::now();
    let mut read = order.read.clone();
    if readable.is_kept() || read.feed.is_none() {
        read = preflight::options(order, readable);
    }
    let mut intake = Intake::new(writer, order, path, read.file.clone(), judgements, progress);
    let mut outcome = ingest::read(&read, &mut intake).and_then(|()| intake.close());
    if outcome.is_err() && read.feed.is_some() {
        // What came before the end that was too early.
        outcome = intake.flush().and(outcome);
    }
    let (mut report, closed) = intake.finish(outcome.is_ok());
    report.problem = outcome.and(closed).err();
    // Output that was had to its end is stored batch by batch, as any file.
    let is_kept = readable.is_kept() && report.imported > 0;
    // The reader finds one that was stopped before its first line empty.
    let is_stopped = report.is_stopped || (report.problem.is_some() && order.stop.load(Ordering::Relaxed));
    if order.all_or_nothing && is_stopped && !is_kept {
        report.problem = Some(stopped(&report.path));
    }
    if report.problem.is_none() && report.read == report.rejected && !(report.read == 0 && report.is_stopped) {
        report.problem = Some(nothing_importable(&report));
    }
    if report.problem.is_none() && report.ambiguous > 0 && !order.keeps_both {
        let (question, problem) = said::both_readings(&report.path, report.ambiguous, "both readings are stored");
        report.problem = (!progress.agrees(&question)).then_some(problem);
    }
    report.seconds = began.elapsed().as_secs_f64();
    report
}

fn nothing_importable(report: &FileReport) -> Problem {
    let problem = Problem::input(format!("{} contains nothing to import.", report.path));
    let Some(first) = report.first_rejects.first() else { return problem };
    match &report.rejects_file {
        Some(file) => problem.hint(format!("First bad line: {first}. All are in {}.", file.display())),
        None => problem.hint(format!("First bad line: {first}.")),
    }
}
