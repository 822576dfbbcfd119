//! What `gemba import --pick` shows of a log: what its first entries hold, and how they are read with a mapping.

use super::doubts;
use super::label_count::{self, LabelCount};
use super::said;
use crate::error::Result;
use crate::ingest::{self, Detected, Doubt, ImportOptions, Item, Sink};
use crate::views::{LabelReading, LogReading, LogStructure};

/// So many entries are read.
const ENTRIES: u64 = 128;

/// Returns what the first entries of a log hold.
///
/// # Errors
/// As [`ingest::structure`].
pub fn structure(options: &ImportOptions) -> Result<LogStructure> {
    ingest::structure(options)
}

/// Reads the first entries of a log, as an import with these options reads them.
#[must_use]
pub fn reading(options: &ImportOptions) -> LogReading {
    let limit = Some(options.limit.unwrap_or(ENTRIES).min(ENTRIES));
    let options = ImportOptions { limit, ..options.clone() };
    let mut look = Look { options: &options, reading: LogReading::default(), counts: Vec::new() };
    let outcome = ingest::read(&options, &mut look);
    let mut reading = look.reading;
    if let Err(problem) = outcome {
        // The header names the file.
        let name = options.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        reading.problem = Some(problem.sentence.replace(&options.path.display().to_string(), &name));
        let hints = problem.hints.iter().map(ToString::to_string);
        reading.doubts = hints.chain(reading.doubts).collect();
    }
    reading.labels = look.counts.into_iter().map(label).collect();
    reading
}

fn label(count: LabelCount) -> LabelReading {
    let LabelCount { field, pass, fail, nothing: none, unmapped: unknown, .. } = count;
    LabelReading { field, pass, fail, none, unknown }
}

struct Look<'o> {
    options: &'o ImportOptions,
    reading: LogReading,
    counts: Vec<LabelCount>,
}

impl Sink for Look<'_> {
    fn detected(&mut self, detected: &Detected) -> Result<()> {
        detected.format.clone_into(&mut self.reading.format);
        Ok(())
    }

    fn item(&mut self, item: Item, _position: u64) -> Result<bool> {
        let reading = &mut self.reading;
        match item {
            Item::Record { content, judged, .. } => {
                reading.records += 1;
                label_count::count(&mut self.counts, &self.options.labels, judged.as_deref())?;
                let is_silent = doubts::is_silent(&content);
                reading.without_output += u64::from(is_silent);
                if reading.first.is_none() || (!is_silent && reading.first.as_deref().is_some_and(doubts::is_silent)) {
                    reading.first = Some(Box::new(content));
                }
            }
            Item::Reject { reason, .. } => {
                reading.rejected += 1;
                reading.reject.get_or_insert(reason);
            }
            Item::Skipped { .. } => {}
        }
        Ok(reading.records + reading.rejected < ENTRIES)
    }

    fn doubts(&mut self, doubts: Vec<Doubt>) -> Result<()> {
        self.reading.doubts = doubts
            .into_iter()
            .map(|doubt| {
                let said = said::said(doubt);
                if said.hint.is_empty() { said.said } else { format!("{}: {}", said.said, said.hint) }
            })
            .collect();
        Ok(())
    }
}
