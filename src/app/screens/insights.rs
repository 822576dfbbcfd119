//! The Insights screen: counts and rates as lines, each of which filters the queue.

use crate::app::message::Effect;
use crate::app::{Model, Screen};
use crate::domain::Untrusted;

/// One line with a rate: of `n` judged records, `fails` fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsightLine {
    /// The group it belongs to: `model`, `prompt`, `mode`, `day`.
    pub group: &'static str,
    /// Its name.
    pub name: Untrusted,
    /// How many count towards it.
    pub count: u64,
    /// Of how many; for days the busiest one.
    pub of: u64,
    /// The filter that shows its records.
    pub filter: Option<String>,
}

/// A value as the filter language takes it.
fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

impl Model {
    /// The lines in view.
    #[must_use]
    pub fn insight_lines(&self) -> Vec<InsightLine> {
        let figures = &self.world.figures;
        let rate = |group: &'static str| {
            move |(name, judged, fails): &(Untrusted, u64, u64)| InsightLine {
                group,
                name: name.clone(),
                count: *fails,
                of: *judged,
                filter: Some(format!("{group}:{} verdict:fail", quoted(name.raw()))),
            }
        };
        let mut lines: Vec<InsightLine> = figures.models.iter().map(rate("model")).collect();
        lines.extend(figures.prompts.iter().map(rate("prompt")));
        lines.extend(self.world.open_modes().into_iter().map(|mode| InsightLine {
            group: "mode",
            name: mode.name.as_str().into(),
            count: mode.count,
            of: figures.reviewed.max(mode.count),
            filter: Some(format!("mode:{}", mode.slug)),
        }));
        let busiest = figures.days.iter().map(|(_, count)| *count).max().unwrap_or(0);
        lines.extend(figures.days.iter().map(|(day, count)| InsightLine {
            group: "day",
            name: day.as_str().into(),
            count: *count,
            of: busiest,
            filter: None,
        }));
        let list = self.lists.of(Screen::Insights);
        lines.retain(|line| list.is_none_or(|list| list.holds(line.name.raw()) || list.holds(line.group)));
        lines
    }

    /// Goes to the records of the selected line.
    pub(in crate::app) fn open_insight(&mut self, out: &mut Vec<Effect>) {
        let line = self.insight_lines().into_iter().nth(self.list_cursor());
        match line.and_then(|line| line.filter) {
            Some(filter) => self.filter_by(filter, out),
            None => self.say("This line has no records of its own.", &[]),
        }
    }
}
