//! `results`: verdicts of judges and checks that ran elsewhere, compared with what people said.

mod compare;
mod judges;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::context::Context;
use crate::cli::output::{grouped, remark};
use crate::domain::result::{ResultRun, ResultsFormat};
use crate::domain::spelling;
use crate::domain::{Name, Untrusted};
use crate::error::{Problem, Result};
use crate::ingest::results::ResultsOptions;
use crate::services::results::{self, ResultOrder};

/// Compares the verdicts of judges and checks that ran elsewhere with what people said.
///
/// A stub of gemba's is compared by its mode or criterion, any other judge by pass and fail. What was judged is
/// matched by record id, by external id, or by the exact output. `result:NAME=fail` is a filter afterwards.
#[derive(Debug, Args)]
pub(crate) struct ResultsArgs {
    #[command(subcommand)]
    command: Option<Verb>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Import(ImportArgs),
    /// Every judge of every imported result, compared with what people say now.
    List,
    /// The judges of one imported result.
    Show {
        /// The result's name.
        name: String,
    },
    /// Two imported results side by side: pass rates of the cases that both judged, and which cases flipped.
    ///
    /// Cases are matched by record; where the runs share no record, by equal input, as a new model or prompt version
    /// answers the same questions. McNemar's test says whether the flips have a direction.
    Compare {
        /// The earlier result, by name.
        a: String,
        /// The later one.
        b: String,
    },
}

/// Reads a result file: the `JUnit` XML of pytest or Vitest, promptfoo's JSON, Inspect's JSON log, or JSON Lines with id, name and
/// verdict, pass or score.
#[derive(Debug, Args)]
struct ImportArgs {
    /// The file; `-` for standard input.
    path: PathBuf,
    #[arg(long, help = format_help())]
    format: Option<String>,
    /// The result's name; by default the file's.
    #[arg(long)]
    name: Option<String>,
    /// The model that made the outputs, where the file names none.
    #[arg(long)]
    model: Option<String>,
    /// The prompt version of the outputs, where the file names none.
    #[arg(long, value_name = "VERSION")]
    prompt_version: Option<String>,
    /// The outputs are new ones (`GEMBA_LIVE=1`): what people said of the recorded outputs is not compared with them.
    #[arg(long)]
    live: bool,
    /// The score from which on an output passes.
    #[arg(long, value_name = "SCORE")]
    pass_at: Option<f64>,
}

/// Returns the help of `--format`, which names every format.
fn format_help() -> String {
    let words: Vec<&str> = ResultsFormat::ALL.iter().map(|format| format.word()).collect();
    format!("The format, when it is not recognised: {}", words.join(", "))
}

/// Runs `gemba results`.
pub(super) fn run(context: &mut Context, args: &ResultsArgs) -> Result<()> {
    match &args.command {
        Some(Verb::Import(args)) => import(context, args),
        None | Some(Verb::List) => {
            let runs = context.reader()?.results()?;
            if runs.is_empty() {
                remark("No results yet. `gemba results import FILE` reads some.");
            }
            judges::print(context, &runs)
        }
        Some(Verb::Show { name }) => {
            let runs = context.reader()?.results()?;
            let run = named(&runs, name)?;
            judges::print(context, std::slice::from_ref(run))
        }
        Some(Verb::Compare { a, b }) => {
            let runs = context.reader()?.results()?;
            compare::compare(context, named(&runs, a)?, named(&runs, b)?)
        }
    }
}

/// Finds the run of this name, or else of this number (`result_id` in JSON).
fn named<'a>(runs: &'a [ResultRun], typed: &str) -> Result<&'a ResultRun> {
    let by_name = runs.iter().find(|run| run.name.as_str() == typed);
    let by_id = || runs.iter().find(|run| typed.parse() == Ok(run.id));
    by_name.or_else(by_id).ok_or_else(|| {
        let known: Vec<&str> = runs.iter().map(|run| run.name.as_str()).collect();
        Problem::usage(format!("There is no result `{typed}`.")).hint(spelling::hint(typed, &known))
    })
}

fn import(context: &mut Context, args: &ImportArgs) -> Result<()> {
    if args.pass_at.is_some_and(|score| !score.is_finite()) {
        return Err(Problem::usage("--pass-at needs a number."));
    }
    let order = ResultOrder {
        file: ResultsOptions { path: args.path.clone(), format: args.format.clone(), pass_at: args.pass_at },
        name: args.name.as_deref().map(Name::new).transpose()?,
        live: args.live,
        model: args.model.clone().map(Untrusted::from),
        prompt_version: args.prompt_version.clone().map(Untrusted::from),
    };
    let (mut writer, reader) = (context.writer()?, context.following_reader()?);
    let done = results::import(&mut writer, &reader, &order, Context::now())?;
    if !done.is_new {
        remark(&format!("This file was imported before, as {}; nothing was added.", done.run.name));
    }
    for reason in &done.reasons {
        remark(&format!("Set aside: {reason}."));
    }
    if done.set_aside > done.reasons.len() as u64 {
        remark(&format!("In all, {} were set aside.", grouped(done.set_aside)));
    }
    judges::print(context, std::slice::from_ref(&done.run))
}
