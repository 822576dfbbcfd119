//! Agreement between reviewers on the Insights screen: its lines, what is said of each, its figures in columns, and the
//! records that each leads to.

use crate::app::ReadModel;
use crate::command::{InsightsAction, Keymap};
use crate::domain::{Name, RowId, Target};
use crate::measures::agreement::{AgreementLine, AgreementReport, AnswerKind, DisputedRecord};
use crate::text::{counted, grouped, percent};

/// One line of the page.
#[derive(Debug, Clone, PartialEq)]
pub enum AgreementRow {
    /// A question: the verdict, a mode, a criterion.
    Question(String, AgreementLine),
    /// The names above the matrix.
    Heads(Vec<Name>),
    /// A row of the matrix: whose, and this one's agreement with each of the heads.
    Reviewer(Name, Vec<Option<AgreementLine>>),
    /// A day, with the versions of criteria that were made on it.
    Day(String, Vec<String>, AgreementLine),
    /// One of the most disputed records, with the modes and criteria on which reviewers differ.
    Disputed(DisputedRecord, Vec<String>),
}

/// Returns the lines of the page: questions, the reviewers two by two, the days, the most disputed records.
pub(super) fn rows(report: &AgreementReport, read_model: &ReadModel) -> Vec<AgreementRow> {
    let name = |target: &Target| target_name(read_model, target);
    let question = |line: &AgreementLine| {
        let name = line.scope.as_ref().map_or_else(|| "verdict".to_owned(), name);
        let name = if line.kind == AnswerKind::Settled { format!("{name}, settled") } else { name };
        AgreementRow::Question(name, line.clone())
    };
    let mut rows: Vec<AgreementRow> = report.lines.iter().map(question).collect();
    if report.reviewers.len() > 1 {
        rows.push(AgreementRow::Heads(report.reviewers.clone()));
        let with = |one: &Name, other: &Name| {
            let is_it =
                |line: &&AgreementLine| one != other && [one, other].iter().all(|name| line.reviewers.contains(name));
            report.pairs.iter().find(is_it).cloned()
        };
        let row = |one: &Name| {
            AgreementRow::Reviewer(one.clone(), report.reviewers.iter().map(|other| with(one, other)).collect())
        };
        rows.extend(report.reviewers.iter().map(row));
    }
    rows.extend(report.days.iter().map(|line| {
        let day = line.day.clone().unwrap_or_default();
        let marks = line.marks.iter().map(|mark| format!("{} v{}", mark.criterion, mark.version)).collect();
        let day = if line.kind == AnswerKind::Settled { format!("{day}, settled") } else { day };
        AgreementRow::Day(day, marks, line.clone())
    }));
    let disputed =
        |record: &DisputedRecord| AgreementRow::Disputed(record.clone(), record.on.iter().map(name).collect());
    rows.extend(report.disputed.iter().map(disputed));
    rows
}

/// Returns `mode NAME` or `criterion NAME`, as it is called now.
fn target_name(read_model: &ReadModel, target: &Target) -> String {
    let name = match target {
        Target::Mode(key) => read_model.mode_name(key),
        Target::Criterion(key) => {
            let known = read_model.codebook.criterion_of(key);
            known.map_or_else(|| key.to_string(), |criterion| criterion.name.to_string())
        }
    };
    format!("{} {name}", target.word())
}

impl AgreementRow {
    /// Returns what the group of the line is called.
    pub const fn group(&self) -> &'static str {
        match self {
            Self::Question(..) => "question",
            Self::Heads(_) | Self::Reviewer(..) => "reviewer",
            Self::Day(..) => "day",
            Self::Disputed(..) => "disputed",
        }
    }

    /// Returns what the list's filter looks into.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Question(name, _) => name.clone(),
            Self::Heads(names) => names.iter().map(Name::as_str).collect::<Vec<_>>().join(" "),
            Self::Reviewer(name, _) => name.to_string(),
            Self::Day(day, marks, _) => format!("{day} {}", marks.join(" ")),
            Self::Disputed(_, on) => format!("disputed {}", on.join(" ")),
        }
    }

    /// Returns the records that it leads to with their title, in import order; `None` where there is no such thing.
    pub(super) fn records(&self, report: &AgreementReport) -> Option<(String, Vec<RowId>)> {
        let (title, mut rows) = match self {
            Self::Question(name, line) => (format!("disputed: {name}"), line.disputed.clone()),
            Self::Day(day, _, line) => (format!("disputed on {day}"), line.disputed.clone()),
            Self::Reviewer(_, pairs) => {
                let rows = pairs.iter().flatten().flat_map(|line| line.disputed.iter().copied()).collect();
                ("disputed with others".to_owned(), rows)
            }
            Self::Disputed(..) => return Some(most_disputed(report)),
            Self::Heads(_) => return None,
        };
        rows.sort_unstable();
        rows.dedup();
        Some((title, rows))
    }

    /// Returns it with its reviewers called otherwise, as they are while presenting.
    pub(crate) fn with_names(&self, called: &dyn Fn(&Name) -> Name) -> Self {
        let all = |names: &[Name]| names.iter().map(called).collect::<Vec<_>>();
        let line = |line: &AgreementLine| AgreementLine { reviewers: all(&line.reviewers), ..line.clone() };
        match self {
            Self::Question(name, of) => Self::Question(name.clone(), line(of)),
            Self::Heads(names) => Self::Heads(all(names)),
            Self::Reviewer(name, pairs) => {
                Self::Reviewer(called(name), pairs.iter().map(|pair| pair.as_ref().map(line)).collect())
            }
            Self::Day(day, marks, of) => Self::Day(day.clone(), marks.clone(), line(of)),
            Self::Disputed(record, on) => {
                let (fails, passes) = (all(&record.fails), all(&record.passes));
                Self::Disputed(DisputedRecord { fails, passes, ..record.clone() }, on.clone())
            }
        }
    }

    /// Returns what is said of it; `keys` open its records, and the most disputed ones.
    pub(super) fn sentences(&self, keys: &[String; 2]) -> Vec<String> {
        let [open, disputed] = keys;
        match self {
            Self::Question(name, line) => question_sentences(name, line, keys),
            Self::Heads(_) => vec![
                "Each two on the verdict: above the diagonal the raw agreement, below it kappa.".to_owned(),
                format!("{disputed} opens the most disputed records."),
            ],
            Self::Reviewer(name, pairs) => {
                let with = |line: &AgreementLine| {
                    let other = line.reviewers.iter().find(|other| *other != name)?;
                    Some(match (line.figures.raw, line.figures.kappa) {
                        (None, _) => format!("with {other} no overlap"),
                        (Some(raw), kappa) => {
                            let kappa = kappa.map(|kappa| format!(", kappa {kappa:.2}")).unwrap_or_default();
                            format!("with {other} {} of {}{kappa}", percent(raw), grouped(line.figures.records))
                        }
                    })
                };
                let all: Vec<String> = pairs.iter().flatten().filter_map(with).collect();
                vec![format!("{name} agrees {}.", all.join("; "))]
            }
            Self::Day(day, marks, line) => {
                let mut said = question_sentences(&format!("the verdict on {day}"), line, keys);
                if !marks.is_empty() {
                    said.push(format!("New by then: {}.", marks.join(", ")));
                }
                said
            }
            Self::Disputed(record, on) => {
                let names = |names: &[Name]| names.iter().map(Name::as_str).collect::<Vec<_>>().join(", ");
                let mut said = Vec::new();
                if !record.fails.is_empty() {
                    said.push(format!("{} fail it, {} pass it.", names(&record.fails), names(&record.passes)));
                }
                if !on.is_empty() {
                    said.push(format!("They differ on {}.", on.join(", ")));
                }
                said.push(format!("{open} opens the most disputed records at this one."));
                said
            }
        }
    }

    /// Returns its figures, unrounded, one list for each pair of reviewers; nothing for what is missing.
    pub(super) fn cells(&self) -> Vec<Vec<String>> {
        match self {
            Self::Question(name, line) => vec![figures("question", name, line)],
            Self::Day(day, _, line) => vec![figures("day", day, line)],
            Self::Reviewer(name, pairs) => {
                let later = pairs.iter().flatten().filter(|line| line.reviewers.first() == Some(name));
                later.map(|line| figures("pair", "verdict", line)).collect()
            }
            Self::Heads(_) | Self::Disputed(..) => Vec::new(),
        }
    }
}

/// Returns the most disputed records with their title, the most disputed first.
pub(super) fn most_disputed(report: &AgreementReport) -> (String, Vec<RowId>) {
    ("most disputed".to_owned(), report.disputed.iter().map(|record| record.row).collect())
}

fn question_sentences(name: &str, line: &AgreementLine, [open, disputed]: &[String; 2]) -> Vec<String> {
    let figures = &line.figures;
    let mut said = Vec::new();
    if let Some(raw) = figures.raw {
        let who = match line.reviewers.as_slice() {
            [first, second] => format!("{first} and {second}"),
            many => counted(many.len() as u64, "reviewer"),
        };
        let on = counted(figures.records, "record");
        said.push(format!("{name}: {who} agree on {} of {on}.", percent(raw)));
        let coefficients = [
            ("kappa", figures.kappa, figures.kappa_limits),
            ("Fleiss", figures.fleiss, None),
            ("alpha", figures.alpha, figures.alpha_limits),
            ("AC1", figures.ac1, None),
            ("positive agreement", figures.positive, None),
        ];
        let coefficient = |(name, figure, limits): &(&str, Option<f64>, Option<(f64, f64)>)| {
            let limits = limits.map(|(low, high)| format!(" ({low:.2}–{high:.2})")).unwrap_or_default();
            figure.map(|figure| format!("{name} {figure:.2}{limits}"))
        };
        let all: Vec<String> = coefficients.iter().filter_map(coefficient).collect();
        said.push(format!("{}.", all.join(", ")));
    }
    said.extend(figures.why.as_ref().map(|why| format!("{why}.")));
    if figures.disagreements > 0 {
        let differ = grouped(figures.disagreements);
        said.push(format!("{open} opens the {differ} on which they differ, {disputed} the most disputed."));
    }
    said
}

/// The names of the columns of [`AgreementRow::cells`].
pub(super) const HEADER: &str = "of\tname\treviewers\trecords\tdisagreements\traw\tkappa\tfleiss\talpha\tac1\tpositive\t\
                                 low\thigh\tinterval_of\twhy";

fn figures(of: &str, name: &str, line: &AgreementLine) -> Vec<String> {
    let found = &line.figures;
    let figure = |figure: Option<f64>| figure.map(|figure| figure.to_string()).unwrap_or_default();
    let names = line.reviewers.iter().map(Name::as_str).collect::<Vec<_>>().join(", ");
    let interval = found.interval();
    let mut cells = vec![of.to_owned(), name.to_owned(), names, found.records.to_string()];
    cells.push(found.disagreements.to_string());
    cells.extend([found.raw, found.kappa, found.fleiss, found.alpha, found.ac1, found.positive].map(figure));
    cells.extend([interval.map(|(_, (low, _))| low), interval.map(|(_, (_, high))| high)].map(figure));
    cells.push(interval.map(|(of, _)| of.word().to_owned()).unwrap_or_default());
    cells.push(found.why.clone().unwrap_or_default());
    cells
}

/// Returns the keys that open the records of a line, and the most disputed ones.
pub(super) fn keys(keymap: &Keymap) -> [String; 2] {
    [InsightsAction::Records, InsightsAction::Disputed]
        .map(|action| keymap.sequences(action).into_iter().next().unwrap_or_default())
}
