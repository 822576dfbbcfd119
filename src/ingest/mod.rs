//! Bytes → records: open, decompress, detect, frame, map. Yields records to a sink; knows no store.
//!
//! `source` opens a file as text, `frame` cuts the text into entries, `json` reads an entry one layer at a time without
//! loss, `formats` holds one file per log format, `record` makes records of what a format finds, and `reader` drives
//! them. `results` reads what eval runs report.

mod columns;
mod doubt;
mod field_names;
mod formats;
mod frame;
mod import_options;
mod import_plan;
mod json;
mod label;
mod paths;
mod reader;
mod record;
pub mod results;
mod sink;
mod source;

pub use doubt::{Doubt, DoubtKind};
pub(crate) use field_names::NameCache;
pub use formats::{FORMATS, Format, gemba_record};
pub use frame::CONTAINERS;
pub use import_options::{ImportOptions, JoinedFile, JudgementColumns, LabelOptions, LabelTarget, SpanView};
pub use label::{Annotators, Judged, LabelValue, Opined, Opinion, PersonsLabel, RowFields, Unnamed};
pub use reader::{read, structure};
pub use record::answer_beside_sources;
pub use sink::{Detected, EntryBatch, Feedback, Item, NextBatch, ParseBatch, Sink, Taken};
pub use source::{Feed, FeedFailed, OpenFile, Readable, SharedFeed, open_text};
pub use source::{is_named_like_log, is_named_like_packed, is_packed, is_read_whole, without_endings};
