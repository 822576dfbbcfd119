//! The lines of `gemba agree`: one for each question, kind of answers, day or version.

use std::collections::{BTreeMap, HashSet};

use super::answers::{AnswerKind, Answered, Answers, History, LeftOut};
use super::figures::{AgreementFigures, figures};
use super::marks::{VersionMark, made};
use crate::domain::words::words;
use crate::domain::{CodebookView, JudgedFact, Name, RowId, Target};

/// What the lines are by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgreementBy {
    /// One for each failure mode.
    Mode,
    /// One for each criterion.
    Criterion,
    /// One for each day.
    Day,
    /// One for each version of each criterion.
    Version,
}

words!(AgreementBy: Mode = "mode", Criterion = "criterion", Day = "day", Version = "version");

/// Whose agreement is measured, and by what.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AgreementOrder {
    /// The reviewers; everyone where empty.
    pub reviewers: Vec<Name>,
    /// What the lines are by; verdict, modes and criteria without.
    pub by: Option<AgreementBy>,
}

/// The agreement on one question.
#[derive(Debug, Clone, PartialEq)]
pub struct AgreementLine {
    /// The mode or criterion; `None`: the verdict.
    pub scope: Option<Target>,
    /// Which answers.
    pub kind: AnswerKind,
    /// The day on which the last of the answers to a record was given, in UTC; `None` for all.
    pub day: Option<String>,
    /// The version of the criterion; `None` for the grades that hold.
    pub version: Option<u32>,
    /// The versions of criteria that were made by this day.
    pub marks: Vec<VersionMark>,
    /// Whose answers: those who were named, else all who answered a record that another answered.
    pub reviewers: Vec<Name>,
    /// The figures.
    pub figures: AgreementFigures,
    /// Answers that are no yes and no no.
    pub left_out: LeftOut,
    /// The records on which they differ, in reading order.
    pub disputed: Vec<RowId>,
}

/// Returns the lines that were asked for: the verdict first, then open modes and criteria in order of creation; behind each
/// the answers as they stand, where any was settled. `history` is needed by version only. By day and version, what nobody
/// can disagree on is left out.
pub fn lines(
    facts: &[JudgedFact],
    history: &[History],
    codebook: &CodebookView,
    order: &AgreementOrder,
) -> Vec<AgreementLine> {
    let answers = Answers::new(facts);
    let mut lines = Vec::new();
    if order.by == Some(AgreementBy::Version) {
        for of_criterion in history {
            let scope = Some(Target::Criterion(of_criterion.criterion.clone()));
            let Some(criterion) = codebook.criterion_of(&of_criterion.criterion) else { continue };
            for (version, (mut answered, left_out)) in answers.by_version(of_criterion) {
                let blind = line(&answers, scope.clone(), &answered, left_out, &order.reviewers);
                lines.push(AgreementLine { version: Some(version), ..blind });
                let settled = answers.settled_under(criterion, version);
                if answered.iter().any(|record| settled.contains_key(&record.row)) {
                    answered.retain_mut(|record| settle(record, settled.get(&record.row)));
                    let standing = line(&answers, scope.clone(), &answered, left_out, &order.reviewers);
                    lines.push(AgreementLine { kind: AnswerKind::Settled, version: Some(version), ..standing });
                }
            }
        }
        lines.retain(|line| line.figures.records > 0);
        return lines;
    }
    for scope in scopes(codebook, order.by) {
        let (answered, left_out) = answers.to(scope.as_ref(), AnswerKind::Blind);
        let settled = answers.settled(scope.as_ref());
        if order.by == Some(AgreementBy::Day) {
            let mut of_days = by_day(&answers, scope.as_ref(), AnswerKind::Blind, answered, &order.reviewers, None);
            if !settled.is_empty() {
                let (standing, _) = answers.to(scope.as_ref(), AnswerKind::Settled);
                let kind = AnswerKind::Settled;
                of_days.extend(by_day(&answers, scope.as_ref(), kind, standing, &order.reviewers, Some(&settled)));
                of_days.sort_by(|one, other| one.day.cmp(&other.day));
            }
            mark(&mut of_days, made(scope.as_ref(), codebook));
            lines.extend(of_days);
        } else {
            lines.push(line(&answers, scope.clone(), &answered, left_out, &order.reviewers));
            if !settled.is_empty() {
                let (standing, left_out) = answers.to(scope.as_ref(), AnswerKind::Settled);
                let settled = line(&answers, scope, &standing, left_out, &order.reviewers);
                lines.push(AgreementLine { kind: AnswerKind::Settled, ..settled });
            }
        }
    }
    lines
}

/// Returns the questions: the verdict, open modes, criteria that are asked.
pub(super) fn scopes(codebook: &CodebookView, by: Option<AgreementBy>) -> Vec<Option<Target>> {
    let modes = codebook.modes.iter().filter(|mode| mode.status.is_open());
    let modes = modes.map(|mode| Some(Target::Mode(mode.key.clone())));
    let criteria = codebook.criteria.iter().filter(|criterion| !criterion.retired);
    let criteria = criteria.map(|criterion| Some(Target::Criterion(criterion.key.clone())));
    match by {
        Some(AgreementBy::Mode) => modes.collect(),
        Some(AgreementBy::Criterion | AgreementBy::Version) => criteria.collect(),
        Some(AgreementBy::Day) | None => std::iter::once(None).chain(modes).chain(criteria).collect(),
    }
}

/// Returns whose answers are compared: those named, else all who answered a record that another answered, else all who
/// answered.
fn chosen(answers: &Answers<'_>, answered: &[Answered], named: &[Name]) -> Vec<usize> {
    if !named.is_empty() {
        return named.iter().filter_map(|name| answers.place(name)).collect();
    }
    let who = |fewest: usize| {
        let mut is_in = vec![false; answers.names.len()];
        let given = answered.iter().filter(|record| record.given.len() >= fewest).flat_map(|record| &record.given);
        for place in given.map(|given| given.reviewer) {
            if let Some(is_in) = is_in.get_mut(place) {
                *is_in = true;
            }
        }
        let places = is_in.into_iter().enumerate().filter(|(_, is_in)| *is_in);
        places.map(|(place, _)| place).collect::<Vec<_>>()
    };
    let shared = who(2);
    if shared.is_empty() { who(1) } else { shared }
}

/// Returns the line of one question.
fn line(
    answers: &Answers<'_>,
    scope: Option<Target>,
    answered: &[Answered],
    left_out: LeftOut,
    named: &[Name],
) -> AgreementLine {
    let chosen = chosen(answers, answered, named);
    let reviewers = if named.is_empty() {
        chosen.iter().filter_map(|place| answers.names.get(*place)).map(|name| (*name).clone()).collect()
    } else {
        named.to_vec()
    };
    let figures = figures(answered, &chosen, true);
    let disputed = disputed(answered, &chosen);
    let (kind, marks) = (AnswerKind::Blind, Vec::new());
    AgreementLine { scope, kind, day: None, version: None, marks, reviewers, figures, left_out, disputed }
}

/// Returns the records on which these reviewers differ.
fn disputed(answered: &[Answered], chosen: &[usize]) -> Vec<RowId> {
    let differs = |record: &&Answered| {
        let mut given = record.given.iter().filter(|given| chosen.contains(&given.reviewer)).map(|given| given.fails);
        given.next().is_some_and(|first| given.any(|fails| fails != first))
    };
    answered.iter().filter(differs).map(|record| record.row).collect()
}

/// Gives a record the answer that was settled; false where it is none.
fn settle(record: &mut Answered, settled: Option<&Option<bool>>) -> bool {
    if let Some(Some(fails)) = settled {
        record.given.iter_mut().for_each(|given| given.fails = *fails);
    }
    settled != Some(&None)
}

/// Gives each day the versions that were made by then, since the day before it that has a line. Of several lines of a day the
/// first has them.
fn mark(days: &mut [AgreementLine], made: Vec<VersionMark>) {
    let mut left = made.into_iter().peekable();
    for line in days {
        while let Some(mark) = left.next_if(|mark| line.day.as_ref().is_some_and(|day| mark.day <= *day)) {
            line.marks.push(mark);
        }
    }
}

/// Returns a line for each day on which the last of the answers to a record was given; where these are the settled ones
/// only for days that have a record of them.
fn by_day(
    answers: &Answers<'_>,
    scope: Option<&Target>,
    kind: AnswerKind,
    answered: Vec<Answered>,
    named: &[Name],
    settled: Option<&HashSet<RowId>>,
) -> Vec<AgreementLine> {
    let chosen = chosen(answers, &answered, named);
    let mut days: BTreeMap<String, Vec<Answered>> = BTreeMap::new();
    for record in answered {
        if let Some(time) = record.last(&chosen) {
            let day = time.rfc3339().split('T').next().unwrap_or_default().to_owned();
            days.entry(day).or_default().push(record);
        }
    }
    let of_day = |(day, answered): (String, Vec<Answered>)| {
        if settled.is_some_and(|settled| !answered.iter().any(|record| settled.contains(&record.row))) {
            return None;
        }
        let line = line(answers, scope.cloned(), &answered, LeftOut::default(), named);
        (line.figures.records > 0).then_some(AgreementLine { day: Some(day), kind, ..line })
    };
    days.into_iter().filter_map(of_day).collect()
}

/// Returns the verdict's agreement of each two of these reviewers, or of those who answered most, so many at most; without
/// intervals of kappa and alpha.
pub fn pairs(facts: &[JudgedFact], named: &[Name], most: usize) -> (Vec<Name>, Vec<AgreementLine>) {
    let answers = Answers::new(facts);
    let (answered, left_out) = answers.to(None, AnswerKind::Blind);
    let mut chosen = chosen(&answers, &answered, named);
    if chosen.len() > most {
        let mut given = vec![0_u64; answers.names.len()];
        for place in answered.iter().flat_map(|record| &record.given).map(|given| given.reviewer) {
            if let Some(count) = given.get_mut(place) {
                *count += 1;
            }
        }
        chosen.sort_by_key(|place| std::cmp::Reverse(given.get(*place).copied()));
        chosen.truncate(most);
        chosen.sort_unstable();
    }
    let name = |place: &usize| answers.names.get(*place).map(|name| (*name).clone());
    let mut lines = Vec::new();
    for (at, first) in chosen.iter().enumerate() {
        for second in chosen.iter().skip(at + 1) {
            lines.push(AgreementLine {
                scope: None,
                kind: AnswerKind::Blind,
                day: None,
                version: None,
                marks: Vec::new(),
                reviewers: [first, second].into_iter().filter_map(name).collect(),
                figures: figures(&answered, &[*first, *second], false),
                left_out,
                disputed: disputed(&answered, &[*first, *second]),
            });
        }
    }
    (chosen.iter().filter_map(name).collect(), lines)
}
