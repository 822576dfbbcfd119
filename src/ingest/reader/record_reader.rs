//! Reads one file into a sink: inspects its first entries, reports what it detected, then yields item by item.
//!
//! Holds a bounded sample and one entry at a time; memory does not grow with the file.

use std::sync::{Arc, OnceLock};

use super::batches::{ALTERED, BatchParser, Batches, Counts};
use super::detect::{Detection, detect, tie};
use super::entry_parser::{EntryParser, Outcome, Wants};
use super::opened::{opened, passed_over, take_sample};
use super::reshape::reshaped;
use crate::domain::{Flag, Untrusted};
use crate::error::{Problem, Result};
use crate::ingest::columns::Conventions;
use crate::ingest::doubt::{Doubt, DoubtKind};
use crate::ingest::field_names::Field;
use crate::ingest::formats::{self, FormatReader, GENERIC, Reader};
use crate::ingest::frame::{Entries, Entry};
use crate::ingest::import_options::ImportOptions;
use crate::ingest::import_plan::{ImportPlan, path_not_found};
use crate::ingest::json::Fields;
use crate::ingest::label::{LabelValue, missing};
use crate::ingest::record::Mapping;
use crate::ingest::sink::{Detected, Item, Sink};

/// Reads one file into a sink, streaming.
///
/// # Errors
/// An `Input` problem when the file cannot be opened, holds no known format, or may be of several; whatever the sink
/// returns.
pub fn read(options: &ImportOptions, sink: &mut dyn Sink) -> Result<()> {
    let mut plan = ImportPlan::new(options)?;
    let mut entries = opened(options, &mut plan)?;
    let (mut sample, is_whole) = take_sample(&mut entries)?;
    if let ([only], true, false) = (sample.as_slice(), is_whole, plan.is_expanding())
        && let Some(records) = reshaped(only)
    {
        sample = records;
    }
    let outer_text = entries.outer();
    let is_element = outer_text.is_some();
    let format = match plan.given_format() {
        Some(format) => format,
        None => match detect(&plan, &sample, is_element) {
            Detection::Format(format) => format,
            Detection::Unknown => entries.delimiter.map_or(GENERIC, formats::of_table),
            Detection::Tie(formats) => return Err(tie(&entries.name, &formats)),
        },
    };
    let outer = outer_text.as_deref().and_then(|text| Fields::parse(text).ok());
    let is_table = entries.delimiter.is_some();
    let parser =
        EntryParser { plan: &plan, format, is_table, is_element, conventions: OnceLock::new(), outer: outer.as_ref() };
    let mut reader = RecordReader::new(&parser, &entries);
    let detected = reader.inspect_sample(&sample, is_whole, &entries)?;
    sink.detected(&detected)?;
    if options.limit.is_none() && format.is_stateless() {
        let parser = BatchParser::new(&parser, std::mem::take(&mut reader.counts));
        let mut batches = Batches::new(sample, &mut entries);
        let done = sink.batches(&mut || batches.next(), &|batch, take| parser.parse(batch, take));
        reader.counts = parser.into_counts();
        if let Some(done) = done {
            done.and_then(|()| reader.check_whole())?;
            entries.file_hash().into_iter().for_each(|(bytes, hash)| sink.hashed(bytes, hash));
            return sink.doubts(reader.doubts(&entries));
        }
        sample = batches.into_rest();
    }
    let limit = options.limit.unwrap_or(u64::MAX);
    let (mut sample, mut given, mut is_over) = (sample.into_iter(), 0, false);
    while given < limit && !is_over {
        let mut next = sample.next();
        if next.is_none() {
            if !entries.has_more_now() {
                sink.pause()?;
            }
            next = entries.next()?;
        }
        is_over = next.is_none();
        let items = match next {
            Some(entry) => reader.items(&entry, Wants::default()).items,
            None => reader.last_items(),
        };
        if items.is_empty() && !is_over && !sink.goes_on(entries.position())? {
            return Ok(());
        }
        for item in items {
            given += u64::from(matches!(item, Item::Record { .. }));
            if !sink.item(item, entries.position())? {
                return Ok(());
            }
            if given >= limit {
                break;
            }
        }
    }
    if is_over {
        reader.check_whole()?;
        entries.file_hash().into_iter().for_each(|(bytes, hash)| sink.hashed(bytes, hash));
    }
    sink.doubts(reader.doubts(&entries))
}

struct RecordReader<'p> {
    parser: &'p EntryParser<'p>,
    /// The reader of a format whose entries belong together.
    state: Option<Box<dyn FormatReader>>,
    name: String,
    first_keys: Vec<String>,
    counts: Counts,
}

impl<'p> RecordReader<'p> {
    fn new(parser: &'p EntryParser<'p>, entries: &Entries) -> Self {
        Self {
            parser,
            state: new_state(parser),
            name: entries.name.clone(),
            first_keys: Vec::new(),
            counts: Counts::default(),
        }
    }

    /// Reads the sample to learn how the first record is read, and to refuse options that match nothing.
    fn inspect_sample(&mut self, sample: &[Entry], is_whole: bool, entries: &Entries) -> Result<Detected> {
        let (mut mapping, mut labels): (Option<Mapping>, Vec<Vec<LabelValue>>) = (None, Vec::new());
        let mut seen = Vec::new();
        for entry in sample {
            let wants = Wants { mapping: mapping.is_none(), keys: self.first_keys.is_empty(), survey: true };
            let outcome = self.items(entry, wants);
            if self.first_keys.is_empty() {
                self.first_keys = outcome.keys.unwrap_or_default();
            }
            mapping = mapping.or(outcome.mapping);
            seen.extend(outcome.seen);
            labels.extend(outcome.items.into_iter().filter_map(|item| match item {
                Item::Record { judged, .. } => Some(judged?.all_labels()),
                Item::Reject { .. } | Item::Skipped { .. } => None,
            }));
        }
        if mapping.is_none()
            && let Some(state) = self.state.as_deref_mut()
        {
            let last = self.parser.end(state);
            mapping = last.mapping;
            seen.extend(last.seen);
        }
        let conventions = Conventions::of(self.parser.plan.times.clone(), &seen);
        let _ = self.parser.conventions.set(Arc::new(conventions));
        self.check_maps(is_whole)?;
        self.check_labels(&labels, is_whole)?;
        self.state = new_state(self.parser);
        self.counts.restart();
        self.parser.plan.join.iter().for_each(|join| join.start_again());
        let mut mapping: Mapping = mapping.unwrap_or_default();
        let words = Field::words();
        mapping.sort_by_key(|(field, _)| words.iter().position(|word| word == field));
        let table = entries.delimiter.map(formats::of_table);
        let format = table.filter(|_| self.parser.format.name == GENERIC.name).unwrap_or(self.parser.format);
        let is_own = format.name == GENERIC.name || format.delimiters().is_some();
        let name = entries.called.filter(|_| is_own).unwrap_or(format.name);
        Ok(Detected { format: name, mapping, bytes: entries.bytes })
    }

    /// Refuses a path that no record of the sample has, except for fields that few records have.
    fn check_maps(&self, is_whole: bool) -> Result<()> {
        let is_rare =
            |field| matches!(field, Field::Error | Field::Note | Field::Expected | Field::FinishReason | Field::System);
        if self.first_keys.is_empty() || self.counts.records + self.counts.without_text == 0 {
            return Ok(());
        }
        let mut maps = self.parser.plan.maps.iter().enumerate();
        let missed = maps.find(|(place, map)| self.counts.hits(*place) == 0 && (is_whole || !is_rare(map.field)));
        match missed {
            Some((_, map)) => Err(path_not_found(map, &self.name, &self.first_keys)),
            None => Ok(()),
        }
    }

    /// Refuses a column of labels none of whose first values is understood, and a column that no record has.
    fn check_labels(&self, labels: &[Vec<LabelValue>], is_whole: bool) -> Result<()> {
        for (place, label) in self.parser.plan.columns.labels.iter().enumerate() {
            let mut unknown: Vec<String> = Vec::new();
            let mut values = labels.iter().filter_map(|labels| labels.get(place));
            let is_understood = values.any(|value| match value {
                LabelValue::Verdict(_) | LabelValue::Opposite(..) => true,
                LabelValue::Unknown(text) => {
                    if unknown.len() < 6 && !unknown.contains(text) {
                        unknown.push(text.clone());
                    }
                    false
                }
                LabelValue::Absent | LabelValue::Nothing => false,
            });
            if !is_understood && !unknown.is_empty() {
                return Err(label.unclear(&unknown));
            }
        }
        let is_sure = !self.first_keys.is_empty() && (is_whole || self.parser.is_table);
        if is_sure && self.counts.records > 0 { self.check_columns() } else { Ok(()) }
    }

    /// Refuses a column with judgements that no record has.
    fn check_columns(&self) -> Result<()> {
        let mut columns = self.parser.plan.columns.paths().enumerate();
        let absent = columns.find(|(place, _)| !self.counts.has_column(*place));
        absent.map_or(Ok(()), |(_, path)| Err(missing(path, &self.first_keys)))
    }

    fn items(&mut self, entry: &Entry, wants: Wants) -> Outcome {
        let state = self.state.as_deref_mut().map(|state| state as &mut dyn FormatReader);
        let outcome = self.parser.parse(entry, state, wants, None);
        self.counts.count(&outcome);
        outcome
    }

    /// Gives out what the format still holds at the end.
    fn last_items(&mut self) -> Vec<Item> {
        let Some(state) = self.state.as_deref_mut() else { return Vec::new() };
        let outcome = self.parser.end(state);
        self.counts.count(&outcome);
        outcome.items
    }

    /// Refuses options that matched nothing in the whole file.
    fn check_whole(&self) -> Result<()> {
        if self.counts.records == 0 && self.counts.without_text > 0 {
            let keys = self.first_keys.join(", ");
            return Err(Problem::input(format!("No field of {} can serve as an input or an output.", self.name))
                .hint(format!("Name them: --map input=FIELD --map output=FIELD. The first record has: {keys}.")));
        }
        if self.counts.records == 0 {
            return self.check_choice();
        }
        self.check_maps(true)?;
        self.check_columns()
    }

    /// Returns what is doubtful about the file as a whole.
    fn doubts(&self, entries: &Entries) -> Vec<Doubt> {
        let about_bytes = |what, count, first: Option<u64>, hint: &str| Doubt {
            kind: DoubtKind::Bytes,
            field: String::new(),
            count,
            of: self.counts.records,
            what,
            example: first.map(|line| (line, Untrusted::default())),
            hint: hint.to_owned(),
        };
        let mut doubts = self.parser.plan.doubts();
        for (noted, count, line) in &self.counts.noted {
            doubts.push(Doubt {
                kind: noted.kind,
                field: noted.key.clone(),
                count: *count,
                of: self.counts.records,
                what: noted.what,
                example: Some((*line, Untrusted::new(noted.text.as_str()))),
                hint: noted.hint.to_owned(),
            });
        }
        doubts.extend(passed_over(entries));
        if let Some(encoding) = entries.guessed {
            let hint = "--encoding NAME names another encoding";
            let doubt = about_bytes("not UTF-8: {records} read as {field}", self.counts.records, None, hint);
            doubts.push(Doubt { field: encoding.to_owned(), ..doubt });
        }
        // A format that leaves something out says so itself.
        let is_told = doubts.iter().any(|doubt| doubt.kind == DoubtKind::LeftOut);
        let is_news = |flag| flag != Flag::Cut || !is_told;
        let altered = self.counts.altered.iter().zip(ALTERED);
        let altered = altered.filter(|((count, _), (flag, ..))| *count > 0 && is_news(*flag));
        doubts.extend(altered.map(|((count, first), (_, what, hint))| about_bytes(what, *count, *first, hint)));
        doubts
    }

    /// Refuses a `--records` that leads to no list, and a `--where` that no entry meets.
    fn check_choice(&self) -> Result<()> {
        let (plan, keys) = (self.parser.plan, self.first_keys.join(", "));
        let sentence = match &plan.records {
            Some(path) if self.counts.without_list > 0 => {
                format!("{} has no list of records at `{}`.", self.name, path.typed)
            }
            _ if self.counts.left_out > 0 => format!("No entry of {} has {}.", self.name, plan.filter.typed()),
            _ => return Ok(()),
        };
        Err(Problem::input(sentence).hint(format!("The first entry has: {keys}.")))
    }
}

fn new_state(parser: &EntryParser<'_>) -> Option<Box<dyn FormatReader>> {
    match parser.format.reader {
        Reader::File(make) => {
            let mut reader = make();
            reader.choose_spans(parser.plan.spans);
            Some(reader)
        }
        Reader::Record(_) | Reader::Records(_) => None,
    }
}
