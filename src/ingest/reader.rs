//! Leads the reading of one file: looks at its first entries, says what it found, then gives out item by item.
//!
//! Holds a bounded sample and one entry at a time; memory does not grow with the file.

use std::borrow::Cow;

use super::draft::{Draft, Mapping};
use super::formats::Carry;
use super::frame::{Body, Cut, Entries, Entry};
use super::json::{DEEPEST, Fields, Value};
use super::label::Said;
use super::mend::{mend, spelled};
use super::names::Field;
use super::plan::{Plan, lost};
use super::survey::survey;
use super::{Detected, Item, Order, Sink, open};
use crate::domain::{Content, Flag, Untrusted, Verdict};
use crate::error::{Problem, Result};

/// So many entries are looked at before the first item is given out,
const SAMPLE: usize = 64;
/// and at most so many bytes.
const SAMPLE_BYTES: usize = 4 * 1024 * 1024;
/// A reject's text is cut at this length.
const LONGEST_REJECT: usize = 64 * 1024;

/// Reads one file into a sink.
pub(super) fn read(order: &Order, sink: &mut dyn Sink) -> Result<()> {
    let plan = Plan::new(order)?;
    let stream = open::open(&order.path)?;
    let mut entries = Entries::new(stream, plan.format.map(|format| format.name))?;
    let mut reader = Reader::new(plan, &entries);

    let (sample, is_whole) = take_sample(&mut entries)?;
    let detected = reader.look_at(&sample, is_whole, &entries)?;
    sink.detected(&detected)?;
    let mut given = 0;
    let limit = order.limit.unwrap_or(u64::MAX);
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
            Body::RowId { cells, .. } => cells.iter().map(String::len).sum(),
            Body::Cut(cut) => cut.head.len() + cut.tail.len(),
            Body::Broken { text, .. } => text.len(),
        };
        sample.push(entry);
    }
    Ok((sample, false))
}

/// What became of one entry.
#[derive(Default)]
struct Outcome {
    items: Vec<Item>,
    format: Option<&'static str>,
    mapping: Option<Mapping>,
    keys: Option<Vec<String>>,
    said: Option<Said>,
}

struct Reader {
    plan: Plan,
    carry: Carry,
    name: String,
    is_table: bool,
    first_keys: Vec<String>,
    records: u64,
    /// Objects in which neither an input nor an output was found.
    mute: u64,
    labels_found: u64,
}

impl Reader {
    fn new(plan: Plan, entries: &Entries) -> Self {
        Self {
            plan,
            carry: Carry::default(),
            name: entries.name.clone(),
            is_table: entries.table.is_some(),
            first_keys: Vec::new(),
            records: 0,
            mute: 0,
            labels_found: 0,
        }
    }

    /// Reads the sample on trial: which format it is, how the first record is read, and whether what was asked for is
    /// there at all.
    fn look_at(&mut self, sample: &[Entry], is_whole: bool, entries: &Entries) -> Result<Detected> {
        let mut votes: Vec<(&'static str, usize)> = Vec::new();
        let (mut mapping, mut said) = (None, Vec::new());
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
            said.extend(outcome.said);
        }
        self.check_maps(is_whole)?;
        self.check_labels(&said, is_whole)?;
        self.carry = Carry::default();
        (self.records, self.mute, self.labels_found) = (0, 0, 0);
        let most = votes.iter().rev().max_by_key(|(_, count)| *count).map(|(name, _)| *name);
        let format = entries.table.or(self.plan.format.map(|format| format.name)).or(most).unwrap_or("records");
        let mut mapping: Mapping = mapping.unwrap_or_default();
        let words = Field::words();
        mapping.sort_by_key(|(field, _)| words.iter().position(|word| word == field));
        Ok(Detected { format, mapping, bytes: entries.bytes })
    }

    /// A path that stands in no record of the sample is refused at once, save for fields that few records have.
    fn check_maps(&self, is_whole: bool) -> Result<()> {
        let is_rare =
            |field| matches!(field, Field::Error | Field::Note | Field::Expected | Field::FinishReason | Field::System);
        if self.first_keys.is_empty() {
            return Ok(());
        }
        match self.plan.maps.iter().find(|map| map.hits == 0 && (is_whole || !is_rare(map.field))) {
            Some(map) => Err(lost(map, &self.name, &self.first_keys)),
            None => Ok(()),
        }
    }

    fn check_labels(&self, said: &[Said], is_whole: bool) -> Result<()> {
        let Some(label) = &self.plan.label else { return Ok(()) };
        let mut unknown: Vec<String> = Vec::new();
        for said in said {
            match said {
                Said::Verdict(_) | Said::Passed(_) => return Ok(()),
                Said::Unknown(value) if unknown.len() < 6 && !unknown.contains(value) => unknown.push(value.clone()),
                Said::Unknown(_) | Said::Absent | Said::Nothing => {}
            }
        }
        if !unknown.is_empty() {
            return Err(label.puzzle(&unknown));
        }
        let is_absent = said.iter().all(|said| *said == Said::Absent);
        if is_absent && !self.first_keys.is_empty() && (is_whole || self.is_table) {
            return Err(label.missing(&self.first_keys));
        }
        Ok(())
    }

    /// What one entry gives: a record, a reject, nothing yet, or a record that an earlier row held back before it.
    fn items(&mut self, entry: &Entry, wants_mapping: bool) -> Outcome {
        match &entry.body {
            Body::Broken { reason, text } => rejected(entry, reason.clone(), text),
            Body::RowId { headers, cells, spelled: lossy } => {
                let fields = Fields::of_row(headers, cells);
                let flags = if lossy.is_some() { vec![Flag::InvalidUtf8] } else { Vec::new() };
                let line = || lossy.clone().unwrap_or_else(|| cells.join("\t"));
                self.object(entry, fields, &flags, &line, wants_mapping)
            }
            Body::Json { bytes, is_unfinished } => {
                let text = String::from_utf8_lossy(bytes);
                let is_lossy = matches!(text, Cow::Owned(_));
                let fields = match Fields::parse(&text) {
                    Ok(fields) => fields,
                    Err(error) if *is_unfinished && error.is_eof() => {
                        let unit = if self.is_table || bytes.contains(&b'\n') { "entry" } else { "line" };
                        return rejected(entry, format!("the last {unit} is incomplete"), &text);
                    }
                    Err(error) => return rejected(entry, not_an_object(&text, &error), &text),
                };
                let found = survey(&text);
                let mut flags = Vec::new();
                flags.extend(is_lossy.then_some(Flag::InvalidUtf8));
                flags.extend(found.has_double_keys.then_some(Flag::DuplicateKeys));
                flags.extend(found.has_lone_surrogate.then_some(Flag::LoneSurrogate));
                flags.extend((found.depth > DEEPEST).then_some(Flag::TooDeep));
                let line = || if is_lossy { spelled(bytes.trim_ascii()) } else { text.trim().to_owned() };
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
        let said = self.plan.label.as_ref().map(|label| label.read(&fields));
        let mut draft = Draft::default();
        draft.mapping = wants_mapping.then(Vec::new);
        let format = self.plan.format_of(&fields);
        self.plan.apply_maps(&mut fields, &mut draft);
        let is_record = (format.read)(&mut fields, &mut draft, &mut self.carry);
        let mut items: Vec<Item> =
            self.carry.ended.take().into_iter().map(|content| self.record(content, None)).collect();
        let mut outcome = Outcome { format: Some(format.name), keys, said, ..Outcome::default() };
        if is_record {
            let flags = if draft.is_exact { &[] } else { flags };
            draft.content.flags.extend_from_slice(flags);
            // Depth alone costs nothing: what is too deep is kept as text where it stood.
            let is_lossy = draft.is_partial || flags.iter().any(|flag| *flag != Flag::TooDeep);
            match draft.finish() {
                Ok((mut content, mapping)) => {
                    if is_lossy {
                        content.raw = Some(line().into());
                    }
                    outcome.mapping = mapping;
                    items.push(self.record(content, outcome.said.as_ref()));
                }
                Err(reason) => {
                    self.mute += 1;
                    items.append(&mut rejected(entry, reason, &line()).items);
                }
            }
        }
        outcome.items = items;
        outcome
    }

    fn record(&mut self, mut content: Content, said: Option<&Said>) -> Item {
        self.plan.apply_sets(&mut content);
        self.records += 1;
        self.labels_found += u64::from(!matches!(said, None | Some(Said::Absent)));
        let (verdict, is_unmapped, label) = match said {
            Some(Said::Verdict(verdict)) => (Some(*verdict), false, None),
            Some(Said::Passed(label)) => (Some(Verdict::Pass), false, Some(label.clone())),
            Some(Said::Unknown(label)) => (None, true, Some(label.clone())),
            Some(Said::Absent | Said::Nothing) | None => (None, false, None),
        };
        Item::Record { content, verdict, is_unmapped, label }
    }

    /// An entry over the cap: what its beginning says is read, head and tail are kept.
    fn cut(&mut self, entry: &Entry, cut: &Cut) -> Outcome {
        let (head, tail) = (String::from_utf8_lossy(&cut.head), String::from_utf8_lossy(&cut.tail));
        let left_out = cut.length.saturating_sub((cut.head.len() + cut.tail.len()) as u64);
        let raw = format!("{head}\n… {left_out} bytes left out, blake3 {} …\n{tail}", cut.hash);
        let mended = mend(&cut.head);
        if let Ok(fields) = Fields::parse(&mended) {
            let outcome = self.object(entry, fields, &[Flag::Cut], &|| raw.clone(), false);
            if outcome.items.iter().any(|item| matches!(item, Item::Record { .. })) {
                return outcome;
            }
        }
        let content = Content { flags: vec![Flag::Cut], raw: Some(Untrusted::new(raw)), ..Content::default() };
        Outcome { items: vec![self.record(content, None)], ..Outcome::default() }
    }

    /// Gives out what was held back, then holds what was found against what was asked for.
    fn finish(&mut self, entries: &Entries, sink: &mut dyn Sink, may_give: bool) -> Result<()> {
        if may_give && let Some(content) = self.carry.end() {
            let item = self.record(content, None);
            if !sink.item(item, entries.position())? {
                return Ok(());
            }
        }
        if self.records == 0 && self.mute > 0 {
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

fn rejected(entry: &Entry, reason: String, text: &str) -> Outcome {
    let end = (0..=LONGEST_REJECT.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let text = text.get(..end).unwrap_or_default().trim_end_matches('\r').into();
    let item = Item::Reject { line: entry.line, offset: entry.offset, reason, text };
    Outcome { items: vec![item], ..Outcome::default() }
}

/// Why a text is no object, with the place where it stops being JSON.
fn not_an_object(text: &str, error: &serde_json::Error) -> String {
    let what = match text.trim_start().chars().next() {
        Some('[') => "an array",
        Some('"') => "a string",
        Some('0'..='9' | '-') => "a number",
        _ => "a single word",
    };
    match Value::parse(text) {
        Ok(_) => format!("not a JSON object but {what}"),
        Err(deeper) if error.is_data() => not_json(&deeper),
        Err(_) => not_json(error),
    }
}

fn not_json(error: &serde_json::Error) -> String {
    let place = format!(" at line {} column {}", error.line(), error.column());
    let sentence = error.to_string();
    let sentence = sentence.strip_suffix(&place).unwrap_or(&sentence);
    let sentence =
        sentence.replace("EOF while parsing", "it ends within").replace("expected ident", "expected a value");
    let line = if error.line() > 1 { format!("line {} of it, ", error.line()) } else { String::new() };
    format!("not JSON ({sentence} at {line}column {})", error.column())
}
