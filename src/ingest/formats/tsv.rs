//! Tables with tabs: rows are read like generic records, or like the shape their columns have.

use super::format::{Detector, Format, Reader};
use crate::ingest::record::read_by_names;

/// `tsv`.
pub(super) const FORMAT: Format = Format {
    name: "tsv",
    description: "Tables with tabs and a header.",
    detector: Detector::Delimiter(b"\t"),
    example: "question\tanswer\n2+2?\t4\n",
    reader: Reader::Record(read_by_names),
    expected: "line 2\nuser: 2+2?\noutput: 4",
    source: "by hand",
    ..Format::BLANK
};
