//! Compares a stub with the one that was written before.

use std::path::Path;

use super::order::{StubFiles, StubLine, StubOrder};
use super::outdated::{Outdated, checks_changed, outdated};
use crate::domain::CodebookView;
use crate::stubs::{Proof, StubEntry, StubSource, StubState};

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
