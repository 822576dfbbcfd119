//! `session`: the review sessions of the workspace.

use clap::{Args, Subcommand};
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::output::{Table, remark};
use crate::domain::Session;
use crate::error::{Problem, Result};

/// Lists the review sessions, or shows one.
#[derive(Debug, Args)]
pub(crate) struct SessionArgs {
    #[command(subcommand)]
    command: Option<SessionCommand>,
}

#[derive(Debug, Subcommand)]
enum SessionCommand {
    /// All sessions, oldest first.
    List,
    /// One session; by default your newest.
    Show {
        /// Its number.
        number: Option<i64>,
    },
}

/// Runs `gemba session`.
pub(super) fn run(context: &mut Context, args: &SessionArgs) -> Result<()> {
    let reviewer = context.reviewer()?;
    let reader = context.reader()?;
    match args.command.as_ref().unwrap_or(&SessionCommand::List) {
        SessionCommand::Show { number } => {
            let session = reader.session(&reviewer, *number)?.ok_or_else(|| {
                Problem::usage("There is no such session.").hint("`gemba session list` lists them all.")
            })?;
            print(context, &[session])
        }
        SessionCommand::List => {
            let sessions = reader.sessions()?;
            if sessions.is_empty() && !context.json {
                remark("No sessions yet. `gemba review` starts one.");
                return Ok(());
            }
            print(context, &sessions)
        }
    }
}

fn print(context: &mut Context, sessions: &[Session]) -> Result<()> {
    let mut table = Table::new(&[">#", "started", "reviewer", "by", ">records", ">drawn from", "filter"]);
    for session in sessions {
        let size = if session.queue.is_empty() { session.population } else { session.queue.len() as u64 };
        let Session { id, reviewer, filter, sampling, population, position, .. } = session;
        let (started, plan) = (session.started.rfc3339(), sampling.plan_words());
        let json = || {
            json!({
                "session": id, "reviewer": reviewer, "started": started, "filter": filter, "by": plan,
                "sample": sampling.size, "seed": sampling.seed, "population": population, "records": size,
                "position": position,
            })
        };
        let cells = || {
            vec![
                id.to_string(),
                started.clone(),
                reviewer.to_string(),
                plan.clone(),
                size.to_string(),
                population.to_string(),
                filter.clone(),
            ]
        };
        context.row(&mut table, json, cells)?;
    }
    context.table(&table)
}
