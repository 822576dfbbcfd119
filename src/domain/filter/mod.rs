//! The filter language: what a filter says (`ast`), how it is read (`parse`, `values`) and written (`print`).
//!
//! One language for `review`, `list` and `/` on the screen. How a filter becomes SQL is in `store::query`.

mod ast;
mod glob;
mod parse;
mod print;
mod values;

pub use ast::{Amount, BodyTerm, Bound, Compare, Filter, Format, Glob, Judge, Measure, Place, Term, TimeRef};
pub use parse::{FilterError, parse};
pub use values::FIELDS;
