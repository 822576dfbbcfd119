//! What a judgement contradicts: an earlier verdict, tags and grades against a pass. It is done as asked, and said.

use crate::app::read_model::ReadModel;
use crate::domain::{Answer, Judgements, Name, Verdict};
use crate::text::counted;
use crate::views::{Judgement, QueueRow};

/// Returns what a judgement of this reviewer contradicts, in words that follow what was done: `, was fail`; `, as before`
/// where the same verdict stood, so that nothing changes.
pub(super) fn contradicted(
    judgement: &Judgement,
    judgements: &Judgements,
    reviewer: &Name,
    read_model: &ReadModel,
) -> String {
    let before = judgements.verdicts.iter().find(|view| view.reviewer == *reviewer).map(|view| view.verdict);
    let passed = before == Some(Verdict::Pass);
    match judgement {
        Judgement::Verdict(verdict) => {
            let against = if *verdict == Verdict::Pass { said_against(judgements, reviewer, read_model) } else { None };
            format!(
                "{}{}",
                said_before(before, *verdict),
                against.map(|said| format!(", though {said}")).unwrap_or_default()
            )
        }
        Judgement::Declined(_) => was_other(before, Verdict::Declined),
        Judgement::FailWith(_) => was_other(before, Verdict::Fail),
        Judgement::Tag(_) | Judgement::Grade(_, Answer::NotMet) if passed => ", though you passed it".to_owned(),
        Judgement::Tag(_) | Judgement::Grade(..) | Judgement::Untag(_) | Judgement::Note(_) => String::new(),
    }
}

/// Says what the verdict was before: `, was fail`, or `, as before`.
fn said_before(before: Option<Verdict>, verdict: Verdict) -> String {
    if before == Some(verdict) { ", as before".to_owned() } else { was_other(before, verdict) }
}

/// Says what the verdict was before, where that was another one: `, was fail`.
fn was_other(before: Option<Verdict>, verdict: Verdict) -> String {
    let was = before.filter(|before| *before != verdict);
    was.map(|was| format!(", was {}", was.word())).unwrap_or_default()
}

/// Returns what the reviewer said against the output: its tags, criteria that are not met.
fn said_against(judgements: &Judgements, reviewer: &Name, read_model: &ReadModel) -> Option<String> {
    let tags = judgements.tags.iter().filter(|tag| tag.reviewer == *reviewer);
    let tags: Vec<String> = tags.map(|tag| read_model.mode_name(&tag.mode)).collect();
    let grades = judgements.grades.iter().filter(|grade| grade.reviewer == *reviewer && grade.answer == Answer::NotMet);
    let unmet: Vec<String> = grades
        .filter_map(|grade| read_model.codebook.criterion_of(&grade.criterion))
        .map(|criterion| criterion.number.map_or_else(|| criterion.name.to_string(), |number| number.to_string()))
        .collect();
    let mut said = Vec::new();
    if !tags.is_empty() {
        said.push(format!("tagged {}", tags.join(", ")));
    }
    if !unmet.is_empty() {
        said.push(format!("criterion {} is not met", unmet.join(", ")));
    }
    (!said.is_empty()).then(|| said.join(" and "))
}

/// Returns what a verdict over many records contradicts, counted: `, 2 of them had another verdict`.
pub(super) fn contradicted_by_many(judgement: &Judgement, lines: &[QueueRow]) -> String {
    let count = |is_meant: &dyn Fn(&QueueRow) -> bool| lines.iter().filter(|line| is_meant(line)).count() as u64;
    let changed_to = |verdict: Verdict| count(&|line| line.verdict.is_some_and(|before| before != verdict));
    let (changed, against) = match judgement {
        Judgement::Verdict(verdict) => {
            let changed = changed_to(*verdict);
            let passes = *verdict == Verdict::Pass;
            (changed, if passes { count(&|line| !line.against.is_empty()) } else { 0 })
        }
        Judgement::Declined(_) => (changed_to(Verdict::Declined), 0),
        Judgement::FailWith(_) => (changed_to(Verdict::Fail), 0),
        Judgement::Tag(_) => (0, count(&|line| line.verdict == Some(Verdict::Pass))),
        Judgement::Grade(..) | Judgement::Untag(_) | Judgement::Note(_) => (0, 0),
    };
    let counts = [(changed, "judged otherwise before"), (against, "passed and failing at once")];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    counts.map(|(count, words)| format!(", {} {words}", counted(count, "record"))).collect::<Vec<_>>().concat()
}
