//! From what a format finds to records: the turns of a conversation in every shape, a record while it is being read, and
//! what a format gives out for one entry.

pub(super) mod message;
mod part;
mod place;
mod record_builder;
mod records;
mod scalars;

pub(crate) use place::Place;
pub(crate) use record_builder::{Mapping, RecordBuilder};
pub(crate) use records::{Given, Records};
