//! `doctor` and `session`: the workspace's health, and the sittings that were held in it.

use std::path::Path;

use clap::{Args, Subcommand};
use serde_json::json;

use super::context::Context;
use super::out::{counted, remark};
use super::table::{Align, Table};
use crate::domain::Session;
use crate::error::{Problem, Result};
use crate::store::Remedy;

/// What helps where the file itself is damaged.
const FROM_BACKUP: &str =
    "`gemba restore FILE --replace` puts a backup in its place; the damaged one is kept beside it.";

/// Checks the workspace's file, tables and journal.
#[derive(Debug, Args)]
pub(super) struct DoctorArgs {
    /// Rebuilds all tables of judgements from the journal first.
    #[arg(long)]
    rebuild: bool,
}

/// Lists the sittings, or shows one.
#[derive(Debug, Args)]
pub(super) struct SessionArgs {
    #[command(subcommand)]
    command: Option<SessionCommand>,
}

#[derive(Debug, Subcommand)]
enum SessionCommand {
    /// All sittings, oldest first.
    List,
    /// One sitting; your newest without a number.
    Show {
        /// Its number.
        number: Option<i64>,
    },
}

/// Runs `gemba doctor`.
pub(super) fn doctor(context: &mut Context, args: &DoctorArgs) -> Result<()> {
    if args.rebuild {
        let (mut writer, _) = context.both()?;
        let events = writer.rebuild()?;
        if context.json {
            context.out.json(&json!({"check": "rebuild", "ok": true, "events": events}))?;
        } else {
            context.out.line(&format!("✓ tables rebuilt from {}", counted(events, "event")))?;
        }
    }
    // Whoever reads this hint is already there.
    let looks = |problem: Problem| {
        let sends_here = problem.hint.as_ref().is_some_and(|hint| hint.contains("`gemba doctor`"));
        if sends_here { problem.hint(FROM_BACKUP) } else { problem }
    };
    let health = context.reader().and_then(|reader| reader.health()).map_err(looks)?;
    let folder = context.workspace()?.folder;
    Context::warn_of_place(&folder);
    for (check, holds) in &health.checks {
        if context.json {
            context.out.json(&json!({"check": check, "ok": holds}))?;
        } else {
            context.out.line(&format!("{} {check}", if *holds { "✓" } else { "✗" }))?;
        }
    }
    let broken = health.checks.iter().filter(|(_, holds)| !holds).count() as u64;
    if broken == 0 {
        return Ok(());
    }
    Err(Problem::workspace(format!("The workspace is not sound: {} failed.", counted(broken, "check")))
        .hint(health.remedies.iter().map(|remedy| remedy_words(*remedy, &folder)).collect::<Vec<_>>().join(" ")))
}

/// What helps, as a sentence.
fn remedy_words(remedy: Remedy, folder: &Path) -> String {
    match remedy {
        Remedy::Restore => FROM_BACKUP.to_owned(),
        Remedy::Rebuild => "`gemba doctor --rebuild` makes the tables anew from the journal.".to_owned(),
        Remedy::Close => format!("`chmod -R go-rwx {}` keeps others out.", folder.display()),
    }
}

/// Runs `gemba session`.
pub(super) fn session(context: &mut Context, args: &SessionArgs) -> Result<()> {
    let reviewer = context.reviewer()?;
    let reader = context.reader()?;
    match args.command.as_ref().unwrap_or(&SessionCommand::List) {
        SessionCommand::Show { number } => {
            let session = match number {
                Some(number) => reader.session(&reviewer, Some(*number))?,
                None => reader.session(&reviewer, None)?,
            };
            let session = session.ok_or_else(|| {
                Problem::usage("There is no such session.").hint("`gemba session list` names them all.")
            })?;
            print(context, &[session])
        }
        SessionCommand::List => {
            let sessions = reader.sessions()?;
            if sessions.is_empty() && !context.json {
                remark("No sessions yet. `gemba review` begins one.");
                return Ok(());
            }
            print(context, &sessions)
        }
    }
}

fn print(context: &mut Context, sessions: &[Session]) -> Result<()> {
    let mut table = Table::new(&[
        ("no", Align::Right),
        ("began", Align::Left),
        ("reviewer", Align::Left),
        ("by", Align::Left),
        ("records", Align::Right),
        ("of", Align::Right),
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
