//! The Insights screen: one chart at a time, its lines chosen by the cursor, its figures copied as a table.

pub mod judges;
pub mod rows;

use std::fmt::Write as _;
use std::sync::Arc;

use crate::app::message::Effect;
use crate::app::{Model, Screen};
use crate::command::InsightsAction;
use crate::measures::check_sets::{Aligned, TargetAlignment};
use crate::measures::drift::rubric::{CriterionDrift, RubricDrift};
use crate::measures::judge::JudgeLine;
use crate::measures::rates::{Group, GroupRate};
use crate::measures::saturation::Saturation;
use crate::views::{Read, Slot};
use judges::Dispute;
pub use rows::InsightLine;
use rows::{SetKind, header};

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
    /// How far judges that ran elsewhere agree with people.
    Judges,
    /// Verdicts by day.
    Days,
}

impl Section {
    /// All charts, in the order of the tabs.
    pub const ALL: [Self; 6] = [Self::Saturation, Self::Drift, Self::Rates, Self::Checks, Self::Judges, Self::Days];

    /// Its name in the tabs.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Saturation => "saturation",
            Self::Drift => "drift",
            Self::Rates => "rates",
            Self::Checks => "checks",
            Self::Judges => "judges",
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
    /// The newest run of each judge against people.
    pub judges: Option<Vec<Arc<JudgeLine>>>,
}

impl Model {
    /// The chart on screen.
    #[must_use]
    pub const fn section(&self) -> Section {
        self.lists.section
    }

    /// Reads what the chart on screen shows.
    pub(crate) fn read_section(&mut self, out: &mut Vec<Effect>) {
        match self.section() {
            Section::Saturation => {
                self.requests.ask(Read::Saturation(Slot::empty()), out);
                self.requests.ask(Read::drift(), out);
            }
            Section::Drift => self.requests.ask(Read::drift(), out),
            Section::Rates => self.requests.ask(Read::Rates(Slot::empty()), out),
            Section::Checks => self.requests.ask(Read::Alignment(Slot::empty()), out),
            Section::Judges => self.requests.ask(Read::Judges(Slot::empty()), out),
            Section::Days => {}
        }
    }

    /// Does what a key of the Insights screen says.
    pub(crate) fn act_on_insight(&mut self, action: InsightsAction, out: &mut Vec<Effect>) {
        match action {
            InsightsAction::Records => self.open_insight(out),
            InsightsAction::JudgeMissed => self.open_dispute(Dispute::Missed),
            InsightsAction::JudgeRejected => self.open_dispute(Dispute::Rejected),
            InsightsAction::NextChart => self.turn_section(true, out),
            InsightsAction::PreviousChart => self.turn_section(false, out),
            InsightsAction::Export => self.copy_figures(out),
        }
    }

    /// Shows the next chart, or the one before.
    fn turn_section(&mut self, forward: bool, out: &mut Vec<Effect>) {
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
        let insights = &self.read_model.insights;
        match self.section() {
            Section::Saturation => insights.saturation.is_some(),
            Section::Drift => insights.drift.is_some(),
            Section::Rates => insights.rates.is_some(),
            Section::Checks => insights.alignment.is_some(),
            Section::Judges => insights.judges.is_some(),
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
        let insights = &self.read_model.insights;
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
                let order =
                    [Group::All, Group::Model, Group::Prompt, Group::Mode, Group::Criterion, Group::Source, Group::Day];
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
            Section::Judges => insights.judges.iter().flatten().cloned().map(InsightLine::Judge).collect(),
            Section::Days => {
                let days = &self.read_model.figures.days;
                let busiest = days.iter().map(|(_, count)| *count).max().unwrap_or(0);
                days.iter().map(|(day, count)| InsightLine::Day(day.clone(), *count, busiest)).collect()
            }
        }
    }

    /// What is said of the line under the cursor, below the chart.
    #[must_use]
    pub fn insight_words(&self) -> Vec<String> {
        let keys = self.dispute_keys();
        let lines = self.insight_lines();
        lines.get(self.list_cursor()).map(|line| line.sentences(&keys)).unwrap_or_default()
    }

    /// Goes to the records of the selected line; from a step to its criterion.
    fn open_insight(&mut self, out: &mut Vec<Effect>) {
        let Some(line) = self.insight_lines().into_iter().nth(self.list_cursor()) else { return };
        if let InsightLine::Step(own, _) | InsightLine::Still(own) = &line {
            self.go(Screen::Criteria, out);
            let at = self.shown_criteria().iter().position(|criterion| criterion.key == own.key);
            if let (Some(at), Some(list)) = (at, self.lists.of_mut(Screen::Criteria)) {
                list.cursor = at;
            }
            return;
        }
        if matches!(line, InsightLine::Judge(_)) {
            self.open_dispute(Dispute::Any);
            return;
        }
        match line.filter() {
            Some(filter) => self.filter_by(filter, out),
            None => self.say("This line has no records of its own.", &[]),
        }
    }

    /// Copies the figures of the chart on screen: a table, tab between tab, the names of its columns first.
    fn copy_figures(&mut self, out: &mut Vec<Effect>) {
        let lines = self.insight_lines();
        if lines.is_empty() {
            self.say("There are no figures here yet.", &[]);
            return;
        }
        let mut table = format!("{}\n", header(self.section()));
        for line in &lines {
            let _ = writeln!(table, "{}", line.cells().join("\t"));
        }
        if let (Section::Saturation, Some(read)) = (self.section(), &self.read_model.insights.saturation) {
            table.push_str("\nrecords_read\tmodes_seen\n");
            for (records, modes) in &read.curve {
                let _ = writeln!(table, "{records}\t{modes}");
            }
        }
        out.push(Effect::Copy(table));
        let count = crate::text::counted(lines.len() as u64, "line");
        self.say(format!("{count} of {} copied as a table", self.section().title()), &[]);
    }
}
