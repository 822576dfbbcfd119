//! One line of a chart: what it filters, what it says in a sentence, its figures in columns.

use crate::domain::words::words;
use std::fmt::Write as _;
use std::sync::Arc;

use super::agreement::{self, AgreementRow};
use super::judges;
use super::section::Section;
use crate::domain::{CheckKey, Target, Untrusted};
use crate::measures::alignment::Confusion;
use crate::measures::check_sets::{Aligned, intervals, why};
use crate::measures::drift::rubric::{CreatedCount, CriterionDrift, MeasuredStep};
use crate::measures::judge::JudgeLine;
use crate::measures::rates::{Group, GroupRate};
use crate::text::visible_words;
use crate::views::{disputed_beside, drift, more_words, settled_instead};

/// One line of a chart.
#[derive(Debug, Clone, PartialEq)]
pub enum InsightLine {
    /// New modes and criteria while so many records were read.
    CreatedCount(CreatedCount),
    /// A step of a criterion between two meanings.
    Step(Box<CriterionDrift>, Box<MeasuredStep>),
    /// A criterion whose meaning never moved.
    Still(Box<CriterionDrift>),
    /// A rate.
    Rate(Box<GroupRate>),
    /// What reviewers agree on.
    Agreement(Arc<AgreementRow>),
    /// A check, or a set of them, on its mode or criterion.
    Aligned(Target, SetKind, Aligned),
    /// A judge that ran elsewhere.
    Judge(Arc<JudgeLine>),
    /// A day, its verdicts, and those of the busiest day.
    Day(String, u64, u64),
}

/// Which set of checks a line of the alignment table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetKind {
    /// One check alone.
    One,
    /// All of a target together.
    All,
    /// The smallest that is good enough.
    Smallest,
}

impl InsightLine {
    /// Returns what the list's filter looks into.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::CreatedCount(created) => created.until.to_string(),
            Self::Step(criterion, _) | Self::Still(criterion) => criterion.name.to_string(),
            Self::Rate(rate) => format!("{} {}", rate.group.word(), rate.value.raw()),
            Self::Agreement(row) => row.words(),
            Self::Aligned(target, _, set) => format!("{} {}", target.key(), names(&set.checks)),
            Self::Judge(line) => format!("{} {}", line.judge.raw(), line.run.name),
            Self::Day(day, ..) => day.clone(),
        }
    }

    /// Returns the filter that shows its records.
    pub(crate) fn filter(&self) -> Option<String> {
        let Self::Rate(rate) = self else { return None };
        let value = quoted(rate.value.raw());
        Some(match rate.group {
            Group::All => "verdict:fail".to_owned(),
            Group::Mode => format!("mode:{value}"),
            Group::Criterion => format!("grade:{}=not-met", rate.value.raw()),
            Group::Model | Group::Prompt | Group::Source => format!("{}:{value} verdict:fail", rate.group.word()),
            Group::Reviewer => format!("by:{value} verdict:fail"),
            Group::Day => return None,
        })
    }

    /// Returns what is said of it; of a judge and of agreement that is put together elsewhere.
    pub(crate) fn sentences(&self) -> Vec<String> {
        match self {
            Self::Step(_, step) => drift::step_sentences(step),
            Self::Still(own) => {
                let grades = crate::text::counted(own.grades, "grade");
                vec![format!("Its meaning never moved: {grades} under v{}.", own.version)]
            }
            Self::Rate(rate) => vec![rate_sentence(rate)],
            Self::Aligned(target, _, set) => aligned_sentences(target, set),
            Self::Judge(_) | Self::Agreement(_) | Self::CreatedCount(_) | Self::Day(..) => Vec::new(),
        }
    }

    /// Returns its rows of figures; nothing for what is missing.
    pub(crate) fn tables(&self) -> Vec<Vec<String>> {
        if let Self::Agreement(row) = self { row.cells() } else { vec![self.cells()] }
    }

    fn cells(&self) -> Vec<String> {
        let figure = |figure: Option<f64>| figure.map(|figure| figure.to_string()).unwrap_or_default();
        match self {
            Self::CreatedCount(created) => {
                [created.until, created.modes, created.criteria].map(|n| n.to_string()).to_vec()
            }
            Self::Step(criterion, measured) => step_cells(criterion, measured),
            Self::Still(criterion) => {
                vec![visible_words(criterion.slug.as_str()).into_string(), criterion.version.to_string()]
            }
            Self::Rate(rate) => {
                let limits = rate.rate.rate;
                vec![
                    rate.group.word().to_owned(),
                    crate::text::plain_for_copy(&rate.value).0.replace(['\t', '\n'], " "),
                    rate.rate.n.to_string(),
                    rate.rate.hits.to_string(),
                    figure(limits.map(|rate| rate.rate)),
                    figure(limits.map(|rate| rate.low)),
                    figure(limits.map(|rate| rate.high)),
                    rate.rate.weighted.to_string(),
                ]
            }
            Self::Aligned(target, kind, set) => {
                let Confusion { tp, fn_, fp, tn } = set.all;
                let mut cells = vec![
                    visible_words(target.key().as_str()).into_string(),
                    kind.word().to_owned(),
                    names(&set.checks),
                ];
                cells.extend([tp, fn_, fp, tn].map(|count| count.to_string()));
                cells.extend([set.all.coverage(), set.all.false_failure_rate(), set.all.alignment()].map(figure));
                cells.push(why(set.all).unwrap_or_default().to_owned());
                cells
            }
            Self::Agreement(row) => row.cells().concat(),
            Self::Judge(line) => judges::cells(line),
            Self::Day(day, count, _) => vec![day.clone(), count.to_string()],
        }
    }
}

fn step_cells(criterion: &CriterionDrift, MeasuredStep { step, drift, detectable, .. }: &MeasuredStep) -> Vec<String> {
    let figure = |figure: Option<f64>| figure.map(|figure| figure.to_string()).unwrap_or_default();
    let counts = &step.counts;
    let counted = [u64::from(step.from), u64::from(step.to), counts.regraded, counts.tightened, counts.relaxed];
    let mut cells = vec![visible_words(criterion.slug.as_str()).into_string()];
    cells.extend(counted.map(|count| count.to_string()));
    cells.extend([counts.noise_pairs, counts.noise_flips].map(|count| count.to_string()));
    cells.extend([drift.attributable, drift.low, drift.high, *detectable, drift.mcnemar_p].map(figure));
    cells.push(drift.verdict.word().to_owned());
    cells
}

words!(SetKind: One = "check", All = "all", Smallest = "smallest");

fn names(checks: &[CheckKey]) -> String {
    checks.iter().map(ToString::to_string).collect::<Vec<_>>().join(" + ")
}

/// Returns a value as the filter language takes it.
fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Returns the names of the columns.
pub(crate) const fn header(section: Section) -> &'static str {
    match section {
        Section::Saturation => "records_read\tnew_modes\tnew_criteria",
        Section::Drift => {
            "criterion\tfrom\tto\tregraded\ttightened\trelaxed\tnoise_n\tnoise_flips\tattributable\tlow\thigh\tdetectable\tmcnemar_p\tverdict"
        }
        Section::Rates => "group\tvalue\tn\thits\trate\tlow\thigh\tweighted",
        Section::Checks => "target\tset\tchecks\ttp\tfn\tfp\ttn\tcoverage\tffr\talignment\twhy",
        Section::Agreement => agreement::HEADER,
        Section::Judges => judges::HEADER,
        Section::Days => "day\tverdicts",
    }
}

/// Returns a rate in a sentence: what it counts, and what it leaves out.
fn rate_sentence(rate: &GroupRate) -> String {
    let what = match rate.group {
        Group::Mode => "show it",
        Group::Criterion => "do not meet it",
        Group::All | Group::Model | Group::Prompt | Group::Source | Group::Day | Group::Reviewer => "fail",
    };
    let basis = match rate.group {
        Group::Reviewer => "this reviewer's own verdicts, before anything was settled",
        _ if rate.rate.weighted => "weighted back to the population",
        _ => "rate of what was read",
    };
    let mut sentence = match rate.rate.n {
        0 => "None of these has an answer that counts".to_owned(),
        n => format!("{} of {n} {what}; {basis}", rate.rate.hits),
    };
    if let Some(words) = disputed_beside(rate) {
        let _ = write!(sentence, "; {words}");
    }
    for (count, word) in [
        (rate.excluded_deferred, "deferred"),
        (rate.excluded_declined, "declined"),
        (rate.excluded_stale, "stale"),
        (rate.excluded_na, "n/a"),
    ] {
        if count > 0 {
            let _ = write!(sentence, "; {count} {word} left out");
        }
    }
    if let Some(words) = settled_instead(rate) {
        let _ = write!(sentence, "; {words}");
    }
    if let Some((more, left)) = rate.more() {
        let _ = write!(sentence, "; {}", more_words(more, left));
    }
    sentence + "."
}

/// Returns a check or set against people in sentences; never a bare percentage.
fn aligned_sentences(target: &Target, set: &Aligned) -> Vec<String> {
    let Confusion { tp, fn_, fp, tn } = set.all;
    let mut sentences = vec![format!(
        "{} on {} {}: catches {tp} of {}, rejects {fp} of {} good.",
        names(&set.checks),
        target.word(),
        target.key(),
        tp + fn_,
        fp + tn
    )];
    let test = set.test;
    let alignment = test.alignment().map_or_else(
        || why(test).unwrap_or("nothing to tell yet").to_owned(),
        |alignment| format!("alignment {alignment:.2}"),
    );
    let records = crate::text::counted(test.positives() + test.negatives(), "record");
    sentences.push(format!("On the test half ({records}): {alignment}."));
    sentences
}

/// Returns coverage and false-failure rate with their intervals, and the alignment, in columns: `0.80 (0.49–0.94)`.
pub fn aligned_columns(set: &Aligned) -> [String; 3] {
    let [coverage, rejected] = intervals(set.all);
    let shown = |figure: Option<f64>, interval: Option<(f64, f64)>| {
        let interval = interval.map(|(low, high)| format!(" ({low:.2}–{high:.2})")).unwrap_or_default();
        figure.map_or_else(|| "n/a".to_owned(), |figure| format!("{figure:.2}{interval}"))
    };
    [
        shown(set.all.coverage(), coverage),
        shown(set.all.false_failure_rate(), rejected),
        shown(set.all.alignment(), None),
    ]
}

/// Returns the name of a rate's group member, for the chart.
pub fn rate_name(rate: &GroupRate) -> Untrusted {
    if rate.group == Group::All { "everything judged".into() } else { rate.value.clone() }
}
