//! The fields of a record and the many names that logs give them.

mod annotators;
mod name_cache;
mod names;

pub(crate) use annotators::{is_annotator, is_time_of_judging};
pub(crate) use name_cache::NameCache;
pub(crate) use names::{Field, are_of_log, ends_as, is_called, meaning, meaning_of, normalized};
