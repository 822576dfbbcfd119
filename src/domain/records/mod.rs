//! Records: what was logged, and where it came from.

mod alike;
mod body;
mod content;
mod identity;
mod json_text;
mod raw_json;
mod record;
mod source;
mod stored_record;

pub(crate) use body::{output_in, write_body};
pub use identity::{IdentityRule, RecordId};
pub(crate) use json_text::{plain_end, unescaped, value_end};
pub use raw_json::RawJson;
pub use record::{Content, Flag, Message, Part, Role, RowId, plain_text};
pub use source::{Removed, Source, SourceDraft, SourceState};
pub use stored_record::Record;
