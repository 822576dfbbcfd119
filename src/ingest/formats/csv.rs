//! Tables with commas, semicolons or bars: rows are read like generic records, or like the shape their columns have.

use super::format::{Detector, Format, Reader};
use crate::ingest::record::read_by_names;

/// `csv`.
pub(super) const FORMAT: Format = Format {
    name: "csv",
    description: "Tables with commas or semicolons and a header.",
    detector: Detector::Delimiter(b",;|"),
    example: "question,answer\n2+2?,4\n",
    reader: Reader::Record(read_by_names),
    expected: "line 2\nuser: 2+2?\noutput: 4",
    source: "by hand",
    ..Format::BLANK
};
