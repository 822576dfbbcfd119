//! The rows of one sheet of an Excel workbook, as those of a table.
//!
//! The sheet is read once, cell by cell, into a file without a name: what a workbook says of its size is not believed.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::sync::Arc;

use calamine::{DataRef, Reader, Xlsx};

use super::archive::{Directory, capped};
use super::entry::{Body, Entry, Frame};
use super::parts;
use super::size_cap::{LONGEST, ROW_TOO_LONG};
use crate::error::{Problem, Result};
use crate::ingest::field_names::are_of_log;
use crate::ingest::source::{Packed, read_problem};

/// The most bytes of a workbook, unpacked: its texts are held in memory while it is read.
const MOST_BYTES: u64 = 128 * 1024 * 1024;
/// The most bytes of the sheet that is read, put aside: a text that many cells share counts with each.
const MOST_SPOOLED: u64 = 512 * 1024 * 1024;
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
    let file = tempfile::tempfile().map_err(|error| read_problem(name, error))?;
    let mut spool = Spool { name, file: BufWriter::new(file), left: MOST_SPOOLED };
    rows(&mut book, &sheet, u32::MAX, &mut |row| spool.put(row))
        .map_err(|error| error.unwrap_or_else(|error| damaged(&error)))?;
    let mut spool = spool.file.into_inner().map_err(|error| read_problem(name, error.into_error()))?;
    spool.seek(SeekFrom::Start(0)).map_err(|error| read_problem(name, error))?;
    let mut lines = BufReader::new(spool);
    let header = line(&mut lines).map_err(|error| read_problem(name, error))?;
    let Some(header) = header else {
        return Err(Problem::input(format!("{name} is empty: there is nothing to import in it.")));
    };
    let Some(cells) = header.cells else {
        return Err(Problem::input(format!("The header of {name} is longer than 64 MiB.")));
    };
    let headers: Vec<String> = dense(cells, header.width).iter().map(|cell| cell.trim().to_owned()).collect();
    Ok(Box::new(Rows { lines, headers: Arc::new(headers) }))
}

/// The rows of a sheet, put aside.
struct Spool<'n, W> {
    /// The name of the workbook for sentences.
    name: &'n str,
    file: W,
    /// How many bytes may still be put aside.
    left: u64,
}

impl<W: Write> Spool<'_, W> {
    /// Puts a row aside.
    ///
    /// # Errors
    /// `Input` where the rows are too much, `Io` where they cannot be written.
    fn put(&mut self, row: &SheetRow) -> Result<()> {
        let name = self.name;
        let line = serde_json::json!([row.number, row.width, row.cells]).to_string();
        self.left = self.left.checked_sub(line.len() as u64).ok_or_else(|| {
            Problem::input(format!("The sheet in {name} is larger than 512 MiB, written out."))
                .hint("Save the sheet as CSV and import that; it may have any size.")
        })?;
        writeln!(self.file, "{line}").map_err(|error| read_problem(name, error))
    }
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
            Problem::input(format!("{name} has no sheet `{asked}`."))
                .hint(format!("It has: {}.", parts::names(names.iter().map(String::as_str))))
        });
    }
    let mut filled = Vec::new();
    for sheet in &names {
        let (mut headers, mut count) = (Vec::new(), 0);
        // A sheet that is none, as a chart, has no rows.
        let _ = rows(book, sheet, HEADER_ROWS, &mut |row| {
            if count == 0 {
                headers = row.cells.take().unwrap_or_default().into_iter().map(|(_, text)| text).collect();
            }
            count += 1;
            Ok(())
        });
        if count > 1 {
            filled.push((sheet, headers));
        }
    }
    let logs: Vec<&String> = filled
        .iter()
        .filter(|(_, headers)| are_of_log(headers.iter().map(String::as_str)))
        .map(|(sheet, _)| *sheet)
        .collect();
    match (filled.as_slice(), logs.as_slice()) {
        ([], _) => Err(Problem::input(format!("{name} has no sheet with a header and rows."))),
        ([(only, _)], _) | (_, [only]) => Ok((*only).clone()),
        (_, _) => {
            let sheets = filled
                .iter()
                .map(|(sheet, headers)| (sheet.as_str(), headers.iter().map(String::as_str).collect::<Vec<_>>()));
            Err(Problem::input(format!("{name} has {} sheets with rows.", filled.len()))
                .hint("`--records SHEET` says which of them to import.")
                .hint(format!("They are: {}.", parts::with_columns(sheets))))
        }
    }
}

/// A row of a sheet.
#[derive(serde::Deserialize)]
struct SheetRow {
    number: u32,
    /// How many cells it has up to the last that holds anything.
    width: usize,
    /// The cells that hold anything, each with its column, none beyond those of the header; `None` where they are too long.
    cells: Option<Vec<(usize, String)>>,
}

impl SheetRow {
    const fn new(number: u32) -> Self {
        Self { number, width: 0, cells: Some(Vec::new()) }
    }
}

/// Gives the rows of a sheet that hold anything to `take`, up to a number of them. The error of `take` comes as `Ok`, that
/// of the workbook as `Err`.
fn rows(
    book: &mut Book,
    sheet: &str,
    most: u32,
    take: &mut dyn FnMut(&mut SheetRow) -> Result<()>,
) -> std::result::Result<(), std::result::Result<Problem, calamine::XlsxError>> {
    let mut cells = book.worksheet_cells_reader(sheet).map_err(Err)?;
    let (mut row, mut bytes, mut given, mut header) = (SheetRow::new(0), 0, 0, None);
    while let Some(cell) = cells.next_cell().map_err(Err)? {
        let (at, column) = cell.get_position();
        if at + 1 != row.number {
            if row.width > 0 {
                header = header.or(Some(row.width));
                take(&mut row).map_err(Ok)?;
                given += 1;
                if given >= most {
                    return Ok(());
                }
            }
            (row, bytes) = (SheetRow::new(at + 1), 0);
        }
        let (text, column) = (text(cell.get_value()), column as usize);
        // Excel has 16,384 columns.
        if text.is_empty() || column >= 16_384 {
            continue;
        }
        row.width = row.width.max(column + 1);
        if header.is_some_and(|width| column >= width) {
            continue;
        }
        bytes += text.len();
        match &mut row.cells {
            Some(kept) if bytes <= LONGEST => kept.push((column, text.into_owned())),
            Some(_) | None => row.cells = None,
        }
    }
    if row.width > 0 { take(&mut row).map_err(Ok) } else { Ok(()) }
}

/// Returns cells with those between them that hold nothing.
fn dense(cells: Vec<(usize, String)>, width: usize) -> Vec<String> {
    let mut all = vec![String::new(); width];
    for (column, text) in cells {
        if let Some(slot) = all.get_mut(column) {
            *slot = text;
        }
    }
    all
}

/// Returns what a cell says: a time as ISO 8601 has it, a whole number without a fraction.
fn text<'v>(value: &'v DataRef<'_>) -> Cow<'v, str> {
    Cow::Owned(match value {
        DataRef::Empty => String::new(),
        DataRef::SharedString(text) => return Cow::Borrowed(text),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => return Cow::Borrowed(text),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(is_so) => is_so.to_string(),
        DataRef::Error(error) => error.to_string(),
        DataRef::DateTime(time) if time.is_datetime() => {
            let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
            let fraction = if milli == 0 { String::new() } else { format!(".{milli:03}") };
            format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}")
        }
        DataRef::DateTime(time) => time.as_f64().to_string(),
    })
}

/// Reads the rows that were put aside.
struct Rows {
    lines: BufReader<File>,
    headers: Arc<Vec<String>>,
}

/// Returns the next row.
fn line(lines: &mut BufReader<File>) -> io::Result<Option<SheetRow>> {
    let mut text = String::new();
    if lines.read_line(&mut text)? == 0 {
        return Ok(None);
    }
    serde_json::from_str(&text).map(Some).map_err(io::Error::other)
}

impl Frame for Rows {
    fn next(&mut self) -> io::Result<Option<Entry>> {
        let Some(row) = line(&mut self.lines)? else { return Ok(None) };
        let width = self.headers.len();
        let body = match row.cells {
            None => Body::Broken { reason: ROW_TOO_LONG.to_owned(), text: String::new() },
            Some(cells) if row.width > width => Body::Broken {
                reason: format!("{} cells where the header has {width}", row.width),
                text: dense(cells, width).join("\t"),
            },
            Some(cells) => Body::Row { headers: Arc::clone(&self.headers), cells: dense(cells, width), escaped: None },
        };
        Ok(Some(Entry { line: row.number.into(), offset: 0, body }))
    }
}

#[cfg(test)]
mod tests {
    use super::{SheetRow, Spool};

    #[test]
    fn no_more_rows_are_put_aside_than_the_disk_should_hold() {
        let row = SheetRow { number: 1, width: 1, cells: Some(vec![(0, "x".repeat(40))]) };
        let mut spool = Spool { name: "a.xlsx", file: Vec::new(), left: 100 };
        spool.put(&row).unwrap();
        let problem = spool.put(&row).unwrap_err();
        assert!(problem.sentence.contains("larger than 512 MiB"), "{}", problem.sentence);
        assert!(spool.file.len() < 100);
    }
}
