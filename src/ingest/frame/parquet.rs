//! The rows of a Parquet file as JSON objects: lists and groups as they are, times as text, what is not there left out.

use std::io;

use parquet::basic::{LogicalType, TimeUnit};
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::{ReaderIter, TreeBuilder};
use parquet::record::{Field, Row};
use parquet::schema::types::Type;

use super::entry::{Body, Entry, Frame};
use super::size_cap::{LONGEST, ROW_TOO_LONG};
use crate::domain::RawJson;
use crate::error::{Problem, Result};
use crate::ingest::source::{Packed, expands_too_far, too_far};

/// How many values of a column are decoded at a time.
const BATCH: usize = 64;
/// The most columns, those in groups counted one by one.
const MOST_COLUMNS: usize = 4_000;
/// The most values of a list's column in one group of rows, any of whose rows may hold them all: a row is put together
/// before its size can be told.
const MOST_VALUES: i64 = 32_000_000;

/// Opens a Parquet file.
///
/// # Errors
/// `Input` where it is damaged, encrypted, or says of itself what cannot be.
pub(super) fn open(packed: &Packed) -> Result<Box<dyn Frame>> {
    let name = &packed.name;
    let file = packed.file.try_clone().map_err(|error| unread(name, &error))?;
    let reader = SerializedFileReader::new(file).map_err(|error| unread(name, &error))?;
    check(name, reader.metadata())?;
    if reader.metadata().file_metadata().num_rows() == 0 {
        return Err(Problem::input(format!("{name} is empty: there is nothing to import in it.")));
    }
    Ok(Box::new(Rows { reader, group: 0, iter: None, given: 0, is_over: false, status: packed.status.clone() }))
}

fn unread(name: &str, error: &dyn std::fmt::Display) -> Problem {
    Problem::input(format!("{name} cannot be read as a Parquet file: {error}."))
}

/// Refuses sizes that no log has.
fn check(name: &str, about: &ParquetMetaData) -> Result<()> {
    if about.file_metadata().schema_descr().num_columns() > MOST_COLUMNS {
        return Err(unread(name, &"it has too many columns"));
    }
    if about.row_groups().iter().any(|group| has_more_in_lists(group, MOST_VALUES)) {
        let problem =
            Problem::input(format!("{name} holds more values in the lists of a group of rows than are read at once."));
        return Err(problem.hint("Write it anew with smaller groups: `row_group_size=10000` in pandas and pyarrow."));
    }
    for group in about.row_groups() {
        let (mut packed, mut whole) = (0_u64, 0_u64);
        for column in group.columns() {
            let (small, large) = (column.compressed_size(), column.uncompressed_size());
            let is_sound = small >= 0 && large >= 0 && column.num_values() >= 0;
            // Each value takes place for its level at least, but in runs: eight bytes hold any number of them.
            if !is_sound || group.num_rows() < 0 || column.num_values() < group.num_rows() {
                return Err(unread(name, &"it says of itself what cannot be"));
            }
            packed = packed.saturating_add(small.unsigned_abs());
            whole = whole.saturating_add(large.unsigned_abs());
        }
        if expands_too_far(whole, packed) {
            return Err(too_far(name));
        }
    }
    Ok(())
}

/// Returns whether a column of lists has more values than `most` in a group of rows.
fn has_more_in_lists(group: &RowGroupMetaData, most: i64) -> bool {
    group.columns().iter().any(|column| column.column_descr().max_rep_level() > 0 && column.num_values() > most)
}

/// Reads the rows.
struct Rows {
    reader: SerializedFileReader<std::fs::File>,
    /// How many groups of rows were begun.
    group: usize,
    /// The rows of the current group.
    iter: Option<ReaderIter>,
    given: u64,
    is_over: bool,
    status: std::rc::Rc<crate::ingest::source::StreamStatus>,
}

impl Rows {
    fn step(&mut self) -> parquet::errors::Result<Option<Row>> {
        loop {
            if let Some(row) = self.iter.as_mut().and_then(Iterator::next) {
                return row.map(Some);
            }
            if self.group >= self.reader.num_row_groups() {
                return Ok(None);
            }
            let group = self.reader.get_row_group(self.group)?;
            self.group += 1;
            let before = self.status.read.get();
            self.status.read.set(before + u64::try_from(group.metadata().compressed_size()).unwrap_or_default());
            let schema = self.reader.metadata().file_metadata().schema_descr_ptr();
            self.iter = Some(TreeBuilder::new().with_batch_size(BATCH).as_iter(schema, group.as_ref())?);
        }
    }
}

impl Frame for Rows {
    fn next(&mut self) -> io::Result<Option<Entry>> {
        if self.is_over {
            return Ok(None);
        }
        let body = match self.step() {
            Ok(None) => return Ok(None),
            Ok(Some(row)) => {
                let mut json = String::new();
                group(&row, Some(self.reader.metadata().file_metadata().schema()), &mut json);
                if json.len() > LONGEST {
                    Body::Broken { reason: ROW_TOO_LONG.to_owned(), text: String::new() }
                } else {
                    Body::Json { bytes: json.into(), is_unfinished: false }
                }
            }
            Err(error) => {
                self.is_over = true;
                Body::Broken { reason: format!("from here on the file cannot be read: {error}"), text: String::new() }
            }
        };
        self.given += 1;
        Ok(Some(Entry { line: self.given, offset: 0, body }))
    }
}

/// Returns the type of a member of a group.
fn member<'t>(kind: Option<&'t Type>, name: &str) -> Option<&'t Type> {
    let kind = kind.filter(|kind| kind.is_group())?;
    kind.get_fields().iter().find(|field| field.name() == name).map(AsRef::as_ref)
}

/// Returns the only member of a group.
fn inner(kind: Option<&Type>) -> Option<&Type> {
    let kind = kind.filter(|kind| kind.is_group())?;
    kind.get_fields().first().map(AsRef::as_ref)
}

/// Writes a group, or a whole row. Beyond [`LONGEST`] bytes nothing more is written.
fn group(row: &Row, kind: Option<&Type>, json: &mut String) {
    json.push('{');
    let start = json.len();
    for (name, field) in row.get_column_iter() {
        if matches!(field, Field::Null) {
            continue;
        }
        if json.len() > start {
            json.push(',');
        }
        json.push_str(RawJson::string(name).text());
        json.push(':');
        value(field, member(kind, name), json);
    }
    json.push('}');
}

/// Writes a value. `kind` is its type, where that is known.
fn value(field: &Field, kind: Option<&Type>, json: &mut String) {
    if json.len() > LONGEST {
        return;
    }
    let text = |text: &str, json: &mut String| json.push_str(RawJson::string(text).text());
    match field {
        Field::Null => json.push_str("null"),
        Field::Bool(is_so) => json.push_str(if *is_so { "true" } else { "false" }),
        Field::Long(number) => match time(*number, kind) {
            Some(time) => text(&time, json),
            None => json.push_str(&number.to_string()),
        },
        Field::Byte(_)
        | Field::Short(_)
        | Field::Int(_)
        | Field::UByte(_)
        | Field::UShort(_)
        | Field::UInt(_)
        | Field::ULong(_) => json.push_str(&field.to_string()),
        Field::Float16(number) => float(f64::from(number.to_f32()), json),
        // Written as it reads: 0.1 and not what it is as a longer number.
        Field::Float(number) => float(number.to_string().parse().unwrap_or(f64::NAN), json),
        Field::Double(number) => float(*number, json),
        Field::Str(said) => text(said, json),
        Field::Bytes(bytes) => match bytes.as_utf8() {
            Ok(said) if !said.contains('\0') => text(said, json),
            Ok(_) | Err(_) => text(&format!("({} bytes)", bytes.len()), json),
        },
        Field::TimestampMillis(number) => text(&moment(*number, 1_000_000, is_utc(kind)), json),
        Field::TimestampMicros(number) => text(&moment(*number, 1_000, is_utc(kind)), json),
        Field::Date(_) | Field::TimeMillis(_) | Field::TimeMicros(_) | Field::Decimal(_) => {
            text(&field.to_string(), json);
        }
        Field::Group(row) => group(row, kind, json),
        Field::ListInternal(list) => {
            // A list is a group of a repeated group of its elements; in older files the inner group is missing.
            let repeated = inner(kind);
            let element = inner(repeated).filter(|_| repeated.is_some_and(|one| one.get_fields().len() == 1));
            json.push('[');
            for (at, one) in list.elements().iter().enumerate() {
                if at > 0 {
                    json.push(',');
                }
                value(one, element.or(repeated), json);
            }
            json.push(']');
        }
        Field::MapInternal(map) => {
            let of = inner(kind).and_then(|pair| pair.get_fields().get(1)).map(AsRef::as_ref);
            json.push('{');
            let start = json.len();
            for (key, one) in map.entries() {
                if json.len() > start {
                    json.push(',');
                }
                let name = if let Field::Str(name) = key { name.clone() } else { key.to_string() };
                text(&name, json);
                json.push(':');
                value(one, of, json);
            }
            json.push('}');
        }
    }
}

fn float(number: f64, json: &mut String) {
    match serde_json::Number::from_f64(number) {
        Some(number) => json.push_str(&number.to_string()),
        None => json.push_str("null"),
    }
}

fn is_utc(kind: Option<&Type>) -> bool {
    match kind.and_then(|kind| kind.get_basic_info().logical_type_ref()) {
        Some(LogicalType::Timestamp(time)) => time.is_adjusted_to_u_t_c,
        Some(_) | None => true,
    }
}

/// Returns the time that a number is by its type.
fn time(number: i64, kind: Option<&Type>) -> Option<String> {
    let Some(LogicalType::Timestamp(time)) = kind?.get_basic_info().logical_type_ref() else { return None };
    let nanos = match time.unit {
        TimeUnit::MILLIS => 1_000_000,
        TimeUnit::MICROS => 1_000,
        TimeUnit::NANOS => 1,
    };
    Some(moment(number, nanos, is_utc(kind)))
}

/// Writes a time given in nanoseconds since 1970; without a zone where the column names none.
fn moment(number: i64, nanos: i128, is_utc: bool) -> String {
    let Ok(time) = jiff::Timestamp::from_nanosecond(i128::from(number) * nanos) else { return number.to_string() };
    let text = time.to_string();
    if is_utc { text } else { text.trim_end_matches('Z').to_owned() }
}

#[cfg(test)]
mod tests {
    use parquet::record::{Field, Row};

    use super::{FileReader, LONGEST, MOST_VALUES, SerializedFileReader, group, has_more_in_lists};

    #[test]
    fn no_more_of_a_row_is_written_than_it_may_have() {
        let long = "x".repeat(LONGEST / 4);
        let columns = (0..16).map(|at| (at.to_string(), Field::Str(long.clone()))).collect();
        let mut json = String::new();
        group(&Row::new(columns), None, &mut json);
        assert!((LONGEST..LONGEST + LONGEST / 3).contains(&json.len()), "{}", json.len());
    }

    #[test]
    fn only_lists_are_held_to_so_many_values() {
        let reader = |name: &str| {
            let path = format!("{}/tests/ingest/formats/{name}", env!("CARGO_MANIFEST_DIR"));
            SerializedFileReader::new(std::fs::File::open(path).unwrap()).unwrap()
        };
        let lists = reader("wildchat.parquet");
        let group = lists.metadata().row_group(0);
        assert!(has_more_in_lists(group, 2), "the two rows have more turns");
        assert!(!has_more_in_lists(group, MOST_VALUES));
    }
}
