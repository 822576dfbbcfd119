//! The rows of one sheet of an Excel workbook, as those of a table.
//!
//! The sheet is read once, cell by cell, into a file without a name: what a workbook says of its size is not believed.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::sync::Arc;

use calamine::{DataRef, Reader, Xlsx};

use super::archive::{Directory, capped};
use super::entry::{Body, Entry, Frame};
use super::size_cap::LONGEST;
use crate::error::{Problem, Result};
use crate::ingest::field_names::{Field, meaning, normalized};
use crate::ingest::source::{Packed, read_problem};

/// The most bytes of a workbook, unpacked: its texts are held in memory while it is read.
const MOST_BYTES: u64 = 128 * 1024 * 1024;
/// How many rows are looked at for the header.
const HEADER_ROWS: u32 = 50;

type Book = Xlsx<BufReader<File>>;

/// Returns whether an archive is a workbook.
pub(super) fn is_one(directory: &Directory) -> bool {
    directory.has("[Content_Types].xml") && directory.has("xl/workbook.xml")
}

/// Opens a sheet: the one that was asked for, the only one with rows, or the only one whose header says what was asked
/// and answered.
///
/// # Errors
/// `Input` where the workbook is damaged or too large, and where it is not plain which sheet is the log.
pub(super) fn open(packed: &Packed, directory: &Directory, asked: Option<&str>) -> Result<Box<dyn Frame>> {
    let name = &packed.name;
    measure(name, directory)?;
    let damaged =
        |error: &dyn std::fmt::Display| Problem::input(format!("{name} cannot be read as a workbook: {error}."));
    let mut file = packed.file.try_clone().map_err(|error| damaged(&error))?;
    file.seek(SeekFrom::Start(0)).map_err(|error| damaged(&error))?;
    let mut book: Book = Xlsx::new(BufReader::new(file)).map_err(|error| damaged(&error))?;
    let sheet = sheet(name, &mut book, asked)?;
    let mut spool = BufWriter::new(tempfile::tempfile().map_err(|error| read_problem(name, error))?);
    rows(&mut book, &sheet, u32::MAX, &mut |number, cells| {
        let line = serde_json::json!([number, cells]).to_string();
        writeln!(spool, "{line}").map_err(|error| read_problem(name, error))
    })
    .map_err(|error| error.unwrap_or_else(|error| damaged(&error)))?;
    let mut spool = spool.into_inner().map_err(|error| read_problem(name, error.into_error()))?;
    spool.seek(SeekFrom::Start(0)).map_err(|error| read_problem(name, error))?;
    let mut lines = BufReader::new(spool);
    let header = line(&mut lines).map_err(|error| read_problem(name, error))?;
    let Some((_, headers)) = header else {
        return Err(Problem::input(format!("{name} is empty: there is nothing to import in it.")));
    };
    let headers: Vec<String> = headers.iter().map(|cell| cell.trim().to_owned()).collect();
    Ok(Box::new(Rows { lines, headers: Arc::new(headers) }))
}

/// Unpacks what a workbook consists of once, to see how much it is.
fn measure(name: &str, directory: &Directory) -> Result<()> {
    for member in directory.members() {
        let mut bytes = directory.open(member)?;
        let (_, damage) = capped(&mut bytes, directory.status()).map_err(|error| read_problem(name, error))?;
        if let Some(damage) = damage {
            return Err(Problem::input(format!("{name} is a damaged workbook: {damage}.")));
        }
        if directory.status().given.get() > MOST_BYTES {
            return Err(Problem::input(format!("{name} is larger than 128 MiB, unpacked."))
                .hint("Save the sheet as CSV and import that; it may have any size."));
        }
    }
    Ok(())
}

/// Returns the name of the sheet to read.
fn sheet(name: &str, book: &mut Book, asked: Option<&str>) -> Result<String> {
    let names = book.sheet_names();
    if let Some(asked) = asked {
        let found = names.iter().find(|sheet| sheet.trim().eq_ignore_ascii_case(asked.trim()));
        return found.cloned().ok_or_else(|| {
            Problem::input(format!("{name} has no sheet `{asked}`.")).hint(format!("It has: {}.", names.join(", ")))
        });
    }
    let mut filled = Vec::new();
    for sheet in &names {
        let (mut headers, mut count) = (Vec::new(), 0);
        // A sheet that is none, as a chart, has no rows.
        let _ = rows(book, sheet, HEADER_ROWS, &mut |_, cells| {
            if count == 0 {
                headers = cells.to_vec();
            }
            count += 1;
            Ok(())
        });
        if count > 1 {
            filled.push((sheet, headers));
        }
    }
    let logs: Vec<&String> = filled.iter().filter(|(_, headers)| is_log(headers)).map(|(sheet, _)| *sheet).collect();
    match (filled.as_slice(), logs.as_slice()) {
        ([], _) => Err(Problem::input(format!("{name} has no sheet with a header and rows."))),
        ([(only, _)], _) | (_, [only]) => Ok((*only).clone()),
        (_, _) => {
            let said: Vec<String> =
                filled.iter().map(|(sheet, headers)| format!("{sheet} ({})", headers.join(", "))).collect();
            Err(Problem::input(format!("{name} has {} sheets with rows.", filled.len()))
                .hint("`--records SHEET` says which of them to import.")
                .hint(format!("They are: {}.", said.join("; "))))
        }
    }
}

/// Returns whether a header is that of a log.
fn is_log(headers: &[String]) -> bool {
    let fields: Vec<Field> =
        headers.iter().filter_map(|name| meaning(&normalized(name)).map(|(field, _)| field)).collect();
    fields.contains(&Field::Messages) || (fields.contains(&Field::Output) && fields.contains(&Field::Input))
}

/// Gives the rows of a sheet that hold anything to `take`, each with its number, up to a number of them. The error of
/// `take` comes as `Ok`, that of the workbook as `Err`.
fn rows(
    book: &mut Book,
    sheet: &str,
    most: u32,
    take: &mut dyn FnMut(u32, &[String]) -> Result<()>,
) -> std::result::Result<(), std::result::Result<Problem, calamine::XlsxError>> {
    let mut cells = book.worksheet_cells_reader(sheet).map_err(Err)?;
    let (mut row, mut number, mut given): (Vec<String>, u32, u32) = (Vec::new(), 0, 0);
    while let Some(cell) = cells.next_cell().map_err(Err)? {
        let (at, column) = cell.get_position();
        let text = text(cell.get_value());
        if at != number && !row.is_empty() {
            take(number + 1, &row).map_err(Ok)?;
            row.clear();
            given += 1;
            if given >= most {
                return Ok(());
            }
        }
        number = at;
        let column = column as usize;
        // Excel has 16,384 columns.
        if text.is_empty() || column >= 16_384 {
            continue;
        }
        if row.len() <= column {
            row.resize(column + 1, String::new());
        }
        if let Some(slot) = row.get_mut(column) {
            *slot = text;
        }
    }
    if row.is_empty() { Ok(()) } else { take(number + 1, &row).map_err(Ok) }
}

/// Returns what a cell says: a time as ISO 8601 has it, a whole number without a fraction.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(is_so) => is_so.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
        DataRef::DateTime(time) if time.is_datetime() => {
            let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
            let fraction = if milli == 0 { String::new() } else { format!(".{milli:03}") };
            format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}")
        }
        DataRef::DateTime(time) => time.as_f64().to_string(),
    }
}

/// Reads the rows that were put aside.
struct Rows {
    lines: BufReader<File>,
    headers: Arc<Vec<String>>,
}

/// Returns the next row with its number.
fn line(lines: &mut BufReader<File>) -> io::Result<Option<(u64, Vec<String>)>> {
    let mut text = String::new();
    if lines.read_line(&mut text)? == 0 {
        return Ok(None);
    }
    serde_json::from_str(&text).map(Some).map_err(io::Error::other)
}

impl Frame for Rows {
    fn next(&mut self) -> io::Result<Option<Entry>> {
        let Some((number, mut cells)) = line(&mut self.lines)? else { return Ok(None) };
        let width = self.headers.len();
        let size: usize = cells.iter().map(String::len).sum();
        let reason = if cells.len() > width {
            Some(format!("{} cells where the header has {width}", cells.len()))
        } else if size > LONGEST {
            Some("the row is longer than 64 MiB".to_owned())
        } else {
            None
        };
        let body = if let Some(reason) = reason {
            Body::Broken { reason, text: cells.join("\t") }
        } else {
            cells.resize(width, String::new());
            Body::Row { headers: Arc::clone(&self.headers), cells, escaped: None }
        };
        Ok(Some(Entry { line: number, offset: 0, body }))
    }
}
