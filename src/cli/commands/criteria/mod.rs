//! `criteria`: what good output is, in versions.
//!
//! `change` writes, `read` lists and tells the history, `versions` prints and compares versions.

mod args;
mod change;
mod read;
mod versions;

use args::{AddArgs, EditArgs};
use clap::{Args, Subcommand};

use crate::cli::context::Context;
use crate::error::Result;

/// Lists, writes and revises criteria; each keeps all its versions.
#[derive(Debug, Args)]
pub(crate) struct CriteriaArgs {
    #[command(subcommand)]
    command: Option<CriteriaCommand>,
}

#[derive(Debug, Subcommand)]
enum CriteriaCommand {
    /// All criteria with their grades.
    List,
    Add(AddArgs),
    Edit(EditArgs),
    /// All versions of a criterion, oldest first; of all criteria in order of time where none is named.
    Log {
        /// The criterion, by name, slug or number.
        criterion: Option<String>,
    },
    /// What changed between two versions, word by word: `diff polite`, `diff polite 1 3`, `diff polite@1 tone@2`.
    Diff {
        /// The criterion and two of its versions (by default the last two), or two times NAME@VERSION.
        #[arg(value_name = "CRITERION [FROM [TO]]", required = true, num_args = 1..=3)]
        what: Vec<String>,
    },
    /// One criterion in full, or one version of it: `show polite@2`.
    Show {
        /// The criterion, by name, slug or number, and perhaps @VERSION.
        #[arg(value_name = "CRITERION[@VERSION]")]
        criterion: String,
    },
    /// Merges criteria: the names of all but the last lead to the last. Their grades stay their own.
    Merge {
        /// The criteria that end, and last the one that stays.
        #[arg(value_name = "FROM… INTO", required = true, num_args = 2..)]
        criteria: Vec<String>,
    },
    /// Splits a criterion into others: it is no longer asked, its parts are.
    Split {
        /// The criterion, by name, slug or number.
        criterion: String,
        /// At least two parts: criteria that there are, or new ones as 'NAME=TEXT'.
        #[arg(value_name = "PART", required = true, num_args = 2..)]
        parts: Vec<String>,
    },
    /// Stops asking a criterion; its grades stay.
    Retire {
        /// The criterion, by name, slug or number.
        criterion: String,
    },
    /// Asks a retired, merged or split criterion again.
    Revive {
        /// The criterion, by name, slug or number.
        criterion: String,
    },
}

/// Runs `gemba criteria`.
pub(super) fn run(context: &mut Context, args: &CriteriaArgs) -> Result<()> {
    match &args.command {
        None | Some(CriteriaCommand::List) => read::list(context),
        Some(CriteriaCommand::Add(args)) => change::add(context, args),
        Some(CriteriaCommand::Edit(args)) => change::edit(context, args),
        Some(CriteriaCommand::Log { criterion }) => read::log(context, criterion.as_deref()),
        Some(CriteriaCommand::Diff { what }) => versions::diff(context, what),
        Some(CriteriaCommand::Show { criterion }) => read::show(context, criterion),
        Some(CriteriaCommand::Merge { criteria }) => change::merge_into(context, criteria),
        Some(CriteriaCommand::Split { criterion, parts }) => change::split(context, criterion, parts),
        Some(CriteriaCommand::Retire { criterion }) => change::set_retired(context, criterion, true),
        Some(CriteriaCommand::Revive { criterion }) => change::set_retired(context, criterion, false),
    }
}
