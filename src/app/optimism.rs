//! What changes will do once they are written: applied at once to what the screen holds. The store has the last word.

use crate::domain::{
    Change, Criterion, CriterionVersion, Edit, FailureMode, ModeStatus, Name, Purpose, Time, Untrusted,
};
use crate::domain::{CodebookView, CorrectionView, GradeView, Judgements, NoteView, TagView, VerdictView};
use crate::views::QueueRow;

/// Counts in the codebook what a change of a record's tags adds or takes away.
pub(super) fn count(codebook: &mut CodebookView, change: &Change, before: &Judgements, after: &Judgements) {
    let (Change::Tag { mode, .. } | Change::Untag { mode, .. }) = change else { return };
    let has = |judgements: &Judgements| judgements.tags.iter().any(|tag| tag.mode == *mode);
    if let Some(own) = codebook.modes.iter_mut().find(|own| own.key == *mode) {
        match (has(before), has(after)) {
            (false, true) => own.count += 1,
            (true, false) => own.count = own.count.saturating_sub(1),
            (true, true) | (false, false) => {}
        }
    }
}

/// Applies a change to the queue line of the record it is about.
pub(super) const fn judge_line(line: &mut QueueRow, change: &Change) {
    match change {
        Change::Verdict { verdict, .. } => line.verdict = *verdict,
        Change::Tag { .. } => line.tagged = true,
        _ => {}
    }
}

/// Applies a change to the judgements of the record it is about. To apply it again changes nothing.
pub(super) fn judge(judgements: &mut Judgements, change: &Change, reviewer: &Name, now: Time, codebook: &CodebookView) {
    match change {
        Change::Verdict { verdict, .. } => {
            judgements.verdicts.retain(|standing| standing.reviewer != *reviewer);
            if let Some(verdict) = *verdict {
                judgements.verdicts.push(VerdictView { reviewer: reviewer.clone(), verdict, time: now });
            }
        }
        Change::Tag { mode, span, .. } => {
            let tag = TagView { mode: mode.clone(), reviewer: reviewer.clone(), span: *span };
            if !judgements.tags.contains(&tag) {
                judgements.tags.push(tag);
            }
        }
        Change::Untag { mode, .. } => {
            judgements.tags.retain(|tag| tag.mode != *mode || tag.reviewer != *reviewer);
        }
        Change::Note { span, text, .. } => {
            judgements.notes.retain(|note| note.reviewer != *reviewer || note.span != *span);
            if let Some(text) = text.clone() {
                judgements.notes.push(NoteView { text, reviewer: reviewer.clone(), span: *span });
            }
        }
        Change::Correction { text, .. } => {
            judgements.corrections.retain(|correction| correction.reviewer != *reviewer);
            if let Some(text) = text.clone() {
                judgements.corrections.push(CorrectionView { text, reviewer: reviewer.clone(), time: now });
            }
        }
        // A noise answer never replaces the standing grade.
        Change::Grade { purpose: Purpose::Noise, .. } => {}
        Change::Grade { criterion, answer, purpose, .. } => {
            judgements.grades.retain(|grade| grade.reviewer != *reviewer || grade.criterion != *criterion);
            if let Some(answer) = *answer {
                let version = codebook.criterion_of(criterion).map_or(1, Criterion::version);
                judgements.grades.push(GradeView {
                    criterion: criterion.clone(),
                    version,
                    answer,
                    reviewer: reviewer.clone(),
                    purpose: *purpose,
                    stale: false,
                    time: now,
                });
            }
        }
        _ => {}
    }
}

/// Applies a change of the codebook itself.
pub(super) fn rule(codebook: &mut CodebookView, change: &Change, reviewer: &Name, now: Time) {
    match change {
        Change::ModeAdd { name, definition, severity, hotkey } => codebook.modes.push(FailureMode {
            key: name.slug(),
            name: name.clone(),
            slug: name.slug(),
            definition: definition.clone(),
            severity: *severity,
            hotkey: *hotkey,
            status: ModeStatus::Candidate,
            heir: None,
            lineage: Vec::new(),
            count: 0,
        }),
        Change::ModeEdit { mode, name, definition, severity, hotkey } => {
            let Some(mode) = codebook.modes.iter_mut().find(|own| own.key == *mode) else { return };
            if let Some(name) = name {
                mode.slug = name.slug();
                mode.name = name.clone();
            }
            if let Some(definition) = definition {
                mode.definition = definition.clone();
            }
            mode.severity = severity.unwrap_or(mode.severity);
            mode.hotkey = hotkey.unwrap_or(mode.hotkey);
        }
        Change::ModeMerge { mode, into } => {
            let moved = codebook.mode_of(mode).map_or(0, |mode| mode.count);
            for own in &mut codebook.modes {
                if own.key == *mode {
                    own.status = ModeStatus::Merged;
                    own.heir = Some(into.clone());
                } else if own.key == *into {
                    own.count += moved;
                }
            }
        }
        Change::ModeSplit { mode, .. } => set_status(codebook, mode, ModeStatus::Split),
        Change::ModeRetire { mode } => set_status(codebook, mode, ModeStatus::Retired),
        Change::ModeRevive { mode } => set_status(codebook, mode, ModeStatus::Active),
        Change::CriterionAdd { name, text, modes, record, number } => {
            let first = CriterionVersion {
                version: 1,
                text: text.clone(),
                edit: Edit::Meaning,
                reason: Untrusted::default(),
                record: *record,
                reviewer: reviewer.clone(),
                time: now,
            };
            codebook.criteria.push(Criterion::born(name, *number, modes.clone(), first));
        }
        Change::CriterionRevise { criterion, text, edit, reason, record } => {
            let Some(criterion) = codebook.criteria.iter_mut().find(|own| own.key == *criterion) else { return };
            criterion.versions.push(CriterionVersion {
                version: criterion.version() + 1,
                text: text.clone(),
                edit: *edit,
                reason: reason.clone(),
                record: *record,
                reviewer: reviewer.clone(),
                time: now,
            });
            if *edit == Edit::Meaning {
                criterion.stale = criterion.grades;
            }
        }
        Change::CriterionEdit { criterion, name, modes, retired, terms } => {
            let Some(criterion) = codebook.criteria.iter_mut().find(|own| own.key == *criterion) else { return };
            if let Some(name) = name {
                criterion.slug = name.slug();
                criterion.name = name.clone();
            }
            if let Some(modes) = modes {
                criterion.modes.clone_from(modes);
            }
            criterion.retired = retired.unwrap_or(criterion.retired);
            if *retired == Some(false) {
                criterion.heir = None;
            }
            criterion.take(terms);
        }
        Change::CriterionMerge { criterion, into } => end_criterion(codebook, criterion, Some(into)),
        Change::CriterionSplit { criterion, .. } => end_criterion(codebook, criterion, None),
        Change::CheckEdit { check, spec } => {
            if let Some(check) = codebook.checks.iter_mut().find(|own| own.key == *check) {
                check.spec = spec.clone();
            }
        }
        Change::CheckRemove { check } => codebook.checks.retain(|own| own.key != *check),
        Change::Verdict { .. }
        | Change::Tag { .. }
        | Change::Untag { .. }
        | Change::Note { .. }
        | Change::Correction { .. }
        | Change::Grade { .. }
        | Change::CheckAdd { .. }
        | Change::SuggestionAnswer { .. }
        | Change::Undo { .. }
        | Change::Redo { .. } => {}
    }
}

/// Asks a criterion no longer: others are asked in its place.
fn end_criterion(
    codebook: &mut CodebookView,
    key: &crate::domain::CriterionKey,
    heir: Option<&crate::domain::CriterionKey>,
) {
    if let Some(criterion) = codebook.criteria.iter_mut().find(|own| own.key == *key) {
        criterion.retired = true;
        criterion.heir = heir.cloned();
    }
}

fn set_status(codebook: &mut CodebookView, mode: &crate::domain::ModeKey, status: ModeStatus) {
    if let Some(mode) = codebook.modes.iter_mut().find(|own| own.key == *mode) {
        mode.status = status;
        mode.heir = None;
    }
}
