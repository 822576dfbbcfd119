//! `command`: a program of the user's decides. Run by the edge alone, where the user allows it, never by a suite.

use std::time::Duration;

use serde_json::{Map, Value};

use super::portable::{CheckSpec, Engine, Group, Kind, Param, Portable, Problem, Reads, Result, Takes, params};

/// A program with its arguments, started without a shell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandLine {
    /// The program, then its arguments.
    pub words: Vec<String>,
    /// How long one record may take.
    pub timeout: Duration,
}

/// The kind's word.
const WORD: &str = "command";
/// Seconds that one record may take where `--timeout` is absent.
const TIMEOUT: u64 = 30;
/// The most seconds that may be asked for.
const MOST_SECONDS: u64 = 600;
/// The most arguments, the program included.
const MOST_ARGUMENTS: usize = 64;
/// The longest argument, in bytes.
const LONGEST: usize = 4096;

pub(crate) const KIND: Kind = Kind {
    word: WORD,
    group: Group::Command,
    help: "Your own program: the record as JSON on its standard input; 0 passes, 1 fails, anything else is no answer. \
           No shell; runs in the folder that holds the workspace, only where you allowed it with `gemba trust`.",
    params: &[
        Param::argument(
            "argument",
            Takes::Texts,
            "The program and its arguments; behind `--` where they begin with a hyphen.",
        ),
        Param::option("timeout", Takes::Count, "Seconds for one record: 1 to 600."),
    ],
    portable: Portable::Nowhere,
    describes_failure: |spec| format!("outputs that {} fails", params::texts(spec, "argument").join(" ")),
    normalize_params,
    export_params,
    reads: Reads::NoText,
    ..Kind::USUAL
};

fn normalize_params(mut given: Map<String, Value>) -> Result<Map<String, Value>> {
    params::require(WORD, &given, "argument", "command -- python3 judge.py --strict")?;
    let words: Vec<&str> =
        given.get("argument").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    if words.first().is_none_or(|program| program.trim().is_empty()) {
        return Err(Problem::usage("A command begins with the name of a program."));
    }
    if words.len() > MOST_ARGUMENTS || words.iter().any(|word| word.len() > LONGEST) {
        return Err(Problem::usage(format!(
            "A command has at most {MOST_ARGUMENTS} arguments of at most {LONGEST} bytes."
        ))
        .hint("Put what is longer into a script."));
    }
    if words.iter().any(|word| word.contains('\0')) {
        return Err(Problem::usage("An argument of a command cannot hold a zero byte."));
    }
    match given.get("timeout").and_then(Value::as_u64) {
        Some(TIMEOUT) => drop(given.remove("timeout")),
        Some(seconds) if !(1..=MOST_SECONDS).contains(&seconds) => {
            return Err(Problem::usage(format!("The time-out of a command is 1 to {MOST_SECONDS} seconds.")));
        }
        Some(_) | None => {}
    }
    Ok(given)
}

/// Returns what is to be started for a normalized spec.
pub(crate) fn line(spec: &CheckSpec) -> CommandLine {
    let seconds = spec.params.get("timeout").and_then(Value::as_u64).unwrap_or(TIMEOUT);
    CommandLine { words: params::texts(spec, "argument"), timeout: Duration::from_secs(seconds) }
}

fn export_params(_: &CheckSpec, _: Engine) -> std::result::Result<Value, String> {
    Err("a command is run by gemba alone (`gemba checks run`), not by a suite".to_owned())
}
