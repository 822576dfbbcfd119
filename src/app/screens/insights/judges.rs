//! A judge of the Insights screen: what is said of it, its figures in columns, and the records where it and people
//! disagree. Knows no file format.

use crate::command::{InsightsAction, Keymap};
use crate::domain::RowId;
use crate::domain::Target;
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
    /// Returns the records of the disagreement.
    pub(super) fn rows(self, line: &JudgeLine) -> Vec<RowId> {
        let mut rows = match self {
            Self::Any => [line.missed.as_slice(), &line.rejected].concat(),
            Self::Missed => line.missed.clone(),
            Self::Rejected => line.rejected.clone(),
        };
        rows.sort_unstable();
        rows
    }

    /// Returns the title of the queue of these records.
    pub(super) fn title(self, line: &JudgeLine) -> String {
        let judge = visible_start(&line.judge, NAME);
        let (bad, good) = sides(line);
        match self {
            Self::Any => format!("{judge} against people, {}", line.run.name),
            Self::Missed => format!("{judge} passes what people {bad}, {}", line.run.name),
            Self::Rejected => format!("{judge} fails what people {good}, {}", line.run.name),
        }
    }

    /// Says that there is no such record.
    pub(super) fn none(self, line: &JudgeLine) -> String {
        let (bad, good) = sides(line);
        match self {
            Self::Any => "This judge and people disagree nowhere.".to_owned(),
            Self::Missed => format!("This judge passes nothing that people {bad}."),
            Self::Rejected => format!("This judge fails nothing that people {good}."),
        }
    }
}

/// Returns what people do to what is bad and to what is good, for the judge's target.
fn sides(line: &JudgeLine) -> (String, String) {
    match &line.target {
        None => ("fail".to_owned(), "pass".to_owned()),
        Some(Target::Mode(key)) => (format!("tag {key}"), "pass".to_owned()),
        Some(Target::Criterion(key)) => (format!("grade {key} not met"), format!("grade {key} met")),
    }
}

/// Returns what a judge is held against: `verdict`, `mode invented-policy`.
fn held_against(line: &JudgeLine) -> String {
    line.target.as_ref().map_or_else(|| "verdict".to_owned(), |target| format!("{} {}", target.word(), target.key()))
}

/// Returns what is said of a judge, whose result is called `run`: its disagreements first, with the keys that open them.
pub(crate) fn sentences(line: &JudgeLine, run: &str, keys: &[String; 3]) -> Vec<String> {
    let Confusion { tp, fn_, fp, tn } = line.judged.counts;
    let (bad, good) = sides(line);
    let judge = visible_start(&line.judge, NAME);
    let mut said = vec![format!(
        "{judge} in {run}, against the {}: fails {} of {} bad and {} of {} good.",
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

/// Returns a judge's figures, unrounded; nothing for what is missing.
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

/// Returns the keys that show disagreements: all, missed, rejected.
pub(super) fn dispute_keys(keymap: &Keymap) -> [String; 3] {
    [InsightsAction::Records, InsightsAction::JudgeMissed, InsightsAction::JudgeRejected]
        .map(|action| keymap.sequences(action).into_iter().next().unwrap_or_default())
}
