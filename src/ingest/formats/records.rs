//! Generic records: an object, or a row of a table, whose fields are known by their names.

use super::format::{Detector, Format, Reader, Strength};
use crate::ingest::record::read_by_names;

/// `records`.
pub(super) const FORMAT: Format = Format {
    name: "records",
    description: "Objects whose fields are known by their names: question and answer, prompt and completion and so on.",
    detector: Detector::Entry(|_| Strength::No),
    example: r#"{"question": "2+2?", "answer": "4"}"#,
    reader: Reader::Record(read_by_names),
    expected: "line 1\nuser: 2+2?\noutput: 4",
    source: "by hand",
    ..Format::BLANK
};
