//! What a format gives out for one entry: records, a reason to skip it, or a reason to refuse it.

use super::record_builder::RecordBuilder;
use crate::domain::{Flag, Part, Untrusted};
use crate::ingest::json::{Fields, Value};

/// The most bytes of lines kept with a record that was gathered from several entries.
const LONGEST_RAW: usize = 64 * 1024;
/// The most bytes of text that the records of one entry take: each of its answers has its whole prompt.
const MOST_BYTES: usize = if cfg!(test) { 100_000 } else { 128 * 1024 * 1024 };
const TOO_MUCH: &str = "its records would take more than 128 MiB of text; those before were taken";

/// What a format gave out.
pub(crate) enum Given {
    Record(Box<RecordBuilder>),
    /// Nothing to review, and why.
    Skipped(&'static str),
    /// Nothing that can be read, and why.
    Rejected(String),
}

/// Takes what a format gives out while it reads one entry.
pub(crate) struct Records<'e> {
    /// What every record of the entry begins with: its place, and what the user mapped.
    seed: RecordBuilder,
    line: &'e dyn Fn() -> String,
    outer: Option<&'e Fields<'e>>,
    given: Vec<Given>,
    /// About how many bytes of text that is.
    bytes: usize,
}

impl<'e> Records<'e> {
    pub(crate) fn new(seed: RecordBuilder, line: &'e dyn Fn() -> String, outer: Option<&'e Fields<'e>>) -> Self {
        Self { seed, line, outer, given: Vec::new(), bytes: 0 }
    }

    /// Returns whether no more is taken of the entry: a format that makes many records of one need not go on.
    pub(crate) const fn is_full(&self) -> bool {
        self.bytes > MOST_BYTES
    }

    /// Begins a record that comes from the current entry. What the user mapped is in it already.
    pub(crate) fn begin(&self) -> RecordBuilder {
        self.seed.clone()
    }

    /// Tells a record that the current entry goes on with what the user mapped in it.
    pub(crate) fn tell(&self, record: &mut RecordBuilder) {
        record.hear(self.seed.told.as_ref());
    }

    /// Gives out a record: one begun at this entry, or one that was begun earlier and is whole now.
    /// Beyond [`MOST_BYTES`] the entry is set aside once, and no more of it is taken.
    pub(crate) fn push(&mut self, mut record: RecordBuilder) {
        let is_full = self.is_full();
        self.bytes += size(&record);
        if is_full {
            return;
        }
        if self.bytes > MOST_BYTES && !self.given.is_empty() {
            return self.reject(TOO_MUCH);
        }
        if record.place.line == self.seed.place.line {
            self.keep_line(&mut record);
        }
        self.given.push(Given::Record(Box::new(record)));
    }

    /// Gives out the only record of an entry.
    pub(crate) fn alone(mut record: RecordBuilder, line: &dyn Fn() -> String) -> Given {
        let is_lossy = is_lossy(&record);
        keep_line(&mut record, is_lossy, line);
        Given::Record(Box::new(record))
    }

    /// Keeps the text of the current entry with a record that is given out later, where the record has no place for
    /// something in it. For readers that hold a record over several entries; called once an entry.
    pub(crate) fn keep_line(&self, record: &mut RecordBuilder) {
        keep_line(record, is_lossy(&self.seed), self.line);
    }

    /// Passes over the entry, which holds nothing to review: `a summary line`, `a span without content`. Counted by
    /// reason and said in the report.
    pub(crate) fn skip(&mut self, reason: &'static str) {
        self.given.push(Given::Skipped(reason));
    }

    /// Sets the entry aside with the reason, a sentence without its full stop.
    pub(crate) fn reject(&mut self, reason: impl Into<String>) {
        self.given.push(Given::Rejected(reason.into()));
    }

    /// Returns a field of the object whose list the entries are: those before the list, up to 4 MiB.
    pub(crate) fn outer(&self, key: &str) -> Option<Value<'e>> {
        self.outer?.get(key)
    }

    pub(crate) fn into_given(self) -> Vec<Given> {
        self.given
    }
}

/// Returns about how many bytes of text a record holds.
fn size(record: &RecordBuilder) -> usize {
    let said = |parts: &[Part]| parts.iter().map(part_size).sum::<usize>();
    let turns = record.content.messages.iter().chain(&record.turns).chain(&record.input);
    let output = record.output.as_ref().map_or(0, |(text, parts)| text.len() + said(parts));
    let meta: usize = record.content.meta.iter().map(|(_, value)| value.text().len()).sum();
    turns.map(|turn| said(&turn.parts)).sum::<usize>() + said(&record.system) + output + meta
}

fn part_size(part: &Part) -> usize {
    match part {
        Part::Text(text) | Part::Reasoning(text) | Part::Refusal(text) => text.raw().len(),
        Part::ToolCall { name, arguments, .. } => name.raw().len() + arguments.raw().len(),
        Part::ToolResult { content, .. } => content.raw().len(),
        Part::Media { reference, .. } => reference.as_ref().map_or(0, |reference| reference.raw().len()),
        Part::Other(json) => json.text().len(),
    }
}

/// Returns whether the text of an entry holds what its record cannot. Depth alone loses nothing: what is too deep is kept
/// as text in its place.
fn is_lossy(seed: &RecordBuilder) -> bool {
    seed.place.flags.iter().any(|flag| *flag != Flag::TooDeep)
}

fn keep_line(record: &mut RecordBuilder, is_lossy: bool, line: &dyn Fn() -> String) {
    if record.is_exact || !(std::mem::take(&mut record.is_partial) || is_lossy) {
        return;
    }
    let line = line();
    record.place.raw = match record.place.raw.take() {
        Some(before) if before.raw().len() + line.len() > LONGEST_RAW => Some(before),
        Some(before) => Some(Untrusted::new(format!("{}\n{line}", before.raw()))),
        None => Some(Untrusted::new(line)),
    };
}

#[cfg(test)]
mod tests {
    use super::{Given, MOST_BYTES, RecordBuilder, Records, TOO_MUCH};
    use crate::domain::Part;

    #[test]
    fn the_records_of_one_entry_take_so_much_and_the_entry_is_then_set_aside_once() {
        let line = String::new;
        let mut out = Records::new(RecordBuilder::default(), &line, None);
        for _ in 0..6 {
            let mut record = out.begin();
            record.put_answer("output", vec![Part::Text("x".repeat(MOST_BYTES / 3).into())]);
            out.push(record);
        }
        let given = out.into_given();
        let records = given.iter().filter(|one| matches!(one, Given::Record(_))).count();
        let reasons: Vec<&str> = given
            .iter()
            .filter_map(|one| if let Given::Rejected(reason) = one { Some(reason.as_str()) } else { None })
            .collect();
        assert_eq!((records, reasons), (3, vec![TOO_MUCH]));
    }
}
