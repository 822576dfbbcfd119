//! A judge of the Insights screen: what is said of it, its figures in columns, and the records where it and people
//! disagree; and what judges said of the record in view. Knows no file format.

use super::rows::InsightLine;
use crate::app::message::Effect;
use crate::app::{Model, Screen};
use crate::command::InsightsAction;
use crate::domain::RowId;
use crate::domain::result::{JudgeAnswer, Said};
use crate::domain::{Target, Untrusted};
use crate::measures::alignment::Confusion;
use crate::measures::judge::JudgeLine;
use crate::text::{counted, grouped, percent, percent_between, visible_start};

/// Cells of a judge's name in a sentence.
const NAME: usize = 40;

/// On which side a judge and people disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dispute {
    /// Both sides.
    Any,
    /// People fail the record and the judge passes it.
    Missed,
    /// People pass the record and the judge fails it.
    Rejected,
}

impl Dispute {
    fn rows(self, line: &JudgeLine) -> Vec<RowId> {
        let mut rows = match self {
            Self::Any => [line.missed.as_slice(), &line.rejected].concat(),
            Self::Missed => line.missed.clone(),
            Self::Rejected => line.rejected.clone(),
        };
        rows.sort_unstable();
        rows
    }

    /// What the list of these records is called.
    fn title(self, line: &JudgeLine) -> String {
        let judge = visible_start(&line.judge, NAME);
        let (bad, good) = sides(line);
        match self {
            Self::Any => format!("{judge} against people, {}", line.run.name),
            Self::Missed => format!("{judge} passes what people {bad}, {}", line.run.name),
            Self::Rejected => format!("{judge} fails what people {good}, {}", line.run.name),
        }
    }
}

/// The judge whose disagreements are the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Led {
    /// The title of that queue.
    title: String,
    judge: Untrusted,
    target: Option<Target>,
}

/// What people do to what is bad and to what is good, for the judge's target.
fn sides(line: &JudgeLine) -> (String, String) {
    match &line.target {
        None => ("fail".to_owned(), "pass".to_owned()),
        Some(Target::Mode(key)) => (format!("tag {key}"), "pass".to_owned()),
        Some(Target::Criterion(key)) => (format!("grade {key} not met"), format!("grade {key} met")),
    }
}

/// What a judge is held against: `verdict`, `mode invented-policy`.
fn held_against(line: &JudgeLine) -> String {
    line.target.as_ref().map_or_else(|| "verdict".to_owned(), |target| format!("{} {}", target.word(), target.key()))
}

/// What is said of a judge: its disagreements first, with the keys that open them.
pub(crate) fn sentences(line: &JudgeLine, keys: &[String; 3]) -> Vec<String> {
    let Confusion { tp, fn_, fp, tn } = line.judged.counts;
    let (bad, good) = sides(line);
    let judge = visible_start(&line.judge, NAME);
    let mut said = vec![format!(
        "{judge} in {}, against the {}: fails {} of {} bad and {} of {} good.",
        line.run.name,
        held_against(line),
        grouped(tp),
        grouped(tp + fn_),
        grouped(fp),
        grouped(fp + tn)
    )];
    let [any, missed, rejected] = keys;
    said.push(if fn_ + fp == 0 {
        "It disagrees with people nowhere.".to_owned()
    } else {
        format!(
            "{any} opens {}: {missed} the {} that it passes and people {bad}, {rejected} the {} that it fails and people \
             {good}.",
            counted(fn_ + fp, "disagreement"),
            grouped(fn_),
            grouped(fp)
        )
    });
    if let Some(share) = line.judged.pass_rate() {
        let of = counted(line.judged.passes.answered, "output");
        let corrected = line.judged.corrected().ok();
        let corrected = corrected.map(|rate| percent_between(rate.rate, Some((rate.low, rate.high))));
        let corrected = corrected.map(|rate| format!("; corrected for its errors: {rate}")).unwrap_or_default();
        said.push(format!("It passes {} of {of}{corrected}.", percent(share)));
    }
    said.extend(line.why().map(|why| format!("Missing: {why}.")));
    let out: Vec<String> = line.left_out().iter().map(|(count, word)| format!("{} {word}", grouped(*count))).collect();
    if !out.is_empty() {
        said.push(format!("Not compared: {}.", out.join(", ")));
    }
    said.extend(line.caveat().filter(|_| line.judged.corrected().is_ok()).map(|caveat| format!("Mind: {caveat}.")));
    said
}

/// The names of the columns of [`cells`].
pub(crate) const HEADER: &str = "judge\tresult\ttarget\tn\ttp\tfn\tfp\ttn\tcoverage\tffr\tkappa\tjudged_pass_rate\t\
                                 corrected_pass_rate\tlow\thigh\tunmatched\twhy";

/// A judge's figures, unrounded; nothing for what is missing.
pub(crate) fn cells(line: &JudgeLine) -> Vec<String> {
    let figure = |figure: Option<f64>| figure.map(|figure| figure.to_string()).unwrap_or_default();
    let counts = line.judged.counts;
    let Confusion { tp, fn_, fp, tn } = counts;
    let mut cells = vec![
        crate::text::plain_for_copy(&line.judge).0.replace(['\t', '\n'], " "),
        line.run.name.to_string(),
        held_against(line),
    ];
    cells.extend([counts.positives() + counts.negatives(), tp, fn_, fp, tn].map(|count| count.to_string()));
    let rate = line.judged.corrected().ok();
    cells.extend(
        [
            counts.coverage(),
            counts.false_failure_rate(),
            counts.raters().kappa().ok(),
            line.judged.pass_rate(),
            rate.map(|rate| rate.rate),
            rate.map(|rate| rate.low),
            rate.map(|rate| rate.high),
        ]
        .map(figure),
    );
    cells.push(line.unmatched.to_string());
    cells.push(line.why().unwrap_or_default());
    cells
}

impl Model {
    /// The keys that open disagreements: all, missed, rejected.
    pub(crate) fn dispute_keys(&self) -> [String; 3] {
        [InsightsAction::Records, InsightsAction::JudgeMissed, InsightsAction::JudgeRejected]
            .map(|action| self.keyboard.keymap.sequences(action).into_iter().next().unwrap_or_default())
    }

    /// Makes a queue of the records where the selected judge and people disagree.
    pub(crate) fn open_dispute(&mut self, dispute: Dispute) {
        let lines = self.insight_lines();
        let Some(InsightLine::Judge(line)) = lines.get(self.list_cursor()) else {
            self.say("Only the line of a judge has disagreements.", &[InsightsAction::NextChart.into()]);
            return;
        };
        let rows = dispute.rows(line);
        if rows.is_empty() {
            let (bad, good) = sides(line);
            self.say(
                match dispute {
                    Dispute::Any => "This judge and people disagree nowhere.".to_owned(),
                    Dispute::Missed => format!("This judge passes nothing that people {bad}."),
                    Dispute::Rejected => format!("This judge fails nothing that people {good}."),
                },
                &[],
            );
            return;
        }
        let title = dispute.title(line);
        self.lists.led = Some(Led { title: title.clone(), judge: line.judge.clone(), target: line.target.clone() });
        // Records may have been read before their answers were imported.
        self.review.ahead.clear();
        self.review.page = None;
        self.take_listed(title, rows);
    }

    /// From the records of a disagreement back to the judge; answers whether they were the queue.
    pub(crate) fn leave_dispute(&mut self, out: &mut Vec<Effect>) -> bool {
        if self.led().is_none() {
            return false;
        }
        self.go(Screen::Insights, out);
        true
    }

    /// The judge whose disagreements are the queue now.
    fn led(&self) -> Option<&Led> {
        self.lists.led.as_ref().filter(|led| self.review.list.title.as_ref() == Some(&led.title))
    }

    /// What judges said of the record in view, the judge that led here first. Nothing in a re-grading round: its
    /// answers are to be the reviewer's own.
    #[must_use]
    pub fn judge_answers(&self) -> Vec<&JudgeAnswer> {
        let Some(page) = self.review.current().filter(|_| self.review.round.is_none()) else { return Vec::new() };
        let mut answers: Vec<&JudgeAnswer> = page.view.answers.iter().collect();
        if let Some(led) = self.led() {
            answers.sort_by_key(|answer| answer.judge != led.judge || answer.target != led.target);
        }
        answers
    }

    /// The answer that a narrow screen has room for: the one that led here, else the first that objects.
    #[must_use]
    pub fn foremost_answer(&self) -> Option<(&JudgeAnswer, usize)> {
        let answers = self.judge_answers();
        let objects = answers.iter().find(|answer| answer.said == Said::Fail);
        let first = if self.led().is_some() { answers.first() } else { objects.or(answers.first()) };
        first.map(|answer| (*answer, answers.len() - 1))
    }
}
