//! Applying a change: to the codebook, and to what people said of a record. Only the change's entity is changed.
//!
//! The store's statements for judgements (`store::journal::project`) do the same to its tables; property tests hold
//! them equal.

use crate::domain::codebook::{Codebook, CriterionEntry, Identity, ModeEntry};
use crate::domain::{
    Change, Check, CorrectionView, CriterionVersion, Edit, Entity, GradeView, Judgements, NoteView, Origin, Purpose,
    RecordId, SettledView, Slug, TagView, Untrusted, VerdictView,
};

impl Codebook {
    /// Applies a change. Where two made the same mode, criterion or check apart from each other, the earlier one holds:
    /// the text of the later criterion becomes a version of it. Judgements, answers to suggestions, undo and redo leave the
    /// codebook as it is, and so does a change of something that is not there.
    pub fn apply(&mut self, change: &Change, origin: &Origin<'_>) {
        let position = origin.position;
        match change {
            Change::ModeAdd { name, definition, severity, hotkey } => {
                if let Some(earlier) = self.mode_mut(&name.slug()) {
                    return earlier.add_again(definition, origin.reviewer, position);
                }
                let entry = ModeEntry::new(name, definition, *severity, *hotkey, position);
                insert(&mut self.modes, entry, |mode| mode.identity.created);
            }
            Change::ModeEdit { mode, name, definition, severity, hotkey } => {
                let Some(entry) = self.mode_mut(mode) else { return };
                if let Some(name) = name {
                    entry.identity.rename(name, position);
                }
                if let Some(definition) = definition {
                    entry.definition = definition.clone();
                }
                entry.severity = severity.unwrap_or(entry.severity);
                entry.hotkey = hotkey.unwrap_or(entry.hotkey);
            }
            Change::ModeMerge { mode, into } => self.change_mode(mode, |identity| identity.merge(into, position)),
            Change::ModeSplit { mode, into } => self.change_mode(mode, |identity| identity.split(into, position)),
            Change::ModeRetire { mode } => self.change_mode(mode, |identity| identity.retire(position)),
            Change::ModeRevive { mode } => self.change_mode(mode, |identity| identity.revive(position)),
            Change::CriterionAdd { name, text, modes, record, number } => {
                if let Some(earlier) = self.criterion_mut(&name.slug()) {
                    let is_same = earlier.current().is_some_and(|version| version.text == *text);
                    let edit = if is_same { Edit::Wording } else { Edit::Meaning };
                    earlier.identity.note_again(origin.reviewer, position);
                    return add_version(earlier, text, edit, &Untrusted::default(), *record, origin);
                }
                let mut entry = CriterionEntry::new(name, *number, modes.clone(), position);
                add_version(&mut entry, text, Edit::Meaning, &Untrusted::default(), *record, origin);
                insert(&mut self.criteria, entry, |criterion| criterion.identity.created);
            }
            Change::CriterionRevise { criterion, text, edit, reason, record } => {
                let Some(entry) = self.criterion_mut(criterion) else { return };
                add_version(entry, text, *edit, reason, *record, origin);
            }
            Change::CriterionEdit { criterion, name, modes, retired, settings } => {
                let Some(entry) = self.criterion_mut(criterion) else { return };
                if let Some(modes) = modes {
                    entry.modes.clone_from(modes);
                }
                if let Some(name) = name {
                    entry.identity.rename(name, position);
                }
                match retired {
                    Some(true) => entry.identity.retire(position),
                    Some(false) => entry.identity.revive(position),
                    None => {}
                }
                entry.set(settings);
            }
            Change::CriterionMerge { criterion, into } => {
                self.change_criterion(criterion, |identity| identity.merge(into, position));
            }
            Change::CriterionSplit { criterion, into } => {
                self.change_criterion(criterion, |identity| identity.split(into, position));
            }
            Change::CheckAdd { key, target, spec } => {
                let Some(key) = key.clone().filter(|key| !self.checks.iter().any(|check| check.key == *key)) else {
                    return;
                };
                let entry = Check { key, target: target.clone(), spec: spec.clone(), created: position };
                insert(&mut self.checks, entry, |check| check.created);
            }
            Change::CheckEdit { check, spec } => {
                if let Some(entry) = self.checks.iter_mut().find(|entry| entry.key == *check) {
                    entry.spec = spec.clone();
                }
            }
            Change::CheckRemove { check } => self.checks.retain(|entry| entry.key != *check),
            Change::Verdict { .. }
            | Change::Tag { .. }
            | Change::Untag { .. }
            | Change::Note { .. }
            | Change::Correction { .. }
            | Change::Grade { .. }
            | Change::Gold(_)
            | Change::Settle { .. }
            | Change::SuggestionAnswer { .. }
            | Change::TagSuggestionAnswer { .. }
            | Change::SourceRemove { .. }
            | Change::DailySample { .. }
            | Change::BlindOpen { .. }
            | Change::BlindReveal { .. }
            | Change::BlindClose { .. }
            | Change::Unblind { .. }
            | Change::Undo { .. }
            | Change::Redo { .. } => {}
        }
    }

    /// Takes a mode, criterion or check out, as if it had never been made.
    pub fn remove(&mut self, entity: &Entity<'_>) {
        match entity {
            Entity::Mode(key) => self.modes.retain(|mode| mode.identity.key != **key),
            Entity::Criterion(key) => self.criteria.retain(|criterion| criterion.identity.key != **key),
            Entity::Check(key) => self.checks.retain(|check| check.key != **key),
            Entity::Verdict(_)
            | Entity::Tag(..)
            | Entity::Note(..)
            | Entity::Correction(_)
            | Entity::Grade(..)
            | Entity::Gold(_)
            | Entity::Settlement(..)
            | Entity::Suggestion(..)
            | Entity::TagSuggestion(..)
            | Entity::Removal(_) => {}
        }
    }

    fn mode_mut(&mut self, key: &Slug) -> Option<&mut ModeEntry> {
        self.modes.iter_mut().find(|mode| mode.identity.key == *key)
    }

    fn criterion_mut(&mut self, key: &Slug) -> Option<&mut CriterionEntry> {
        self.criteria.iter_mut().find(|criterion| criterion.identity.key == *key)
    }

    fn change_mode(&mut self, key: &Slug, change: impl FnOnce(&mut Identity)) {
        if let Some(mode) = self.mode_mut(key) {
            change(&mut mode.identity);
        }
    }

    fn change_criterion(&mut self, key: &Slug, change: impl FnOnce(&mut Identity)) {
        if let Some(criterion) = self.criterion_mut(key) {
            change(&mut criterion.identity);
        }
    }
}

impl Judgements {
    /// Applies a change of this record. To apply the same one again changes nothing but the time. Modes are tagged as
    /// the change names them, and a new grade is not stale.
    pub fn apply(&mut self, change: &Change, origin: &Origin<'_>) {
        let Origin { reviewer, time, .. } = *origin;
        match change {
            Change::Verdict { verdict, reason, .. } => {
                let before = self.verdicts.iter().position(|known| known.reviewer == *reviewer);
                let before = before.map(|at| self.verdicts.remove(at));
                let new = verdict.map(|verdict| VerdictView {
                    reviewer: reviewer.clone(),
                    verdict,
                    reason: reason.clone(),
                    replaced: before.and_then(|before| verdict.replaces(before.verdict, before.replaced)),
                    time,
                });
                self.verdicts.extend(new);
            }
            Change::Tag { mode, span, .. } => {
                let tag = TagView { mode: mode.clone(), reviewer: reviewer.clone(), span: *span };
                if !self.tags.contains(&tag) {
                    self.tags.push(tag);
                }
            }
            Change::Untag { mode, .. } => self.tags.retain(|tag| tag.mode != *mode || tag.reviewer != *reviewer),
            Change::Note { span, text, .. } => {
                self.notes.retain(|note| note.reviewer != *reviewer || note.span != *span);
                let new = text.clone().map(|text| NoteView { text, reviewer: reviewer.clone(), span: *span });
                self.notes.extend(new);
            }
            Change::Correction { text, .. } => {
                self.corrections.retain(|known| known.reviewer != *reviewer);
                let new = text.clone().map(|text| CorrectionView { text, reviewer: reviewer.clone(), time });
                self.corrections.extend(new);
            }
            Change::Grade { criterion, version, answer, purpose, .. } => {
                // A noise answer never replaces the standing grade.
                if *purpose == Purpose::Noise {
                    return;
                }
                self.grades.retain(|known| known.reviewer != *reviewer || known.criterion != *criterion);
                self.grades.extend(answer.map(|answer| GradeView {
                    criterion: criterion.clone(),
                    version: *version,
                    answer,
                    reviewer: reviewer.clone(),
                    purpose: *purpose,
                    stale: false,
                    time,
                }));
            }
            Change::Settle { target, version, answer, by, how, .. } => {
                self.settled.retain(|known| known.target != *target);
                self.settled.extend(answer.map(|answer| SettledView {
                    target: target.clone(),
                    answer,
                    by: by.clone(),
                    how: *how,
                    reviewer: reviewer.clone(),
                    version: *version,
                    stale: false,
                    time,
                }));
            }
            // What is said of a known record never holds.
            Change::Gold(_)
            | Change::ModeAdd { .. }
            | Change::ModeEdit { .. }
            | Change::ModeMerge { .. }
            | Change::ModeSplit { .. }
            | Change::ModeRetire { .. }
            | Change::ModeRevive { .. }
            | Change::CriterionAdd { .. }
            | Change::CriterionRevise { .. }
            | Change::CriterionEdit { .. }
            | Change::CriterionMerge { .. }
            | Change::CriterionSplit { .. }
            | Change::CheckAdd { .. }
            | Change::CheckEdit { .. }
            | Change::CheckRemove { .. }
            | Change::SuggestionAnswer { .. }
            | Change::TagSuggestionAnswer { .. }
            | Change::SourceRemove { .. }
            | Change::DailySample { .. }
            | Change::BlindOpen { .. }
            | Change::BlindReveal { .. }
            | Change::BlindClose { .. }
            | Change::Unblind { .. }
            | Change::Undo { .. }
            | Change::Redo { .. } => {}
        }
    }
}

/// Inserts an entry in the order in which entries were made.
fn insert<T>(entries: &mut Vec<T>, entry: T, created: impl Fn(&T) -> i64) {
    let index = entries.partition_point(|other| created(other) <= created(&entry));
    entries.insert(index, entry);
}

fn add_version(
    entry: &mut CriterionEntry,
    text: &Untrusted,
    edit: Edit,
    reason: &Untrusted,
    record: Option<RecordId>,
    origin: &Origin<'_>,
) {
    let Origin { position, reviewer, time } = *origin;
    entry.versions.push(CriterionVersion {
        version: entry.version() + 1,
        text: text.clone(),
        edit,
        reason: reason.clone(),
        record,
        reviewer: reviewer.clone(),
        time,
        position,
    });
}
