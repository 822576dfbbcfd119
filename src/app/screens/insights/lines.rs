//! The lines of the Insights screen.

use super::agreement;
use super::judges::{self, dispute_keys};
use super::line::{InsightLine, SetKind};
use super::section::Section;
use super::state::Insights;
use crate::app::{ReadModel, Session};
use crate::command::Keymap;
use crate::measures::check_sets::{Aligned, TargetAlignment};
use crate::measures::drift::rubric::CriterionDrift;
use crate::measures::rates::Group;
use crate::views::{SuggestionPrecision, uncoded_sentence};

impl Insights {
    /// Answers whether what the chart shows was read.
    pub fn is_read(&self, read_model: &ReadModel) -> bool {
        let insights = &read_model.insights;
        match self.section {
            Section::Saturation => insights.saturation.is_some(),
            Section::Drift => insights.drift.is_some(),
            Section::Rates => insights.rates.is_some(),
            Section::Agreement => insights.agreement.is_some(),
            Section::Checks => insights.alignment.is_some(),
            Section::Judges => insights.judges.is_some(),
            Section::Days => true,
        }
    }

    /// Returns the lines of the chart on screen that the filter lets through.
    pub fn lines(&self, read_model: &ReadModel) -> Vec<InsightLine> {
        let mut lines = self.all_lines(read_model);
        lines.retain(|line| self.list.holds(&line.words()));
        lines
    }

    /// Returns the line under the cursor.
    pub fn selected(&self, read_model: &ReadModel) -> Option<InsightLine> {
        let mut lines = self.lines(read_model);
        let at = self.list.cursor.min(lines.len().checked_sub(1)?);
        Some(lines.swap_remove(at))
    }

    fn all_lines(&self, read_model: &ReadModel) -> Vec<InsightLine> {
        let insights = &read_model.insights;
        match self.section {
            Section::Saturation => {
                let created = insights.drift.iter().flat_map(|drift| drift.created.iter().copied());
                created.map(InsightLine::CreatedCount).collect()
            }
            Section::Drift => {
                let criteria = insights.drift.iter().flat_map(|drift| &drift.criteria);
                let mut lines = Vec::new();
                for criterion in criteria {
                    let header = Box::new(CriterionDrift { steps: Vec::new(), ..criterion.clone() });
                    if criterion.steps.is_empty() {
                        lines.push(InsightLine::Still(header));
                        continue;
                    }
                    lines.extend(
                        criterion.steps.iter().map(|step| InsightLine::Step(header.clone(), Box::new(step.clone()))),
                    );
                }
                lines
            }
            Section::Rates => {
                let of = |group: Group| insights.rates.iter().flatten().filter(move |rate| rate.group == group);
                let is_split = of(Group::Reviewer).count() > 1;
                let order =
                    [Group::All, Group::Model, Group::Prompt, Group::Mode, Group::Criterion, Group::Source, Group::Day];
                // One person's rate is that of everything.
                let order = order.into_iter().chain(is_split.then_some(Group::Reviewer));
                order.flat_map(of).map(|rate| InsightLine::Rate(Box::new(rate.clone()))).collect()
            }
            Section::Agreement => {
                let report = insights.agreement.iter();
                let rows = report.flat_map(|report| agreement::rows(report, read_model));
                rows.map(|row| InsightLine::Agreement(row.into())).collect()
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
                let days = &read_model.figures.days;
                let busiest = days.iter().map(|(_, count)| *count).max().unwrap_or(0);
                days.iter().map(|(day, count)| InsightLine::Day(day.clone(), *count, busiest)).collect()
            }
        }
    }

    /// Returns what is said of the line under the cursor, below the chart.
    /// The session says how reviewers and results are called, and whether that is while presenting.
    pub fn sentences(
        &self,
        read_model: &ReadModel,
        keymap: &Keymap,
        (session, present): (&Session, bool),
    ) -> Vec<String> {
        let line = self.selected(read_model);
        let mut sentences = match &line {
            Some(InsightLine::Judge(judge)) => {
                judges::sentences(judge, &session.result(&judge.run.name, present), &dispute_keys(keymap))
            }
            Some(line) => line.sentences(),
            None => Vec::new(),
        };
        if matches!(&line, Some(InsightLine::Rate(rate)) if matches!(rate.group, Group::All | Group::Mode)) {
            let uncoded = read_model.figures.uncoded_fails;
            sentences.extend((uncoded > 0).then(|| uncoded_sentence(uncoded)));
        }
        if let Some(InsightLine::Agreement(row)) = &line {
            sentences
                .extend(row.with_names(&|name| session.reviewer_as(name, present)).sentences(&agreement::keys(keymap)));
        }
        if self.section == Section::Checks {
            let suggested = SuggestionPrecision::words(&read_model.figures.suggested_tags);
            sentences.extend(suggested.map(|words| format!("Suggested tags: {words}.")));
        }
        sentences
    }
}
