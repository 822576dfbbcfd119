//! Opens a file as a plan says, and takes its first entries for looking at.

use super::detect::refuse_mixed;
use crate::domain::Untrusted;
use crate::error::Result;
use crate::ingest::doubt::{Doubt, DoubtKind};
use crate::ingest::formats::Format;
use crate::ingest::frame::{Entries, Entry, Wanted, open};
use crate::ingest::import_options::ImportOptions;
use crate::ingest::import_plan::ImportPlan;
use crate::ingest::source::Origin;

/// How many entries are inspected before the first item is yielded.
const SAMPLE: usize = 128;
/// How many times reading pauses for more entries where they come slowly.
const WAITS: usize = 3;
/// The most bytes of them.
const SAMPLE_BYTES: usize = 4 * 1024 * 1024;

/// Opens the file.
///
/// # Errors
/// `Input` where it cannot be read, or holds several logs of which none was chosen.
pub(super) fn opened(options: &ImportOptions, plan: &mut ImportPlan) -> Result<Entries> {
    let wanted = Wanted {
        origin: Origin { feed: options.feed.as_ref(), file: options.file.as_ref() },
        encoding: options.encoding.as_deref(),
        delimiters: plan.format.and_then(Format::delimiters),
        part: options.records.as_deref(),
        mapped: plan.maps.iter().map(|map| map.path.typed.clone()).collect(),
    };
    let mut entries = open(&options.path, &wanted, plan.lists())?;
    if entries.is_part_chosen {
        // It says which table or file is read, not where a list stands in it.
        plan.records = None;
        refuse_mixed(plan, &entries.name, &std::mem::take(&mut entries.heads))?;
    }
    Ok(entries)
}

/// Takes the first entries, and returns whether these are all.
pub(super) fn take_sample(entries: &mut Entries) -> Result<(Vec<Entry>, bool)> {
    let (mut sample, mut bytes) = (Vec::new(), 0);
    let mut waits = WAITS;
    while sample.len() < SAMPLE && bytes < SAMPLE_BYTES {
        // What comes slowly is not waited for long.
        if !sample.is_empty() && !entries.has_more_now() {
            if waits == 0 {
                break;
            }
            waits -= usize::from(!entries.wait_a_moment());
            continue;
        }
        let entry = match entries.next() {
            Ok(Some(entry)) => entry,
            Ok(None) => return Ok((sample, true)),
            Err(problem) if sample.is_empty() => return Err(problem),
            Err(problem) => {
                entries.keep(problem);
                break;
            }
        };
        bytes += entry.size();
        sample.push(entry);
    }
    Ok((sample, false))
}

/// Returns what is to be said of files that stand beside the log in an archive.
pub(super) fn passed_over(entries: &Entries) -> Option<Doubt> {
    let name = entries.passed_over.first()?;
    Some(Doubt {
        kind: DoubtKind::Unmatched,
        field: String::new(),
        count: entries.passed_over.len() as u64,
        of: entries.files as u64,
        what: "{files} of the archive are no logs and were passed over",
        example: Some((0, Untrusted::new(name.as_str()))),
        hint: "--records FILE reads one of them".to_owned(),
    })
}
