//! Imports files one after the other and reports on each.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::Instant;

use super::exports;
use super::first_look;
use super::intake::Intake;
use super::judgements::{self, Judgements};
use super::order::{FileReport, ImportOrder, ImportProgress};
use super::strict_preflight::{StrictPreflight, stopped};
use crate::error::{Kind, Problem, Result};
use crate::ingest;
use crate::store::Writer;

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
    let (own, logs) = exports::split(order);
    let mut reports = exports::import(writer.as_deref_mut(), &own, progress)?;
    if logs.paths.is_empty() {
        return Ok(reports);
    }
    let order = &logs;
    // A store that others see keeps nothing of a program that fails: its output is kept in a file until it has ended.
    let is_seen = writer.as_deref().is_some_and(|writer| !writer.is_unpublished());
    let is_twice = !order.live && (order.doubts_fail || first_look::is_needed(order));
    let preflight = match (order.strict, is_twice || (order.all_or_nothing && is_seen)) {
        (true, _) => StrictPreflight::read_all(order)?,
        (false, true) => StrictPreflight::spooled(order)?,
        (false, false) => StrictPreflight::skipped(order),
    };
    let takes_own = first_look::look(order, preflight.paths(), progress)?;
    if order.doubts_fail {
        refuse_doubtful(order, preflight.paths(), takes_own, progress)?;
    }
    let writer = &mut writer;
    judgements::check_targets(order, writer.as_deref())?;
    // All labels of one command are one group: one undo takes them back.
    let mut judged = Judgements::new(takes_own);
    for (path, readable) in order.paths.iter().zip(preflight.paths()) {
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

/// Reads every file once without storing anything, and refuses all where one is doubtful.
fn refuse_doubtful(
    order: &ImportOrder,
    paths: &[PathBuf],
    takes_own: bool,
    progress: &mut dyn ImportProgress,
) -> Result<()> {
    let dry = ImportOrder { dry_run: true, accept_empty: true, ..order.clone() };
    let mut doubtful = Problem::new(Kind::Gate, "The import is doubtful; nothing was stored.");
    let plain = doubtful.hints.len();
    for (path, readable) in order.paths.iter().zip(paths) {
        let report = import_file(None, &dry, path, readable, &mut Judgements::new(takes_own), progress);
        progress.end(&report);
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

/// Imports one file. `readable` is where its bytes are: the file itself, or what standard input was spooled to.
fn import_file(
    writer: Option<&mut Writer>,
    order: &ImportOrder,
    path: &Path,
    readable: &Path,
    judgements: &mut Judgements,
    progress: &mut dyn ImportProgress,
) -> FileReport {
    let began = Instant::now();
    let mut read = order.read.clone();
    if readable != path {
        read.feed = None;
    }
    readable.clone_into(&mut read.path);
    let mut intake = Intake::new(writer, order, path, readable, judgements, progress);
    let mut outcome = ingest::read(&read, &mut intake).and_then(|()| intake.close());
    if outcome.is_err() && read.feed.is_some() {
        // What came before the end that was too early.
        outcome = intake.flush().and(outcome);
    }
    let (mut report, closed) = intake.finish(outcome.is_ok());
    report.problem = outcome.and(closed).err();
    // Output that was had to its end is stored batch by batch, as any file.
    let is_kept = readable != path && report.imported > 0;
    // The reader finds one that was stopped before its first line empty.
    let is_stopped = report.is_stopped || (report.problem.is_some() && order.stop.load(Ordering::Relaxed));
    if order.all_or_nothing && is_stopped && !is_kept {
        report.problem = Some(stopped(&report.path));
    }
    if report.problem.is_none() && report.read == report.rejected && !(report.read == 0 && report.is_stopped) {
        report.problem = Some(nothing_importable(&report));
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
