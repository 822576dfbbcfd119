//! JSON of logs, read without loss: values one layer at a time, strings with broken escapes, a scan for what a parser
//! hides, and text that was cut off.

mod json_scan;
mod not_finite;
mod python_repr;
mod string;
mod truncated_json;
mod value;
mod walk;

pub(crate) use json_scan::{DEEPEST, scan};
pub(crate) use not_finite::without_not_finite;
pub(crate) use string::decode;
pub(crate) use truncated_json::close_truncated;
pub(crate) use value::{Fields, Kind, Value};
