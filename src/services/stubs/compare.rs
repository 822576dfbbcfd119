//! Compares a stub with what was written of it before.

use std::path::Path;

use super::order::{Standing, StubLine, StubOrder};
use super::outdated::{Outdated, checks_changed, outdated};
use crate::domain::CodebookView;
use crate::stubs::{Proof, StubEntry, StubSource, StubState};

/// Holds a stub against the one that stands in the folder: a criterion that changed meaning since made that outdated.
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
    let lost = lost(&order.out, written);
    line.standing = if lost.is_empty() { Standing::Whole } else { Standing::Broken };
    line.outdated = outdated(codebook, source, written);
    line.checks_changed = checks_changed(proof, written);
    if let Some(Outdated { from, to, .. }) = line.outdated {
        line.remarks.insert(
            0,
            if order.check {
                format!("It was written for version {from}; the meaning has changed since, it is version {to} now.")
            } else {
                format!(
                    "It stood there for version {from} and is of version {to} now: only what was graded under the new \
                     meaning proves it, and its checks may still be those of the old one."
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
    if !lost.is_empty() {
        line.remarks.push(format!("Of its files {} no longer in the folder.", listed(&lost)));
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

/// The files of a stub that stand in the folder no more.
fn lost(out: &Path, written: &StubEntry) -> Vec<String> {
    written.files.iter().filter(|file| !out.join(file).is_file()).cloned().collect()
}
