//! How checks are written in Python: in a line where that says all of it (`inline`), else by a helper file per kind.
//!
//! `forms` is the table, a row per kind. `modules` holds the files, and which of them a file needs. `print` writes code as
//! `ruff format` has it, `test_module` a whole module.

mod forms;
mod inline;
mod modules;
mod print;
mod test_module;

#[cfg(test)]
pub(super) use forms::FORMS;
pub(super) use forms::form;
pub(super) use modules::with_needed;
pub(super) use print::{call, call_at, definition, is_plain};
pub(super) use test_module::{TestModule, docstring};
