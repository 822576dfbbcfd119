//! Puts into words what was written: one sentence for the screen, and remarks on files that were kept or are left over.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::order::StubLine;
use crate::stubs::{Manifest, Merged, StubEntry, StubState, Suite};

/// Returns what was written as one sentence: the files with their states, the figures where all stubs share them.
pub fn summary(lines: &[StubLine], out: &Path) -> String {
    let Some(first) = lines.first() else { return "Nothing to write a stub for.".to_owned() };
    let mut states: Vec<(StubState, Vec<String>)> = Vec::new();
    let mut remarks: Vec<&str> = Vec::new();
    for line in lines {
        let file = line.file.display().to_string();
        match states.iter_mut().find(|(state, _)| *state == line.state) {
            Some((_, files)) => files.push(file),
            None => states.push((line.state, vec![file])),
        }
        for remark in &line.remarks {
            if !remarks.contains(&remark.as_str()) {
                remarks.push(remark);
            }
        }
    }
    let states = states.iter().map(|(state, files)| format!("{}: wrote {}", state.word(), files.join(", ")));
    let figures = |line: &StubLine| (line.caught, line.missed, line.wrongly_rejected);
    let (caught, missed, rejected) = figures(first);
    let mut sentence = format!("{} in {}.", states.collect::<Vec<_>>().join("; "), out.display());
    if lines.iter().all(|line| figures(line) == figures(first)) {
        let _ = write!(sentence, " Catches {caught} of {}, wrongly rejects {rejected}.", caught + missed);
    }
    for remark in remarks {
        sentence.push(' ');
        sentence += remark;
    }
    sentence
}

/// Adds to the first line which stubs in the folder belong to no open mode or criterion any more.
pub(super) fn remark_on_leftovers(lines: &mut [StubLine], manifest: &Manifest, suites: &[&Suite]) {
    let is_judged = |entry: &&StubEntry| lines.iter().any(|line| line.stub == entry.stub);
    let is_ordered = |entry: &&StubEntry| suites.iter().any(|suite| suite.word == entry.suite);
    let left = manifest.stubs.iter().filter(|entry| is_ordered(entry) && !is_judged(entry));
    let left: Vec<&str> = left.map(|entry| entry.stub.as_str()).collect();
    if let (false, Some(first)) = (left.is_empty(), lines.first_mut()) {
        let (belong, them) = if left.len() == 1 { ("belongs", "it") } else { ("belong", "them") };
        first.remarks.push(format!(
            "{} in the folder {belong} to no open mode or criterion; `gemba stubs` removes {them}.",
            left.join(", ")
        ));
    }
}

/// Adds remarks on hand edits that were kept and on hooks that were there before: each to the first line that owns the
/// file, or to the first of all. `owned` holds the files of each line, `None` for one that is not shown.
pub(super) fn remark_on_hand_edits(
    lines: &mut [StubLine],
    owned: &[Option<Vec<String>>],
    done: &BTreeMap<String, Merged>,
    out: &Path,
) {
    for (path, merged) in done {
        let remark = match merged {
            Merged::Beside => format!("{path} was changed by hand and is kept; the new version is in {path}.new."),
            Merged::KeptBoth => format!("{path} and {path}.new were changed by hand; both are kept."),
            Merged::Hook if !is_our_hook(out, path) => {
                format!("{path} was there before and is kept; it does not call gemba's checks yet, see README.md.")
            }
            Merged::Hook | Merged::Written | Merged::Unchanged | Merged::Removed => continue,
        };
        let place = owned.iter().position(|files| files.as_ref().is_some_and(|files| files.contains(path)));
        let place = place.or_else(|| owned.iter().position(Option::is_some));
        let Some(line) = place.and_then(|place| lines.get_mut(place)) else { continue };
        if *merged == Merged::Beside && line.file == Path::new(path) {
            line.file = PathBuf::from(format!("{path}.new"));
        }
        line.remarks.push(remark);
    }
}

/// Whether a hook file still names what the generated suite needs from it.
fn is_our_hook(out: &Path, path: &str) -> bool {
    let needs = match path {
        "conftest.py" => "gemba_generate",
        "provider.js" => "gemba_checks",
        _ => return true,
    };
    std::fs::read_to_string(out.join(path)).is_ok_and(|text| text.contains(needs))
}
