//! How often what was judged fails: per failure mode, criterion, model, prompt version, source and day of logging.

use crate::measures::rates::{Group, GroupRate};
use crate::report::charts::{Chart, IntervalRow, Intervals};
use crate::report::contents::{RateLine, ReportContents};
use crate::report::document::{Block, Figures, Section, Table};
use crate::text::{grouped, percent_between};
use crate::views::{disputed_beside, settled_instead, uncoded_sentence};

use super::cell;

/// The groups in the order of the report: title, what the axis measures, and whether the highest rates come first.
const GROUPS: &[(Group, &str, &str, bool)] = &[
    (Group::Mode, "Rates by failure mode", "share of read records that show it", true),
    (Group::Criterion, "Rates by criterion", "share of graded records that do not meet it", true),
    (Group::Model, "Rates by model", "share of judged records that fail", false),
    (Group::Prompt, "Rates by prompt version", "share of judged records that fail", false),
    (Group::Source, "Rates by source", "share of judged records that fail", false),
    (Group::Day, "Rates by day of logging (UTC)", "share of judged records that fail", false),
    (
        Group::Reviewer,
        "Rates by reviewer, before anything was settled",
        "share of each one's verdicts that fail",
        false,
    ),
];

pub(super) fn section(contents: &ReportContents) -> Section {
    let mut blocks = Vec::new();
    for (group, title, axis, by_rate) in GROUPS {
        let mut lines: Vec<&RateLine> = contents.rates.iter().filter(|line| line.rate.group == *group).collect();
        // A single model, version, source or day has the rate of everything.
        let is_told = !lines.is_empty() && (*by_rate || lines.len() > 1);
        if !is_told {
            continue;
        }
        if *by_rate {
            let rate = |line: &&RateLine| line.rate.rate.rate.map_or(-1.0, |limits| limits.rate);
            lines.sort_by(|one, other| rate(other).total_cmp(&rate(one)));
        }
        blocks.push(Block::Chart(Chart::Intervals(chart(title, axis, &lines)), table(title, &lines)));
        // Of verdicts the overview says it.
        if matches!(group, Group::Mode | Group::Criterion) {
            blocks.extend(lines.iter().filter_map(|line| beside(line)).map(Block::Paragraph));
        }
    }
    if blocks.is_empty() {
        blocks.push(Block::Paragraph("There are no failure modes and no criteria yet.".to_owned()));
    }
    if contents.saturation.modeless > 0 {
        blocks.push(Block::Paragraph(uncoded_sentence(contents.saturation.modeless)));
    }
    Section { title: "Rates", blocks }
}

/// Returns what is said of a mode or criterion. A disputed verdict is in the rate of no mode: the overview says it once.
fn beside(line: &RateLine) -> Option<String> {
    let disputed = disputed_beside(&line.rate).filter(|_| line.rate.group == Group::Criterion);
    let words: Vec<String> = settled_instead(&line.rate).into_iter().chain(disputed).collect();
    (!words.is_empty()).then(|| format!("For “{}”, {}.", line.name.raw(), words.join("; ")))
}

fn chart(title: &str, axis: &str, lines: &[&RateLine]) -> Intervals {
    let known = || lines.iter().filter_map(|line| Some((line, line.rate.rate.rate?)));
    let highest = known().map(|(_, limits)| limits.high).fold(0.1, f64::max);
    let weighted = known().filter(|(line, _)| line.rate.rate.weighted).count();
    let basis = match weighted {
        0 => "of what was read",
        all if all == known().count() => "of all records",
        _ => "of all records where the table says so, else of what was read",
    };
    let rows = known().map(|(line, limits)| IntervalRow {
        label: line.name.raw().to_owned(),
        point: limits.rate,
        low: limits.low,
        high: limits.high,
        value: percent_between(limits.rate, Some((limits.low, limits.high))),
        n: format!("n {}", grouped(line.rate.rate.n)),
    });
    Intervals {
        title: title.to_owned(),
        axis: format!("{axis}, {basis}"),
        top: (highest * 10.0).ceil() / 10.0,
        rows: rows.collect(),
    }
}

fn table(title: &str, lines: &[&RateLine]) -> Table {
    Table {
        caption: title.to_owned(),
        columns: vec![
            ("name", Figures::No),
            ("rate (95 %)", Figures::Yes),
            ("hits", Figures::Yes),
            ("n", Figures::Yes),
            ("out of", Figures::No),
            ("not counted", Figures::No),
        ],
        rows: lines.iter().map(|line| row(line)).collect(),
    }
}

fn row(line: &RateLine) -> Vec<String> {
    let rate = &line.rate.rate;
    let shown = rate.rate.map(|limits| percent_between(limits.rate, Some((limits.low, limits.high))));
    let basis = if rate.weighted { "all records" } else { "what was read" };
    vec![
        line.name.raw().to_owned(),
        shown.clone().unwrap_or_else(|| "n/a".to_owned()),
        cell(rate.hits),
        grouped(rate.n),
        if shown.is_some() { basis.to_owned() } else { String::new() },
        left_out(&line.rate),
    ]
}

fn left_out(rate: &GroupRate) -> String {
    let counts = [
        (rate.excluded_disputed, "disputed"),
        (rate.excluded_deferred, "deferred"),
        (rate.excluded_declined, "declined"),
        (rate.excluded_stale, "stale"),
        (rate.excluded_na, "n/a"),
    ];
    let told = counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{} {word}", grouped(*count)));
    told.collect::<Vec<_>>().join(", ")
}
