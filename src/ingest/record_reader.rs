//! Reads one file into a sink: inspects its first entries, reports what it detected, then yields item by item.
//!
//! Holds a bounded sample and one entry at a time; memory does not grow with the file.

use std::borrow::Cow;

use super::field_names::Field;
use super::formats::{self, Format, FormatState};
use super::frame::{Body, Cut, Entries, Entry};
use super::import_options::ImportOptions;
use super::import_plan::{ImportPlan, path_not_found};
use super::json::{DEEPEST, Fields, close_truncated, scan};
use super::label::LabelValue;
use super::record_builder::{Mapping, RecordBuilder};
use super::reject::{not_an_object, reject};
use super::sink::{Detected, Item, Sink};
use super::source::{hex_escape_invalid, open};
use crate::domain::{Content, Flag, Untrusted, Verdict};
use crate::error::{Problem, Result};

/// How many entries are inspected before the first item is yielded.
const SAMPLE: usize = 64;
/// The most bytes of them.
const SAMPLE_BYTES: usize = 4 * 1024 * 1024;

/// Reads one file into a sink, streaming.
///
/// # Errors
/// An `Input` problem when the file cannot be opened or holds no known format; whatever the sink returns.
pub fn read(options: &ImportOptions, sink: &mut dyn Sink) -> Result<()> {
    let plan = ImportPlan::new(options)?;
    let stream = open(&options.path)?;
    let mut entries = Entries::new(stream, plan.format.and_then(Format::delimiters))?;
    let mut reader = RecordReader::new(plan, &entries);

    let (sample, is_whole) = take_sample(&mut entries)?;
    let detected = reader.inspect_sample(&sample, is_whole, &entries)?;
    sink.detected(&detected)?;
    let mut given = 0;
    let limit = options.limit.unwrap_or(u64::MAX);
    let mut sample = sample.into_iter();
    while given < limit {
        let entry = match sample.next() {
            Some(entry) => entry,
            None => match entries.next()? {
                Some(entry) => entry,
                None => return reader.finish(&entries, sink, given < limit),
            },
        };
        for item in reader.items(&entry, false).items {
            given += u64::from(matches!(item, Item::Record { .. }));
            if !sink.item(item, entries.position())? {
                return Ok(());
            }
            if given >= limit {
                break;
            }
        }
    }
    Ok(())
}

fn take_sample(entries: &mut Entries) -> Result<(Vec<Entry>, bool)> {
    let (mut sample, mut bytes) = (Vec::new(), 0);
    while sample.len() < SAMPLE && bytes < SAMPLE_BYTES {
        let Some(entry) = entries.next()? else { return Ok((sample, true)) };
        bytes += match &entry.body {
            Body::Json { bytes, .. } => bytes.len(),
            Body::Row { cells, .. } => cells.iter().map(String::len).sum(),
            Body::Cut(cut) => cut.head.len() + cut.tail.len(),
            Body::Broken { text, .. } => text.len(),
        };
        sample.push(entry);
    }
    Ok((sample, false))
}

/// What one entry became.
#[derive(Default)]
struct Outcome {
    items: Vec<Item>,
    format: Option<&'static str>,
    mapping: Option<Mapping>,
    keys: Option<Vec<String>>,
    label: Option<LabelValue>,
}

impl Outcome {
    fn only(item: Item) -> Self {
        Self { items: vec![item], ..Self::default() }
    }
}

struct RecordReader {
    plan: ImportPlan,
    state: FormatState,
    name: String,
    is_table: bool,
    first_keys: Vec<String>,
    records: u64,
    /// Objects without an input and an output.
    without_text: u64,
    labels_found: u64,
}

impl RecordReader {
    fn new(plan: ImportPlan, entries: &Entries) -> Self {
        Self {
            plan,
            state: FormatState::default(),
            name: entries.name.clone(),
            is_table: entries.delimiter.is_some(),
            first_keys: Vec::new(),
            records: 0,
            without_text: 0,
            labels_found: 0,
        }
    }

    /// Reads the sample to detect the format and how the first record is read, and to refuse options that match nothing.
    fn inspect_sample(&mut self, sample: &[Entry], is_whole: bool, entries: &Entries) -> Result<Detected> {
        let mut votes: Vec<(&'static str, usize)> = Vec::new();
        let (mut mapping, mut labels) = (None, Vec::new());
        for entry in sample {
            let outcome = self.items(entry, mapping.is_none());
            if let Some(format) = outcome.format {
                match votes.iter_mut().find(|(name, _)| *name == format) {
                    Some((_, count)) => *count += 1,
                    None => votes.push((format, 1)),
                }
            }
            if self.first_keys.is_empty() {
                self.first_keys = outcome.keys.unwrap_or_default();
            }
            mapping = mapping.or(outcome.mapping);
            labels.extend(outcome.label);
        }
        self.check_maps(is_whole)?;
        self.check_labels(&labels, is_whole)?;
        self.state = FormatState::default();
        (self.records, self.without_text, self.labels_found) = (0, 0, 0);
        let most = votes.iter().rev().max_by_key(|(_, count)| *count).map(|(name, _)| *name);
        let table = entries.delimiter.map(|delimiter| formats::of_table(delimiter).name);
        let format = table.or(self.plan.format.map(|format| format.name)).or(most).unwrap_or(formats::GENERIC.name);
        let mut mapping: Mapping = mapping.unwrap_or_default();
        let words = Field::words();
        mapping.sort_by_key(|(field, _)| words.iter().position(|word| word == field));
        Ok(Detected { format, mapping, bytes: entries.bytes })
    }

    /// Refuses a path that no record of the sample has, except for fields that few records have.
    fn check_maps(&self, is_whole: bool) -> Result<()> {
        let is_rare =
            |field| matches!(field, Field::Error | Field::Note | Field::Expected | Field::FinishReason | Field::System);
        if self.first_keys.is_empty() {
            return Ok(());
        }
        match self.plan.maps.iter().find(|map| map.hits == 0 && (is_whole || !is_rare(map.field))) {
            Some(map) => Err(path_not_found(map, &self.name, &self.first_keys)),
            None => Ok(()),
        }
    }

    fn check_labels(&self, labels: &[LabelValue], is_whole: bool) -> Result<()> {
        let Some(label) = &self.plan.label else { return Ok(()) };
        let mut unknown: Vec<String> = Vec::new();
        for value in labels {
            match value {
                LabelValue::Verdict(_) | LabelValue::Passed(_) => return Ok(()),
                LabelValue::Unknown(text) if unknown.len() < 6 && !unknown.contains(text) => unknown.push(text.clone()),
                LabelValue::Unknown(_) | LabelValue::Absent | LabelValue::Nothing => {}
            }
        }
        if !unknown.is_empty() {
            return Err(label.unclear_labels(&unknown));
        }
        let is_absent = labels.iter().all(|value| *value == LabelValue::Absent);
        if is_absent && !self.first_keys.is_empty() && (is_whole || self.is_table) {
            return Err(label.missing(&self.first_keys));
        }
        Ok(())
    }

    /// Reads one entry: a record, a reject, nothing yet, or also a record that earlier rows had begun.
    fn items(&mut self, entry: &Entry, wants_mapping: bool) -> Outcome {
        match &entry.body {
            Body::Broken { reason, text } => Outcome::only(reject(entry, reason.clone(), text)),
            Body::Row { headers, cells, escaped } => {
                let fields = Fields::from_row(headers, cells);
                let flags = if escaped.is_some() { vec![Flag::InvalidUtf8] } else { Vec::new() };
                let line = || escaped.clone().unwrap_or_else(|| cells.join("\t"));
                self.object(entry, fields, &flags, &line, wants_mapping)
            }
            Body::Json { bytes, is_unfinished } => {
                let text = String::from_utf8_lossy(bytes);
                let is_lossy = matches!(text, Cow::Owned(_));
                let fields = match Fields::parse(&text) {
                    Ok(fields) => fields,
                    Err(error) if *is_unfinished && error.is_eof() => {
                        let unit = if self.is_table || bytes.contains(&b'\n') { "entry" } else { "line" };
                        return Outcome::only(reject(entry, format!("the last {unit} is incomplete"), &text));
                    }
                    Err(error) => return Outcome::only(reject(entry, not_an_object(&text, &error), &text)),
                };
                let found = scan(&text);
                let mut flags = Vec::new();
                flags.extend(is_lossy.then_some(Flag::InvalidUtf8));
                flags.extend(found.has_double_keys.then_some(Flag::DuplicateKeys));
                flags.extend(found.has_lone_surrogate.then_some(Flag::LoneSurrogate));
                flags.extend((found.depth > DEEPEST).then_some(Flag::TooDeep));
                let line = || if is_lossy { hex_escape_invalid(bytes.trim_ascii()) } else { text.trim().to_owned() };
                self.object(entry, fields, &flags, &line, wants_mapping)
            }
            Body::Cut(cut) => self.cut(entry, cut),
        }
    }

    fn object(
        &mut self,
        entry: &Entry,
        mut fields: Fields<'_>,
        flags: &[Flag],
        line: &dyn Fn() -> String,
        wants_mapping: bool,
    ) -> Outcome {
        let keys = self.first_keys.is_empty().then(|| fields.paths());
        let label = self.plan.label.as_ref().map(|label| label.read(&fields));
        let mut builder = RecordBuilder::default();
        builder.mapping = wants_mapping.then(Vec::new);
        let format = self.plan.format_of(&fields);
        self.plan.apply_maps(&mut fields, &mut builder);
        let is_record = (format.read)(&mut fields, &mut builder, &mut self.state);
        let mut items: Vec<Item> =
            self.state.ended.take().into_iter().map(|content| self.record(content, None)).collect();
        let mut outcome = Outcome { format: Some(format.name), keys, label, ..Outcome::default() };
        if is_record {
            let flags = if builder.is_exact { &[] } else { flags };
            builder.content.flags.extend_from_slice(flags);
            // Depth alone loses nothing: what is too deep is kept as text in its place.
            let is_lossy = builder.is_partial || flags.iter().any(|flag| *flag != Flag::TooDeep);
            match builder.finish() {
                Ok((mut content, mapping)) => {
                    if is_lossy {
                        content.raw = Some(line().into());
                    }
                    outcome.mapping = mapping;
                    items.push(self.record(content, outcome.label.as_ref()));
                }
                Err(reason) => {
                    self.without_text += 1;
                    items.push(reject(entry, reason, &line()));
                }
            }
        }
        outcome.items = items;
        outcome
    }

    fn record(&mut self, mut content: Content, value: Option<&LabelValue>) -> Item {
        self.plan.apply_sets(&mut content);
        self.records += 1;
        self.labels_found += u64::from(!matches!(value, None | Some(LabelValue::Absent)));
        let (verdict, is_unmapped, label) = match value {
            Some(LabelValue::Verdict(verdict)) => (Some(*verdict), false, None),
            Some(LabelValue::Passed(label)) => (Some(Verdict::Pass), false, Some(label.clone())),
            Some(LabelValue::Unknown(label)) => (None, true, Some(label.clone())),
            Some(LabelValue::Absent | LabelValue::Nothing) | None => (None, false, None),
        };
        Item::Record { content, verdict, is_unmapped, label }
    }

    /// Reads the beginning of an entry over the size cap and keeps its head and tail.
    fn cut(&mut self, entry: &Entry, cut: &Cut) -> Outcome {
        let (head, tail) = (String::from_utf8_lossy(&cut.head), String::from_utf8_lossy(&cut.tail));
        let left_out = cut.length.saturating_sub((cut.head.len() + cut.tail.len()) as u64);
        let raw = format!("{head}\n… {left_out} bytes left out, blake3 {} …\n{tail}", cut.hash);
        let closed = close_truncated(&cut.head);
        if let Ok(fields) = Fields::parse(&closed) {
            let outcome = self.object(entry, fields, &[Flag::Cut], &|| raw.clone(), false);
            if outcome.items.iter().any(|item| matches!(item, Item::Record { .. })) {
                return outcome;
            }
        }
        let content = Content { flags: vec![Flag::Cut], raw: Some(Untrusted::new(raw)), ..Content::default() };
        Outcome::only(self.record(content, None))
    }

    /// Yields the record that is still open, then refuses options that matched nothing in the whole file.
    fn finish(&mut self, entries: &Entries, sink: &mut dyn Sink, may_yield: bool) -> Result<()> {
        if may_yield && let Some(content) = self.state.end() {
            let item = self.record(content, None);
            if !sink.item(item, entries.position())? {
                return Ok(());
            }
        }
        if self.records == 0 && self.without_text > 0 {
            let keys = self.first_keys.join(", ");
            return Err(Problem::input(format!("No field of {} can serve as an input or an output.", self.name))
                .hint(format!("Name them: --map input=FIELD --map output=FIELD. The first record has: {keys}.")));
        }
        if self.records == 0 {
            return Ok(());
        }
        self.check_maps(true)?;
        match &self.plan.label {
            Some(label) if self.labels_found == 0 => Err(label.missing(&self.first_keys)),
            Some(_) | None => Ok(()),
        }
    }
}
