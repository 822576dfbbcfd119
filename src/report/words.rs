//! The words around a report: its title, what it is about, its foot.

use super::contents::ReportContents;
use crate::redact::NOT_FOUND;
use crate::text::counted;

/// The foot of every report.
pub(super) const FOOT: &str =
    "Made by gemba. Intervals are 95 %. `gemba show ID` shows a record by the beginning of its id.";

/// Said in place of a text that is empty.
pub(super) const EMPTY: &str = "(empty)";

/// Returns the title.
pub(super) fn title(contents: &ReportContents) -> String {
    let made = contents.made.rfc3339();
    format!("Review report, {}", made.split('T').next().unwrap_or_default())
}

/// Returns of which records it is.
pub(super) fn subject(contents: &ReportContents) -> String {
    let made = contents.made.rfc3339();
    let minute = made.get(11..16).unwrap_or_default();
    let records = counted(contents.counts.records, "record");
    match &contents.filter {
        Some(filter) => format!("{records}: what the filter {} holds. Made at {minute} UTC.", filter.raw()),
        None => format!("{records}: the whole workspace. Made at {minute} UTC."),
    }
}

/// Returns what was masked in its texts, and what is never found.
pub(super) fn masking(contents: &ReportContents) -> String {
    match &contents.masked {
        Some(counts) if counts.is_empty() => format!("Masked: nothing was found to mask. {NOT_FOUND}"),
        Some(counts) => format!("Masked: {}. {NOT_FOUND}", counts.words()),
        None => {
            "Not masked (--redact off): secrets and personal data stand in this report as they were logged.".to_owned()
        }
    }
}
