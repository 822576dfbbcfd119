//! Tables with tabs: rows are read like generic records, or like the shape their columns have.

use super::format::{Detector, Format};
use super::records;

/// `tsv`.
pub(super) const FORMAT: Format = Format {
    name: "tsv",
    description: "Tables with tabs and a header.",
    detector: Detector::Delimiter(b"\t"),
    example: "question\tanswer\n2+2?\t4\n",
    read: records::read,
};
