//! Tables with commas, semicolons or bars: rows are read like generic records, or like the shape their columns have.

use super::format::{Detector, Format, Reader};
use super::records;

/// `csv`.
pub(super) const FORMAT: Format = Format {
    name: "csv",
    description: "Tables with commas or semicolons and a header.",
    detector: Detector::Delimiter(b",;|"),
    example: "question,answer\n2+2?,4\n",
    reader: Reader::Record(records::read),
    expected: "line 2\nuser: 2+2?\noutput: 4",
    source: "by hand",
    ..Format::BLANK
};
