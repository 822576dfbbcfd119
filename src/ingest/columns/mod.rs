//! What is decided once for a column of a file, never per value: how its times are written and in which unit its numbers
//! are.

mod conventions;
mod numbers;
mod times;

pub(crate) use conventions::{Conventions, Noted, Seen, TimeRules};
