//! A file or standard input as a stream of text: opened, decompressed, refused where it is not a log.

mod encoding;
mod invalid_utf8;
mod magic;
#[expect(clippy::disallowed_methods, reason = "opens the log")]
mod open;

pub(crate) use invalid_utf8::hex_escape_invalid;
pub use open::open_text;
pub(crate) use open::{Stream, StreamStatus, open, read_problem};
