//! Tables with commas or semicolons: rows are read like generic records, or like the shape their columns have.

use super::{Format, records};

/// Chosen by the frame, not by a record's looks.
pub(super) const FORMAT: Format = Format { name: "csv", sniff: |_| false, read: records::read };
