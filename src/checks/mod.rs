//! Running checks natively: one file per kind (`kinds/`), and the one table of them all ([`KINDS`]).
//!
//! `portable` is what kinds share and what the Rust helper of generated stubs holds as well; `pattern` reads regular
//! expressions and prints them for other engines; `mining` searches for checks that separate tagged records from
//! passed ones. `check_syntax`, `arguments` and `typing` read what people type. Knows no store and no screen.

mod arguments;
mod catalog;
pub mod check_syntax;
mod describe;
mod kinds;
pub mod mining;
pub mod pattern;
mod portable;
mod prepared;
mod typing;

pub use arguments::parse;
pub use catalog::{canonical, compile, export, kind};
pub use describe::describe;
pub use kinds::KINDS;
pub(crate) use kinds::SOURCES;
pub use kinds::command::CommandLine;
pub(crate) use portable::strict_json;
pub(crate) use portable::word_lists::LANGUAGES;
pub use portable::{
    CandidateKind, Compiled, Engine, Group, Kind, Objection, Param, Params, Portable, Reads, SchemaPart, Subject, Takes,
};
pub use prepared::{Answer, Commands, Evaluator, Prepared, Ran, Runner, command_line, prepare, validate_spec};
pub use typing::{Typing, complete, typing};
