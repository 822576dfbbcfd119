//! What is printed: lines, tables, figures and problems, all of it safe for a terminal.

mod figures;
mod printer;
mod table;

pub(super) use figures::{p_value, percent, percent_between, percent_or, share};
pub(super) use printer::{Out, complain, counted, explain, grouped, remark, shown, width};
pub(super) use table::Table;
