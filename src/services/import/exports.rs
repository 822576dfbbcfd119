//! gemba's own exports among the files of an import: looked at whole, said, and united with the workspace.

use std::path::Path;
use std::time::Instant;

use super::order::{FileReport, ImportOrder, ImportProgress, source_name};
use crate::error::{Problem, Result};
use crate::ingest::Readable;
use crate::services::exchange::{self, Look, is_export};
use crate::store::{UnionSummary, Writer};
use crate::text::{grouped, visible_words};

/// The format whose name makes no log of an export.
const OWN: &str = "gemba";

/// Returns whether a file of an order is united rather than read as a log.
#[must_use]
pub fn is_united(order: &ImportOrder, path: &Path) -> bool {
    order.read.format.as_deref().is_none_or(|format| format == OWN) && is_export(path)
}

/// Splits an order into its exports and its logs.
pub(super) fn split(order: &ImportOrder) -> (ImportOrder, ImportOrder) {
    let (exports, logs) = order.paths.iter().cloned().partition(|path| is_united(order, path));
    (ImportOrder { paths: exports, ..order.clone() }, ImportOrder { paths: logs, ..order.clone() })
}

/// Unites exports with the workspace, or looks at them in a dry run.
pub(super) fn import(
    mut writer: Option<&mut Writer>,
    exports: &ImportOrder,
    progress: &mut dyn ImportProgress,
) -> Result<Vec<FileReport>> {
    let mut reports = Vec::new();
    for path in &exports.paths {
        let readable = Readable::of(path, exports.read.feed.as_ref())?;
        reports.push(unite(writer.as_deref_mut(), exports, path, &readable, progress)?);
    }
    Ok(reports)
}

fn unite(
    writer: Option<&mut Writer>,
    order: &ImportOrder,
    path: &Path,
    readable: &Readable,
    progress: &mut dyn ImportProgress,
) -> Result<FileReport> {
    let began = Instant::now();
    let found = exchange::look(readable, writer.as_deref())?;
    let held = format!("{}: gemba's own export with {}", path.display(), said(&found));
    if progress.declines(&format!("{held}. Take it?")) {
        return Err(Problem::input(format!("{} was not taken; nothing was stored.", path.display())));
    }
    progress.tell(&format!("{held}."));
    let UnionSummary { judgements, modes, criteria, checks, commands, unknown, .. } = found.summary;
    let mut report = FileReport {
        source: source_name(order.source.as_deref(), path),
        path: path.display().to_string(),
        format: OWN.to_owned(),
        read: found.records,
        judgements,
        codebook: (modes, criteria, checks),
        ..FileReport::default()
    };
    if let Some(writer) = writer.filter(|_| !order.dry_run) {
        writer.publish()?;
        let taken = exchange::take(readable, writer)?;
        report.imported = taken.stored.imported;
        report.duplicates = taken.stored.duplicates;
        report.enriched = taken.stored.enriched;
        report.differing = taken.stored.differing;
        if taken.joined > 0 {
            let records = count(taken.joined, "record of this workspace is", "records of this workspace are");
            report.decided.push(format!(
                "{records} an earlier reading of what it holds, by its word: its reading was taken, with what people said \
                 of both."
            ));
        }
        if taken.unknown_sessions > 0 {
            let sessions = count(taken.unknown_sessions, "session was", "sessions were");
            report.decided.push(format!("{sessions} left out: this gemba does not know how the records were drawn."));
        }
        report.decided.extend(taken.united.conflicts);
    } else {
        report.imported = found.records;
    }
    if let Some(filter) = &found.header.filter {
        report
            .decided
            .push(format!("It holds only the records of `{}`: its history is incomplete.", visible_words(filter)));
    }
    if !commands.is_empty() {
        let keys = commands.into_iter().collect::<Vec<_>>().join(", ");
        report
            .decided
            .push(format!("Checks that start a program came switched off ({keys}): `gemba trust` shows them."));
    }
    if !unknown.is_empty() {
        let kinds: Vec<String> = unknown.iter().map(|kind| visible_words(kind).into_string()).collect();
        report.decided.push(format!("Kept, and not counted, as this gemba does not know them: {}.", kinds.join(", ")));
    }
    report.seconds = began.elapsed().as_secs_f64();
    Ok(report)
}

/// Says what is new in an export: whose judgements, and what of the codebook.
fn said(found: &Look) -> String {
    let UnionSummary { judgements, modes, criteria, versions, checks, events, .. } = &found.summary;
    let whose: Vec<String> =
        judgements.iter().map(|(name, count)| format!("{} {}", visible_words(name), grouped(*count))).collect();
    let some = |number: u64, one: &str, many: &str| (number > 0).then(|| count(number, one, many));
    let book: Vec<String> = [
        some(*modes, "failure mode", "failure modes"),
        some(*criteria, "criterion", "criteria"),
        some(*versions, "new version of a criterion", "new versions of criteria"),
        some(*checks, "check", "checks"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let new = match (whose.is_empty(), book.is_empty()) {
        (false, false) => format!("judgements of {}; {}", whose.join(", "), book.join(", ")),
        (false, true) => format!("judgements of {}", whose.join(", ")),
        (true, false) => book.join(", "),
        (true, true) if *events > 0 => count(*events, "event", "events"),
        (true, true) => "no judgement that is new here".to_owned(),
    };
    format!("{}; {new}", count(found.records, "record", "records"))
}

/// Returns a number with its noun.
fn count(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}
