//! `checks`: executable tests of outputs, and how they agree with what people said.

mod kinds;
mod run;
mod suggest;

use clap::{Args, Subcommand};
use serde_json::json;

use crate::checks::{Evaluator, describe, parse, prepare};
use crate::cli::context::Context;
use crate::cli::lookup::{check, criterion, open_mode, target_names};
use crate::cli::output::{Table, remark};
use crate::domain::{Change, CheckSpec, Slug, Target};
use crate::error::{Problem, Result};

/// The longest file that a check's parameter is read from, in bytes.
const LONGEST_FILE: u64 = 4 << 20;

/// Lists, attaches, changes and runs checks.
#[derive(Debug, Args)]
pub(crate) struct ChecksArgs {
    #[command(subcommand)]
    command: Option<ChecksCommand>,
}

#[derive(Debug, Subcommand)]
enum ChecksCommand {
    /// All checks with what they are attached to.
    List,
    /// Lists the kinds of checks, each with what it tests and its options.
    Kinds,
    /// Attaches a check to a failure mode or a criterion, as in: --mode too-short min-length --chars 40.
    #[command(after_help = kinds::help())]
    Add {
        /// The failure mode that it tests for.
        #[arg(long, value_name = "MODE", conflicts_with = "criterion")]
        mode: Option<String>,
        /// The criterion that it tests.
        #[arg(long, value_name = "CRITERION")]
        criterion: Option<String>,
        #[command(flatten)]
        typed: TypedCheck,
    },
    /// Replaces what a check tests.
    #[command(after_help = kinds::help())]
    Edit {
        /// The check, as `checks list` names it.
        check: String,
        #[command(flatten)]
        typed: TypedCheck,
    },
    /// Takes checks away.
    Remove {
        /// The checks, as `checks list` names them.
        #[arg(value_name = "CHECK", required = true)]
        checks: Vec<String>,
    },
    /// Mines checks from the tags, offline: at most five, those with a name first, each with its figures out of fold.
    Suggest(suggest::SuggestArgs),
    /// Runs every check (or the named ones) over the judged records.
    Run {
        /// Only these checks, modes or criteria.
        #[arg(value_name = "CHECK")]
        only: Vec<String>,
        /// Lets checks of the kind `command` start their programs in this run, whatever they are.
        #[arg(long)]
        allow_commands: bool,
    },
}

/// A check as it is typed: everything behind the flags.
#[derive(Debug, Args)]
struct TypedCheck {
    /// The kind, its argument and its options.
    #[arg(
        value_name = "KIND [ARGUMENT] [OPTIONS]",
        required = true,
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    words: Vec<String>,
}

/// Runs `gemba checks`.
pub(super) fn run(context: &mut Context, args: &ChecksArgs) -> Result<()> {
    match &args.command {
        None | Some(ChecksCommand::List) => list(context),
        Some(ChecksCommand::Kinds) => kinds::list(context),
        Some(ChecksCommand::Add { mode, criterion, typed }) => {
            add(context, mode.clone(), criterion.clone(), typed.words.clone())
        }
        Some(ChecksCommand::Edit { check: key, typed }) => {
            let spec = parse(&typed.words, &read_file)?;
            let check = check(&context.reader()?.codebook()?, key)?.key.clone();
            let summary = format!("{check}: {}", describe(&spec));
            write(context, Change::CheckEdit { check, spec: spec.clone() }, &spec, &summary)
        }
        Some(ChecksCommand::Remove { checks }) => {
            let book = context.reader()?.codebook()?;
            let keys = checks.iter().map(|typed| Ok(check(&book, typed)?.key.clone())).collect::<Result<Vec<_>>>()?;
            let summary = format!("- {}", keys.iter().map(Slug::as_str).collect::<Vec<_>>().join(", "));
            let changes = keys.into_iter().map(|check| Change::CheckRemove { check }).collect();
            context.write(changes, &summary).map(drop)
        }
        Some(ChecksCommand::Suggest(args)) => suggest::run(context, args),
        Some(ChecksCommand::Run { only, allow_commands }) => run::run(context, only, *allow_commands),
    }
}

fn add(context: &mut Context, mut mode: Option<String>, mut on: Option<String>, words: Vec<String>) -> Result<()> {
    let words = take_target(words, &mut mode, &mut on);
    let spec = parse(&words, &read_file)?;
    let book = context.reader()?.codebook()?;
    let target = match (mode, on) {
        (Some(typed), None) => Target::Mode(open_mode(&book, &typed)?.key.clone()),
        (None, Some(typed)) => Target::Criterion(criterion(&book, &typed)?.key.clone()),
        (Some(_), Some(_)) | (None, None) => {
            return Err(Problem::usage("A check is attached to one failure mode or one criterion.")
                .hint("Give --mode MODE or --criterion CRITERION before the kind."));
        }
    };
    let summary = format!("+ {} on {} {}", describe(&spec), target.word(), target.key());
    write(context, Change::CheckAdd { key: None, target, spec: spec.clone() }, &spec, &summary)
}

/// Writes an added or changed check, and says how it is named and when it runs.
fn write(context: &mut Context, change: Change, spec: &CheckSpec, summary: &str) -> Result<()> {
    let applied = context.write(vec![change], summary)?;
    if let (Some(key), false) = (applied.made.first(), context.json) {
        remark(&match Evaluator::for_check(spec) {
            Evaluator::Native => format!("It is named {key}. `gemba checks run {key}` shows what it catches."),
            Evaluator::Judge => {
                format!("It is named {key}. `gemba stubs` writes it for your suite; gemba itself asks no model.")
            }
            Evaluator::Command => match prepare(spec, &context.commands(false)?)?.not_run() {
                Some(why) => format!("It is named {key}, and will not run yet: {why}."),
                None => format!("It is named {key}. `gemba checks run {key}` runs it over the judged records."),
            },
        });
    }
    Ok(())
}

/// Takes `--mode M` or `--criterion C` out of the words behind the kind, where none stood before it.
fn take_target(words: Vec<String>, mode: &mut Option<String>, criterion: &mut Option<String>) -> Vec<String> {
    if mode.is_some() || criterion.is_some() {
        return words;
    }
    let mut left = Vec::new();
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--" => {
                left.push(word);
                left.extend(words.by_ref());
            }
            "--mode" => *mode = words.next(),
            "--criterion" => *criterion = words.next(),
            other => match (other.strip_prefix("--mode="), other.strip_prefix("--criterion=")) {
                (Some(typed), _) => *mode = Some(typed.to_owned()),
                (_, Some(typed)) => *criterion = Some(typed.to_owned()),
                (None, None) => left.push(word),
            },
        }
    }
    left
}

/// Reads a parameter's file.
fn read_file(path: &str) -> Result<String> {
    let wrong = |what: String| Problem::input(format!("{path} {what}"));
    let found = std::fs::metadata(path).map_err(|error| wrong(format!("cannot be read: {error}.")).caused_by(error))?;
    if !found.is_file() {
        return Err(wrong("is not a file.".to_owned()));
    }
    if found.len() > LONGEST_FILE {
        return Err(wrong("is longer than 4 MiB.".to_owned()));
    }
    std::fs::read_to_string(path).map_err(|error| wrong(format!("cannot be read: {error}.")).caused_by(error))
}

fn list(context: &mut Context) -> Result<()> {
    let book = context.reader()?.codebook()?;
    let mut table = Table::new(&["check", "target", "tests"]);
    for check in &book.checks {
        let (target, name) = target_names(&book, &check.target);
        if context.json {
            let CheckSpec { kind, params } = &check.spec;
            context.out.json(&json!({
                "check": check.key, "target": target, "target_kind": check.target.word(), "name": name, "kind": kind,
                "params": params, "description": describe(&check.spec),
            }))?;
        } else {
            let target = format!("{} {target}", check.target.word());
            table.row(vec![check.key.to_string(), target, describe(&check.spec)]);
        }
    }
    if book.checks.is_empty() && !context.json {
        remark(
            "No checks yet. `gemba checks add --mode MODE KIND …` attaches one; `gemba checks kinds` lists the kinds.",
        );
    }
    context.table(&table)
}
