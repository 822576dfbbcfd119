//! What the journal did, in words that fit a footer: `fail on 3f9a2c`, `37 verdicts`.

use crate::domain::{Answer, Change, Verdict};

/// Says what a group of changes did.
pub(crate) fn summary(changes: &[Change]) -> String {
    match changes {
        [] => "nothing".to_owned(),
        [only] => join(std::slice::from_ref(only)),
        few if few.len() <= 3 && same_record(few) => join(few),
        many => count(many),
    }
}

fn same_record(changes: &[Change]) -> bool {
    let Some((first, rest)) = changes.split_first() else { return false };
    let record = first.record();
    record.is_some() && rest.iter().all(|change| change.record() == record)
}

fn join(changes: &[Change]) -> String {
    let mut words: Vec<String> = changes.iter().map(one).collect();
    words.dedup();
    let mut text = words.join(" and ");
    if let Some(record) = changes.first().and_then(Change::record) {
        text.push_str(" on ");
        text.push_str(&record.short());
    }
    text
}

fn one(change: &Change) -> String {
    match change {
        Change::Verdict { verdict, .. } => verdict.map_or("no verdict", Verdict::word).to_owned(),
        Change::Tag { mode, .. } => format!("tag {mode}"),
        Change::Untag { mode, .. } => format!("untag {mode}"),
        Change::Note { text: Some(_), .. } => "note".to_owned(),
        Change::Note { text: None, .. } => "note deleted".to_owned(),
        Change::Correction { text: Some(_), .. } => "corrected output".to_owned(),
        Change::Correction { text: None, .. } => "corrected output deleted".to_owned(),
        Change::Grade { criterion, answer, .. } => {
            format!("{criterion} {}", answer.map_or("not graded", Answer::word))
        }
        Change::ModeAdd { name, .. } => format!("new mode {name}"),
        Change::ModeEdit { mode, name: Some(name), .. } => format!("mode {mode} renamed to {name}"),
        Change::ModeEdit { mode, name: None, .. } => format!("mode {mode} edited"),
        Change::ModeMerge { mode, into } => format!("mode {mode} merged into {into}"),
        Change::ModeSplit { mode, into } => format!("mode {mode} split into {}", listed(into)),
        Change::ModeRetire { mode } => format!("mode {mode} retired"),
        Change::ModeRevive { mode } => format!("mode {mode} revived"),
        Change::CriterionAdd { name, .. } => format!("new criterion {name}"),
        Change::CriterionRevise { criterion, .. } => format!("new version of criterion {criterion}"),
        Change::CriterionEdit { criterion, retired: Some(true), .. } => format!("criterion {criterion} retired"),
        Change::CriterionEdit { criterion, retired: Some(false), .. } => format!("criterion {criterion} revived"),
        Change::CriterionEdit { criterion, name: Some(name), .. } => format!("criterion {criterion} renamed to {name}"),
        Change::CriterionEdit { criterion, .. } => format!("criterion {criterion} edited"),
        Change::CriterionMerge { criterion, into } => format!("criterion {criterion} merged into {into}"),
        Change::CriterionSplit { criterion, into } => format!("criterion {criterion} split into {}", listed(into)),
        Change::CheckAdd { key, .. } => {
            key.as_ref().map_or_else(|| "new check".to_owned(), |key| format!("new check {key}"))
        }
        Change::CheckEdit { check, .. } => format!("check {check} edited"),
        Change::CheckRemove { check } => format!("check {check} removed"),
        Change::SuggestionAnswer { target, accepted: true, .. } => format!("suggestion for {} accepted", target.key()),
        Change::SuggestionAnswer { target, accepted: false, .. } => {
            format!("suggestion for {} dismissed", target.key())
        }
        Change::Undo { .. } => "undo".to_owned(),
        Change::Redo { .. } => "redo".to_owned(),
    }
}

fn listed(keys: &[crate::domain::Slug]) -> String {
    keys.iter().map(crate::domain::Slug::as_str).collect::<Vec<_>>().join(", ")
}

const fn plural(change: &Change) -> &'static str {
    match change {
        Change::Verdict { .. } => "verdicts",
        Change::Tag { .. } => "tags",
        Change::Untag { .. } => "untags",
        Change::Note { .. } => "notes",
        Change::Correction { .. } => "corrected outputs",
        Change::Grade { .. } => "grades",
        Change::ModeAdd { .. }
        | Change::ModeEdit { .. }
        | Change::ModeMerge { .. }
        | Change::ModeSplit { .. }
        | Change::ModeRetire { .. }
        | Change::ModeRevive { .. } => "changes of modes",
        Change::CriterionAdd { .. }
        | Change::CriterionRevise { .. }
        | Change::CriterionEdit { .. }
        | Change::CriterionMerge { .. }
        | Change::CriterionSplit { .. } => "changes of criteria",
        Change::CheckAdd { .. } | Change::CheckEdit { .. } | Change::CheckRemove { .. } => "changes of checks",
        Change::SuggestionAnswer { .. } => "answers to suggestions",
        Change::Undo { .. } | Change::Redo { .. } => "undos",
    }
}

/// `37 verdicts`, or `1 new mode Tone, 37 tags` where a group holds several kinds.
fn count(changes: &[Change]) -> String {
    let mut kinds: Vec<(&'static str, usize, &Change)> = Vec::new();
    for change in changes {
        match kinds.iter_mut().find(|(kind, ..)| *kind == plural(change)) {
            Some((_, number, _)) => *number += 1,
            None => kinds.push((plural(change), 1, change)),
        }
    }
    let words: Vec<String> = kinds
        .iter()
        .map(|(kind, number, first)| if *number == 1 { join(&[(*first).clone()]) } else { format!("{number} {kind}") })
        .collect();
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::summary;
    use crate::domain::{Change, RecordId, Slug, Verdict};

    #[test]
    fn a_footer_says_what_happened() {
        let record = RecordId([0x3f; 16]);
        let fail = Change::Verdict { record, verdict: Some(Verdict::Fail) };
        let tag = Change::Tag { record, mode: Slug::of("Too short"), span: None };
        assert_eq!(summary(std::slice::from_ref(&fail)), "fail on 3f3f3f");
        assert_eq!(summary(&[fail.clone(), tag.clone()]), "fail and tag too-short on 3f3f3f");
        assert_eq!(summary(&[fail.clone(), fail.clone(), fail.clone(), fail.clone()]), "4 verdicts");
        let other = Change::Tag { record: RecordId([1; 16]), mode: Slug::of("Too short"), span: None };
        assert_eq!(summary(&[fail.clone(), fail, tag, other]), "2 verdicts, 2 tags");
    }
}
