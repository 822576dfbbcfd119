//! What is printed: lines, tables, figures and problems, all of it safe for a terminal.

mod printer;
mod question;
mod table;

pub(super) use printer::{Out, complain, explain, of_whole, remark, share, shown, told, width};
pub(super) use question::{agrees, can_ask};
pub(super) use table::Table;

pub(super) use crate::text::{counted, grouped, p_value, percent, percent_between, percent_or};
