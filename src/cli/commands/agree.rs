//! `agree`: how far reviewers agree, on the verdict, on failure modes and on criteria.

use std::collections::BTreeMap;

use clap::Args;
use clap::builder::TypedValueParser;
use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::cli::lookup::target_names;
use crate::cli::output::{Table, counted, grouped, remark};
use crate::cli::words::{names, one_of};
use crate::domain::{CodebookView, Name, Target};
use crate::error::Result;
use crate::measures::agreement::{
    AgreementBy, AgreementFigures, AgreementLine, AgreementOrder, AnswerKind, FiguresOf, VersionMark,
};
use crate::services::insights::agreement::{IN_MATRIX, agreement, pairs};

/// Lines that one reason names.
const IN_REASON: usize = 4;

/// Measures how far reviewers agree: on the verdict, on each failure mode, on each criterion.
///
/// Each record that two or more of them answered counts. The verdict is pass or fail; a failure mode is yes where a
/// reviewer tagged it, and no where the same reviewer gave a verdict, or another tag, without it; a criterion is met or
/// not met. What was deferred or declined, stale grades and n/a are left out and counted.
///
/// `blind` compares each reviewer's own answers, in a blind set as they were given before the reveal; `settled` the answers
/// as they stand: where reviewers settled, that is the answer of all who gave one. Figures: raw agreement, Cohen's kappa (of two reviewers), Fleiss' kappa
/// (of the records with the same number of answers), Krippendorff's alpha (of all, missing answers allowed), Gwet's AC1,
/// and positive agreement (on fails). The interval, 95 %, is that of kappa with two reviewers and of alpha with more
/// (bootstrap over conversations); with fewer than 5 disagreements it is that of the raw agreement.
#[derive(Debug, Args)]
pub(crate) struct AgreeArgs {
    /// The reviewers, two or more; everyone without.
    #[arg(value_name = "REVIEWER")]
    reviewers: Vec<String>,
    /// One line for each of these.
    #[arg(long, value_name = "WHAT", value_parser = by_words())]
    by: Option<AgreementBy>,
    /// One line for each two reviewers, on the verdict.
    #[arg(long, conflicts_with = "by")]
    pairs: bool,
}

fn by_words() -> impl TypedValueParser<Value = AgreementBy> {
    one_of(AgreementBy::ALL.iter().map(|by| {
        let help = match by {
            AgreementBy::Mode => "Failure modes only.",
            AgreementBy::Criterion => "Criteria only.",
            AgreementBy::Day => "Days, in UTC, on which the last of the answers to a record was given.",
            AgreementBy::Version => "Versions of criteria: answers under the same version.",
        };
        (by.word(), help, *by)
    }))
}

/// Runs `gemba agree`.
pub(super) fn run(context: &mut Context, args: &AgreeArgs) -> Result<()> {
    let reviewers = args.reviewers.iter().map(|typed| Name::new(typed)).collect::<Result<Vec<_>>>()?;
    let reader = context.reader()?;
    let book = reader.codebook()?;
    let lines = if args.pairs {
        pairs(&reader, &reviewers, usize::MAX)?.1
    } else {
        agreement(&reader, &AgreementOrder { reviewers: reviewers.clone(), by: args.by })?
    };
    let mut table = Table::new(&[
        "of",
        "",
        ">records",
        ">raw",
        ">kappa",
        ">Fleiss",
        ">alpha",
        ">AC1",
        ">pos.",
        "95 %",
        "new by then",
    ]);
    let has_settled = lines.iter().any(|line| line.kind == AnswerKind::Settled);
    let by_day = args.by == Some(AgreementBy::Day);
    let undated = if by_day { reader.undated_verdicts()? } else { BTreeMap::new() };
    for line in &lines {
        context.row(
            &mut table,
            || line_json(&book, line, &undated),
            || line_row(&book, line, args.pairs, has_settled),
        )?;
    }
    if context.json {
        return Ok(());
    }
    table.drop_empty_columns();
    context.table(&table)?;
    if lines.is_empty() {
        remark("No record has answers of two reviewers here.");
        return Ok(());
    }
    print_reasons(&book, &lines, args.pairs);
    print_left_out(&lines);
    say_undated(&undated);
    let is_plain = !args.pairs && args.by.is_none();
    let verdict = lines.first().filter(|_| is_plain);
    if verdict.is_some_and(|line| line.reviewers.len() > 2) {
        let (names, two_by_two) = pairs(&reader, &reviewers, IN_MATRIX)?;
        print_matrix(context, &names, &two_by_two)?;
    }
    if verdict.is_some_and(|line| line.figures.disagreements > 0) {
        remark("`gemba list disputed:yes` lists what reviewers judged differently.");
    }
    Ok(())
}

/// Returns the word of a line's question: `verdict`, `mode:too-long`, `criterion:polite`.
fn scope(book: &CodebookView, scope: Option<&Target>) -> String {
    scope.map_or_else(|| "verdict".to_owned(), |target| format!("{}:{}", target.word(), target_names(book, target).0))
}

fn line_json(book: &CodebookView, line: &AgreementLine, undated: &BTreeMap<String, u64>) -> Value {
    let figures = &line.figures;
    let low = |limits: Option<(f64, f64)>| limits.map(|(low, _)| low);
    let high = |limits: Option<(f64, f64)>| limits.map(|(_, high)| high);
    let interval = figures.interval();
    json!({
        "scope": scope(book, line.scope.as_ref()), "answers": line.kind.word(),
        "blind": line.kind == AnswerKind::Blind, "settled": line.kind == AnswerKind::Settled, "reviewers": line.reviewers,
        "records": figures.records, "raw": figures.raw, "kappa": figures.kappa, "fleiss": figures.fleiss,
        "alpha": figures.alpha, "ac1": figures.ac1, "positive": figures.positive,
        "low": low(interval.map(|(_, limits)| limits)), "high": high(interval.map(|(_, limits)| limits)),
        "interval_of": interval.map(|(of, _)| of.word()), "why": figures.why,
        "name": line.scope.as_ref().and_then(|target| target_names(book, target).1),
        "day": line.day, "version": line.version, "marks": line.marks.iter().map(mark_json).collect::<Vec<_>>(),
        "undated": line.day.as_ref().filter(|_| line.scope.is_none()).map(|day| undated.get(day).unwrap_or(&0)),
        "disagreements": figures.disagreements,
        "given": figures.answers, "fleiss_records": figures.fleiss_records, "fleiss_answers": figures.fleiss_answers,
        "raw_low": low(figures.raw_limits), "raw_high": high(figures.raw_limits),
        "kappa_low": low(figures.kappa_limits), "kappa_high": high(figures.kappa_limits),
        "alpha_low": low(figures.alpha_limits), "alpha_high": high(figures.alpha_limits),
        "excluded_deferred": line.left_out.deferred, "excluded_declined": line.left_out.declined,
        "excluded_stale": line.left_out.stale, "excluded_na": line.left_out.na,
    })
}

/// Returns a version of a criterion, `polite v2`.
fn mark_words(mark: &VersionMark) -> String {
    format!("{} v{}", mark.criterion, mark.version)
}

fn mark_json(mark: &VersionMark) -> Value {
    json!({"criterion": mark.criterion, "version": mark.version, "day": mark.day})
}

fn line_row(book: &CodebookView, line: &AgreementLine, is_pair: bool, has_settled: bool) -> Vec<String> {
    let figures = &line.figures;
    let shown = |figure: Option<f64>| figure.map_or_else(String::new, |figure| format!("{figure:.2}"));
    let by = match (&line.day, line.version) {
        (Some(day), _) if has_settled => format!("{day} {}", line.kind.word()),
        (Some(day), _) => day.clone(),
        (None, Some(version)) if has_settled => format!("v{version} {}", line.kind.word()),
        (None, Some(version)) => format!("v{version}"),
        (None, None) if has_settled => line.kind.word().to_owned(),
        (None, None) => String::new(),
    };
    let between = |(of, (low, high)): (FiguresOf, (f64, f64))| format!("{} {low:.2}–{high:.2}", of.word());
    vec![
        subject(book, line, is_pair),
        by,
        grouped(figures.records),
        shown(figures.raw),
        shown(figures.kappa),
        shown(figures.fleiss),
        shown(figures.alpha),
        shown(figures.ac1),
        shown(figures.positive),
        figures.interval().map(between).unwrap_or_default(),
        line.marks.iter().map(mark_words).collect::<Vec<_>>().join(", "),
    ]
}

/// Returns what a line is of: its question, or the two reviewers of a pair.
fn subject(book: &CodebookView, line: &AgreementLine, is_pair: bool) -> String {
    if is_pair { names(line.reviewers.iter()) } else { scope(book, line.scope.as_ref()) }
}

/// Says why figures are missing, each reason once with the lines that it holds for.
fn print_reasons(book: &CodebookView, lines: &[AgreementLine], is_pair: bool) {
    let mut reasons: Vec<(&str, Vec<String>)> = Vec::new();
    for line in lines {
        let mut subject = subject(book, line, is_pair);
        subject.extend(line.day.iter().map(|day| format!(" {day}")));
        subject.extend(line.version.iter().map(|version| format!(" v{version}")));
        for why in line.figures.why.iter().flat_map(|why| why.split("; ")) {
            match reasons.iter_mut().find(|(known, _)| *known == why) {
                Some((_, subjects)) => subjects.push(subject.clone()),
                None => reasons.push((why, vec![subject.clone()])),
            }
        }
    }
    for (why, subjects) in reasons {
        let more = subjects.len().saturating_sub(IN_REASON);
        let named = subjects.iter().take(IN_REASON).map(String::as_str).collect::<Vec<_>>().join(", ");
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        remark(&format!("{named}{more}: {why}."));
    }
}

/// Says what was left out.
fn print_left_out(lines: &[AgreementLine]) {
    let sum = |of: fn(&AgreementLine) -> u64| lines.iter().map(of).sum::<u64>();
    let verdict = |of: fn(&AgreementLine) -> u64| {
        lines.iter().filter(|line| line.scope.is_none()).map(of).max().unwrap_or_default()
    };
    let parts = [
        (verdict(|line| line.left_out.deferred), "deferred"),
        (verdict(|line| line.left_out.declined), "declined"),
        (sum(|line| line.left_out.stale), "stale"),
        (sum(|line| line.left_out.na), "n/a"),
    ];
    let words = parts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{} {word}", grouped(*count)));
    let words = words.collect::<Vec<_>>().join(", ");
    if !words.is_empty() {
        remark(&format!("Answers left out: {words}."));
    }
}

/// Says of how many verdicts only the time of their import is known.
fn say_undated(undated: &BTreeMap<String, u64>) {
    let all: u64 = undated.values().sum();
    if all > 0 {
        let days: Vec<&str> = undated.keys().map(String::as_str).take(IN_REASON).collect();
        let more = if undated.len() > days.len() { ", …" } else { "" };
        let verdicts = counted(all, "verdict");
        remark(&format!(
            "The log does not say when {verdicts} of an import were given: they stand on the day of the import ({}{more}).",
            days.join(", ")
        ));
    }
}

/// Prints the raw agreement of each two reviewers with how many records it is of, and kappa below the diagonal.
fn print_matrix(context: &mut Context, names: &[Name], lines: &[AgreementLine]) -> Result<()> {
    let known: BTreeMap<(&str, &str), &AgreementFigures> = lines
        .iter()
        .filter_map(|line| {
            let [first, second] = line.reviewers.as_slice() else { return None };
            Some(((first.as_str(), second.as_str()), &line.figures))
        })
        .collect();
    context.out.line("")?;
    context.out.line("Two by two on the verdict: raw agreement and records, below the diagonal kappa")?;
    let headings: Vec<String> =
        std::iter::once(String::new()).chain(names.iter().map(|name| format!(">{name}"))).collect();
    let mut table = Table::new(&headings.iter().map(String::as_str).collect::<Vec<_>>());
    for (at, row) in names.iter().enumerate() {
        let mut cells = vec![row.to_string()];
        for (place, column) in names.iter().enumerate() {
            let pair = known.get(&(row.as_str(), column.as_str()));
            let turned = known.get(&(column.as_str(), row.as_str()));
            cells.push(match (place.cmp(&at), pair.or(turned)) {
                (std::cmp::Ordering::Greater, Some(found)) => match found.raw {
                    Some(raw) => format!("{raw:.2} ({})", grouped(found.records)),
                    None => "no overlap".to_owned(),
                },
                (std::cmp::Ordering::Less, Some(found)) => {
                    found.kappa.map_or_else(|| "n/a".to_owned(), |kappa| format!("{kappa:.2}"))
                }
                _ => "–".to_owned(),
            });
        }
        table.row(cells);
    }
    context.table(&table)
}
