//! The command line: clap definitions and one file per command group. Calls, never computes; prints tables or JSON.

use std::process::ExitCode;

/// Runs the program on the process's arguments.
#[must_use]
pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
