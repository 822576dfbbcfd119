//! Reads one file: `detect` finds its format from its first entries, `entry_parser` makes items of an entry, and
//! `record_reader` drives both into a sink.

mod batches;
mod detect;
mod entry_parser;
mod opened;
mod record_reader;
mod reject;
mod reshape;
mod structure;

pub use record_reader::read;
pub use structure::structure;
