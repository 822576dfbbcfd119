//! `criteria`: what good output is, in versions.
//!
//! The words of the command line; `change` writes, `read` lists and tells the history, `diff` compares versions.

mod change;
mod diff;
mod read;

use std::path::PathBuf;

use clap::builder::BoolishValueParser;
use clap::{Args, Subcommand, ValueEnum};

use super::context::Context;
use super::figures::share;
use crate::domain::{Edit, Name, Terms, Untrusted};
use crate::error::{Problem, Result};

/// Lists, writes and revises criteria; each keeps all its versions.
#[derive(Debug, Args)]
pub(super) struct CriteriaArgs {
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
        /// The criterion and two of its versions (the last two without), or two times NAME@VERSION.
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

/// A new criterion.
#[derive(Debug, Args)]
struct AddArgs {
    /// Its name.
    name: String,
    /// The statement: what a good output does.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    text: String,
    /// A failure mode it speaks of; may be given several times.
    #[arg(long = "mode", value_name = "MODE")]
    modes: Vec<String>,
    /// The record that provoked it.
    #[arg(long, value_name = "ID")]
    record: Option<String>,
    #[command(flatten)]
    terms: TermsArgs,
}

/// A new version of a criterion, or a new name, new modes or new terms for it.
#[derive(Debug, Args)]
struct EditArgs {
    /// The criterion, by name, slug or number.
    criterion: String,
    /// The new statement.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, requires_all = ["edit", "reason"])]
    text: Option<String>,
    /// Whether the line between good and bad moved (grades become stale), or is only said better.
    #[arg(long, value_enum)]
    edit: Option<EditWord>,
    /// Why.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, requires = "text")]
    reason: Option<String>,
    /// The record that provoked it.
    #[arg(long, value_name = "ID", requires = "text")]
    record: Option<String>,
    /// A new name; its grades stay.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The failure modes it speaks of from now on; may be given several times.
    #[arg(long = "mode", value_name = "MODE")]
    modes: Vec<String>,
    #[command(flatten)]
    terms: TermsArgs,
    /// Says what a meaning edit would make stale, and writes nothing.
    #[arg(long)]
    dry_run: bool,
    /// Where the stubs are that --dry-run looks at; without it the folder of the settings.
    #[arg(long, value_name = "DIR", requires = "dry_run")]
    out: Option<PathBuf>,
}

/// What stands beside the text.
#[derive(Debug, Args)]
struct TermsArgs {
    /// When to ask it.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    use_when: Option<String>,
    /// When not to.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    avoid_when: Option<String>,
    /// An output that does not meet it fails, whatever else is good; --must-pass=no takes that back.
    #[arg(
        long, value_name = "yes|no", num_args = 0..=1, require_equals = true, default_missing_value = "yes",
        value_parser = BoolishValueParser::new()
    )]
    must_pass: Option<bool>,
    /// The share of good outputs that its checks may fail, 0 to 1.
    #[arg(long, value_name = "0..1", value_parser = share)]
    tau: Option<f64>,
    /// Who decides on it, or none.
    #[arg(long, value_name = "NAME|none")]
    owner: Option<String>,
}

impl TermsArgs {
    fn terms(self) -> Result<Terms> {
        let owner = match self.owner.as_deref() {
            None => None,
            Some("none") => Some(None),
            Some(name) => Some(Some(Name::new(name)?)),
        };
        Ok(Terms {
            use_when: self.use_when.map(Untrusted::from),
            avoid_when: self.avoid_when.map(Untrusted::from),
            must_pass: self.must_pass,
            tau: self.tau,
            owner,
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EditWord {
    /// The line between good and bad moved.
    Meaning,
    /// The same line, said better.
    Wording,
}

impl EditWord {
    const fn edit(self) -> Edit {
        match self {
            Self::Meaning => Edit::Meaning,
            Self::Wording => Edit::Wording,
        }
    }
}

/// Runs `gemba criteria`.
pub(super) fn run(context: &mut Context, args: CriteriaArgs) -> Result<()> {
    match args.command.unwrap_or(CriteriaCommand::List) {
        CriteriaCommand::List => read::list(context),
        CriteriaCommand::Add(args) => change::add(context, args),
        CriteriaCommand::Edit(args) => change::edit(context, args),
        CriteriaCommand::Log { criterion } => read::log(context, criterion.as_deref()),
        CriteriaCommand::Diff { what } => diff::diff(context, &what),
        CriteriaCommand::Show { criterion } => read::show(context, &criterion),
        CriteriaCommand::Merge { criteria } => change::merge_into(context, &criteria),
        CriteriaCommand::Split { criterion, parts } => change::split(context, &criterion, &parts),
        CriteriaCommand::Retire { criterion } => change::set_retired(context, &criterion, true),
        CriteriaCommand::Revive { criterion } => change::set_retired(context, &criterion, false),
    }
}

fn statement(typed: &str) -> Result<Untrusted> {
    if typed.trim().is_empty() {
        return Err(Problem::usage("The text of a criterion cannot be empty."));
    }
    Ok(Untrusted::from(typed))
}
