//! Framing: a stream of text becomes entries (lines, elements, rows), each with its place. Knows no field names of logs
//! beyond those that hold a list of records.

mod archive;
mod database;
mod document;
mod elements;
mod entries;
mod entry;
mod lines;
mod open;
mod parquet;
mod parts;
mod shape;
mod size_cap;
mod table;
mod text_lines;
mod workbook;

pub(crate) use document::ListPaths;
pub(crate) use entries::{Entries, Head};
pub(crate) use entry::{Body, Entry};
pub(crate) use open::{Wanted, open};
pub use parts::CONTAINERS;
pub(crate) use size_cap::Cut;
