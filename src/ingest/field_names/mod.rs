//! The fields of a record and the many names that logs give them.

mod name_cache;
mod names;

pub(crate) use name_cache::NameCache;
pub(crate) use names::{Field, are_of_log, ends_as, is_called, meaning, meaning_of, normalized};
