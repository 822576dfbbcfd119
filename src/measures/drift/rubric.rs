//! The drift of the whole rubric: each criterion's steps with their measures, and how often something new was named.
//!
//! Pure. `regrades` counts, `drift` measures; this puts them together for screens and lists.

use super::power::detectable;
use super::regrades::{self, GivenGrade, Step};
use super::silent::silent_drift;
use super::step::{self, StepDrift};
use crate::domain::{Created, Criterion, CriterionKey, JudgedFact, Name, Slug, Target, Time};
use crate::measures::statistics::significance::holm;

/// New modes and criteria are counted per this many records read.
pub const RECORDS_PER_COUNT: u64 = 50;

/// One step from a meaning to the next, measured.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredStep {
    /// The counts.
    pub step: Step,
    /// Their measures.
    pub drift: StepDrift,
    /// The smallest share of the met, all moved one way, that would have been found in 80 % of such rounds.
    pub detectable: Option<f64>,
    /// Of a list of several criteria: whether a drift of this one holds among them all (Holm). True where it stands alone.
    pub holds: bool,
}

/// Marks which newest steps hold among all criteria that are shown together (Holm at .05 over those that were re-graded).
pub fn mark_among(criteria: &mut [CriterionDrift]) {
    let newest = |drift: &CriterionDrift| drift.newest().and_then(|step| step.drift.p);
    let places: Vec<(usize, f64)> =
        criteria.iter().enumerate().filter_map(|(place, drift)| Some((place, newest(drift)?))).collect();
    let holds = holm(&places.iter().map(|(_, p)| *p).collect::<Vec<_>>(), 0.05);
    for ((place, _), holds) in places.into_iter().zip(holds) {
        if let Some(step) = criteria.get_mut(place).and_then(|drift| drift.steps.last_mut()) {
            step.holds = holds;
        }
    }
}

/// One criterion's drift.
#[derive(Debug, Clone, PartialEq)]
pub struct CriterionDrift {
    /// The criterion.
    pub key: CriterionKey,
    /// Its name now.
    pub name: Name,
    /// The slug of its name now.
    pub slug: Slug,
    /// The version that holds.
    pub version: u32,
    /// Whether it is no longer asked.
    pub retired: bool,
    /// Standing grades.
    pub grades: u64,
    /// Those of them given under an older meaning.
    pub stale: u64,
    /// The steps between meanings, oldest first.
    pub steps: Vec<MeasuredStep>,
    /// The chance that answers at constant meaning flip as much more often lately by accident (one-sided exact test);
    /// small: the meaning moved without an edit. `None` with too few noise pairs.
    pub silent_drift_p: Option<f64>,
    /// Each version with the time it was written.
    pub versions: Vec<(u32, Time)>,
    /// Standing grades by the version they were given under.
    pub given: Vec<(u32, u64)>,
}

impl CriterionDrift {
    /// Measures one criterion from all grades that were ever given for it, oldest first.
    pub fn measure(criterion: &Criterion, history: &[GivenGrade]) -> Self {
        let found = regrades::pairs(criterion, history);
        let measured = |step: Step| {
            let counts = step.of_each();
            MeasuredStep { drift: step::measure(&counts), detectable: detectable(&counts), holds: true, step }
        };
        let flips: Vec<bool> = found.noise.iter().filter(|pair| pair.is_plain()).map(regrades::Pair::is_flip).collect();
        Self {
            key: criterion.key.clone(),
            name: criterion.name.clone(),
            slug: criterion.slug.clone(),
            version: criterion.version(),
            retired: criterion.retired,
            grades: criterion.grades,
            stale: criterion.stale,
            steps: regrades::steps(criterion, &found).into_iter().map(measured).collect(),
            silent_drift_p: silent_drift(&flips),
            versions: criterion.versions.iter().map(|version| (version.version, version.time)).collect(),
            given: regrades::standing_by_version(history),
        }
    }

    /// Returns how many current grades were given under this version.
    pub fn given_under(&self, version: u32) -> u64 {
        self.given.iter().find(|(given, _)| *given == version).map_or(0, |(_, count)| *count)
    }

    /// Returns the step to the meaning that holds now; `None` for a criterion whose meaning never moved.
    pub fn newest(&self) -> Option<&MeasuredStep> {
        self.steps.last()
    }
}

/// What was named while some records were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreatedCount {
    /// Records read at the end of the stretch.
    pub until: u64,
    /// New failure modes.
    pub modes: u64,
    /// New criteria.
    pub criteria: u64,
}

/// Counts new modes and criteria per [`RECORDS_PER_COUNT`] records read, in reading order; the last stretch may be
/// shorter. What was named before the first judgement belongs to the first stretch.
pub fn created(facts: &[JudgedFact], items: &[Created]) -> Vec<CreatedCount> {
    let read = facts.len() as u64;
    let stretches = read.div_ceil(RECORDS_PER_COUNT).max(u64::from(!items.is_empty()));
    let until = |stretch: u64| ((stretch + 1) * RECORDS_PER_COUNT).min(read);
    let mut counts: Vec<CreatedCount> =
        (0..stretches).map(|stretch| CreatedCount { until: until(stretch), modes: 0, criteria: 0 }).collect();
    for item in items {
        // A mode made by a judgement is made before its event: it belongs to the record that was being read.
        let before = facts.partition_point(|fact| fact.order < item.order) as u64;
        let stretch = (before / RECORDS_PER_COUNT).min(stretches.saturating_sub(1));
        let Some(count) = usize::try_from(stretch).ok().and_then(|stretch| counts.get_mut(stretch)) else { continue };
        match item.target {
            Target::Mode(_) => count.modes += 1,
            Target::Criterion(_) => count.criteria += 1,
        }
    }
    counts
}

/// The drift of everything.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RubricDrift {
    /// Each criterion, in order of creation.
    pub criteria: Vec<CriterionDrift>,
    /// New modes and criteria per 50 records read.
    pub created: Vec<CreatedCount>,
}

#[cfg(test)]
mod tests {
    use super::{CreatedCount, created};
    use crate::domain::Judgements;
    use crate::domain::{Created, JudgedFact};
    use crate::domain::{RowId, Slug, Target, Time, Untrusted};

    fn fact(order: u64) -> JudgedFact {
        JudgedFact {
            row: RowId(0),
            order,
            time: Time(0),
            model: None,
            prompt: None,
            source: Untrusted::default(),
            day: None,
            conversation: None,
            input_key: 0,
            judgements: Judgements::default(),
        }
    }

    #[test]
    fn what_is_new_falls_into_the_stretch_that_was_being_read() {
        let facts: Vec<JudgedFact> = (0..60).map(|at| fact(10 * at + 10)).collect();
        let items = [
            (Target::Mode(Slug::of("a")), 5),
            (Target::Criterion(Slug::of("b")), 495),
            (Target::Mode(Slug::of("c")), 505),
            (Target::Mode(Slug::of("d")), 9_000),
        ]
        .map(|(target, order)| Created { target, order, time: Time(0) });
        assert_eq!(
            created(&facts, &items),
            [CreatedCount { until: 50, modes: 1, criteria: 1 }, CreatedCount { until: 60, modes: 2, criteria: 0 }]
        );
        assert_eq!(created(&[], &items[..1]), [CreatedCount { until: 0, modes: 1, criteria: 0 }]);
        assert!(created(&[], &[]).is_empty());
    }
}
