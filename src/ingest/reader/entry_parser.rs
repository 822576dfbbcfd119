//! Makes items of one entry: records, rejects, entries passed over. Keeps nothing between entries, so that those of a
//! stateless format can be read on several threads.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use super::reject::{not_an_object, reject};
use crate::domain::{Content, Flag, Untrusted};
use crate::ingest::columns::{Conventions, Noted, Seen};
use crate::ingest::field_names::{Field, is_time_of_judging};
use crate::ingest::formats::{self, Format, FormatReader, Reader};
use crate::ingest::frame::{Body, Cut, Entry};
use crate::ingest::import_plan::ImportPlan;
use crate::ingest::json::{DEEPEST, Fields, close_truncated, without_not_finite};
use crate::ingest::label::Judged;
use crate::ingest::paths::listed;
use crate::ingest::record::{DirectReader, Given, Mapping, Place, RecordBuilder, Records};
use crate::ingest::sink::Item;

/// What one entry became.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) items: Vec<Item>,
    /// How its first record was read, where that was asked for.
    pub(super) mapping: Option<Mapping>,
    /// The paths of its fields, where that was asked for.
    pub(super) keys: Option<Vec<String>>,
    /// Which of the columns with judgements its first object has.
    pub(super) columns: Vec<bool>,
    /// Which `--map` were found.
    pub(super) hits: Vec<usize>,
    /// What is to be said about values, with their lines.
    pub(super) noted: Vec<(u64, Noted)>,
    /// The values of columns, where they were asked for.
    pub(super) seen: Vec<Seen>,
    /// How many of its objects have no input and no output.
    pub(super) without_text: u64,
    /// How many have no list where `--records` says.
    pub(super) without_list: u64,
    /// How many `--where` leaves out.
    pub(super) left_out: u64,
    /// Whether it is a record that was read directly, and no item.
    pub(super) is_direct: bool,
}

impl Outcome {
    /// Adds what another object of the same entry became.
    fn add(&mut self, other: Self) {
        self.items.extend(other.items);
        self.mapping = self.mapping.take().or(other.mapping);
        self.keys = self.keys.take().or(other.keys);
        if self.columns.is_empty() {
            self.columns = other.columns;
        }
        self.hits.extend(other.hits);
        self.noted.extend(other.noted);
        self.seen.extend(other.seen);
        self.without_text += other.without_text;
        self.without_list += other.without_list;
        self.left_out += other.left_out;
    }
}

/// What a caller wants to know beside the items.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wants {
    pub(super) mapping: bool,
    pub(super) keys: bool,
    /// The values of columns whose convention is to be decided.
    pub(super) survey: bool,
}

/// Reads the entries of one file.
pub(super) struct EntryParser<'p> {
    pub(super) plan: &'p ImportPlan,
    /// The file's format.
    pub(super) format: &'static Format,
    pub(super) is_table: bool,
    /// Whether entries are elements of a list inside an object.
    pub(super) is_element: bool,
    /// What is decided for the columns, after the first entries were looked at.
    pub(super) conventions: OnceLock<Arc<Conventions>>,
    /// The fields around the list whose elements the entries are.
    pub(super) outer: Option<&'p Fields<'p>>,
}

impl EntryParser<'_> {
    /// Returns what reads most entries directly, where format and options allow it.
    pub(super) fn direct(&self) -> Option<DirectReader> {
        let is_usual = matches!(self.format.name, "messages" | "records") && !self.is_table && self.outer.is_none();
        (is_usual && self.plan.is_plain()).then(|| DirectReader::new(self.conventions.get().cloned()))
    }

    /// Reads one entry. `reader` is that of a format whose entries belong together, `direct` reads usual ones directly.
    pub(super) fn parse(
        &self,
        entry: &Entry,
        reader: Option<&mut dyn FormatReader>,
        wants: Wants,
        direct: Option<&mut DirectReader>,
    ) -> Outcome {
        match &entry.body {
            Body::Broken { reason, text } => only(reject(entry, reason.clone(), text)),
            Body::Row { headers, cells, escaped } => {
                let fields = Fields::from_row(headers, cells);
                let flags = if escaped.is_some() { vec![Flag::InvalidUtf8] } else { Vec::new() };
                let line = || escaped.clone().unwrap_or_else(|| cells.join("\t"));
                self.object(entry, fields, flags, &line, reader, wants)
            }
            Body::Json { bytes, is_unfinished } => {
                let text = text_of(bytes);
                let is_lossy = matches!(text, Cow::Owned(_));
                let parsed = Fields::scanned(&text);
                let finite = if parsed.is_err() { without_not_finite(&text) } else { None };
                let json = finite.as_deref().unwrap_or(&text);
                let (fields, found) = match if finite.is_some() { Fields::scanned(json) } else { parsed } {
                    Ok(read) => read,
                    Err(error) if *is_unfinished && error.is_eof() => {
                        let unit = if self.is_table || bytes.contains(&b'\n') { "entry" } else { "line" };
                        return only(reject(entry, format!("the last {unit} is incomplete"), &text));
                    }
                    Err(error) => return only(reject(entry, not_an_object(&text, &error), &text)),
                };
                let is_usual = !is_lossy && finite.is_none() && found.is_plain();
                if let Some(direct) = direct.filter(|_| is_usual)
                    && direct.read(&fields)
                    && (direct.has_turns() == (self.format.name == "messages"))
                    && (direct.has_turns() || self.format_of(&fields).name == self.format.name)
                {
                    return Outcome { is_direct: true, ..Outcome::default() };
                }
                let mut flags = Vec::new();
                flags.extend(is_lossy.then_some(Flag::InvalidUtf8));
                flags.extend(found.has_double_keys.then_some(Flag::DuplicateKeys));
                flags.extend(found.has_lone_surrogate.then_some(Flag::LoneSurrogate));
                flags.extend((found.depth > DEEPEST).then_some(Flag::TooDeep));
                let line = || {
                    if is_lossy {
                        crate::ingest::source::hex_escape_invalid(bytes.trim_ascii())
                    } else {
                        text.trim().to_owned()
                    }
                };
                self.object(entry, fields, flags, &line, reader, wants)
            }
            Body::Cut(cut) => self.cut(entry, cut, reader),
        }
    }

    /// Gives out what the reader still holds when the file ends.
    pub(super) fn end(&self, reader: &mut dyn FormatReader) -> Outcome {
        let line = String::new;
        let mut out = Records::new(RecordBuilder::default(), &line, self.outer);
        reader.end(&mut out);
        let mut outcome = Outcome::default();
        for given in out.into_given() {
            self.take(given, None, &line, &mut outcome);
        }
        outcome
    }

    /// Reads the object of an entry, or each of those that it stands for.
    fn object(
        &self,
        entry: &Entry,
        fields: Fields<'_>,
        flags: Vec<Flag>,
        line: &dyn Fn() -> String,
        mut reader: Option<&mut dyn FormatReader>,
        wants: Wants,
    ) -> Outcome {
        if !self.plan.is_expanding() {
            return self.one(entry, fields, flags, line, reader, wants);
        }
        let Some(entries) = self.plan.expanded(&fields, self.is_element) else {
            let Some(path) = self.plan.records.as_ref().filter(|_| !self.is_element) else {
                return self.one(entry, fields, flags, line, reader, wants);
            };
            let outcome = only(reject(entry, format!("it has no list of records at `{}`", path.typed), &line()));
            return Outcome { keys: wants.keys.then(|| listed(&fields)), without_list: 1, ..outcome };
        };
        let mut all = Outcome::default();
        for made in entries {
            let one = match made.fields() {
                Ok(fields) => {
                    let reader = reader.as_deref_mut().map(|reader| reader as &mut dyn FormatReader);
                    self.one(entry, fields, flags.clone(), &|| made.text(), reader, wants)
                }
                Err(error) => only(reject(entry, not_an_object(&made.text(), &error), &made.text())),
            };
            all.add(one);
        }
        all
    }

    fn one(
        &self,
        entry: &Entry,
        mut fields: Fields<'_>,
        flags: Vec<Flag>,
        line: &dyn Fn() -> String,
        reader: Option<&mut dyn FormatReader>,
        wants: Wants,
    ) -> Outcome {
        // Most entries are one record, and room for more would be large.
        let items = Vec::with_capacity(1);
        let mut outcome = Outcome { items, keys: wants.keys.then(|| listed(&fields)), ..Outcome::default() };
        if !self.plan.filter.takes(&fields) {
            outcome.left_out = 1;
            outcome.items.push(Item::Skipped { line: entry.line, reason: "an entry that --where leaves out" });
            return outcome;
        }
        outcome.columns = self.plan.columns.found(&fields);
        let mut judged = self.plan.columns.read(&fields);
        if let Some(judged) = &mut judged {
            let conventions = self.conventions.get().cloned().unwrap_or_default();
            let mut named = fields.iter().filter(|(key, _)| is_time_of_judging(key));
            judged.time = named.find_map(|(key, value)| conventions.time(key, value, &mut Vec::new()));
        }
        let format = self.format_of(&fields);
        let mut seed = RecordBuilder::at(Place { line: entry.line, offset: entry.offset, flags, judged, raw: None });
        seed.mapping = wants.mapping.then(Vec::new);
        seed.seen = wants.survey.then(Vec::new);
        seed.conventions = self.conventions.get().cloned();
        outcome.hits = self.plan.apply_maps(&mut fields, &mut seed, !formats::is_read_by_names(format));
        let given = match (format.reader, reader) {
            (Reader::Record(read), _) => {
                read(&mut fields, &mut seed);
                // One model answered all records of a list.
                if let Some(model) = self.outer.and_then(|outer| outer.get("model")).filter(|it| it.scalar().is_some())
                {
                    seed.put(Field::Model, "model", model);
                }
                vec![Records::alone(seed, line)]
            }
            (Reader::Records(read), _) => {
                let mut out = Records::new(seed, line, self.outer);
                read(&mut fields, &mut out);
                out.into_given()
            }
            (Reader::File(_), Some(reader)) => {
                let mut out = Records::new(seed, line, self.outer);
                reader.read(&mut fields, &mut out);
                out.into_given()
            }
            (Reader::File(make), None) => {
                let mut out = Records::new(seed, line, self.outer);
                let mut reader = make();
                reader.choose_spans(self.plan.spans);
                reader.read(&mut fields, &mut out);
                reader.end(&mut out);
                out.into_given()
            }
        };
        for given in given {
            self.take(given, Some(entry), line, &mut outcome);
        }
        outcome
    }

    /// Returns the format that reads an entry: that of the file, unless the entry is plainly of another one.
    fn format_of(&self, fields: &Fields<'_>) -> &'static Format {
        if let Some(given) = self.plan.given_format() {
            return given;
        }
        let is_of_file = !self.format.is_stateless() || self.format.claims(fields);
        if is_of_file { self.format } else { formats::of_entry(fields) }
    }

    fn take(&self, given: Given, entry: Option<&Entry>, line: &dyn Fn() -> String, outcome: &mut Outcome) {
        match given {
            Given::Record(mut builder) => {
                let mut place = std::mem::take(&mut builder.place);
                let feedback = std::mem::take(&mut builder.feedback);
                let found = self.plan.columns.read_feedback(&feedback, &mut place.judged);
                for column in found {
                    outcome.columns.get_mut(column).into_iter().for_each(|is_there| *is_there = true);
                }
                outcome.noted.extend(builder.noted.drain(..).map(|noted| (place.line, noted)));
                outcome.seen.extend(builder.seen.take().into_iter().flatten());
                if !builder.is_exact {
                    builder.content.flags.extend_from_slice(&place.flags);
                }
                match builder.finish() {
                    Ok((mut content, mapping)) => {
                        content.raw = content.raw.or(place.raw);
                        outcome.mapping = outcome.mapping.take().or(mapping);
                        let mut item = self.record(content, place.line, place.judged);
                        if let Item::Record { feedback: slot, .. } = &mut item {
                            *slot = feedback;
                        }
                        outcome.items.push(item);
                    }
                    Err(reason) => {
                        outcome.without_text += 1;
                        let (line_number, offset) = (place.line, place.offset);
                        let text = place.raw.map_or_else(line, Untrusted::into_raw);
                        outcome.items.push(super::reject::reject_at(line_number, offset, reason, &text));
                    }
                }
            }
            Given::Skipped(reason) => {
                outcome.items.push(Item::Skipped { line: entry.map_or(0, |entry| entry.line), reason });
            }
            Given::Rejected(reason) => {
                let (number, offset) = entry.map_or((0, 0), |entry| (entry.line, entry.offset));
                outcome.items.push(super::reject::reject_at(number, offset, reason, &line()));
            }
        }
    }

    fn record(&self, mut content: Content, line: u64, mut judged: Option<Box<Judged>>) -> Item {
        self.plan.apply_sets(&mut content);
        if let Some(judged) = judged.as_mut().filter(|_| self.plan.rows.time) {
            judged.time = judged.time.or(content.time);
        }
        self.plan.rows.take_out(&mut content);
        Item::Record { content, line, feedback: Vec::new(), judged }
    }

    /// Reads the beginning of an entry over the size cap and keeps its head and tail.
    fn cut(&self, entry: &Entry, cut: &Cut, reader: Option<&mut dyn FormatReader>) -> Outcome {
        let (head, tail) = (String::from_utf8_lossy(&cut.head), String::from_utf8_lossy(&cut.tail));
        let left_out = cut.length.saturating_sub((cut.head.len() + cut.tail.len()) as u64);
        let raw = format!("{head}\n… {left_out} bytes left out, blake3 {} …\n{tail}", cut.hash);
        let closed = close_truncated(&cut.head);
        if let Ok(fields) = Fields::parse(&closed) {
            let outcome = self.object(entry, fields, vec![Flag::Cut], &|| raw.clone(), reader, Wants::default());
            if outcome.items.iter().any(|item| matches!(item, Item::Record { .. })) {
                return outcome;
            }
        }
        let content = Content { flags: vec![Flag::Cut], raw: Some(Untrusted::new(raw)), ..Content::default() };
        only(self.record(content, entry.line, None))
    }
}

/// Returns bytes as text; what is not UTF-8 is replaced. Most are UTF-8, and checking that alone is faster.
fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

fn only(item: Item) -> Outcome {
    Outcome { items: vec![item], ..Outcome::default() }
}
