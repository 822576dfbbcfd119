//! What the user says about the shape of a log: paths into an entry, the keys of a turn, which entries to take, and a
//! second file to join.

mod field_path;
mod filter;
mod join;
mod listing;
mod made;
mod turn_keys;

pub(crate) use field_path::{FieldPath, take_out};
pub(crate) use filter::EntryFilter;
pub(crate) use join::Join;
pub(crate) use listing::{joined, listed};
pub(crate) use made::Made;
pub(crate) use turn_keys::TurnKeys;
