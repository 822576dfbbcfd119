//! From grades in the order they were given to the counts of drift: which pairs are re-grades, which are noise.
//!
//! Pure: the history comes in, pairs and counts go out. `drift` turns the counts into figures.

use std::collections::BTreeMap;

use super::step::StepCounts;
use crate::domain::{Answer, Criterion, Name, Purpose, RowId, Time};

/// The fewest answers by one reviewer between the two of a noise pair; nearer ones are answered from memory.
pub const FEWEST_BETWEEN: u64 = 30;

/// One grade as it was given, not undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenGrade {
    /// The record.
    pub row: RowId,
    /// Who graded.
    pub reviewer: Name,
    /// The version it was given under.
    pub version: u32,
    /// The answer; `None` takes the grade back.
    pub answer: Option<Answer>,
    /// Why it was asked.
    pub purpose: Purpose,
    /// Whether it was given while other records were read, and not in a round: then it was chosen, and is no re-grade.
    pub is_by_the_way: bool,
    /// The place among all grades of this reviewer, over all criteria, from 0.
    pub order: u64,
    /// When.
    pub time: Time,
}

/// Two answers by one reviewer to one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair<'a> {
    /// The record.
    pub row: RowId,
    /// Who answered.
    pub reviewer: &'a Name,
    /// The version of the earlier answer.
    pub from: u32,
    /// The version of the later answer.
    pub to: u32,
    /// The earlier answer.
    pub before: Answer,
    /// The later answer.
    pub after: Answer,
    /// How many answers of this reviewer lie between them.
    pub between: u64,
}

impl Pair<'_> {
    /// Returns whether both sides are `met` or `not met`; only such pairs are counted in rates.
    pub const fn is_plain(&self) -> bool {
        !matches!(self.before, Answer::Na) && !matches!(self.after, Answer::Na)
    }

    /// Returns whether the answer changed.
    pub fn is_flip(&self) -> bool {
        self.before != self.after
    }
}

/// The pairs of one criterion's history.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pairs<'a> {
    /// Re-grades: a current grade under an older meaning, asked again in a round under the newer one.
    pub regrades: Vec<Pair<'a>>,
    /// Noise pairs: asked again under the same meaning, without a word. In the order of the second answer.
    pub noise: Vec<Pair<'a>>,
    /// Grades under an older meaning that were given anew when no round asked: they say nothing of drift, for people look
    /// again at what they doubt.
    pub outside: Vec<Pair<'a>>,
}

/// Finds the pairs in one criterion's history, given in the order of the journal. The current answer is the newest one
/// that was not noise; a noise answer is compared with it and never replaces it.
pub fn pairs<'a>(criterion: &Criterion, history: &'a [GivenGrade]) -> Pairs<'a> {
    let mut standing: BTreeMap<(RowId, &Name), (u32, Answer, u64)> = BTreeMap::new();
    let mut found = Pairs::default();
    for grade in history {
        let key = (grade.row, &grade.reviewer);
        let Some(answer) = grade.answer else {
            standing.remove(&key);
            continue;
        };
        if let Some((version, before, order)) = standing.get(&key).copied() {
            let pair = Pair {
                row: grade.row,
                reviewer: &grade.reviewer,
                from: version,
                to: grade.version,
                before,
                after: answer,
                between: grade.order.saturating_sub(order + 1),
            };
            let same_meaning = criterion.meaning_at(version) == criterion.meaning_at(grade.version);
            match grade.purpose {
                Purpose::Noise if same_meaning => found.noise.push(pair),
                Purpose::Regrade if !same_meaning && !grade.is_by_the_way => found.regrades.push(pair),
                Purpose::First | Purpose::Regrade if !same_meaning => found.outside.push(pair),
                Purpose::First | Purpose::Regrade | Purpose::Noise => {}
            }
        }
        if grade.purpose != Purpose::Noise {
            standing.insert(key, (grade.version, answer, grade.order));
        }
    }
    found
}

/// Returns how many current grades were given under each version, in the order of versions. Noise answers do not count.
pub fn standing_by_version(history: &[GivenGrade]) -> Vec<(u32, u64)> {
    let mut standing: BTreeMap<(RowId, &Name), u32> = BTreeMap::new();
    for grade in history.iter().filter(|grade| grade.purpose != Purpose::Noise) {
        let key = (grade.row, &grade.reviewer);
        match grade.answer {
            Some(_) => standing.insert(key, grade.version),
            None => standing.remove(&key),
        };
    }
    let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
    for version in standing.into_values() {
        *counts.entry(version).or_default() += 1;
    }
    counts.into_iter().collect()
}

/// One step between two meanings, with its counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The version whose meaning the old grades were given under (the first version with that meaning).
    pub from: u32,
    /// The version that brought the new meaning.
    pub to: u32,
    /// What was counted, of all; noise pairs are all of this criterion, for they add up over rounds.
    pub counts: StepCounts,
    /// The same of each reviewer who was re-graded or asked twice, in the order of names.
    pub reviewers: Vec<(Name, StepCounts)>,
    /// Re-grades and noise pairs with `n/a` on either side, counted apart.
    pub with_na: u64,
    /// Noise pairs nearer than [`FEWEST_BETWEEN`] answers: with them noise may be underestimated.
    pub short_gaps: u64,
    /// Grades given anew outside a round, which are not counted.
    pub outside: u64,
}

impl Step {
    /// Returns the counts of each reviewer, without names.
    pub fn of_each(&self) -> Vec<StepCounts> {
        self.reviewers.iter().map(|(_, counts)| *counts).collect()
    }
}

/// A step while it is counted.
struct Counted<'a> {
    of: BTreeMap<&'a Name, StepCounts>,
    with_na: u64,
    outside: u64,
}

/// Counts the steps of one criterion, oldest first: one per pair of meanings that anyone was re-graded between, and
/// one for the newest meaning even when nothing was re-graded yet.
pub fn steps(criterion: &Criterion, found: &Pairs<'_>) -> Vec<Step> {
    let noise = || found.noise.iter().filter(|pair| pair.is_plain());
    let mut of_noise: BTreeMap<&Name, StepCounts> = BTreeMap::new();
    for pair in noise() {
        let counts = of_noise.entry(pair.reviewer).or_default();
        counts.noise_pairs += 1;
        counts.noise_flips += u64::from(pair.is_flip());
    }
    let noise_with_na = found.noise.iter().filter(|pair| !pair.is_plain()).count() as u64;
    let short_gaps = noise().filter(|pair| pair.between < FEWEST_BETWEEN).count() as u64;
    let empty = || Counted { of: of_noise.clone(), with_na: noise_with_na, outside: 0 };
    let mut steps: BTreeMap<(u32, u32), Counted<'_>> = BTreeMap::new();
    let newest = criterion.meaning_version();
    if newest > 1 {
        steps.insert((newest, criterion.meaning_at(newest - 1)), empty());
    }
    let key = |pair: &Pair<'_>| (criterion.meaning_at(pair.to), criterion.meaning_at(pair.from));
    for pair in &found.regrades {
        let step = steps.entry(key(pair)).or_insert_with(empty);
        if !pair.is_plain() {
            step.with_na += 1;
            continue;
        }
        let counts = step.of.entry(pair.reviewer).or_default();
        counts.regraded += 1;
        counts.met_before += u64::from(pair.before == Answer::Met);
        counts.tightened += u64::from(pair.is_flip() && pair.after == Answer::NotMet);
        counts.relaxed += u64::from(pair.is_flip() && pair.after == Answer::Met);
    }
    for pair in &found.outside {
        steps.entry(key(pair)).or_insert_with(empty).outside += 1;
    }
    let made = |((to, from), counted): (_, Counted<'_>)| Step {
        from,
        to,
        counts: StepCounts::sum(counted.of.values()),
        reviewers: counted.of.into_iter().map(|(name, counts)| (name.clone(), counts)).collect(),
        with_na: counted.with_na,
        short_gaps,
        outside: counted.outside,
    };
    steps.into_iter().map(made).collect()
}

#[cfg(test)]
mod tests {
    use super::{GivenGrade, pairs, steps};
    use crate::domain::{Answer, Change, CodebookView, Criterion, Edit, Name, Origin, Purpose, RowId, Time};

    /// A criterion with one version for each edit; the first makes it.
    fn criterion(edits: &[Edit]) -> Criterion {
        let name = Name::new("honest").unwrap();
        let origin = Origin { position: 1, reviewer: &Name::new("ana").unwrap(), time: Time(0) };
        let mut codebook = CodebookView::default();
        let text = "says what it knows";
        let (modes, number) = (Vec::new(), None);
        let made = Change::CriterionAdd { name: name.clone(), text: text.into(), modes, record: None, number };
        codebook.apply(&made, &origin);
        for edit in &edits[1..] {
            let (criterion, text, reason) = (name.slug(), text.into(), "".into());
            let revised = Change::CriterionRevise { criterion, text, edit: *edit, reason, record: None };
            codebook.apply(&revised, &origin);
        }
        codebook.criteria.remove(0)
    }

    fn grade(row: i64, version: u32, answer: Answer, purpose: Purpose, order: u64) -> GivenGrade {
        let reviewer = Name::new("ana").unwrap();
        let (row, answer, is_by_the_way) = (RowId(row), Some(answer), false);
        GivenGrade { row, reviewer, version, answer, purpose, is_by_the_way, order, time: Time(0) }
    }

    #[test]
    fn a_wording_edit_makes_no_step_and_its_pairs_are_noise() {
        let criterion = criterion(&[Edit::Meaning, Edit::Wording]);
        let history = [grade(1, 1, Answer::Met, Purpose::First, 0), grade(1, 2, Answer::NotMet, Purpose::Noise, 40)];
        let found = pairs(&criterion, &history);
        assert_eq!((found.noise.len(), found.regrades.len()), (1, 0));
        assert!(steps(&criterion, &found).is_empty());
    }

    #[test]
    fn flips_count_by_direction_and_noise_never_replaces_the_standing_grade() {
        let criterion = criterion(&[Edit::Meaning, Edit::Meaning]);
        let history = [
            grade(1, 1, Answer::Met, Purpose::First, 0),
            grade(2, 1, Answer::NotMet, Purpose::First, 1),
            grade(3, 1, Answer::Na, Purpose::First, 2),
            grade(1, 1, Answer::NotMet, Purpose::Noise, 40),
            grade(1, 2, Answer::NotMet, Purpose::Regrade, 41),
            grade(2, 2, Answer::Met, Purpose::Regrade, 42),
            grade(3, 2, Answer::Met, Purpose::Regrade, 43),
            grade(1, 2, Answer::NotMet, Purpose::Noise, 80),
            grade(2, 2, Answer::Na, Purpose::Noise, 81),
        ];
        let found = pairs(&criterion, &history);
        let steps = steps(&criterion, &found);
        let [step] = steps.as_slice() else { panic!("one step") };
        assert_eq!((step.from, step.to, step.with_na, step.short_gaps), (1, 2, 2, 0));
        assert_eq!((step.counts.regraded, step.counts.tightened, step.counts.relaxed), (2, 1, 1));
        assert_eq!((step.counts.noise_pairs, step.counts.noise_flips), (2, 1));
    }

    #[test]
    fn only_what_a_round_asked_is_a_re_grade_and_only_of_the_same_reviewer() {
        let criterion = criterion(&[Edit::Meaning, Edit::Meaning]);
        let by_ben = |grade: GivenGrade| GivenGrade { reviewer: Name::new("ben").unwrap(), ..grade };
        let history = [
            grade(1, 1, Answer::Met, Purpose::First, 0),
            grade(2, 1, Answer::Met, Purpose::First, 1),
            grade(3, 1, Answer::Met, Purpose::First, 2),
            // Somebody else's answer is no second answer, chosen ones are none of a round.
            by_ben(grade(1, 2, Answer::NotMet, Purpose::Regrade, 0)),
            grade(2, 2, Answer::NotMet, Purpose::First, 3),
            GivenGrade { is_by_the_way: true, ..grade(3, 2, Answer::NotMet, Purpose::Regrade, 4) },
            grade(1, 2, Answer::Met, Purpose::Regrade, 5),
        ];
        let steps = steps(&criterion, &pairs(&criterion, &history));
        assert_eq!((steps[0].counts.regraded, steps[0].counts.flips(), steps[0].outside), (1, 0, 2));
        assert_eq!((steps[0].counts.met_before, steps[0].reviewers.len()), (1, 1));
    }
}
