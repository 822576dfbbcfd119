//! The filter language: what a filter says (`ast`), how it is read (`parse`) and written (`print`).
//!
//! One language for `review`, `list` and `/` on the screen. How a filter becomes SQL stands in `store::search`.

mod ast;
mod glob;
mod parse;
mod print;

pub use ast::{Filter, Format, Glob, Judge, Place, Term, TimeRef};
pub use parse::{FilterError, parse};
