//! `session`: the review sessions of the workspace.

use clap::{Args, Subcommand};
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::output::{Align, Table, remark};
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
            let session = match number {
                Some(number) => reader.session(&reviewer, Some(*number))?,
                None => reader.session(&reviewer, None)?,
            };
            let session = session.ok_or_else(|| {
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
    let mut table = Table::new(&[
        ("#", Align::Right),
        ("started", Align::Left),
        ("reviewer", Align::Left),
        ("by", Align::Left),
        ("records", Align::Right),
        ("drawn from", Align::Right),
        ("filter", Align::Left),
    ]);
    for session in sessions {
        let size = if session.queue.is_empty() { session.population } else { session.queue.len() as u64 };
        if context.json {
            context.out.json(&json!({
                "session": session.id, "reviewer": session.reviewer, "started": session.started.rfc3339(),
                "filter": session.filter, "by": session.sampling.plan.word(), "sample": session.sampling.size,
                "seed": session.sampling.seed, "population": session.population, "records": size,
                "position": session.position,
            }))?;
            continue;
        }
        table.row(vec![
            session.id.to_string(),
            session.started.rfc3339(),
            session.reviewer.to_string(),
            session.sampling.plan.word().to_owned(),
            size.to_string(),
            session.population.to_string(),
            session.filter.clone(),
        ]);
    }
    let width = context.width();
    table.print(&mut context.out, width)
}
