//! The codebook as screens, lists and reports read it: merges resolved, and with what is counted.

use std::collections::HashMap;

use crate::domain::codebook::entries::{CriterionEntry, Identity, ModeEntry};
use crate::domain::codebook::lookup::{Codebook, Entry};
use crate::domain::{
    Change, Check, Criterion, CriterionKey, Edit, FailureMode, Judgements, ModeKey, ModeStatus, Origin, SettleTarget,
    Slug, Target,
};

/// What is counted of modes and criteria.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// By mode: records tagged with it, or with a mode merged into it, by anyone.
    pub tagged: HashMap<ModeKey, u64>,
    /// By criterion: grades, one for each record and reviewer, and those of them given under an older meaning.
    pub graded: HashMap<CriterionKey, (u64, u64)>,
}

/// All modes, criteria and checks as they are now, in the order in which they were made.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CodebookView {
    /// Failure modes, merged and retired ones too.
    pub modes: Vec<FailureMode>,
    /// Criteria, retired ones too.
    pub criteria: Vec<Criterion>,
    /// Checks.
    pub checks: Vec<Check>,
    stored: Codebook,
    counts: Counts,
}

impl CodebookView {
    /// Builds the view of what is stored and counted.
    pub fn new(stored: Codebook, counts: Counts) -> Self {
        let mut view = Self { stored, counts, ..Self::default() };
        view.refresh();
        view
    }

    /// Shows what a change will do once it is written.
    pub fn apply(&mut self, change: &Change, origin: &Origin<'_>) {
        self.stored.apply(change, origin);
        if let Change::ModeMerge { mode, into } = change {
            let moved = self.counts.tagged.get(mode).copied().unwrap_or_default();
            *self.counts.tagged.entry(into.clone()).or_default() += moved;
        }
        if let Change::CriterionRevise { criterion, edit: Edit::Meaning, .. } = change
            && let Some((grades, stale)) = self.counts.graded.get_mut(criterion)
        {
            *stale = *grades;
        }
        if change.is_of_codebook() {
            self.refresh();
        }
    }

    /// Counts what the tags of one record were before a change and are after it.
    pub fn recount(&mut self, before: &Judgements, after: &Judgements) {
        let has = |judgements: &Judgements, mode: &ModeKey| judgements.tags.iter().any(|tag| tag.mode == *mode);
        for mode in &self.modes {
            let count = self.counts.tagged.entry(mode.key.clone()).or_default();
            match (has(before, &mode.key), has(after, &mode.key)) {
                (false, true) => *count += 1,
                (true, false) => *count = count.saturating_sub(1),
                (true, true) | (false, false) => {}
            }
        }
        self.refresh();
    }

    /// Returns the change as it will be written: a grade or a settlement that names no version is given under the newest.
    pub fn with_version(&self, mut change: Change) -> Change {
        if let Change::Grade { criterion, version: version @ 0, .. }
        | Change::Settle { target: SettleTarget::Criterion(criterion), version: version @ 0, .. } = &mut change
        {
            *version = self.criterion_of(criterion).map_or(1, Criterion::version);
        }
        change
    }

    /// Returns the mode that `typed` names: by slug, key or name as typed, then by a name it had before; for a merged
    /// one the mode that counts now.
    pub fn mode(&self, typed: &str) -> Option<&FailureMode> {
        let found = self.stored.mode(&Slug::of(typed))?;
        self.mode_of(&self.stored.resolve_mode(found).identity.key)
    }

    /// Returns the mode with this key.
    pub fn mode_of(&self, key: &ModeKey) -> Option<&FailureMode> {
        self.modes.iter().find(|mode| mode.key == *key)
    }

    /// Returns the mode that counts for the one with this key: itself, or the one that it is merged into.
    pub fn resolve_mode(&self, key: &ModeKey) -> Option<&FailureMode> {
        let mode = self.mode_of(key)?;
        mode.merged_into.as_ref().map_or(Some(mode), |key| self.mode_of(key))
    }

    /// Returns the criterion that `typed` names: by slug, key or name as typed, then by a name it had before; for a
    /// merged one the criterion that is asked now.
    pub fn criterion(&self, typed: &str) -> Option<&Criterion> {
        let found = self.stored.criterion(&Slug::of(typed))?;
        self.criterion_of(&self.stored.resolve_criterion(found).identity.key)
    }

    /// Returns the criterion with this key.
    pub fn criterion_of(&self, key: &CriterionKey) -> Option<&Criterion> {
        self.criteria.iter().find(|criterion| criterion.key == *key)
    }

    /// Returns the target that counts now: the mode that a merged one is merged into, else the target itself.
    pub fn current_target(&self, target: &Target) -> Target {
        self.stored.current_target(target)
    }

    fn refresh(&mut self) {
        let (stored, counts) = (&self.stored, &self.counts);
        self.modes = stored.modes.iter().map(|mode| mode_view(stored, counts, mode)).collect();
        self.criteria = stored.criteria.iter().map(|criterion| criterion_view(stored, counts, criterion)).collect();
        let current = |check: &Check| Check { target: stored.current_target(&check.target), ..check.clone() };
        self.checks = stored.checks.iter().map(current).collect();
    }
}

fn mode_view(stored: &Codebook, counts: &Counts, mode: &ModeEntry) -> FailureMode {
    let ModeEntry { identity, definition, severity, hotkey } = mode;
    let count = counts.tagged.get(&identity.key).copied().unwrap_or_default();
    let status = match identity {
        Identity { merged: Some(_), .. } => ModeStatus::Merged,
        Identity { is_retired: true, .. } if !identity.parts().is_empty() => ModeStatus::Split,
        Identity { is_retired: true, .. } => ModeStatus::Retired,
        Identity { .. } if count > 0 => ModeStatus::Active,
        Identity { .. } => ModeStatus::Candidate,
    };
    FailureMode {
        key: identity.key.clone(),
        name: identity.name.clone(),
        slug: identity.slug.clone(),
        definition: definition.clone(),
        severity: *severity,
        hotkey: hotkey.filter(|letter| is_first(identity, stored.mode_on(*letter).map(|mode| &mode.identity))),
        status,
        merged_into: identity.merged.as_ref().map(|_| stored.resolve_mode(mode).identity.key.clone()),
        lineage: lineage(&stored.modes, identity),
        count,
    }
}

fn criterion_view(stored: &Codebook, counts: &Counts, criterion: &CriterionEntry) -> Criterion {
    let identity = &criterion.identity;
    let (grades, stale) = counts.graded.get(&identity.key).copied().unwrap_or_default();
    let mut modes = Vec::new();
    for mode in criterion.modes.iter().filter_map(|key| stored.mode_of(key)) {
        let key = &stored.resolve_mode(mode).identity.key;
        if !modes.contains(key) {
            modes.push(key.clone());
        }
    }
    Criterion {
        key: identity.key.clone(),
        name: identity.name.clone(),
        slug: identity.slug.clone(),
        number: criterion
            .number
            .filter(|number| is_first(identity, stored.numbered(*number).map(|first| &first.identity))),
        retired: !identity.is_open(),
        use_when: criterion.use_when.clone(),
        avoid_when: criterion.avoid_when.clone(),
        must_pass: criterion.must_pass,
        tau: criterion.tau,
        owner: criterion.owner.clone(),
        merged_into: identity.merged.as_ref().map(|_| stored.resolve_criterion(criterion).identity.key.clone()),
        lineage: lineage(&stored.criteria, identity),
        modes,
        versions: criterion.versions.clone(),
        grades,
        stale,
    }
}

/// Returns whether a hotkey or number that was given twice stays with this one: it stays with the earlier.
fn is_first(own: &Identity, holder: Option<&Identity>) -> bool {
    !own.is_open() || holder.is_none_or(|holder| holder.key == own.key)
}

/// Returns how a mode or criterion became what it is: its own steps, and what others became of it or it of them.
fn lineage<T: Entry>(entries: &[T], own: &Identity) -> Vec<String> {
    let mut steps: Vec<(i64, String)> = own.lineage.iter().map(|step| (step.position, step.words.clone())).collect();
    for other in entries.iter().map(Entry::identity) {
        if let Some(merge) = other.merged.as_ref().filter(|merge| merge.into == own.key) {
            steps.push((merge.position, format!("merged from {}", other.slug)));
        }
        if let Some(split) = other.split.as_ref().filter(|split| split.into.contains(&own.key)) {
            steps.push((split.position, format!("split from {}", other.slug)));
        }
    }
    steps.sort();
    steps.into_iter().map(|(_, words)| words).collect()
}
