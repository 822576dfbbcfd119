//! Records: what was logged, and where it came from.

mod raw_json;
mod record;
mod source;

pub use raw_json::RawJson;
pub(crate) use raw_json::string_end;
pub use record::{Content, Flag, Message, Part, Record, RecordId, Role, RowId, plain_text};
pub use source::SourceDraft;
