//! How far reviewers agree: on the verdict, on failure modes and criteria, each two of them, by day.

use crate::measures::agreement::AgreementFigures;
use crate::report::charts::{Chart, IntervalRow, Intervals};
use crate::report::contents::{AgreementRow, ReportContents};
use crate::report::document::{Block, Figures, Section, Table};
use crate::text::{grouped, percent_between};

pub(super) fn section(contents: &ReportContents) -> Section {
    let title = "Agreement between reviewers";
    let agreement = &contents.agreement;
    if agreement.questions.iter().all(|row| row.figures.records == 0) {
        let words = "No record has answers of two reviewers.".to_owned();
        return Section { title, blocks: vec![Block::Paragraph(words)] };
    }
    let parts = [
        ("Equal answers by question", "question", &agreement.questions),
        ("Equal verdicts of each two reviewers", "reviewers", &agreement.pairs),
        ("Equal verdicts by day", "day (UTC)", &agreement.days),
    ];
    let mut blocks = vec![Block::Paragraph(
        "Each record that two or more reviewers answered counts. “Blind” compares each reviewer's own answers, “settled” \
         what stands after they were settled. Kappa is of two reviewers, Fleiss of records with the same number of \
         answers, alpha (Krippendorff) of all."
            .to_owned(),
    )];
    // One pair, or one day, has the figures of everybody.
    for (title, what, rows) in parts.into_iter().filter(|(.., rows)| !rows.is_empty()) {
        if what != "question" && rows.len() < 2 {
            continue;
        }
        let drawn: Vec<IntervalRow> = rows.iter().filter_map(drawn).collect();
        let chart = Intervals {
            title: title.to_owned(),
            axis: "share of equal answers (raw agreement)".to_owned(),
            top: 1.0,
            rows: drawn,
        };
        blocks.push(Block::Chart(Chart::Intervals(chart), table(title, what, rows)));
        blocks.extend(rows.iter().filter_map(remark).map(Block::Paragraph));
    }
    Section { title, blocks }
}

fn label(row: &AgreementRow) -> String {
    let settled = if row.is_settled { ", settled" } else { "" };
    format!("{}{settled}", row.name.raw())
}

fn drawn(row: &AgreementRow) -> Option<IntervalRow> {
    let (point, (low, high)) = (row.figures.raw?, row.figures.raw_limits?);
    Some(IntervalRow {
        label: label(row),
        point,
        low,
        high,
        value: percent_between(point, Some((low, high))),
        n: format!("n {}", grouped(row.figures.records)),
    })
}

/// Returns why figures are missing, and which versions of criteria were new.
fn remark(row: &AgreementRow) -> Option<String> {
    let marks = row.marks.iter().map(|mark| format!("new: {}", mark.raw()));
    let parts: Vec<String> = row.figures.why.iter().cloned().chain(marks).collect();
    (!parts.is_empty()).then(|| format!("For “{}”: {}.", label(row), parts.join("; ")))
}

fn table(title: &str, what: &'static str, rows: &[AgreementRow]) -> Table {
    Table {
        caption: title.to_owned(),
        columns: vec![
            (what, Figures::No),
            ("records", Figures::Yes),
            ("differ on", Figures::Yes),
            ("raw (95 %)", Figures::Yes),
            ("kappa (95 %)", Figures::Yes),
            ("Fleiss", Figures::Yes),
            ("alpha (95 %)", Figures::Yes),
            ("AC1", Figures::Yes),
            ("positive", Figures::Yes),
            ("reviewers", Figures::No),
        ],
        rows: rows.iter().map(cells).collect(),
    }
}

/// Returns a figure to two decimals, never a negative zero.
fn rounded(figure: f64) -> f64 {
    (figure * 100.0).round() / 100.0 + 0.0
}

fn cells(row: &AgreementRow) -> Vec<String> {
    let AgreementFigures { records, disagreements, raw, kappa, fleiss, alpha, ac1, positive, .. } = row.figures;
    let figure = |figure: Option<f64>, limits: Option<(f64, f64)>| {
        let limits =
            limits.map(|(low, high)| format!(" ({:.2} to {:.2})", rounded(low), rounded(high))).unwrap_or_default();
        figure.map_or_else(String::new, |figure| format!("{:.2}{limits}", rounded(figure)))
    };
    let reviewers: Vec<&str> = row.reviewers.iter().map(crate::domain::Untrusted::raw).collect();
    vec![
        label(row),
        grouped(records),
        grouped(disagreements),
        raw.map_or_else(|| "n/a".to_owned(), |raw| percent_between(raw, row.figures.raw_limits)),
        figure(kappa, row.figures.kappa_limits),
        figure(fleiss, None),
        figure(alpha, row.figures.alpha_limits),
        figure(ac1, None),
        figure(positive, None),
        reviewers.join(", "),
    ]
}
