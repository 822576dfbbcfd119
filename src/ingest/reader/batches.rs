//! The entries of a file in batches, for sinks that read them on several threads.

use std::sync::{Mutex, PoisonError};

use super::entry_parser::{EntryParser, Outcome, Wants};
use crate::domain::Flag;
use crate::error::{Problem, Result};
use crate::ingest::columns::Noted;
use crate::ingest::frame::{Entries, Entry};
use crate::ingest::sink::{EntryBatch, Item, TakeItem, Taken};

/// A batch ends at so many entries,
const ENTRIES: usize = 1_000;
/// or so many bytes of them.
const BYTES: usize = 256 * 1024;

/// What marks records that are not kept as they were logged, what is said of them, and what to do.
pub(super) const ALTERED: [(Flag, &str, &str); 3] = [
    (
        Flag::InvalidUtf8,
        "bytes that are not UTF-8 in {records}: they were replaced",
        "--encoding NAME reads the file in another encoding",
    ),
    (
        Flag::LoneSurrogate,
        "half of a surrogate pair in {records}: where it is text it is shown as U+FFFD",
        "what wrote the log cut a character in two; the line as it was is kept",
    ),
    (
        Flag::Cut,
        "longer than a record may be: {records}, kept at the beginning and the end",
        "split what was logged into several records",
    ),
];

/// The entries of a file that can be read in any order.
pub(super) struct Batches<'r> {
    sample: std::vec::IntoIter<Entry>,
    entries: &'r mut Entries,
    /// A problem that comes after what was read before it.
    failed: Option<Problem>,
}

impl<'r> Batches<'r> {
    pub(super) fn new(sample: Vec<Entry>, entries: &'r mut Entries) -> Self {
        Self { sample: sample.into_iter(), entries, failed: None }
    }

    /// Returns the entries of the sample that no batch has.
    pub(super) fn into_rest(self) -> Vec<Entry> {
        self.sample.collect()
    }

    /// Returns the next batch, or `None` at the end of the file.
    ///
    /// # Errors
    /// A problem of reading the file; what was read before it comes first.
    pub(super) fn next(&mut self) -> Result<Option<EntryBatch>> {
        if let Some(problem) = self.failed.take() {
            return Err(problem);
        }
        let (mut batch, mut bytes, mut is_last_for_now) = (Vec::new(), 0, false);
        while batch.len() < ENTRIES && bytes < BYTES {
            let next = match self.sample.next() {
                Some(entry) => Ok(Some(entry)),
                None if !batch.is_empty() && !self.entries.has_more_now() => {
                    is_last_for_now = true;
                    break;
                }
                None => self.entries.next(),
            };
            match next {
                Ok(Some(entry)) => {
                    bytes += entry.size();
                    batch.push(entry);
                }
                Ok(None) => break,
                Err(problem) if batch.is_empty() => return Err(problem),
                Err(problem) => {
                    self.failed = Some(problem);
                    break;
                }
            }
        }
        let position = self.entries.position();
        Ok((!batch.is_empty()).then_some(EntryBatch { entries: batch, position, is_last_for_now }))
    }
}

/// Makes items of batches, on any thread and in any order.
pub(super) struct BatchParser<'p> {
    parser: &'p EntryParser<'p>,
    counts: Mutex<Counts>,
}

impl<'p> BatchParser<'p> {
    pub(super) fn new(parser: &'p EntryParser<'p>, counts: Counts) -> Self {
        Self { parser, counts: Mutex::new(counts) }
    }

    /// Reads a batch of entries, and gives what comes of each. Returns how many bytes of the file were read with it.
    ///
    /// # Errors
    /// What `take` fails with.
    pub(super) fn parse(&self, batch: EntryBatch, take: TakeItem<'_>) -> Result<u64> {
        let mut counts = Counts::default();
        let mut direct = self.parser.direct();
        for entry in batch.entries {
            let outcome = self.parser.parse(&entry, None, Wants::default(), direct.as_mut());
            counts.count(&outcome);
            if let Some(direct) = direct.as_ref().filter(|_| outcome.is_direct) {
                take(Taken::Record { line: entry.line, content: direct.content() })?;
            }
            outcome.items.into_iter().try_for_each(|item| take(Taken::Item(item)))?;
        }
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).add(&counts);
        Ok(batch.position)
    }

    /// Ends the parsing.
    pub(super) fn into_counts(self) -> Counts {
        self.counts.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is counted of a file, to refuse options that match nothing in it.
#[derive(Default)]
pub(super) struct Counts {
    pub(super) records: u64,
    /// Objects without an input and an output.
    pub(super) without_text: u64,
    /// Entries without the list of `--records`, and those that `--where` leaves out.
    pub(super) without_list: u64,
    pub(super) left_out: u64,
    /// How often each column with judgements was found.
    columns: Vec<u64>,
    /// Records that are not kept as they were logged: how many of each kind, and the line of the first.
    pub(super) altered: [(u64, Option<u64>); ALTERED.len()],
    /// What is to be said about values: each thing about a column once, how often, and the line of the first.
    pub(super) noted: Vec<(Noted, u64, u64)>,
    /// How often each `--map` was found.
    hits: Vec<u64>,
}

impl Counts {
    pub(super) fn count(&mut self, outcome: &Outcome) {
        for item in &outcome.items {
            if let Item::Record { content, line, .. } = item {
                self.records += 1;
                for (altered, (flag, ..)) in self.altered.iter_mut().zip(&ALTERED) {
                    if content.flags.contains(flag) {
                        *altered = (altered.0 + 1, Some(altered.1.map_or(*line, |first| first.min(*line))));
                    }
                }
            }
        }
        self.records += u64::from(outcome.is_direct);
        self.without_text += outcome.without_text;
        self.without_list += outcome.without_list;
        self.left_out += outcome.left_out;
        for (place, is_found) in outcome.columns.iter().enumerate() {
            add_at(&mut self.columns, place, u64::from(*is_found));
        }
        for place in &outcome.hits {
            add_at(&mut self.hits, *place, 1);
        }
        for (line, noted) in &outcome.noted {
            self.note(noted, 1, *line);
        }
    }

    /// Returns how often a `--map` was found.
    pub(super) fn hits(&self, place: usize) -> u64 {
        self.hits.get(place).copied().unwrap_or_default()
    }

    /// Returns whether any record has a column with judgements.
    pub(super) fn has_column(&self, place: usize) -> bool {
        self.columns.get(place).is_some_and(|times| *times > 0)
    }

    /// Forgets all but what was hit.
    pub(super) fn restart(&mut self) {
        *self = Self { hits: std::mem::take(&mut self.hits), ..Self::default() };
    }

    fn note(&mut self, noted: &Noted, times: u64, line: u64) {
        let is_same = |known: &Noted| known.what == noted.what && known.key == noted.key;
        match self.noted.iter_mut().find(|(known, ..)| is_same(known)) {
            Some((known, count, first)) => {
                *count += times;
                if line < *first {
                    (*first, known.text) = (line, noted.text.clone());
                }
            }
            None => self.noted.push((noted.clone(), times, line)),
        }
    }

    fn add(&mut self, other: &Self) {
        self.records += other.records;
        self.without_text += other.without_text;
        self.without_list += other.without_list;
        self.left_out += other.left_out;
        for (place, times) in other.columns.iter().enumerate() {
            add_at(&mut self.columns, place, *times);
        }
        for (altered, (count, first)) in self.altered.iter_mut().zip(&other.altered) {
            *altered = (altered.0 + count, [altered.1, *first].into_iter().flatten().min());
        }
        for (noted, times, line) in &other.noted {
            self.note(noted, *times, *line);
        }
        for (place, times) in other.hits.iter().enumerate() {
            add_at(&mut self.hits, place, *times);
        }
    }
}

fn add_at(counts: &mut Vec<u64>, place: usize, times: u64) {
    if counts.len() <= place {
        counts.resize(place + 1, 0);
    }
    if let Some(count) = counts.get_mut(place) {
        *count += times;
    }
}
