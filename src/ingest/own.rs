//! What reads gemba's own export: its text, and the records in it.

use std::io::BufRead;
use std::path::Path;

use super::formats::gemba_record as read_record;
use super::source;
use crate::domain::Content;
use crate::error::Result;

/// Opens a file as text, unpacked; `-` is standard input.
///
/// # Errors
/// `Input` where it cannot be opened or is no text.
pub fn open_text(path: &Path) -> Result<Box<dyn BufRead>> {
    Ok(source::open(path, None)?.text)
}

/// Reads a record as gemba writes it, with nothing lost; `None` for any other line.
#[must_use]
pub fn gemba_record(line: &str) -> Option<Content> {
    read_record(line)
}
