//! Bytes → records: open, decompress, detect, frame, map. Yields records to a sink; knows no store.
//!
//! `source` opens a file as text, `frame` cuts the text into entries, `json` reads an entry one layer at a time without
//! loss, `formats` holds one file per log format, `record_builder` makes a record of what a format finds, and
//! `record_reader` drives them. `results` reads what eval runs report.

mod field_names;
mod field_path;
mod formats;
mod frame;
mod import_options;
mod import_plan;
mod json;
mod label;
mod message;
mod record_builder;
mod record_reader;
mod reject;
pub mod results;
mod sink;
mod source;

pub use formats::{FORMATS, Format};
pub use import_options::{ImportOptions, LabelOptions};
pub use record_reader::read;
pub use sink::{Detected, Item, Sink};
