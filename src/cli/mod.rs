//! The command line: clap definitions, one file per command group. Calls, never computes; prints tables or JSON.
//!
//! [`main`] reads the arguments, runs one command, and turns what went wrong into a sentence and an exit code. All
//! printing goes through `out`, which makes every text safe for a terminal.

mod align;
mod arguments;
mod backup;
mod batch;
mod care;
mod checks;
mod context;
mod correct;
mod criteria;
mod drift;
mod export;
mod figures;
mod import;
mod judge;
mod list;
mod modes;
mod out;
mod place;
mod reading;
mod reference;
mod result_pairs;
mod results;
mod review;
mod screen;
mod stub_ci;
mod stub_proof;
mod stubs;
mod suggest;
mod table;

use std::process::ExitCode;

use arguments::{Arguments, Command};
use clap::Parser;
use context::Context;
use out::{Out, complain};

use crate::config::Surroundings;
use crate::error::{Problem, Result};

/// Runs the program on the process's arguments.
#[must_use]
pub fn main() -> ExitCode {
    std::panic::set_hook(Box::new(say_fault));
    let arguments = match Arguments::try_parse_from(arguments::prepared(std::env::args_os())) {
        Ok(arguments) => arguments,
        Err(error) => return arguments::end_of_parsing(&error),
    };
    let Arguments { global, command } = arguments;
    let mut context = Context {
        flags: global.flags(),
        around: Surroundings::of_process(),
        json: global.json,
        verbose: global.verbose,
        out: Out::new(),
    };
    let done = refuse_json(&context, command.as_ref())
        .and_then(|()| screen::refuse_theme(&context))
        .and_then(|()| run(&mut context, command));
    let flushed = context.out.flush();
    match done.and(flushed) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            complain(&problem);
            ExitCode::from(problem.kind.exit_code())
        }
    }
}

fn run(context: &mut Context, command: Option<Command>) -> Result<()> {
    let Some(command) = command else { return review::bare(context) };
    match command {
        Command::Demo => review::demo(context),
        Command::Import(args) => import::run(context, &args),
        Command::Review(args) => review::review(context, &args),
        Command::List(args) => list::list(context, &args),
        Command::Show(args) => list::show(context, &args),
        Command::Verdict(args) => judge::verdict(context, &args),
        Command::Tag(args) => judge::tag(context, &args),
        Command::Untag(args) => judge::untag(context, &args),
        Command::Note(args) => judge::note(context, &args),
        Command::Correct(args) => correct::run(context, &args),
        Command::Grade(args) => judge::grade(context, &args),
        Command::Undo => judge::undo(context),
        Command::Redo => judge::redo(context),
        Command::Modes(args) => modes::run(context, args),
        Command::Criteria(args) => criteria::run(context, args),
        Command::Checks(args) => checks::run(context, args),
        Command::Drift(args) => drift::run(context, &args),
        Command::Align(args) => align::run(context, &args),
        Command::Saturation => reading::saturation(context),
        Command::Stats(args) => reading::stats(context, &args),
        Command::Stubs(args) => stubs::run(context, &args),
        Command::Export(args) => export::run(context, &args),
        Command::Results(args) => results::run(context, args),
        Command::Backup(args) => backup::backup(context, &args),
        Command::Restore(args) => backup::restore(context, &args),
        Command::Doctor(args) => care::doctor(context, &args),
        Command::Session(args) => care::session(context, &args),
        Command::Keys => reference::keys(context),
        Command::Themes => screen::themes(context),
        Command::Config => reference::config(context),
        Command::Completions(args) => reference::completions(&mut context.out, &args),
        Command::Man => reference::man(&mut context.out),
    }
}

/// Screens and shell files have no JSON; a script that asks for it should hear so.
fn refuse_json(context: &Context, command: Option<&Command>) -> Result<()> {
    let without =
        matches!(command, None | Some(Command::Demo | Command::Review(_) | Command::Completions(_) | Command::Man));
    if context.json && without {
        return Err(Problem::usage("This command prints no JSON.").hint("`gemba list --json` prints records."));
    }
    Ok(())
}

/// A fault of gemba's own, in words instead of a backtrace. Its reason may quote a log, so only its place is told.
fn say_fault(fault: &std::panic::PanicHookInfo<'_>) {
    let place = fault.location().map(|place| format!(" ({}:{})", place.file(), place.line())).unwrap_or_default();
    out::remark(&format!("gemba: a fault of gemba's own stopped it{place}."));
    out::remark("  Nothing that was saved is lost. Please report it with this place.");
}
