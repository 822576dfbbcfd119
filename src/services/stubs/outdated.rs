//! What happened since a stub was written: to the meaning of its criterion, to its checks, to its files.
//!
//! Only an edit of the meaning makes a stub outdated; one of the wording leaves it as it is. Prints nothing.

use crate::domain::{Check, CheckKey, CodebookView, CriterionVersion, Edit, Target, Untrusted};
use crate::stubs::{EntryCheck, Proof, StubEntry, StubSource, text_hash};
use crate::text::{WordChange, word_diff};

/// The meaning of a stub's criterion when it was written, against its meaning now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outdated {
    /// The version that the stub was written for.
    pub from: u32,
    /// The version that holds now.
    pub to: u32,
    /// What changed in the text, word by word; empty where the old text is no longer known, its edit being undone.
    pub diff: Vec<(WordChange, Untrusted)>,
    /// The edits between, oldest first.
    pub steps: Vec<CriterionVersion>,
    /// Why the meaning changed: the reasons of the edits that changed it, oldest first.
    pub reason: Untrusted,
}

/// How a stub's checks changed since it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChecksChanged {
    /// Checks that were added.
    pub added: Vec<CheckKey>,
    /// Checks that are gone.
    pub removed: Vec<CheckKey>,
    /// Checks whose parameters are others now.
    pub changed: Vec<CheckKey>,
}

impl ChecksChanged {
    /// Whether the checks are as they were.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }

    /// A sentence: `Its checks have changed since it was written: added short-2; removed short.`
    #[must_use]
    pub fn words(&self) -> String {
        let part = |verb: &str, keys: &[CheckKey]| {
            let keys: Vec<&str> = keys.iter().map(CheckKey::as_str).collect();
            (!keys.is_empty()).then(|| format!("{verb} {}", keys.join(", ")))
        };
        let parts = [("added", &self.added), ("removed", &self.removed), ("changed", &self.changed)];
        let parts: Vec<String> = parts.into_iter().filter_map(|(verb, keys)| part(verb, keys)).collect();
        format!("Its checks have changed since it was written: {}.", parts.join("; "))
    }
}

/// How the meaning of a stub's criterion moved since the stub was written; `None` where it did not.
pub(super) fn outdated(codebook: &CodebookView, source: &StubSource, written: &StubEntry) -> Option<Outdated> {
    let Target::Criterion(key) = &source.target else { return None };
    let (criterion, from) = (codebook.criterion_of(key)?, written.criterion_version?);
    let now = criterion.current()?;
    let then = criterion.versions.iter().find(|version| version.version == from);
    let is_same =
        |then: &&CriterionVersion| written.criterion_text.as_ref().is_none_or(|noted| *noted == text_hash(&then.text));
    let then = then.filter(is_same);
    if then.is_some() && !criterion.is_stale(from) {
        return None;
    }
    // An edit that was undone: the stub was written for a text that no version has any more, unless it came back.
    if then.is_none() && written.criterion_text == Some(text_hash(&now.text)) {
        return None;
    }
    let since = then.map_or(0, |then| then.version);
    let steps: Vec<CriterionVersion> =
        criterion.versions.iter().filter(|step| then.is_some() && step.version > since).cloned().collect();
    let reasons = steps.iter().filter(|step| step.edit == Edit::Meaning).map(|step| step.reason.raw());
    let reasons: Vec<&str> = reasons.filter(|reason| !reason.is_empty()).collect();
    Some(Outdated {
        from,
        to: now.version,
        diff: then.map(|then| word_diff(&then.text, &now.text)).unwrap_or_default(),
        reason: Untrusted::from(reasons.join("; ")),
        steps,
    })
}

/// What became of the checks that this suite runs, and of its rubrics.
pub(super) fn checks_changed(proof: &Proof, written: &StubEntry) -> ChecksChanged {
    let all = || proof.checks.iter().map(|(check, _)| check).chain(&proof.judges);
    let all_then = || written.checks.iter().chain(&written.judges);
    let now = |entry: &EntryCheck| all().find(|check| check.key == entry.check);
    let then = |check: &Check| all_then().find(|entry| entry.check == check.key);
    let is_same =
        |check: &Check, entry: &EntryCheck| check.spec.kind == entry.kind && check.spec.params == entry.params;
    let of =
        |wanted: &dyn Fn(&Check) -> bool| all().filter(|check| wanted(check)).map(|check| check.key.clone()).collect();
    ChecksChanged {
        added: of(&|check| then(check).is_none()),
        removed: all_then().filter(|entry| now(entry).is_none()).map(|entry| entry.check.clone()).collect(),
        changed: of(&|check| then(check).is_some_and(|entry| !is_same(check, entry))),
    }
}
