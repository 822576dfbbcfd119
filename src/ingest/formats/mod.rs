//! The table of log formats. A new one is one file beside this and one line in [`FORMATS`].

mod chat_rows;
mod csv;
mod gemba;
mod messages;
mod openai_chat;
mod records;
mod sharegpt;
mod tsv;

pub(super) use chat_rows::Carry;

use super::draft::Draft;
use super::json::Fields;

/// One log format.
pub(super) struct Format {
    /// Its name on the command line and in reports.
    pub(super) name: &'static str,
    /// Whether a record of a log looks like it.
    pub(super) sniff: fn(&Fields<'_>) -> bool,
    /// Reads a record into the draft. Answers whether it is one (rows of a conversation wait for the answer).
    pub(super) read: fn(&mut Fields<'_>, &mut Draft, &mut Carry) -> bool,
}

/// All formats; the first that a record looks like reads it.
pub(super) const FORMATS: &[Format] = &[
    gemba::FORMAT,
    openai_chat::FORMAT,
    sharegpt::FORMAT,
    messages::FORMAT,
    chat_rows::FORMAT,
    records::FORMAT,
    csv::FORMAT,
    tsv::FORMAT,
];

/// The format of this name.
pub(super) fn named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// The format that a record looks like; any other object is read as a generic record.
pub(super) fn of(fields: &Fields<'_>) -> &'static Format {
    FORMATS.iter().find(|format| (format.sniff)(fields)).unwrap_or(&records::FORMAT)
}

/// The format for records whose fields were mapped by hand.
pub(super) const MAPPED: &Format = &records::FORMAT;
