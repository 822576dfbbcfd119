//! Programs that are started: the reviewer's own editor and pager on a text, own commands on a record, commands of checks.

mod command_runner;
mod editor;
mod foreground;
mod own_command;
mod viewer;

pub use command_runner::CommandRunner;
pub(super) use foreground::Foreground;
pub(super) use own_command::start as start_own_command;
