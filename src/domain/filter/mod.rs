//! The filter language: what a filter says (`ast`), how it is read (`parse`, `values`) and written (`print`).
//!
//! One language for `review`, `list` and `/` on the screen. `store/query/filter_sql.rs` makes SQL of a filter.

mod ast;
mod complete;
mod error;
mod glob;
mod operand;
mod parse;
mod print;
mod term;
mod values;

pub use ast::Filter;
pub use complete::{Known, complete, completions};
pub use error::FilterError;
pub use operand::{Amount, Bound, CheckSays, Compare, Format, Glob, Judge, Measure, Phrase, Place, TimeRef};
pub use parse::parse;
pub use term::{BodyTerm, Term};
pub use values::FIELDS;
