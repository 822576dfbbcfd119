//! `session`: the review sessions of the workspace, and the hand-off of one.

use std::io::IsTerminal;

use clap::{Args, Subcommand};
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::output::{Table, counted, remark};
use crate::cli::redacting::{RedactArgs, say_masked};
use crate::domain::{Name, Session};
use crate::error::{Problem, Result};
use crate::redact::Mode;
use crate::services::session_summary;
use crate::store::Reader;

/// Lists the review sessions, shows one, or writes its hand-off.
#[derive(Debug, Args)]
pub(crate) struct SessionArgs {
    #[command(subcommand)]
    command: Option<SessionCommand>,
}

#[derive(Debug, Subcommand)]
enum SessionCommand {
    /// The sessions in which anything was judged, oldest first.
    List {
        /// Those in which nothing was judged too: to look at a queue begins one.
        #[arg(long)]
        all: bool,
    },
    /// One session; by default your newest.
    Show {
        /// Its number.
        number: Option<i64>,
    },
    /// What was judged in a session, as Markdown for a chat or a ticket; by default of your newest in which anything was.
    Summary {
        /// Its number.
        number: Option<i64>,
        #[command(flatten)]
        redact: RedactArgs,
    },
}

/// Runs `gemba session`.
pub(super) fn run(context: &mut Context, args: &SessionArgs) -> Result<()> {
    let reviewer = context.reviewer()?;
    let reader = context.reader()?;
    match args.command.as_ref().unwrap_or(&SessionCommand::List { all: false }) {
        SessionCommand::Show { number } => {
            let session = found(&reader, &reviewer, *number)?;
            print(context, &reader, &[session])
        }
        SessionCommand::Summary { number, redact } => {
            let number = match number {
                None => newest_judged(&reader, &reviewer)?,
                Some(_) => *number,
            };
            let session = found(&reader, &reviewer, number)?;
            let links = context.settings()?.trace_url.value;
            let mut summary = session_summary::for_others(&reader, &session, &links, Context::now())?;
            let redactor = redact.redactor(context, &reader, Mode::Mask)?;
            let masked = redactor.map(|redactor| session_summary::mask(&mut summary, &redactor)).unwrap_or_default();
            say_masked(&masked);
            if context.json {
                return context.out.json(&session_summary::json(&summary, &masked));
            }
            let text = session_summary::markdown(&summary, &masked);
            if std::io::stdout().is_terminal() && context.env.knows_links() {
                return context.out.linked_block(&text);
            }
            context.out.block(&text)
        }
        SessionCommand::List { all } => {
            let mut sessions = reader.sessions()?;
            if sessions.is_empty() && !context.json {
                remark("No sessions yet. `gemba review` starts one.");
                return Ok(());
            }
            let known = sessions.len();
            if !all {
                let worked = session_summary::worked(&reader, &sessions)?;
                sessions.retain(|session| worked.contains(&session.id) || !session.asks.is_empty());
            }
            print(context, &reader, &sessions)?;
            if !context.json && sessions.len() < known {
                let others = counted((known - sessions.len()) as u64, "session");
                remark(&format!("{others} in which nothing was judged left out: --all shows all."));
            }
            Ok(())
        }
    }
}

/// Returns the number of the reviewer's newest session in which anything was judged: looking at another queue begins one.
fn newest_judged(reader: &Reader, reviewer: &Name) -> Result<Option<i64>> {
    let all = reader.sessions()?;
    let worked = session_summary::worked(reader, &all)?;
    let is_own = |session: &&Session| session.reviewer == *reviewer && worked.contains(&session.id);
    Ok(all.iter().rev().find(is_own).map(|session| session.id))
}

fn found(reader: &Reader, reviewer: &Name, number: Option<i64>) -> Result<Session> {
    let none = || Problem::usage("There is no such session.").hint("`gemba session list` lists them all.");
    reader.session(reviewer, number)?.ok_or_else(none)
}

fn print(context: &mut Context, reader: &Reader, sessions: &[Session]) -> Result<()> {
    let mut table = Table::new(&[">#", "started", "reviewer", "by", ">judged", ">records", ">drawn from", "filter"]);
    for (session, judged) in sessions.iter().zip(session_summary::counts(reader, sessions, &reader.sessions()?)?) {
        let size = if session.queue.is_empty() { session.population } else { session.queue.len() as u64 };
        let Session { id, reviewer, filter, sampling, population, position, .. } = session;
        let (started, plan) = (session.started.rfc3339(), sampling.plan_words());
        let json = || {
            json!({
                "session": id, "reviewer": reviewer, "started": started, "filter": filter, "by": plan,
                "sample": sampling.size, "seed": sampling.seed, "population": population, "records": size,
                "position": position.map(|place| place.row), "passed": judged.passed, "failed": judged.failed, "deferred": judged.deferred, "declined": judged.declined,
            })
        };
        let cells = || {
            vec![
                id.to_string(),
                started.clone(),
                reviewer.to_string(),
                plan.clone(),
                judged.decided().to_string(),
                size.to_string(),
                population.to_string(),
                filter.clone(),
            ]
        };
        context.row(&mut table, json, cells)?;
    }
    context.table(&table)
}
