//! What counts as truth when a check or a stub is compared with people's judgements (`docs/contracts.md`).

use crate::domain::{Answer, CriterionKey, ModeKey, Purpose, Target, Verdict};
use crate::domain::{GradeView, Judgements};

/// What people's judgements make of one record, for one mode or criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    /// Known to be bad.
    Positive,
    /// Known to be good.
    Negative,
    /// Failed for another mode: people tag the failure that they see first, so nothing follows for this one.
    NotComparable,
    /// Reviewers disagree.
    Disputed,
    /// Only graded under an older meaning.
    Stale,
    /// Graded n/a.
    Na,
    /// No judgement bears on it: in no figure.
    Silent,
}

/// Returns what this record is for `target`. Merged modes must have been resolved to their heirs on both sides.
pub fn truth(target: &Target, judgements: &Judgements) -> Truth {
    match target {
        Target::Mode(mode) => of_mode(mode, judgements),
        Target::Criterion(criterion) => of_criterion(criterion, judgements),
    }
}

/// Returns the truth of this record by its verdicts alone: unanimous fail is positive, unanimous pass negative,
/// deferrals are silent.
pub fn verdict_truth(judgements: &Judgements) -> Truth {
    let has = |verdict: Verdict| judgements.verdicts.iter().any(|view| view.verdict == verdict);
    match (has(Verdict::Fail), has(Verdict::Pass)) {
        (true, true) => Truth::Disputed,
        (true, false) => Truth::Positive,
        (false, true) => Truth::Negative,
        (false, false) => Truth::Silent,
    }
}

/// Tagged with the mode is positive, passed and not tagged negative, failed for something else not comparable; each
/// by reviewer. Somebody's tag against somebody's pass is a dispute, and so is a pass against a fail.
fn of_mode(mode: &ModeKey, judgements: &Judgements) -> Truth {
    let tagged = |reviewer: &_| judgements.tags.iter().any(|tag| tag.mode == *mode && tag.reviewer == *reviewer);
    let positive = judgements.tags.iter().any(|tag| tag.mode == *mode);
    let has =
        |verdict: Verdict| judgements.verdicts.iter().any(|view| view.verdict == verdict && !tagged(&view.reviewer));
    match (positive, has(Verdict::Pass), has(Verdict::Fail)) {
        (true, true, _) | (false, true, true) => Truth::Disputed,
        (true, false, _) => Truth::Positive,
        (false, true, false) => Truth::Negative,
        (false, false, true) => Truth::NotComparable,
        (false, false, false) => Truth::Silent,
    }
}

/// Returns the unanimous answer of the grades that are not stale. A noise answer never counts.
fn of_criterion(criterion: &CriterionKey, judgements: &Judgements) -> Truth {
    let bears = |grade: &&GradeView| grade.criterion == *criterion && grade.purpose != Purpose::Noise;
    let (stale, fresh): (Vec<_>, Vec<_>) = judgements.grades.iter().filter(bears).partition(|grade| grade.stale);
    let Some((first, others)) = fresh.split_first() else {
        return if stale.is_empty() { Truth::Silent } else { Truth::Stale };
    };
    if others.iter().any(|grade| grade.answer != first.answer) {
        return Truth::Disputed;
    }
    match first.answer {
        Answer::NotMet => Truth::Positive,
        Answer::Met => Truth::Negative,
        Answer::Na => Truth::Na,
    }
}

#[cfg(test)]
mod tests {
    use super::{Truth, truth, verdict_truth};
    use crate::domain::{Answer, Name, Purpose, Slug, Target, Time, Verdict};
    use crate::domain::{GradeView, Judgements, TagView, VerdictView};

    fn verdict(reviewer: &str, verdict: Verdict) -> VerdictView {
        VerdictView { reviewer: Name::new(reviewer).unwrap(), verdict, reason: None, replaced: None, time: Time(0) }
    }

    fn tag(reviewer: &str, mode: &str) -> TagView {
        TagView { mode: Slug::of(mode), reviewer: Name::new(reviewer).unwrap(), span: None }
    }

    fn grade(reviewer: &str, answer: Answer, stale: bool) -> GradeView {
        GradeView {
            criterion: Slug::of("polite"),
            version: 1,
            answer,
            reviewer: Name::new(reviewer).unwrap(),
            purpose: Purpose::First,
            stale,
            time: Time(0),
        }
    }

    fn of_mode(verdicts: Vec<VerdictView>, tags: Vec<TagView>) -> Truth {
        truth(&Target::Mode(Slug::of("short")), &Judgements { verdicts, tags, ..Judgements::default() })
    }

    fn of_criterion(grades: Vec<GradeView>) -> Truth {
        truth(&Target::Criterion(Slug::of("polite")), &Judgements { grades, ..Judgements::default() })
    }

    #[test]
    fn a_mode_is_judged_by_tags_and_passes() {
        use Verdict::{Defer, Fail, Pass};
        assert_eq!(of_mode(vec![verdict("a", Fail)], vec![tag("a", "short")]), Truth::Positive);
        assert_eq!(of_mode(vec![], vec![tag("a", "short")]), Truth::Positive);
        assert_eq!(of_mode(vec![verdict("a", Pass)], vec![]), Truth::Negative);
        assert_eq!(of_mode(vec![verdict("a", Fail)], vec![tag("a", "rude")]), Truth::NotComparable);
        assert_eq!(of_mode(vec![verdict("a", Fail)], vec![]), Truth::NotComparable);
        assert_eq!(of_mode(vec![verdict("a", Defer)], vec![]), Truth::Silent);
    }

    #[test]
    fn a_judge_of_the_whole_is_judged_by_verdicts() {
        use Verdict::{Defer, Fail, Pass};
        let judged = |given: Vec<VerdictView>| verdict_truth(&Judgements { verdicts: given, ..Judgements::default() });
        assert_eq!(judged(vec![verdict("a", Fail), verdict("b", Defer)]), Truth::Positive);
        assert_eq!(judged(vec![verdict("a", Pass)]), Truth::Negative);
        assert_eq!(judged(vec![verdict("a", Pass), verdict("b", Fail)]), Truth::Disputed);
        assert_eq!(judged(vec![verdict("a", Defer)]), Truth::Silent);
    }

    #[test]
    fn reviewers_who_disagree_are_left_out() {
        use Verdict::{Fail, Pass};
        assert_eq!(of_mode(vec![verdict("b", Pass)], vec![tag("a", "short")]), Truth::Disputed);
        assert_eq!(of_mode(vec![verdict("a", Pass), verdict("b", Fail)], vec![]), Truth::Disputed);
        assert_eq!(of_mode(vec![verdict("b", Fail)], vec![tag("a", "short")]), Truth::Positive);
        assert_eq!(of_mode(vec![verdict("a", Pass), verdict("b", Pass)], vec![]), Truth::Negative);
    }

    #[test]
    fn a_criterion_is_judged_by_fresh_grades() {
        assert_eq!(of_criterion(vec![grade("a", Answer::NotMet, false)]), Truth::Positive);
        assert_eq!(of_criterion(vec![grade("a", Answer::Met, false)]), Truth::Negative);
        assert_eq!(of_criterion(vec![grade("a", Answer::Na, false)]), Truth::Na);
        assert_eq!(of_criterion(vec![grade("a", Answer::Met, true)]), Truth::Stale);
        assert_eq!(
            of_criterion(vec![grade("a", Answer::Met, true), grade("b", Answer::NotMet, false)]),
            Truth::Positive
        );
        assert_eq!(
            of_criterion(vec![grade("a", Answer::Met, false), grade("b", Answer::NotMet, false)]),
            Truth::Disputed
        );
        assert_eq!(of_criterion(vec![]), Truth::Silent);
    }
}
