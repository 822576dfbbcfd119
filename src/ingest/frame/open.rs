//! Opens a file as entries, whatever it is: a text, or what holds tables or files.

use std::path::Path;

use super::archive::{self, Directory, Texts};
use super::database;
use super::document::ListPaths;
use super::entries::Entries;
use super::{parquet, workbook};
use crate::error::Result;
use crate::ingest::source::{Opened, Origin, PackedKind, open_any};

/// What the user says about a file.
#[derive(Default)]
pub(crate) struct Wanted<'a> {
    /// Where the text comes from instead of the path.
    pub(crate) origin: Origin<'a>,
    /// The encoding of its text.
    pub(crate) encoding: Option<&'a str>,
    /// The delimiters of the table that it is.
    pub(crate) delimiters: Option<&'a [u8]>,
    /// The table, sheet or file within it that is read.
    pub(crate) part: Option<&'a str>,
    /// The fields that are mapped.
    pub(crate) mapped: Vec<String>,
}

/// Opens a file and finds out how it is framed; `-` is standard input. `lists` says where the list of records may stand in
/// an object.
pub(crate) fn open(path: &Path, wanted: &Wanted<'_>, lists: ListPaths) -> Result<Entries> {
    let mut packed = match open_any(path, wanted.origin, wanted.encoding)? {
        Opened::Text(stream) => return Entries::new(stream, wanted.delimiters, lists),
        Opened::Packed(packed) => packed,
    };
    let (frame, called, delimiter) = match packed.kind {
        PackedKind::Sqlite => (database::open(&mut packed, wanted.part, &wanted.mapped)?, "sqlite", None),
        PackedKind::Parquet => (parquet::open(&packed)?, "parquet", None),
        PackedKind::Zip => {
            let directory = Directory::of(&packed)?;
            if !workbook::is_one(&directory) {
                let texts = Texts {
                    encoding: wanted.encoding.map(str::to_owned),
                    delimiters: wanted.delimiters.map(<[u8]>::to_vec),
                    lists,
                };
                return archive::open(packed, directory, wanted.part, texts);
            }
            (workbook::open(&packed, &directory, wanted.part)?, "xlsx", Some(b','))
        }
    };
    let mut entries = Entries::packed(packed, frame);
    (entries.called, entries.delimiter) = (Some(called), delimiter);
    if called != "parquet" {
        // Rows are read here and there in the file, so its bytes tell no progress.
        entries.bytes = None;
    }
    Ok(entries)
}
