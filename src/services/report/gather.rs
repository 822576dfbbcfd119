//! Gathers the figures, at one time, so that they fit each other.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use super::examples::examples;
use super::people::{agreement, reviewers};
use super::texts::Texts;
use crate::checks::{Commands, describe};
use crate::domain::{CodebookView, Filter, JudgedFact, Name, RowId, Sampling, Target, Time, Untrusted};
use crate::error::Result;
use crate::measures::check_sets::{ALPHA, Aligned, TargetAlignment};
use crate::measures::drift::rubric::created;
use crate::measures::rates::{Group, GroupRate, Outcome, outcome};
use crate::redact::Redactor;
use crate::report::{AlignedLine, CheckTarget, DriftLine, RateLine, RecordCounts, ReportContents};
use crate::services::alignment::{Alignments, LeftOut, alignments_of};
use crate::services::insights::{drift_of, rates_of, saturation_of};
use crate::store::Reader;
use crate::text::counted;

/// What a report is asked for.
#[derive(Debug, Clone)]
pub struct ReportOrder {
    /// Which records, and as it was typed; `None` for all.
    pub filter: Option<(Filter, String)>,
    /// How many examples of each mode.
    pub examples: usize,
    /// What masks secrets and personal data; `None` where they are to stay.
    pub redactor: Option<Redactor>,
    /// When it is made.
    pub now: Time,
}

/// Gathers a report.
///
/// # Errors
/// Store problems as they are; a filter that names what there is not; a check that this version cannot prepare.
pub fn gather(reader: &Reader, order: &ReportOrder, commands: &Commands) -> Result<ReportContents> {
    let rows = match &order.filter {
        Some((filter, _)) => {
            Some(reader.queue(filter, &Sampling::default(), order.now)?.rows.into_iter().collect::<HashSet<RowId>>())
        }
        None => None,
    };
    reader.at_one_time(|reader| gather_now(reader, order, rows.as_ref(), commands))
}

fn gather_now(
    reader: &Reader,
    order: &ReportOrder,
    rows: Option<&HashSet<RowId>>,
    commands: &Commands,
) -> Result<ReportContents> {
    let (mut texts, book) = (Texts::new(order.redactor.as_ref()), reader.codebook()?);
    let chosen = |row: RowId| rows.is_none_or(|rows| rows.contains(&row));
    let records = match rows {
        Some(rows) => rows.len() as u64,
        None => reader.count()?,
    };
    let all = reader.judged_facts()?;
    let facts: Cow<'_, [JudgedFact]> = match rows {
        Some(rows) => all.iter().filter(|fact| rows.contains(&fact.row)).cloned().collect(),
        None => Cow::Borrowed(&all),
    };
    let shown: Vec<&JudgedFact> = facts.iter().collect();
    let Alignments { targets, left_out } = alignments_of(reader, ALPHA, commands, &chosen)?;
    let rates = rates_of(reader, &all, records, &chosen)?;
    let mut contents = ReportContents {
        made: order.now,
        masked: None,
        filter: order.filter.as_ref().map(|(_, typed)| texts.text(typed)),
        counts: counts(records, &facts),
        reviewers: reviewers(&facts, &mut texts),
        rates: rates.into_iter().map(|rate| rate_line(&book, rate, &mut texts)).collect(),
        saturation: saturation_of(&facts),
        created: if rows.is_none() { created(&all, &reader.created()?) } else { Vec::new() },
        drift: drift_lines(reader, &book, &facts, &chosen, &mut texts)?,
        agreement: agreement(&facts, &book, &mut texts),
        checks: targets.iter().map(|target| check_target(&book, target, &mut texts)).collect(),
        not_run: left_out.iter().map(|left_out| not_run(left_out, &mut texts)).collect(),
        days: days(&facts),
        examples: examples(reader, &book, &shown, order.examples, &mut texts)?,
    };
    contents.masked = texts.masked();
    Ok(contents)
}

fn counts(records: u64, facts: &[JudgedFact]) -> RecordCounts {
    let mut counts = RecordCounts { records, ..RecordCounts::default() };
    for judgements in facts.iter().map(|fact| &fact.judgements) {
        counts.read += u64::from(!judgements.verdicts.is_empty() || !judgements.tags.is_empty());
        match outcome(judgements) {
            Outcome::Fails(false) => counts.passed += 1,
            Outcome::Fails(true) => counts.failed += 1,
            Outcome::Disputed => counts.disputed += 1,
            Outcome::Deferred => counts.deferred += 1,
            Outcome::Declined => counts.declined += 1,
            Outcome::Unjudged => {}
        }
    }
    counts
}

/// Counts verdicts by the day (UTC) on which they were given.
fn days(facts: &[JudgedFact]) -> Vec<(String, u64)> {
    let mut days: BTreeMap<String, u64> = BTreeMap::new();
    for view in facts.iter().flat_map(|fact| &fact.judgements.verdicts) {
        let day = view.time.rfc3339().split('T').next().unwrap_or_default().to_owned();
        *days.entry(day).or_default() += 1;
    }
    days.into_iter().collect()
}

fn rate_line(book: &CodebookView, mut rate: GroupRate, texts: &mut Texts<'_>) -> RateLine {
    let value = std::mem::take(&mut rate.value);
    let slug = value.raw();
    let name = match rate.group {
        Group::Mode => book.modes.iter().find(|mode| mode.slug.as_str() == slug).map(|mode| &mode.name),
        Group::Criterion => book.criteria.iter().find(|known| known.slug.as_str() == slug).map(|known| &known.name),
        Group::All | Group::Model | Group::Prompt | Group::Source | Group::Day | Group::Reviewer => None,
    };
    let name = texts.text(name.map_or(slug, Name::as_str));
    RateLine { name, rate }
}

fn drift_lines(
    reader: &Reader,
    book: &CodebookView,
    facts: &[JudgedFact],
    chosen: &dyn Fn(RowId) -> bool,
    texts: &mut Texts<'_>,
) -> Result<Vec<DriftLine>> {
    let lines = drift_of(reader, chosen)?.into_iter().map(|drift| {
        let grades =
            || facts.iter().flat_map(|fact| &fact.judgements.grades).filter(|grade| grade.criterion == drift.key);
        let name = book.criterion_of(&drift.key).map_or(&drift.name, |criterion| &criterion.name);
        DriftLine {
            name: texts.name(name),
            version: drift.version,
            retired: drift.retired,
            grades: grades().count() as u64,
            stale: grades().filter(|grade| grade.stale).count() as u64,
            steps: drift.steps.clone(),
            silent_drift_p: drift.silent_drift_p,
        }
    });
    Ok(lines.collect())
}

fn check_target(book: &CodebookView, target: &TargetAlignment, texts: &mut Texts<'_>) -> CheckTarget {
    let name = match &target.target {
        Target::Mode(key) => book.mode_of(key).map(|mode| &mode.name),
        Target::Criterion(key) => book.criterion_of(key).map(|criterion| &criterion.name),
    };
    let name = texts.text(name.map_or(target.target.key().as_str(), Name::as_str));
    let line = |name: Untrusted, aligned: &Aligned| AlignedLine { name, all: aligned.all, test: aligned.test };
    let mut lines: Vec<AlignedLine> = Vec::new();
    for check in &target.checks {
        let known = book.checks.iter().find(|known| check.checks.first() == Some(&known.key));
        lines.push(line(texts.text(&known.map(|known| describe(&known.spec)).unwrap_or_default()), check));
    }
    if lines.len() > 1 {
        let all = format!("all {} of them", lines.len());
        lines.push(line(Untrusted::from(all), &target.set));
    }
    let left_out = vec![
        (target.excluded_stale, "stale"),
        (target.excluded_disputed, "disputed"),
        (target.excluded_na, "n/a"),
        (target.not_comparable, "failed for another mode"),
    ];
    CheckTarget { name, lines, tau: target.tau, left_out }
}

fn not_run(left_out: &LeftOut, texts: &mut Texts<'_>) -> Untrusted {
    let (check, why) = (left_out.check.as_str(), left_out.why.raw());
    let words = match left_out.records {
        None => format!("The check {check} was not run: {why}."),
        Some(records) => {
            let records = counted(records, "record");
            format!("The check {check} gave no answer on {records}, left out of all figures of its set: {why}.")
        }
    };
    texts.text(&words)
}
