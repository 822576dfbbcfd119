//! The table of log formats. A new one is one file beside this and one row in [`FORMATS`].

mod chat_rows;
mod csv;
mod format;
mod format_state;
mod gemba;
mod messages;
mod openai_chat;
mod records;
mod sharegpt;
#[cfg(test)]
mod tests;
mod tsv;

pub use format::Format;
pub(super) use format_state::FormatState;

use super::json::Fields;

/// All formats; the first that detects a record reads it.
pub const FORMATS: &[Format] = &[
    gemba::FORMAT,
    openai_chat::FORMAT,
    sharegpt::FORMAT,
    messages::FORMAT,
    chat_rows::FORMAT,
    records::FORMAT,
    csv::FORMAT,
    tsv::FORMAT,
];

/// The format for records whose fields were mapped by hand, and for any object that no format detects.
pub(super) const GENERIC: &Format = &records::FORMAT;

/// Returns the format of this name.
pub(super) fn named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// Returns the format of tables with this delimiter.
pub(super) fn of_table(delimiter: u8) -> &'static Format {
    let fits = |format: &&Format| format.delimiters().is_some_and(|known| known.contains(&delimiter));
    FORMATS.iter().find(fits).unwrap_or(GENERIC)
}

/// Returns the format that detects a record.
pub(super) fn of_record(fields: &Fields<'_>) -> &'static Format {
    FORMATS.iter().find(|format| format.detects(fields)).unwrap_or(GENERIC)
}
