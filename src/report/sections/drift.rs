//! How much of the change in grades comes from a criterion's new text, apart from the reviewers' own noise.

use crate::measures::drift::rubric::MeasuredStep;
use crate::report::charts::{Chart, IntervalRow, Intervals};
use crate::report::contents::{DriftLine, ReportContents};
use crate::report::document::{Block, Figures, Section, Table};
use crate::text::{grouped, percent_between};
use crate::views::drift;

pub(super) fn section(contents: &ReportContents) -> Section {
    let title = "Drift of criteria";
    if contents.drift.is_empty() {
        return Section { title, blocks: vec![Block::Paragraph("There are no criteria yet.".to_owned())] };
    }
    let steps = || contents.drift.iter().flat_map(|line| line.steps.iter().map(move |step| (line, step)));
    let mut blocks = Vec::new();
    let drawn: Vec<IntervalRow> = steps().filter_map(|(line, step)| row_of(line, step)).collect();
    let table = Table {
        caption: "Criteria and the steps between their meanings".to_owned(),
        columns: vec![
            ("criterion", Figures::No),
            ("version", Figures::No),
            ("grades", Figures::Yes),
            ("stale", Figures::Yes),
            ("re-graded", Figures::Yes),
            ("stricter", Figures::Yes),
            ("milder", Figures::Yes),
            ("twice", Figures::Yes),
            ("drift (95 %)", Figures::No),
        ],
        rows: contents.drift.iter().flat_map(rows).collect(),
    };
    if drawn.is_empty() {
        blocks.push(Block::Table(table));
    } else {
        let chart = Intervals {
            title: "Share of answers that a new text changed".to_owned(),
            axis: "share of answers, apart from the reviewers' noise".to_owned(),
            top: 1.0,
            rows: drawn,
        };
        blocks.push(Block::Chart(Chart::Intervals(chart), table));
    }
    for (line, step) in steps() {
        let sentences = drift::step_sentences(step).join(" ");
        blocks.push(Block::Paragraph(format!("For “{}”, {sentences}", line.name.raw())));
    }
    let silent = contents.drift.iter().filter_map(|line| Some((line, drift::silent_sentence(line.silent_drift_p)?)));
    blocks.extend(silent.map(|(line, words)| Block::Paragraph(format!("For “{}”: {words}", line.name.raw()))));
    Section { title, blocks }
}

fn row_of(line: &DriftLine, step: &MeasuredStep) -> Option<IntervalRow> {
    let (low, high) = drift::interval(step)?;
    let counts = &step.step.counts;
    Some(IntervalRow {
        label: format!("{}  v{}→v{}", line.name.raw(), step.step.from, step.step.to),
        point: step.drift.attributable?,
        low,
        high,
        value: drift::verdict(step),
        n: format!("n {} + {}", grouped(counts.regraded), grouped(counts.noise_pairs)),
    })
}

fn rows(line: &DriftLine) -> Vec<Vec<String>> {
    let head = |version: String| vec![line.name.raw().to_owned(), version, grouped(line.grades), grouped(line.stale)];
    if line.steps.is_empty() {
        let retired = if line.retired { ", no longer asked" } else { "" };
        let mut row = head(format!("v{}{retired}", line.version));
        row.extend([String::new(), String::new(), String::new(), String::new(), "never moved".to_owned()]);
        return vec![row];
    }
    let of_step = |step: &MeasuredStep| {
        let counts = &step.step.counts;
        let share = step.drift.attributable.map(|share| percent_between(share, drift::interval(step)));
        let verdict = drift::verdict(step);
        let told = match share {
            Some(share) if share != verdict => format!("{verdict}: {share}"),
            _ => verdict,
        };
        let mut row = head(format!("v{}→v{}", step.step.from, step.step.to));
        row.extend([counts.regraded, counts.tightened, counts.relaxed, counts.noise_pairs].map(grouped));
        row.push(told);
        row
    };
    line.steps.iter().map(of_step).collect()
}
