//! Tables with tabs: rows are read like generic records, or like the shape their columns have.

use super::format::{Detector, Format, Reader};
use super::records;

/// `tsv`.
pub(super) const FORMAT: Format = Format {
    name: "tsv",
    description: "Tables with tabs and a header.",
    detector: Detector::Delimiter(b"\t"),
    example: "question\tanswer\n2+2?\t4\n",
    reader: Reader::Record(records::read),
    expected: "line 2\nuser: 2+2?\noutput: 4",
    source: "by hand",
    ..Format::BLANK
};
