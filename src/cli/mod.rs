//! The command line: clap definitions, one file per command. Calls services, never computes; prints tables or JSON.
//!
//! [`main`] reads the arguments, runs one command, and turns what went wrong into a sentence and an exit code. All
//! printing goes through `output`, which makes every text safe for a terminal.

mod arguments;
mod batch;
mod commands;
mod context;
mod lines;
mod lookup;
mod output;
mod record_text;
mod redacting;
mod sampling;
mod screen;
mod settling;
mod span;
mod theme;
mod words;

use std::process::ExitCode;

use arguments::Arguments;
use clap::{CommandFactory, Parser};
use commands::{Command, Prints};
use context::Context;
use output::{Out, complain, remark};

use crate::config::Environment;
use crate::error::{Problem, Result};

/// Runs the program on the process's arguments.
pub fn main() -> ExitCode {
    std::panic::set_hook(Box::new(report_panic));
    let arguments = match Arguments::try_parse_from(arguments::prepared(std::env::args_os())) {
        Ok(arguments) => arguments,
        Err(error) => return arguments::end_of_parsing(&error),
    };
    let Arguments { global, command } = arguments;
    let mut context = Context {
        flags: global.flags(),
        env: Environment::from_process(),
        json: global.json,
        verbose: global.verbose,
        program: Arguments::command,
        out: Out::new(),
    };
    let done = refuse_json(&context, command.as_ref())
        .and_then(|()| theme::refuse_theme(&context))
        .and_then(|()| if global.unblind { context.look_into_blind_sets() } else { Ok(()) })
        .and_then(|()| run(&mut context, command.as_ref()));
    let flushed = context.out.flush();
    match done.and(flushed) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            complain(&problem, context.verbose);
            ExitCode::from(problem.kind.exit_code())
        }
    }
}

fn run(context: &mut Context, command: Option<&Command>) -> Result<()> {
    match command {
        Some(command) => command.run(context),
        None => screen::welcome(context),
    }
}

/// Refuses `--json` where a command prints none.
fn refuse_json(context: &Context, command: Option<&Command>) -> Result<()> {
    if context.json && command.is_none_or(|command| command.prints() == Prints::NoJson) {
        return Err(Problem::usage("This command prints no JSON.").hint("`gemba list --json` prints records."));
    }
    Ok(())
}

/// Reports a panic in words instead of a backtrace. Its message may quote a log, so only its place is printed.
fn report_panic(fault: &std::panic::PanicHookInfo<'_>) {
    let place = fault.location().map(|place| format!(" ({}:{})", place.file(), place.line())).unwrap_or_default();
    remark(&format!("gemba: internal error{place}."));
    remark("  Nothing that was saved is lost. Please report this error and its place.");
}
