//! What each key of the Insights screen does.

use std::fmt::Write as _;

use super::agreement::{AgreementRow, most_disputed};
use super::judges::Dispute;
use super::line::{InsightLine, header};
use super::section::Section;
use super::state::Insights;
use crate::app::handler::{Context, Intent, ReviewIntent};
use crate::app::message::Effect;
use crate::command::{InsightsAction, Screen};
use crate::text::{counted, under};
use crate::views::{Read, Slot};

impl Insights {
    /// Does what a key says.
    pub(crate) fn handle(&mut self, action: InsightsAction, _letter: char, cx: &mut Context<'_>) {
        match action {
            InsightsAction::Records => self.show_records(cx),
            InsightsAction::Disputed => show_most_disputed(cx),
            InsightsAction::JudgeMissed => self.show_dispute(Dispute::Missed, cx),
            InsightsAction::JudgeRejected => self.show_dispute(Dispute::Rejected, cx),
            InsightsAction::NextChart => self.turn(true, cx),
            InsightsAction::PreviousChart => self.turn(false, cx),
            InsightsAction::Export => self.copy_figures(cx),
        }
    }

    /// Reads what the chart on screen shows.
    pub(crate) fn read(&self, cx: &mut Context<'_>) {
        match self.section {
            Section::Saturation => {
                cx.ask(Read::Saturation(Slot::empty()));
                cx.ask(Read::Drift(Slot::empty()));
            }
            Section::Drift => cx.ask(Read::Drift(Slot::empty())),
            Section::Rates => cx.ask(Read::Rates(Slot::empty())),
            Section::Agreement => cx.ask(Read::Agreement(Slot::empty())),
            Section::Checks => cx.ask(Read::Alignment(Slot::empty())),
            Section::Judges => cx.ask(Read::Judges(Slot::empty())),
            Section::Days => {}
        }
    }

    /// Shows the next chart, or the one before.
    fn turn(&mut self, forward: bool, cx: &mut Context<'_>) {
        let count = Section::ALL.len();
        let at = Section::ALL.iter().position(|section| *section == self.section).unwrap_or(0);
        let next = (at + if forward { 1 } else { count - 1 }) % count;
        self.section = Section::ALL.get(next).copied().unwrap_or_default();
        self.list.cursor = 0;
        self.read(cx);
    }

    /// Goes to the records of the selected line; from a step to its criterion.
    fn show_records(&self, cx: &mut Context<'_>) {
        match self.selected(cx.read_model) {
            None => cx.say("There is no line to open here yet.", &[]),
            Some(InsightLine::Step(criterion, _) | InsightLine::Still(criterion)) => {
                cx.intend(Intent::Criterion(criterion.key));
            }
            Some(InsightLine::Judge(_)) => self.show_dispute(Dispute::Any, cx),
            Some(InsightLine::Agreement(row)) => show_differences(&row, cx),
            Some(line) => match line.filter() {
                Some(filter) => cx.review(ReviewIntent::Line(filter, Screen::Insights)),
                None => cx.say("There are no records to open for this line.", &[]),
            },
        }
    }

    /// Makes a queue of the records where the selected judge and people disagree.
    fn show_dispute(&self, dispute: Dispute, cx: &mut Context<'_>) {
        let Some(InsightLine::Judge(line)) = self.selected(cx.read_model) else {
            cx.say("Only the line of a judge has disagreements.", &[InsightsAction::NextChart.into()]);
            return;
        };
        let rows = dispute.rows(&line);
        if rows.is_empty() {
            cx.say(dispute.none(&line), &[]);
        } else {
            let (judge, target) = (line.judge.clone(), line.target.clone());
            cx.review(ReviewIntent::JudgeRecords(dispute.title(&line), rows, judge, target));
        }
    }

    /// Copies the figures of the chart on screen as a table, with tabs between and the names of its columns first.
    fn copy_figures(&self, cx: &mut Context<'_>) {
        let lines = self.lines(cx.read_model);
        if lines.is_empty() {
            cx.say("There are no figures here yet.", &[]);
            return;
        }
        let mut table = format!("{}\n", header(self.section));
        // Names of judges and values of fields come from logs.
        under(cx.session.cover.over_copies(cx.present), || {
            for cells in lines.iter().flat_map(InsightLine::tables) {
                let cells: Vec<String> = cells.into_iter().map(|cell| cx.session.copied(cell, cx.present)).collect();
                let _ = writeln!(table, "{}", cells.join("\t"));
            }
        });
        if let (Section::Saturation, Some(read)) = (self.section, &cx.read_model.insights.saturation) {
            table.push_str("\nrecords_read\tmodes_seen\n");
            for (records, modes) in &read.curve {
                let _ = writeln!(table, "{records}\t{modes}");
            }
        }
        cx.effects.push(Effect::Copy(table));
        let count = counted(lines.len() as u64, "line");
        cx.say(format!("{count} of {} copied as a table", self.section.word()), &[]);
    }
}

/// Makes a queue of the records on which the reviewers of a line differ.
fn show_differences(row: &AgreementRow, cx: &mut Context<'_>) {
    let records = cx.read_model.insights.agreement.as_ref().and_then(|report| row.records(report));
    let at = if let AgreementRow::Disputed(record, _) = row { Some(record.row) } else { None };
    match records {
        None => cx.say("There are no records to open for this line.", &[]),
        Some((_, rows)) if rows.is_empty() => cx.say("Reviewers differ on none of these records.", &[]),
        Some((title, rows)) => cx.review(ReviewIntent::Listed(title, rows, at, Screen::Insights)),
    }
}

/// Makes a queue of the most disputed records.
fn show_most_disputed(cx: &mut Context<'_>) {
    match cx.read_model.insights.agreement.as_ref().map(|report| most_disputed(report)) {
        Some((title, rows)) if !rows.is_empty() => {
            cx.review(ReviewIntent::Listed(title, rows, None, Screen::Insights));
        }
        Some(_) => cx.say("Reviewers differ on no record.", &[]),
        None => cx.say("What reviewers dispute is read with the agreement.", &[InsightsAction::NextChart.into()]),
    }
}
