//! A file or standard input as a stream of text: opened, decompressed, refused where it is not a log.

mod encoding;
mod endings;
mod feed;
mod invalid_utf8;
mod magic;
#[expect(clippy::disallowed_methods, reason = "opens the log")]
mod open;
#[expect(clippy::disallowed_methods, reason = "opens the log")]
mod open_file;
#[expect(clippy::disallowed_methods, reason = "copies the log into a private folder")]
mod packed;
#[expect(clippy::disallowed_methods, reason = "keeps what can be read only once in a private file")]
mod readable;
mod status;
mod unpacked;

pub use endings::{is_named_like_log, is_named_like_packed, is_packed, is_read_whole, without_endings};
pub use feed::{Feed, FeedFailed, SharedFeed};
pub(crate) use invalid_utf8::hex_escape_invalid;
pub use open::open_text;
pub(crate) use open::{Opened, Origin, Stream, member, open, open_any, read_problem};
pub use open_file::OpenFile;
pub(crate) use packed::{Packed, PackedKind, PrivateCopy};
pub use readable::Readable;
pub(crate) use status::{StreamStatus, expands_too_far, too_far};
