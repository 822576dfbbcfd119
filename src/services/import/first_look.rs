//! Reads files before anything of them is stored, where it may turn out that nothing should be: labels whose values
//! cannot all mean the opposite of what was named, and judgements in gemba's own export, which are said first.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::label_count::{self, LabelCount};
use super::order::{ImportOrder, ImportProgress};
use crate::error::{Problem, Result};
use crate::ingest::{self, Detected, Item, Sink};
use crate::text::grouped;

/// The format whose judgements are taken only where the user says so.
const OWN: &str = "gemba";

/// Returns whether the files have to be read twice.
pub(super) fn is_needed(order: &ImportOrder) -> bool {
    order.read.labels.iter().any(|label| label.fail_when.is_empty() != label.pass_when.is_empty()) || is_own(order)
}

/// Returns whether the user says that the files are gemba's own.
fn is_own(order: &ImportOrder) -> bool {
    order.read.format.as_deref() == Some(OWN)
}

/// Looks at the files. Returns whether the judgements in gemba's own export are to be taken.
///
/// # Errors
/// `Input` where a column of labels holds too many values that were not named, or a file holds judgements that nobody
/// wants; what cannot be read is left to the import.
pub(super) fn look(order: &ImportOrder, paths: &[PathBuf], progress: &mut dyn ImportProgress) -> Result<bool> {
    let mut takes = is_own(order);
    // What can be read only once is left to the import.
    let is_file = |readable: &PathBuf| std::fs::metadata(readable).is_ok_and(|about| about.is_file());
    for (path, readable) in order.paths.iter().zip(paths).filter(|(_, readable)| is_file(readable)) {
        let mut read = order.read.clone();
        readable.clone_into(&mut read.path);
        let mut look = Look { order, counts: Vec::new(), own: BTreeMap::new(), is_own: false, problem: None };
        // Whatever cannot be read is said by the import itself.
        let _ = ingest::read(&read, &mut look);
        if let Some(problem) = look.problem {
            return Err(problem.hint("Nothing was stored."));
        }
        if look.own.is_empty() {
            continue;
        }
        let whose: Vec<String> = look.own.iter().map(|(name, count)| format!("{name} {}", grouped(*count))).collect();
        let held = format!("{} holds judgements of {}", path.display(), whose.join(", "));
        if takes {
            progress.tell(&format!("{held}."));
        } else if progress.agrees(&format!("{held}. Take them?")) {
            takes = true;
        } else {
            return Err(unwanted(path, &held, 0));
        }
    }
    Ok(takes)
}

/// Returns the problem of judgements that nobody said to take.
pub(super) fn unwanted(path: &Path, held: &str, stored: u64) -> Problem {
    let kept =
        if stored == 0 { "nothing was stored".to_owned() } else { format!("{stored} records before were stored") };
    Problem::input(format!("{held}; {kept}."))
        .hint(format!("`gemba import {} --format gemba` takes them with the records.", path.display()))
}

/// Counts without storing.
struct Look<'o> {
    order: &'o ImportOrder,
    counts: Vec<LabelCount>,
    own: BTreeMap<String, u64>,
    is_own: bool,
    problem: Option<Problem>,
}

impl Sink for Look<'_> {
    fn detected(&mut self, detected: &Detected) -> Result<()> {
        self.is_own = detected.format == OWN;
        Ok(())
    }

    fn item(&mut self, item: Item, _position: u64) -> Result<bool> {
        let Item::Record { judged, .. } = item else { return Ok(self.is_own || is_needed(self.order)) };
        if let Err(problem) = label_count::count(&mut self.counts, &self.order.read.labels, judged.as_deref()) {
            self.problem = Some(problem);
            return Ok(false);
        }
        let opinions = judged.map(|judged| judged.opinions).unwrap_or_default();
        for by in opinions.into_iter().filter_map(|opinion| opinion.by) {
            let name = crate::text::visible_words(by.raw()).into_string();
            *self.own.entry(name).or_default() += 1;
        }
        Ok(self.is_own || is_needed(self.order))
    }
}
