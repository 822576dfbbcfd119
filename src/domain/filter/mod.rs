//! The filter language: what a filter says (`ast`), how it is read (`parse`, `values`) and written (`print`).
//!
//! One language for `review`, `list` and `/` on the screen. `store/query/filter_sql.rs` makes SQL of a filter.

mod ast;
mod complete;
mod error;
mod glob;
mod parse;
mod print;
mod values;

pub use ast::{Amount, BodyTerm, Bound, Compare, Filter, Format, Glob, Judge, Measure, Phrase, Place, Term, TimeRef};
pub use complete::{Known, complete, completions};
pub use error::FilterError;
pub use parse::parse;
pub use values::FIELDS;
