//! What a change changes and names, and how a footer says it: `fail on 3f9a2c`, `37 verdicts`.

use std::borrow::Cow;

use crate::domain::{Answer, Change, Entity, RecordId, SettleTarget, Slug, Target, Verdict};

impl Change {
    /// Returns the one thing that it changes. `None` for undo and redo, which change groups, for a new check that
    /// has no key yet, and for daily samples and blind sets, which nothing takes back.
    pub fn entity(&self) -> Option<Entity<'_>> {
        Some(match self {
            Self::Verdict { record, .. } => Entity::Verdict(*record),
            Self::Tag { record, mode, .. } | Self::Untag { record, mode } => Entity::Tag(*record, mode),
            Self::Note { record, span, .. } => Entity::Note(*record, *span),
            Self::Correction { record, .. } => Entity::Correction(*record),
            Self::Grade { record, criterion, .. } => Entity::Grade(*record, criterion),
            Self::Gold(known) => Entity::Gold(known.record),
            Self::Settle { record, target, .. } => Entity::Settlement(*record, target),
            Self::ModeAdd { name, .. } => Entity::Mode(Cow::Owned(name.slug())),
            Self::ModeEdit { mode, .. }
            | Self::ModeMerge { mode, .. }
            | Self::ModeSplit { mode, .. }
            | Self::ModeRetire { mode }
            | Self::ModeRevive { mode } => Entity::Mode(Cow::Borrowed(mode)),
            Self::CriterionAdd { name, .. } => Entity::Criterion(Cow::Owned(name.slug())),
            Self::CriterionRevise { criterion, .. }
            | Self::CriterionEdit { criterion, .. }
            | Self::CriterionMerge { criterion, .. }
            | Self::CriterionSplit { criterion, .. } => Entity::Criterion(Cow::Borrowed(criterion)),
            Self::CheckAdd { key, .. } => Entity::Check(key.as_ref()?),
            Self::CheckEdit { check, .. } | Self::CheckRemove { check } => Entity::Check(check),
            Self::SuggestionAnswer { target, spec, .. } => Entity::Suggestion(target, spec),
            Self::TagSuggestionAnswer { record, mode, source, .. } => Entity::TagSuggestion(*record, mode, source),
            Self::SourceRemove { source, .. } => Entity::Removal(source),
            Self::DailySample { .. }
            | Self::BlindOpen { .. }
            | Self::BlindReveal { .. }
            | Self::BlindClose { .. }
            | Self::Unblind { .. }
            | Self::Undo { .. }
            | Self::Redo { .. } => return None,
        })
    }

    /// Returns the modes and criteria that must be there for this change to mean anything, besides its own entity.
    pub fn names(&self) -> Vec<Target> {
        let mode = |key: &Slug| Target::Mode(key.clone());
        let criterion = |key: &Slug| Target::Criterion(key.clone());
        match self {
            Self::Tag { mode: key, .. } => vec![mode(key)],
            Self::Grade { criterion: key, .. } => vec![criterion(key)],
            Self::Gold(known) => known.said.names(),
            Self::Settle { target, .. } => target.names().into_iter().collect(),
            Self::ModeMerge { into, .. } => vec![mode(into)],
            Self::ModeSplit { into, .. } => into.iter().map(mode).collect(),
            Self::CriterionMerge { into, .. } => vec![criterion(into)],
            Self::CriterionSplit { into, .. } => into.iter().map(criterion).collect(),
            Self::CriterionAdd { modes, .. } | Self::CriterionEdit { modes: Some(modes), .. } => {
                modes.iter().map(mode).collect()
            }
            Self::CheckAdd { target, .. } | Self::SuggestionAnswer { target, .. } => vec![target.clone()],
            Self::Verdict { .. }
            | Self::Untag { .. }
            | Self::Note { .. }
            | Self::Correction { .. }
            | Self::ModeAdd { .. }
            | Self::ModeEdit { .. }
            | Self::ModeRetire { .. }
            | Self::ModeRevive { .. }
            | Self::CriterionRevise { .. }
            | Self::CriterionEdit { modes: None, .. }
            | Self::CheckEdit { .. }
            | Self::CheckRemove { .. }
            | Self::TagSuggestionAnswer { .. }
            | Self::SourceRemove { .. }
            | Self::DailySample { .. }
            | Self::BlindOpen { .. }
            | Self::BlindReveal { .. }
            | Self::BlindClose { .. }
            | Self::Unblind { .. }
            | Self::Undo { .. }
            | Self::Redo { .. } => Vec::new(),
        }
    }

    /// Returns the record that it judges.
    pub fn record(&self) -> Option<RecordId> {
        self.entity()?.record()
    }

    /// Returns the record that a criterion, or a version of one, was made because of.
    pub const fn because_of(&self) -> Option<RecordId> {
        if let Self::CriterionAdd { record, .. } | Self::CriterionRevise { record, .. } = self { *record } else { None }
    }

    /// Returns the record that it is a reviewer's judgement of.
    pub fn said_of(&self) -> Option<RecordId> {
        match self.entity()? {
            Entity::Verdict(record)
            | Entity::Tag(record, ..)
            | Entity::Note(record, _)
            | Entity::Correction(record)
            | Entity::Grade(record, _) => Some(record),
            _ => None,
        }
    }

    /// Returns whether it makes a mode, a criterion or a check.
    pub const fn makes(&self) -> bool {
        matches!(self, Self::ModeAdd { .. } | Self::CriterionAdd { .. } | Self::CheckAdd { .. })
    }

    /// Returns the key of the mode, criterion or check that it makes.
    pub fn made(&self) -> Option<Slug> {
        self.entity().filter(|_| self.makes())?.key().cloned()
    }

    /// Returns whether it changes the codebook: modes, criteria, checks, or what was answered to suggested ones.
    pub fn is_of_codebook(&self) -> bool {
        let of_codebook = |entity: &Entity<'_>| entity.record().is_none() && !matches!(entity, Entity::Removal(_));
        self.entity().as_ref().map_or_else(|| self.makes(), of_codebook)
    }

    /// Returns whether it changes a check.
    pub const fn is_of_check(&self) -> bool {
        matches!(self, Self::CheckAdd { .. } | Self::CheckEdit { .. } | Self::CheckRemove { .. })
    }

    /// Says what it does, without the record: `fail`, `new mode Tone`.
    fn words(&self) -> String {
        match self {
            Self::Verdict { verdict, .. } => verdict.map_or("no verdict", Verdict::word).to_owned(),
            Self::Tag { mode, .. } => format!("tag {mode}"),
            Self::Untag { mode, .. } => format!("untag {mode}"),
            Self::Note { text: Some(_), .. } => "note".to_owned(),
            Self::Note { text: None, .. } => "note deleted".to_owned(),
            Self::Correction { text: Some(_), .. } => "corrected output".to_owned(),
            Self::Correction { text: None, .. } => "corrected output deleted".to_owned(),
            Self::Grade { criterion, answer, .. } => {
                format!("{criterion} {}", answer.map_or("not graded", Answer::word))
            }
            // In no other words than what it looks like: the screen says it.
            Self::Gold(known) => known.said.words(),
            Self::Settle { target, answer: Some(answer), .. } => format!("{} settled {}", named(target), answer.word()),
            Self::Settle { target, answer: None, .. } => format!("{} not settled", named(target)),
            Self::ModeAdd { name, .. } => format!("new mode {name}"),
            Self::ModeEdit { mode, name: Some(name), .. } => format!("mode {mode} renamed to {name}"),
            Self::ModeEdit { mode, name: None, .. } => format!("mode {mode} edited"),
            Self::ModeMerge { mode, into } => format!("mode {mode} merged into {into}"),
            Self::ModeSplit { mode, into } => format!("mode {mode} split into {}", listed(into)),
            Self::ModeRetire { mode } => format!("mode {mode} retired"),
            Self::ModeRevive { mode } => format!("mode {mode} revived"),
            Self::CriterionAdd { name, .. } => format!("new criterion {name}"),
            Self::CriterionRevise { criterion, .. } => format!("new version of criterion {criterion}"),
            Self::CriterionEdit { criterion, retired: Some(true), .. } => format!("criterion {criterion} retired"),
            Self::CriterionEdit { criterion, retired: Some(false), .. } => format!("criterion {criterion} revived"),
            Self::CriterionEdit { criterion, name: Some(name), .. } => {
                format!("criterion {criterion} renamed to {name}")
            }
            Self::CriterionEdit { criterion, .. } => format!("criterion {criterion} edited"),
            Self::CriterionMerge { criterion, into } => format!("criterion {criterion} merged into {into}"),
            Self::CriterionSplit { criterion, into } => format!("criterion {criterion} split into {}", listed(into)),
            Self::CheckAdd { key: Some(key), .. } => format!("new check {key}"),
            Self::CheckAdd { key: None, .. } => "new check".to_owned(),
            Self::CheckEdit { check, .. } => format!("check {check} edited"),
            Self::CheckRemove { check } => format!("check {check} removed"),
            Self::SuggestionAnswer { target, accepted, .. } => {
                let answer = if *accepted { "accepted" } else { "dismissed" };
                format!("suggestion for {} {answer}", target.key())
            }
            Self::TagSuggestionAnswer { mode, answer, .. } => format!("suggested tag {mode} {}", answer.word()),
            Self::SourceRemove { records, .. } => format!("a source removed with {} judged records", records.len()),
            Self::DailySample { sample } => format!("sample of {} frozen", sample.day),
            Self::BlindOpen { set, records, .. } => format!("blind set {set} opened over {} records", records.len()),
            Self::BlindReveal { record, .. } => format!("{} revealed", record.short()),
            Self::BlindClose { set } => format!("blind set {set} closed"),
            Self::Unblind { set } => format!("blind set {set} looked into"),
            Self::Undo { .. } => "undo".to_owned(),
            Self::Redo { .. } => "redo".to_owned(),
        }
    }

    /// Returns the word for several changes of its kind.
    fn plural(&self) -> &'static str {
        if let Self::Gold(known) = self {
            return known.said.plural();
        }
        match self.entity() {
            Some(Entity::Verdict(_) | Entity::Gold(_)) => "verdicts",
            Some(Entity::Tag(..)) if matches!(self, Self::Untag { .. }) => "untags",
            Some(Entity::Tag(..)) => "tags",
            Some(Entity::Note(..)) => "notes",
            Some(Entity::Correction(_)) => "corrected outputs",
            Some(Entity::Grade(..)) => "grades",
            Some(Entity::Settlement(..)) => "settlements",
            Some(Entity::Mode(_)) => "changes of modes",
            Some(Entity::Criterion(_)) => "changes of criteria",
            Some(Entity::Check(_)) => "changes of checks",
            Some(Entity::Suggestion(..)) => "answers to suggestions",
            Some(Entity::TagSuggestion(..)) => "answers to suggested tags",
            Some(Entity::Removal(_)) => "removed sources",
            None if matches!(self, Self::DailySample { .. }) => "daily samples",
            None if matches!(self, Self::BlindReveal { .. }) => "reveals",
            None if matches!(self, Self::BlindOpen { .. } | Self::BlindClose { .. } | Self::Unblind { .. }) => {
                "changes of blind sets"
            }
            None => "undos",
        }
    }
}

/// Says what a group of changes did.
pub fn summary(changes: &[Change]) -> String {
    // What was answered to a suggested tag says nothing beside the tag itself.
    let is_answer = |change: &Change| matches!(change, Change::TagSuggestionAnswer { .. });
    if changes.iter().any(is_answer) && !changes.iter().all(is_answer) {
        let others: Vec<Change> = changes.iter().filter(|change| !is_answer(change)).cloned().collect();
        return summary(&others);
    }
    match changes {
        [] => "nothing".to_owned(),
        [only] => joined(std::slice::from_ref(only)),
        few if few.len() <= 3 && is_on_one_record(few) => joined(few),
        many => counted(many),
    }
}

fn is_on_one_record(changes: &[Change]) -> bool {
    let Some((first, rest)) = changes.split_first() else { return false };
    let record = first.record();
    record.is_some() && rest.iter().all(|change| change.record() == record)
}

fn joined(changes: &[Change]) -> String {
    let mut words: Vec<String> = changes.iter().map(Change::words).collect();
    words.dedup();
    let mut text = words.join(" and ");
    if let Some(record) = changes.first().and_then(Change::record) {
        text.push_str(" on ");
        text.push_str(&record.short());
    }
    text
}

fn named(target: &SettleTarget) -> &str {
    match target {
        SettleTarget::Verdict => "verdict",
        SettleTarget::Mode(key) | SettleTarget::Criterion(key) => key.as_str(),
    }
}

fn listed(keys: &[Slug]) -> String {
    keys.iter().map(Slug::as_str).collect::<Vec<_>>().join(", ")
}

/// Says `37 verdicts`, or `1 new mode Tone, 37 tags` where a group holds several kinds.
fn counted(changes: &[Change]) -> String {
    let mut kinds: Vec<(&'static str, usize, &Change)> = Vec::new();
    for change in changes {
        match kinds.iter_mut().find(|(kind, ..)| *kind == change.plural()) {
            Some((_, number, _)) => *number += 1,
            None => kinds.push((change.plural(), 1, change)),
        }
    }
    let words: Vec<String> = kinds
        .iter()
        .map(|(kind, number, first)| match number {
            1 => joined(std::slice::from_ref(*first)),
            _ => format!("{number} {kind}"),
        })
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
        let fail = Change::Verdict { record, verdict: Some(Verdict::Fail), reason: None };
        let tag = Change::Tag { record, mode: Slug::of("Too short"), span: None };
        assert_eq!(summary(std::slice::from_ref(&fail)), "fail on 3f3f3f");
        assert_eq!(summary(&[fail.clone(), tag.clone()]), "fail and tag too-short on 3f3f3f");
        assert_eq!(summary(&[fail.clone(), fail.clone(), fail.clone(), fail.clone()]), "4 verdicts");
        let other = Change::Tag { record: RecordId([1; 16]), mode: Slug::of("Too short"), span: None };
        assert_eq!(summary(&[fail.clone(), fail, tag, other]), "2 verdicts, 2 tags");
    }
}
