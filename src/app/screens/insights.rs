//! The Insights screen: one chart at a time, its lines chosen by the cursor, its figures copied as a table.

use std::fmt::Write as _;

use super::drift;
use crate::app::message::{Effect, Query};
use crate::app::traffic::Wanted;
use crate::app::{Model, Screen};
use crate::domain::{CheckKey, Target, Untrusted};
use crate::measures::alignment::Confusion;
use crate::measures::check_sets::{Aligned, TargetAlignment, intervals, why};
use crate::measures::rates::{Group, GroupRate};
use crate::measures::rubric::{Births, CriterionDrift, MeasuredStep, RubricDrift};
use crate::measures::saturation::Saturation;

/// One chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Section {
    /// How many modes were seen, and how many are probably left.
    #[default]
    Saturation,
    /// What moved from version to version.
    Drift,
    /// How often what fails.
    Rates,
    /// How far the checks agree with people.
    Checks,
    /// Verdicts by day.
    Days,
}

impl Section {
    /// All charts, in the order of the tabs.
    pub const ALL: [Self; 5] = [Self::Saturation, Self::Drift, Self::Rates, Self::Checks, Self::Days];

    /// Its name in the tabs.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Saturation => "saturation",
            Self::Drift => "drift",
            Self::Rates => "rates",
            Self::Checks => "checks",
            Self::Days => "days",
        }
    }
}

/// What was read for the charts.
#[derive(Debug, Default)]
pub struct Insights {
    /// Modes against records read.
    pub saturation: Option<Box<Saturation>>,
    /// Drift of every criterion.
    pub drift: Option<Box<RubricDrift>>,
    /// Rates.
    pub rates: Option<Vec<GroupRate>>,
    /// Checks against people.
    pub alignment: Option<Vec<TargetAlignment>>,
}

/// One line of a chart.
#[derive(Debug, Clone, PartialEq)]
pub enum InsightLine {
    /// New modes and criteria while so many records were read.
    Births(Births),
    /// A step of a criterion between two meanings.
    Step(Box<CriterionDrift>, MeasuredStep),
    /// A criterion whose meaning never moved.
    Still(Box<CriterionDrift>),
    /// A rate.
    Rate(Box<GroupRate>),
    /// A check, or a set of them, on its mode or criterion.
    Aligned(Target, SetKind, Aligned),
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
    /// What the list's filter looks into.
    fn words(&self) -> String {
        match self {
            Self::Births(births) => births.until.to_string(),
            Self::Step(criterion, _) | Self::Still(criterion) => criterion.name.to_string(),
            Self::Rate(rate) => format!("{} {}", rate.group.word(), rate.value.raw()),
            Self::Aligned(target, _, set) => format!("{} {}", target.key(), names(&set.checks)),
            Self::Day(day, ..) => day.clone(),
        }
    }

    /// The filter that shows its records.
    fn filter(&self) -> Option<String> {
        let Self::Rate(rate) = self else { return None };
        let value = quoted(rate.value.raw());
        Some(match rate.group {
            Group::All => "verdict:fail".to_owned(),
            Group::Mode => format!("mode:{value}"),
            Group::Criterion => format!("grade:{}=not-met", rate.value.raw()),
            Group::Model | Group::Prompt | Group::Source => format!("{}:{value} verdict:fail", rate.group.word()),
            Group::Day => return None,
        })
    }

    /// Its figures, tab between tab; nothing for what is missing.
    fn cells(&self) -> Vec<String> {
        let figure = |figure: Option<f64>| figure.map(|figure| figure.to_string()).unwrap_or_default();
        match self {
            Self::Births(births) => [births.until, births.modes, births.criteria].map(|n| n.to_string()).to_vec(),
            Self::Step(criterion, MeasuredStep { step, drift, detectable }) => vec![
                criterion.slug.to_string(),
                step.from.to_string(),
                step.to.to_string(),
                step.counts.regraded.to_string(),
                step.counts.tightened.to_string(),
                step.counts.relaxed.to_string(),
                step.counts.noise_pairs.to_string(),
                step.counts.noise_flips.to_string(),
                figure(drift.attributable),
                figure(drift.low),
                figure(drift.high),
                figure(*detectable),
                figure(drift.mcnemar_p),
                drift.verdict.word().to_owned(),
            ],
            Self::Still(criterion) => vec![criterion.slug.to_string(), criterion.version.to_string()],
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
                let mut cells = vec![target.key().to_string(), kind.word().to_owned(), names(&set.checks)];
                cells.extend([tp, fn_, fp, tn].map(|count| count.to_string()));
                cells.extend([set.all.coverage(), set.all.false_failure_rate(), set.all.alignment()].map(figure));
                cells.push(why(set.all).unwrap_or_default().to_owned());
                cells
            }
            Self::Day(day, count, _) => vec![day.clone(), count.to_string()],
        }
    }
}

impl SetKind {
    /// `check`, `all`, `smallest`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::One => "check",
            Self::All => "all",
            Self::Smallest => "smallest",
        }
    }
}

fn names(checks: &[CheckKey]) -> String {
    checks.iter().map(ToString::to_string).collect::<Vec<_>>().join(" + ")
}

/// A value as the filter language takes it.
fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

const fn header(section: Section) -> &'static str {
    match section {
        Section::Saturation => "records_read\tnew_modes\tnew_criteria",
        Section::Drift => {
            "criterion\tfrom\tto\tregraded\ttightened\trelaxed\tnoise_n\tnoise_flips\tattributable\tlow\thigh\tdetectable\tmcnemar_p\tverdict"
        }
        Section::Rates => "group\tvalue\tn\thits\trate\tlow\thigh\tweighted",
        Section::Checks => "target\tset\tchecks\ttp\tfn\tfp\ttn\tcoverage\tffr\talignment\twhy",
        Section::Days => "day\tverdicts",
    }
}

impl Model {
    /// The chart on screen.
    #[must_use]
    pub const fn section(&self) -> Section {
        self.lists.section
    }

    /// Reads what the chart on screen shows.
    pub(in crate::app) fn read_section(&mut self, out: &mut Vec<Effect>) {
        match self.section() {
            Section::Saturation => {
                self.traffic.ask(Wanted::Saturation, Query::Saturation, out);
                self.traffic.ask(Wanted::Drift, Query::Drift, out);
            }
            Section::Drift => self.traffic.ask(Wanted::Drift, Query::Drift, out),
            Section::Rates => self.traffic.ask(Wanted::Rates, Query::Rates, out),
            Section::Checks => self.traffic.ask(Wanted::Alignment, Query::Alignment, out),
            Section::Days => {}
        }
    }

    /// Shows the next chart, or the one before.
    pub(in crate::app) fn turn_section(&mut self, forward: bool, out: &mut Vec<Effect>) {
        let count = Section::ALL.len();
        let at = Section::ALL.iter().position(|section| *section == self.section()).unwrap_or(0);
        let next = (at + if forward { 1 } else { count - 1 }) % count;
        self.lists.section = Section::ALL.get(next).copied().unwrap_or_default();
        if let Some(list) = self.lists.of_mut(Screen::Insights) {
            list.cursor = 0;
        }
        self.read_section(out);
    }

    /// Whether what the chart shows was read.
    #[must_use]
    pub fn section_is_read(&self) -> bool {
        let insights = &self.world.insights;
        match self.section() {
            Section::Saturation => insights.saturation.is_some(),
            Section::Drift => insights.drift.is_some(),
            Section::Rates => insights.rates.is_some(),
            Section::Checks => insights.alignment.is_some(),
            Section::Days => true,
        }
    }

    /// The lines of the chart on screen that the filter lets through.
    #[must_use]
    pub fn insight_lines(&self) -> Vec<InsightLine> {
        let mut lines = self.all_lines();
        if let Some(list) = self.lists.of(Screen::Insights) {
            lines.retain(|line| list.holds(&line.words()));
        }
        lines
    }

    fn all_lines(&self) -> Vec<InsightLine> {
        let insights = &self.world.insights;
        match self.section() {
            Section::Saturation => {
                let births = insights.drift.iter().flat_map(|drift| drift.births.iter().copied());
                births.map(InsightLine::Births).collect()
            }
            Section::Drift => {
                let criteria = insights.drift.iter().flat_map(|drift| &drift.criteria);
                let mut lines = Vec::new();
                for criterion in criteria {
                    let own = Box::new(CriterionDrift { steps: Vec::new(), ..criterion.clone() });
                    if criterion.steps.is_empty() {
                        lines.push(InsightLine::Still(own));
                        continue;
                    }
                    lines.extend(criterion.steps.iter().map(|step| InsightLine::Step(own.clone(), *step)));
                }
                lines
            }
            Section::Rates => {
                let of = |group: Group| insights.rates.iter().flatten().filter(move |rate| rate.group == group);
                let order = [
                    Group::All,
                    Group::Model,
                    Group::Prompt,
                    Group::Mode,
                    Group::Criterion,
                    Group::Source,
                    Group::Day,
                ];
                order.into_iter().flat_map(of).map(|rate| InsightLine::Rate(Box::new(rate.clone()))).collect()
            }
            Section::Checks => {
                let targets = insights.alignment.iter().flatten();
                let of = |own: &TargetAlignment| {
                    let line = |kind| move |set: Aligned| InsightLine::Aligned(own.target.clone(), kind, set);
                    let mut lines: Vec<_> = own.checks.iter().cloned().map(line(SetKind::One)).collect();
                    if own.checks.len() > 1 {
                        lines.push(line(SetKind::All)(own.set.clone()));
                        lines.extend(own.smallest.clone().map(line(SetKind::Smallest)));
                    }
                    lines
                };
                targets.flat_map(of).collect()
            }
            Section::Days => {
                let days = &self.world.figures.days;
                let busiest = days.iter().map(|(_, count)| *count).max().unwrap_or(0);
                days.iter().map(|(day, count)| InsightLine::Day(day.clone(), *count, busiest)).collect()
            }
        }
    }

    /// What is said of the line under the cursor, below the chart.
    #[must_use]
    pub fn insight_words(&self) -> Vec<String> {
        let lines = self.insight_lines();
        match lines.get(self.list_cursor()) {
            Some(InsightLine::Step(_, step)) => drift::step_sentences(step),
            Some(InsightLine::Still(own)) => {
                vec![format!("Its meaning never moved: {} grades under v{}.", own.grades, own.version)]
            }
            Some(InsightLine::Rate(rate)) => vec![rate_sentence(rate)],
            Some(InsightLine::Aligned(target, _, set)) => aligned_sentences(target, set),
            Some(InsightLine::Births(_) | InsightLine::Day(..)) | None => Vec::new(),
        }
    }

    /// Goes to the records of the selected line; from a step to its criterion.
    pub(in crate::app) fn open_insight(&mut self, out: &mut Vec<Effect>) {
        let Some(line) = self.insight_lines().into_iter().nth(self.list_cursor()) else { return };
        if let InsightLine::Step(own, _) | InsightLine::Still(own) = &line {
            self.go(Screen::Criteria, out);
            let at = self.shown_criteria().iter().position(|criterion| criterion.key == own.key);
            if let (Some(at), Some(list)) = (at, self.lists.of_mut(Screen::Criteria)) {
                list.cursor = at;
            }
            return;
        }
        match line.filter() {
            Some(filter) => self.filter_by(filter, out),
            None => self.say("This line has no records of its own.", &[]),
        }
    }

    /// Copies the figures of the chart on screen: a table, tab between tab, the names of its columns first.
    pub(in crate::app) fn copy_figures(&mut self, out: &mut Vec<Effect>) {
        let lines = self.insight_lines();
        if lines.is_empty() {
            self.say("There are no figures here yet.", &[]);
            return;
        }
        let mut table = format!("{}\n", header(self.section()));
        for line in &lines {
            let _ = writeln!(table, "{}", line.cells().join("\t"));
        }
        if let (Section::Saturation, Some(read)) = (self.section(), &self.world.insights.saturation) {
            table.push_str("\nrecords_read\tmodes_seen\n");
            for (records, modes) in &read.curve {
                let _ = writeln!(table, "{records}\t{modes}");
            }
        }
        out.push(Effect::Copy(table));
        let count = super::criteria::counted(lines.len() as u64, "line");
        self.say(format!("{count} of {} copied as a table", self.section().title()), &[]);
    }
}

/// A rate in a sentence: of what it is, and what was left out.
fn rate_sentence(rate: &GroupRate) -> String {
    let what = match rate.group {
        Group::Mode => "show it",
        Group::Criterion => "do not meet it",
        Group::All | Group::Model | Group::Prompt | Group::Source | Group::Day => "fail",
    };
    let basis = if rate.rate.weighted { "weighted back to the population" } else { "rate of what was read" };
    let mut sentence = format!("{} of {} {what}; {basis}", rate.rate.hits, rate.rate.n);
    for (count, word) in
        [(rate.excluded_disputed, "disputed"), (rate.excluded_stale, "stale"), (rate.excluded_na, "n/a")]
    {
        if count > 0 {
            let _ = write!(sentence, "; {count} {word} left out");
        }
    }
    sentence + "."
}

/// A check or set against people in sentences; never a bare percentage.
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
    sentences.push(format!("On the test half ({} records): {alignment}.", test.positives() + test.negatives()));
    sentences
}

/// Coverage and false-failure rate with their intervals, and the alignment, in columns: `0.80 (0.49–0.94)`.
#[must_use]
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

/// The name of a rate's group member, for the chart.
#[must_use]
pub fn rate_name(rate: &GroupRate) -> Untrusted {
    if rate.group == Group::All { "everything judged".into() } else { rate.value.clone() }
}
