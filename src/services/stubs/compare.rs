//! Compares a stub with the one that was written before: what happened since to the meaning of its criterion, to its checks,
//! to its files. Only an edit of the meaning makes a stub outdated; one of the wording leaves it as it is.

use std::path::Path;

use super::order::{ChecksChanged, Outdated, StubFiles, StubLine, StubOrder};
use crate::domain::{Check, CodebookView, CriterionVersion, Edit, Target, Untrusted};
use crate::stubs::{EntryCheck, Proof, StubEntry, StubSource, StubState, text_hash};
use crate::text::word_diff;

/// Compares a stub with the one in the folder, which a criterion that changed its meaning since has made outdated.
pub(super) fn compare(
    line: &mut StubLine,
    (source, proof): (&StubSource, &Proof),
    codebook: &CodebookView,
    written: Option<&StubEntry>,
    order: &StubOrder,
) {
    let Some(written) = written else {
        if order.check {
            line.remarks.push("This stub has not been written yet.".to_owned());
        }
        return;
    };
    let missing = missing_files(&order.out, written);
    line.files = if missing.is_empty() { StubFiles::Complete } else { StubFiles::Incomplete };
    line.outdated = outdated(codebook, source, written);
    line.checks_changed = checks_changed(proof, written);
    if let Some(Outdated { from, to, .. }) = line.outdated {
        line.remarks.insert(
            0,
            if order.check {
                format!("It was written for version {from}; the meaning has changed since, now it is version {to}.")
            } else {
                format!(
                    "The folder had it for version {from}; now it is version {to}. Only grades given under the new meaning \
                     prove it, and its checks may still be those of the old one."
                )
            },
        );
    }
    if !order.check {
        return;
    }
    if written.files.contains(&written.file) {
        line.file = written.file.clone().into();
    }
    if line.outdated.is_some() {
        line.state = StubState::Outdated;
    }
    if !line.checks_changed.is_empty() {
        line.remarks.push(line.checks_changed.words());
    }
    if !missing.is_empty() {
        line.remarks.push(format!("{} no longer in the folder.", listed(&missing)));
    }
}

/// `a is`, `a and b are`, `a, b and 7 more are`.
fn listed(files: &[String]) -> String {
    match files {
        [one] => format!("{one} is"),
        [one, other] => format!("{one} and {other} are"),
        [one, other, more @ ..] => format!("{one}, {other} and {} more are", more.len()),
        [] => "nothing is".to_owned(),
    }
}

/// Returns the files of a stub that are no longer in the folder.
fn missing_files(out: &Path, written: &StubEntry) -> Vec<String> {
    written.files.iter().filter(|file| !out.join(file).is_file()).cloned().collect()
}

/// How the meaning of a stub's criterion moved since the stub was written; `None` where it did not.
fn outdated(codebook: &CodebookView, source: &StubSource, written: &StubEntry) -> Option<Outdated> {
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
fn checks_changed(proof: &Proof, written: &StubEntry) -> ChecksChanged {
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
