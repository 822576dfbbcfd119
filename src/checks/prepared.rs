//! Prepares a check for whole records, whether gemba, a program of the user's or a model evaluates it.
//!
//! A check that could not be run has neither passed nor failed a record ([`Answer::Unknown`]). Starts no process: the
//! edge passes a [`Runner`], or why there is none.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use super::catalog::{canonical, compile, kind};
use super::kinds::command::{self, CommandLine};
use super::portable::{Compiled, Group, Objection, Subject};
use crate::domain::{CheckSpec, Record};
use crate::error::Result;

/// After so many time-outs in a row a command is not started any more.
const MOST_TIMEOUTS: u32 = 3;

/// What evaluates a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evaluator {
    /// gemba itself.
    Native,
    /// A program of the user's.
    Command,
    /// A model, which gemba never asks.
    Judge,
}

impl Evaluator {
    /// Returns what evaluates a check; an unknown kind is refused by whoever prepares it here.
    pub fn for_check(spec: &CheckSpec) -> Self {
        match kind(&spec.kind).map(|kind| kind.group) {
            Ok(Group::Command) => Self::Command,
            Ok(Group::Judge) => Self::Judge,
            Ok(Group::Text | Group::Shape | Group::Size | Group::Grounding | Group::Manner | Group::Reference)
            | Err(_) => Self::Native,
        }
    }
}

/// How a program ended on one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ran {
    /// It ended with 0.
    Passed,
    /// It ended with 1; its first line, which is untrusted.
    Failed(String),
    /// It could not be started at all: why, as a clause.
    NotStarted(String),
    /// It took too long and was ended.
    TimedOut,
    /// It ended in another way: how, as a clause.
    Ended(String),
}

/// Starts programs; given by the edge.
pub trait Runner: Send + Sync {
    /// Returns why this may not be started, as a clause; `None` where it may.
    fn refusal(&self, _line: &CommandLine) -> Option<String> {
        None
    }

    /// Runs a program once, with the record as JSON on its standard input.
    fn run(&self, line: &CommandLine, record: &Record) -> Ran;
}

/// Whether programs may be started here.
#[derive(Clone)]
pub enum Commands {
    /// They may be started, but for those that the runner refuses.
    On(Arc<dyn Runner>),
    /// They may not be started: why, as a clause.
    Off(String),
}

impl Commands {
    /// Returns that no program is started from a screen that is being looked at.
    pub fn not_on_screen() -> Self {
        Self::Off("commands are not run from a screen; `gemba checks run` runs them".to_owned())
    }
}

/// The answer of a check to a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It has no objection.
    Passes,
    /// It objects.
    Fails(Vec<Objection>),
    /// It could not be run on this record: why, as a clause. May quote untrusted text.
    Unknown(String),
}

/// A check, ready for many records.
pub enum Prepared {
    /// Evaluated here.
    Native(Box<dyn Compiled>),
    /// Evaluated by a program.
    Command(Box<Program>),
    /// Not run at all: why, as a clause.
    NotRun(String),
}

/// A program that is asked about one record after the other.
pub struct Program {
    line: CommandLine,
    runner: Arc<dyn Runner>,
    timeouts: AtomicU32,
    stopped: OnceLock<String>,
}

/// Prepares a check for records.
///
/// # Errors
/// A `Usage` problem for an unknown kind or wrong parameters.
pub fn prepare(spec: &CheckSpec, commands: &Commands) -> Result<Prepared> {
    Ok(match (Evaluator::for_check(spec), commands) {
        (Evaluator::Native, _) => Prepared::Native(compile(spec)?),
        (Evaluator::Judge, _) => {
            canonical(spec)?;
            Prepared::NotRun("a judge needs a model, and gemba runs none".to_owned())
        }
        (Evaluator::Command, Commands::Off(why)) => {
            canonical(spec)?;
            Prepared::NotRun(why.clone())
        }
        (Evaluator::Command, Commands::On(runner)) => {
            let line = command::line(&canonical(spec)?);
            match runner.refusal(&line) {
                Some(why) => Prepared::NotRun(why),
                None => Prepared::Command(Box::new(Program {
                    line,
                    runner: Arc::clone(runner),
                    timeouts: AtomicU32::new(0),
                    stopped: OnceLock::new(),
                })),
            }
        }
    })
}

/// Returns the program that a check would start; `None` for a check that starts none.
///
/// # Errors
/// A `Usage` problem for wrong parameters.
pub fn command_line(spec: &CheckSpec) -> Result<Option<CommandLine>> {
    Ok(match Evaluator::for_check(spec) {
        Evaluator::Command => Some(command::line(&canonical(spec)?)),
        Evaluator::Native | Evaluator::Judge => None,
    })
}

/// Refuses a spec that could never be prepared.
///
/// # Errors
/// As [`prepare`].
pub fn validate_spec(spec: &CheckSpec) -> Result<()> {
    prepare(spec, &Commands::Off(String::new())).map(drop)
}

impl Prepared {
    /// Returns why it is not run at all.
    pub fn not_run(&self) -> Option<&str> {
        match self {
            Self::NotRun(why) => Some(why),
            Self::Native(_) | Self::Command(_) => None,
        }
    }

    /// Returns its answer to a record.
    pub fn answer(&self, record: &Record) -> Answer {
        match self {
            Self::NotRun(why) => Answer::Unknown(why.clone()),
            Self::Command(program) => program.answer(record),
            Self::Native(check) => {
                let objections = check.objections(&Subject::from(record));
                if objections.is_empty() { Answer::Passes } else { Answer::Fails(objections) }
            }
        }
    }
}

impl Program {
    /// Asks the program; one that cannot be started, or times out again and again, is not asked any more.
    fn answer(&self, record: &Record) -> Answer {
        if let Some(why) = self.stopped.get() {
            return Answer::Unknown(why.clone());
        }
        let ran = self.runner.run(&self.line, record);
        if !matches!(ran, Ran::TimedOut) {
            self.timeouts.store(0, Ordering::Relaxed);
        }
        match ran {
            Ran::Passed => Answer::Passes,
            Ran::Failed(line) => Answer::Fails(vec![Objection::whole(line)]),
            Ran::Ended(how) => Answer::Unknown(how),
            Ran::NotStarted(why) => Answer::Unknown(self.stopped.get_or_init(|| why).clone()),
            Ran::TimedOut => {
                let why = format!("it took longer than {} s", self.line.timeout.as_secs());
                if self.timeouts.fetch_add(1, Ordering::Relaxed) + 1 >= MOST_TIMEOUTS {
                    let stopped = format!("{why}, {MOST_TIMEOUTS} times in a row, and was not started again");
                    return Answer::Unknown(self.stopped.get_or_init(|| stopped).clone());
                }
                Answer::Unknown(why)
            }
        }
    }
}
