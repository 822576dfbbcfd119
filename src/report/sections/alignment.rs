//! How far checks agree with people: how much of the bad they catch, how much of the good they reject.

use crate::measures::alignment::Confusion;
use crate::measures::check_sets::{intervals, why};
use crate::report::charts::{Chart, IntervalRow, Intervals};
use crate::report::contents::{AlignedLine, CheckTarget, ReportContents};
use crate::report::document::{Block, Figures, Section, Table};
use crate::text::{grouped, percent_between};

pub(super) fn section(contents: &ReportContents) -> Section {
    let mut blocks = Vec::new();
    let lines = || contents.checks.iter().flat_map(|target| target.lines.iter().map(move |line| (target, line)));
    if contents.checks.is_empty() {
        blocks.push(Block::Paragraph("There are no checks that could be compared with people.".to_owned()));
    } else {
        let (caught, rejected) = (rows(lines(), caught), rows(lines(), rejected));
        let chart = |title: &str, axis: &str, rows: Vec<IntervalRow>| {
            Chart::Intervals(Intervals { title: title.to_owned(), axis: axis.to_owned(), top: 1.0, rows })
        };
        let table = || Table {
            caption: "Checks against people".to_owned(),
            columns: vec![
                ("of", Figures::No),
                ("check", Figures::No),
                ("bad caught", Figures::Yes),
                ("good rejected", Figures::Yes),
                ("alignment", Figures::Yes),
                ("on the test half", Figures::Yes),
                ("n", Figures::Yes),
            ],
            rows: lines().map(|(target, line)| table_row(target, line)).collect(),
        };
        blocks
            .push(Block::Chart(chart("Bad outputs that checks catch", "share of bad outputs caught", caught), table()));
        blocks.push(Block::Drawing(chart(
            "Good outputs that checks reject",
            "share of good outputs rejected; its figures stand in the table above",
            rejected,
        )));
    }
    for target in &contents.checks {
        blocks.extend(remark(target).map(Block::Paragraph));
    }
    blocks.extend(contents.not_run.iter().map(|words| Block::Paragraph(words.raw().to_owned())));
    Section { title: "Alignment of checks with people", blocks }
}

/// What a share is of: hits, of how many, its interval.
type Part = fn(Confusion) -> (u64, u64, Option<f64>, Option<(f64, f64)>);

fn caught(counts: Confusion) -> (u64, u64, Option<f64>, Option<(f64, f64)>) {
    (counts.tp, counts.positives(), counts.coverage(), intervals(counts)[0])
}

fn rejected(counts: Confusion) -> (u64, u64, Option<f64>, Option<(f64, f64)>) {
    (counts.fp, counts.negatives(), counts.false_failure_rate(), intervals(counts)[1])
}

fn rows<'a>(lines: impl Iterator<Item = (&'a CheckTarget, &'a AlignedLine)>, part: Part) -> Vec<IntervalRow> {
    let row = |(target, line): (&CheckTarget, &AlignedLine)| {
        let (_, of, share, limits) = part(line.all);
        let ((low, high), point) = (limits?, share?);
        Some(IntervalRow {
            label: format!("{}: {}", target.name.raw(), line.name.raw()),
            point,
            low,
            high,
            value: percent_between(point, limits),
            n: format!("n {}", grouped(of)),
        })
    };
    lines.filter_map(row).collect()
}

fn table_row(target: &CheckTarget, line: &AlignedLine) -> Vec<String> {
    let shown = |part: Part| {
        let (hits, of, share, limits) = part(line.all);
        share.map_or_else(
            || "n/a".to_owned(),
            |share| format!("{} of {}, {}", grouped(hits), grouped(of), percent_between(share, limits)),
        )
    };
    let figure = |counts: Confusion| counts.alignment().map_or_else(|| "n/a".to_owned(), |share| format!("{share:.2}"));
    vec![
        target.name.raw().to_owned(),
        line.name.raw().to_owned(),
        shown(caught),
        shown(rejected),
        figure(line.all),
        figure(line.test),
        grouped(line.all.positives() + line.all.negatives()),
    ]
}

/// Returns what is missing in the figures of a target, and what is not counted.
fn remark(target: &CheckTarget) -> Option<String> {
    let reason = target.lines.last().and_then(|line| why(line.all));
    let out: Vec<String> = target
        .left_out
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{} {word}", grouped(*count)))
        .collect();
    let out = (!out.is_empty()).then(|| format!("not counted: {}", out.join(", ")));
    let parts: Vec<String> = reason.map(str::to_owned).into_iter().chain(out).collect();
    (!parts.is_empty()).then(|| format!("For “{}”: {}.", target.name.raw(), parts.join("; ")))
}
