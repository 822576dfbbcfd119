//! Records: what was logged, and where it came from.

mod content;
mod identity;
mod raw_json;
mod record;
mod source;
mod stored_record;

pub use identity::{IdentityRule, RecordId};
pub use raw_json::RawJson;
pub(crate) use raw_json::string_end;
pub use record::{Content, Flag, Message, Part, Role, RowId, plain_text};
pub use source::{Removed, Source, SourceDraft, SourceState};
pub use stored_record::Record;
