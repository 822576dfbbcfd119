//! All figures of some reviewers' answers to one question, with their intervals, and why any is missing.

use std::collections::BTreeMap;

use super::answers::Answered;
use super::fleiss::{evenly, fleiss};
use super::gwet::ac1;
use super::krippendorff::krippendorff;
use super::positive::positive;
use super::raw::raw;
use super::table::{AnswerCounts, TwoWay, Undefined};
use crate::measures::statistics::bootstrap::{Clusters, bca};
use crate::measures::statistics::intervals::wilson_share;

/// With fewer records that reviewers differ on, kappa and alpha have no interval.
pub const FEWEST_DISAGREEMENTS: u64 = 5;

/// With fewer conversations nothing can be drawn again.
const FEWEST_CONVERSATIONS: u64 = 5;

/// A figure whose interval is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FiguresOf {
    /// Raw agreement.
    Raw,
    /// Cohen's kappa.
    Kappa,
    /// Krippendorff's alpha.
    Alpha,
}

crate::domain::words::words!(FiguresOf: Raw = "raw", Kappa = "kappa", Alpha = "alpha");

/// The lower and the upper limit of a 95 % interval.
type Limits = Option<(f64, f64)>;

/// The agreement of some reviewers on one question.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AgreementFigures {
    /// Records that two or more of them answered.
    pub records: u64,
    /// Their answers to these.
    pub answers: u64,
    /// Records on which they differ.
    pub disagreements: u64,
    /// The share of equal answers.
    pub raw: Option<f64>,
    /// Cohen's kappa; of two reviewers only.
    pub kappa: Option<f64>,
    /// Fleiss' kappa, of the records with the same number of answers.
    pub fleiss: Option<f64>,
    /// How many records it is of.
    pub fleiss_records: u64,
    /// How many answers each of them has.
    pub fleiss_answers: u64,
    /// Krippendorff's alpha.
    pub alpha: Option<f64>,
    /// Gwet's AC1.
    pub ac1: Option<f64>,
    /// Positive agreement.
    pub positive: Option<f64>,
    /// The Wilson interval of the raw agreement.
    pub raw_limits: Limits,
    /// The bootstrap interval of kappa.
    pub kappa_limits: Limits,
    /// The bootstrap interval of alpha.
    pub alpha_limits: Limits,
    /// Why any of these is missing.
    pub why: Option<String>,
}

impl AgreementFigures {
    /// Returns the interval that stands for all, and of which figure: of kappa with two reviewers, of alpha with more, of
    /// the raw agreement where neither has one.
    pub fn interval(&self) -> Option<(FiguresOf, (f64, f64))> {
        let of = |figure: FiguresOf, limits: Limits| limits.map(|limits| (figure, limits));
        of(FiguresOf::Kappa, self.kappa_limits)
            .or_else(|| of(FiguresOf::Alpha, self.alpha_limits))
            .or_else(|| of(FiguresOf::Raw, self.raw_limits))
    }
}

/// Answers alike: how many fail, how many pass, and whether the first of two reviewers fails.
type Kind = (u64, u64, bool);

/// Records by how they were answered, and by conversation.
struct Counted {
    kinds: Vec<Kind>,
    counts: Vec<u64>,
    clusters: Vec<Clusters>,
}

impl Counted {
    fn new(answered: &[Answered], chosen: &[usize]) -> Self {
        let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
        let mut of_cluster: BTreeMap<usize, BTreeMap<usize, u64>> = BTreeMap::new();
        let mut counts = Vec::new();
        for record in answered {
            let given = || record.given.iter().filter(|given| chosen.contains(&given.reviewer));
            let all = given().count() as u64;
            if all < 2 {
                continue;
            }
            let fails = given().filter(|given| given.fails).count() as u64;
            let first = given().any(|given| chosen.first() == Some(&given.reviewer) && given.fails);
            let next = kinds.len();
            let kind = *kinds.entry((fails, all - fails, first && chosen.len() == 2)).or_insert(next);
            counts.resize(kinds.len(), 0);
            if let Some(count) = counts.get_mut(kind) {
                *count += 1;
            }
            *of_cluster.entry(record.cluster).or_default().entry(kind).or_default() += 1;
        }
        let mut alike: BTreeMap<Vec<(usize, u64)>, u64> = BTreeMap::new();
        for held in of_cluster.into_values() {
            *alike.entry(held.into_iter().collect()).or_default() += 1;
        }
        let clusters = alike.into_iter().map(|(kinds, times)| Clusters { kinds, times }).collect();
        let mut order: Vec<(usize, Kind)> = kinds.into_iter().map(|(kind, place)| (place, kind)).collect();
        order.sort_unstable();
        Self { kinds: order.into_iter().map(|(_, kind)| kind).collect(), counts, clusters }
    }

    fn records(&self) -> Vec<AnswerCounts> {
        let counts = |(kind, records): (&Kind, &u64)| AnswerCounts { labels: vec![kind.0, kind.1], records: *records };
        self.kinds.iter().zip(&self.counts).map(counts).collect()
    }

    /// Returns how two reviewers answered, where there are so many records of each kind.
    fn two_way(&self, counts: &[u64]) -> TwoWay {
        let mut table = TwoWay::default();
        for (kind, count) in self.kinds.iter().zip(counts) {
            let cell = match kind {
                (2, 0, _) => &mut table.both,
                (1, 1, true) => &mut table.first_only,
                (1, 1, false) => &mut table.second_only,
                _ => &mut table.neither,
            };
            *cell += count;
        }
        table
    }
}

/// Returns the figures of the chosen reviewers' answers; intervals of kappa and alpha only where they are asked for.
pub(super) fn figures(answered: &[Answered], chosen: &[usize], with_intervals: bool) -> AgreementFigures {
    let counted = Counted::new(answered, chosen);
    let records = counted.records();
    let count = |of: &dyn Fn(&AnswerCounts) -> u64| records.iter().map(|counts| of(counts) * counts.records).sum();
    let n: u64 = count(&|_| 1);
    let disagreements = count(&|counts| u64::from(counts.is_disputed()));
    let is_two = chosen.len() == 2;
    let alpha = krippendorff(&records);
    let (even, fleiss_answers) = evenly(&records, chosen.len() as u64);
    let evenly = fleiss(&even);
    let raw = raw(&records).ok();
    let mut figures = AgreementFigures {
        records: n,
        answers: count(&AnswerCounts::answers),
        disagreements,
        raw,
        kappa: if is_two { counted.two_way(&counted.counts).kappa().ok() } else { None },
        fleiss: evenly.ok(),
        fleiss_records: even.iter().map(|counts| counts.records).sum(),
        fleiss_answers,
        alpha: alpha.ok(),
        ac1: ac1(&records).ok(),
        positive: positive(&records).ok(),
        #[expect(clippy::cast_precision_loss, reason = "counts of judgements stay far below 2^52")]
        raw_limits: raw.map(|raw| wilson_share(raw, n as f64)),
        ..AgreementFigures::default()
    };
    let mut why = Vec::new();
    if n == 0 {
        why.push(Undefined::NoOverlap.words().to_owned());
    } else {
        if !is_two {
            why.push("kappa is of two reviewers".to_owned());
        }
        let conversations: u64 = counted.clusters.iter().map(|cluster| cluster.times).sum();
        if let Err(undefined) = alpha {
            why.push(undefined.words().to_owned());
        } else if disagreements < FEWEST_DISAGREEMENTS {
            why.push(format!("too few disagreements ({disagreements})"));
        } else if conversations < FEWEST_CONVERSATIONS {
            why.push(format!("too few conversations ({conversations})"));
        } else if with_intervals {
            set_intervals(&mut figures, &counted, is_two);
        }
        if figures.fleiss_records < n {
            let (records, answers) = (figures.fleiss_records, figures.fleiss_answers);
            let is = if records == 1 { "the 1 record" } else { &format!("the {records} records") };
            why.push(format!("fleiss is of {is} with {answers} answers"));
        }
        if let (Err(undefined), true) = (evenly, alpha.is_ok()) {
            why.push(format!("fleiss {}", undefined.words()));
        }
        if let (Err(Undefined::OneLabel), true) = (positive(&records), alpha.is_ok()) {
            why.push("nothing was failed".to_owned());
        }
    }
    figures.why = (!why.is_empty()).then(|| why.join("; "));
    figures
}

/// Draws the intervals of kappa and alpha: conversations, not records, are drawn.
fn set_intervals(figures: &mut AgreementFigures, counted: &Counted, is_two: bool) {
    let mut drawn = counted.records();
    let of_alpha = |counts: &[u64]| {
        for (kind, count) in drawn.iter_mut().zip(counts) {
            kind.records = *count;
        }
        krippendorff(&drawn).ok()
    };
    figures.alpha_limits = bca(&counted.clusters, counted.kinds.len(), of_alpha);
    if is_two {
        let of_kappa = |counts: &[u64]| counted.two_way(counts).kappa().ok();
        figures.kappa_limits = bca(&counted.clusters, counted.kinds.len(), of_kappa);
    }
}

#[cfg(test)]
mod tests {
    use super::{FiguresOf, figures};
    use crate::domain::{RowId, Time};
    use crate::measures::agreement::answers::{Answered, Given};

    /// Records with an answer of each reviewer in turn: `f`, `p`, or `.` for none.
    fn answered(records: &[&str]) -> Vec<Answered> {
        let given = |answers: &str| {
            let said = answers.chars().enumerate().filter(|(_, letter)| *letter != '.');
            said.map(|(reviewer, letter)| Given { reviewer, fails: letter == 'f', time: Time(0) }).collect()
        };
        let record = |(at, answers): (usize, &&str)| Answered {
            row: RowId(i64::try_from(at).unwrap()),
            cluster: at,
            given: given(answers),
        };
        records.iter().enumerate().map(record).collect()
    }

    fn times(records: &[(&'static str, usize)]) -> Vec<Answered> {
        answered(&records.iter().flat_map(|(answers, times)| vec![*answers; *times]).collect::<Vec<_>>())
    }

    #[test]
    fn the_vectors_of_the_definition_come_with_their_intervals() {
        let records = times(&[("ff", 20), ("fp", 5), ("pf", 10), ("pp", 15), ("f.", 7)]);
        let found = figures(&records, &[0, 1], true);
        assert_eq!((found.records, found.answers, found.disagreements), (50, 100, 15));
        assert!((found.kappa.unwrap() - 0.4).abs() < 1e-12 && found.why.is_none());
        let (of, (low, high)) = found.interval().unwrap();
        assert_eq!(of, FiguresOf::Kappa);
        assert!((0.05..0.25).contains(&low) && (0.55..0.70).contains(&high), "{low} {high}");
        let turned = figures(&records, &[1, 0], true);
        assert_eq!((turned.kappa, turned.alpha), (found.kappa, found.alpha), "nobody comes first");
    }

    #[test]
    fn few_disagreements_leave_the_raw_agreement_with_wilson() {
        let found = figures(&times(&[("ff", 9), ("pp", 90), ("fp", 1)]), &[0, 1], true);
        assert_eq!(found.why.as_deref(), Some("too few disagreements (1)"));
        assert!(found.kappa.is_some() && found.kappa_limits.is_none() && found.alpha_limits.is_none());
        let (of, (low, high)) = found.interval().unwrap();
        assert!(of == FiguresOf::Raw && (low - 0.9455).abs() < 5e-5 && (high - 0.9982).abs() < 5e-5, "{low} {high}");
    }

    #[test]
    fn what_cannot_be_computed_says_why() {
        let apart = figures(&answered(&["f.", ".p"]), &[0, 1], true);
        assert_eq!((apart.records, apart.raw, apart.why.as_deref()), (0, None, Some("no overlap")));
        let same = figures(&answered(&["pp", "pp"]), &[0, 1], true);
        assert_eq!(same.why.as_deref(), Some("undefined: everyone gave the same label"));
        assert_eq!((same.raw, same.kappa, same.alpha, same.ac1), (Some(1.0), None, None, Some(1.0)));
    }

    #[test]
    fn three_reviewers_have_no_kappa_and_fleiss_is_of_what_all_answered() {
        let records = times(&[("fff", 5), ("ppp", 5), ("fpp", 4), ("pf.", 3), (".pp", 2)]);
        let found = figures(&records, &[0, 1, 2], true);
        assert_eq!((found.records, found.kappa, found.fleiss_records, found.fleiss_answers), (19, None, 14, 3));
        let why = "kappa is of two reviewers; fleiss is of the 14 records with 3 answers";
        assert_eq!(found.why.as_deref(), Some(why));
        assert!((found.fleiss.unwrap() - found.alpha.unwrap()).abs() > 0.05, "they are told apart");
        assert_eq!(found.interval().unwrap().0, FiguresOf::Alpha);
    }
}
