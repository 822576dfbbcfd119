//! What counts as truth when a check or a stub is compared with people's judgements (`docs/contracts.md`). Several
//! reviewers: what they settled on, else what they agree on, else nothing. There is no majority rule.

use std::collections::BTreeSet;

use crate::domain::{Answer, CriterionKey, ModeKey, Purpose, SettleTarget, SettledAnswer, Target, Verdict};
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
/// deferrals are silent. A settled verdict stands above them.
pub fn verdict_truth(judgements: &Judgements) -> Truth {
    match judgements.settled_verdict() {
        Some(Verdict::Fail) => return Truth::Positive,
        Some(Verdict::Pass) => return Truth::Negative,
        Some(Verdict::Defer | Verdict::Declined) => return Truth::Silent,
        None => {}
    }
    let has = |verdict: Verdict| judgements.verdicts.iter().any(|view| view.verdict == verdict);
    match (has(Verdict::Fail), has(Verdict::Pass)) {
        (true, true) => Truth::Disputed,
        (true, false) => Truth::Positive,
        (false, true) => Truth::Negative,
        (false, false) => Truth::Silent,
    }
}

/// Returns the modes that a record shows, as far as people say so: what was settled as not shown, or tagged by somebody whom
/// a settled verdict overrules, is none of them. Those that reviewers dispute are among them.
pub fn shown_modes(judgements: &Judgements) -> BTreeSet<&ModeKey> {
    named_modes(judgements, |truth| matches!(truth, Truth::Positive | Truth::Disputed))
}

/// Returns those of them that count in figures: the ones that nobody's pass disputes.
pub fn agreed_modes(judgements: &Judgements) -> BTreeSet<&ModeKey> {
    named_modes(judgements, |truth| truth == Truth::Positive)
}

fn named_modes(judgements: &Judgements, is_one: impl Fn(Truth) -> bool) -> BTreeSet<&ModeKey> {
    let settled = judgements.settled.iter().filter_map(|view| match &view.target {
        SettleTarget::Mode(mode) => Some(mode),
        SettleTarget::Verdict | SettleTarget::Criterion(_) => None,
    });
    let named = judgements.tags.iter().map(|tag| &tag.mode).chain(settled);
    named.filter(|mode| is_one(of_mode(mode, judgements))).collect()
}

/// Tagged with the mode is positive, passed and not tagged negative, failed for something else not comparable; each
/// by reviewer. Somebody's tag against somebody's pass is a dispute, and so is a pass against a fail.
///
/// A settled answer for the mode stands above all of it. A settled verdict overrules those who gave another one: their
/// passes and tags do not count.
fn of_mode(mode: &ModeKey, judgements: &Judgements) -> Truth {
    match judgements.settled_on(&SettleTarget::Mode(mode.clone())) {
        Some(SettledAnswer::Yes) => return Truth::Positive,
        Some(_) => return Truth::Negative,
        None => {}
    }
    let gave = |reviewer: &_, verdict: Verdict| {
        judgements.verdicts.iter().any(|view| view.verdict == verdict && view.reviewer == *reviewer)
    };
    let tags = || judgements.tags.iter().filter(|tag| tag.mode == *mode);
    match judgements.settled_verdict() {
        Some(Verdict::Pass) if tags().any(|tag| gave(&tag.reviewer, Verdict::Pass)) => return Truth::Positive,
        Some(Verdict::Pass) => return Truth::Negative,
        Some(Verdict::Fail) if tags().any(|tag| !gave(&tag.reviewer, Verdict::Pass)) => return Truth::Positive,
        Some(Verdict::Fail) => return Truth::NotComparable,
        Some(Verdict::Defer | Verdict::Declined) => return Truth::Silent,
        None => {}
    }
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

/// Returns the settled answer, else the unanimous one of the grades that are not stale. A noise answer never counts, and
/// nor does what was settled under an older meaning.
fn of_criterion(criterion: &CriterionKey, judgements: &Judgements) -> Truth {
    let target = SettleTarget::Criterion(criterion.clone());
    if let Some(answer) = judgements.settled_on(&target).and_then(SettledAnswer::grade) {
        return of_answer(answer);
    }
    let was_settled = judgements.settled.iter().any(|view| view.target == target);
    let bears = |grade: &&GradeView| grade.criterion == *criterion && grade.purpose != Purpose::Noise;
    let (stale, fresh): (Vec<_>, Vec<_>) = judgements.grades.iter().filter(bears).partition(|grade| grade.stale);
    let Some((first, others)) = fresh.split_first() else {
        return if stale.is_empty() && !was_settled { Truth::Silent } else { Truth::Stale };
    };
    if others.iter().any(|grade| grade.answer != first.answer) {
        return Truth::Disputed;
    }
    of_answer(first.answer)
}

const fn of_answer(answer: Answer) -> Truth {
    match answer {
        Answer::NotMet => Truth::Positive,
        Answer::Met => Truth::Negative,
        Answer::Na => Truth::Na,
    }
}

#[cfg(test)]
mod tests {
    use super::{Truth, truth, verdict_truth};
    use crate::domain::{Answer, Name, Purpose, SettleTarget, SettledAnswer, SettledBy, Slug, Target, Time, Verdict};
    use crate::domain::{GradeView, Judgements, SettledView, TagView, VerdictView};

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

    fn settled(target: &str, answer: SettledAnswer, stale: bool) -> SettledView {
        SettledView {
            target: SettleTarget::parse(target).unwrap(),
            answer,
            by: vec![Name::new("a").unwrap(), Name::new("b").unwrap()],
            how: SettledBy::Agreement,
            reviewer: Name::new("a").unwrap(),
            version: 0,
            stale,
            time: Time(0),
        }
    }

    #[test]
    fn a_settled_verdict_overrules_those_who_gave_another() {
        use Verdict::{Fail, Pass};
        let judged = |answer: SettledAnswer| Judgements {
            verdicts: vec![verdict("a", Fail), verdict("b", Pass)],
            tags: vec![tag("a", "short")],
            settled: vec![settled("verdict", answer, false)],
            ..Judgements::default()
        };
        let short = Target::Mode(Slug::of("short"));
        let rude = Target::Mode(Slug::of("rude"));
        let fails = judged(SettledAnswer::Fail);
        assert_eq!(verdict_truth(&fails), Truth::Positive);
        assert_eq!(truth(&short, &fails), Truth::Positive);
        assert_eq!(truth(&rude, &fails), Truth::NotComparable, "people tag the failure that they see first");
        let passes = judged(SettledAnswer::Pass);
        assert_eq!(verdict_truth(&passes), Truth::Negative);
        assert_eq!(truth(&short, &passes), Truth::Negative);
        let declined = judged(SettledAnswer::Declined);
        assert_eq!((verdict_truth(&declined), truth(&short, &declined)), (Truth::Silent, Truth::Silent));
    }

    #[test]
    fn a_settled_mode_or_criterion_stands_above_every_single_answer() {
        use Verdict::{Fail, Pass};
        let short = Target::Mode(Slug::of("short"));
        for (answer, expected) in [(SettledAnswer::Yes, Truth::Positive), (SettledAnswer::No, Truth::Negative)] {
            let judged = Judgements {
                verdicts: vec![verdict("a", Fail), verdict("b", Pass), verdict("c", Pass)],
                tags: vec![tag("a", "short")],
                settled: vec![settled("mode:short", answer, false)],
                ..Judgements::default()
            };
            assert_eq!(truth(&short, &judged), expected, "two of three are no majority that counts");
            assert_eq!(verdict_truth(&judged), Truth::Disputed, "the verdict was not settled");
        }
        let graded = |stale: bool| Judgements {
            grades: vec![grade("a", Answer::Met, stale), grade("b", Answer::NotMet, stale)],
            settled: vec![settled("criterion:polite", SettledAnswer::Met, stale)],
            ..Judgements::default()
        };
        let polite = Target::Criterion(Slug::of("polite"));
        assert_eq!(truth(&polite, &graded(false)), Truth::Negative);
        assert_eq!(truth(&polite, &graded(true)), Truth::Stale, "settled under an older meaning");
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
