//! What an event changes, and what it names besides: the keys by which the journal is folded and undone.
//!
//! An entity is one reviewer's word on one thing, or one mode, criterion or check. The rows of an entity depend on the
//! events of that entity alone; that is why it can be cleared and folded anew without looking at any other.

use crate::domain::{Change, Name, Slug, Target};

/// The one thing that a change changes. `None` for undo and redo, which change groups.
pub(crate) fn key(change: &Change, reviewer: &Name) -> Option<String> {
    Some(match change {
        Change::Verdict { record, .. } => format!("verdict:{record}:{reviewer}"),
        Change::Tag { record, mode, .. } | Change::Untag { record, mode } => format!("tag:{record}:{mode}:{reviewer}"),
        Change::Note { record, span, .. } => {
            let span = span.map(|span| span.to_string()).unwrap_or_default();
            format!("note:{record}:{span}:{reviewer}")
        }
        Change::Correction { record, .. } => format!("correction:{record}:{reviewer}"),
        Change::Grade { record, criterion, .. } => format!("grade:{record}:{criterion}:{reviewer}"),
        Change::ModeAdd { name, .. } => mode(&name.slug()),
        Change::ModeEdit { mode: key, .. }
        | Change::ModeMerge { mode: key, .. }
        | Change::ModeSplit { mode: key, .. }
        | Change::ModeRetire { mode: key }
        | Change::ModeRevive { mode: key } => mode(key),
        Change::CriterionAdd { name, .. } => criterion(&name.slug()),
        Change::CriterionRevise { criterion: key, .. }
        | Change::CriterionEdit { criterion: key, .. }
        | Change::CriterionMerge { criterion: key, .. }
        | Change::CriterionSplit { criterion: key, .. } => criterion(key),
        Change::CheckAdd { key, .. } => check(key.as_ref()?),
        Change::CheckEdit { check: key, .. } | Change::CheckRemove { check: key } => check(key),
        Change::SuggestionAnswer { target, spec, .. } => {
            let text = serde_json::to_string(spec).unwrap_or_default();
            format!("suggestion:{}:{}", target_name(target), &blake3::hash(text.as_bytes()).to_hex()[..16])
        }
        Change::Undo { .. } | Change::Redo { .. } => return None,
    })
}

/// The modes, criteria and checks that must stand for this change to mean anything, besides its own entity.
pub(crate) fn names(change: &Change) -> Vec<String> {
    match change {
        Change::Tag { mode: key, .. } => vec![mode(key)],
        Change::Grade { criterion: key, .. } => vec![criterion(key)],
        Change::ModeMerge { into, .. } => vec![mode(into)],
        Change::ModeSplit { into, .. } => into.iter().map(mode).collect(),
        Change::CriterionMerge { into, .. } => vec![criterion(into)],
        Change::CriterionSplit { into, .. } => into.iter().map(criterion).collect(),
        Change::CriterionAdd { modes, .. } | Change::CriterionEdit { modes: Some(modes), .. } => {
            modes.iter().map(mode).collect()
        }
        Change::CheckAdd { target, .. } | Change::SuggestionAnswer { target, .. } => vec![target_name(target)],
        Change::Verdict { .. }
        | Change::Untag { .. }
        | Change::Note { .. }
        | Change::Correction { .. }
        | Change::ModeAdd { .. }
        | Change::ModeEdit { .. }
        | Change::ModeRetire { .. }
        | Change::ModeRevive { .. }
        | Change::CriterionRevise { .. }
        | Change::CriterionEdit { modes: None, .. }
        | Change::CheckEdit { .. }
        | Change::CheckRemove { .. }
        | Change::Undo { .. }
        | Change::Redo { .. } => Vec::new(),
    }
}

/// The key of what a change makes.
pub(crate) fn made(change: &Change) -> Option<Slug> {
    match change {
        Change::ModeAdd { name, .. } | Change::CriterionAdd { name, .. } => Some(name.slug()),
        Change::CheckAdd { key, .. } => key.clone(),
        _ => None,
    }
}

/// Whether a change changes modes, criteria or checks.
pub(crate) fn is_of_codebook(change: &Change) -> bool {
    change.record().is_none() && !matches!(change, Change::Undo { .. } | Change::Redo { .. })
}

pub(crate) fn mode(key: &Slug) -> String {
    format!("mode:{key}")
}

pub(crate) fn criterion(key: &Slug) -> String {
    format!("criterion:{key}")
}

pub(crate) fn check(key: &Slug) -> String {
    format!("check:{key}")
}

fn target_name(target: &Target) -> String {
    format!("{}:{}", target.word(), target.key())
}
