//! `doctor`: the health of the workspace's file, tables and journal.

use std::path::Path;

use clap::Args;
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::output::{counted, grouped};
use crate::error::{Hint, Problem, Result};
use crate::store::{Remedy, Upgraded};

/// What helps where the file itself is damaged.
const FROM_BACKUP: &str =
    "`gemba restore FILE --replace` puts a backup in its place; the damaged one is kept beside it.";

/// Checks the workspace's file, tables and journal.
#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    /// Rebuilds all tables of judgements from the journal first.
    #[arg(long)]
    rebuild: bool,
    /// Takes the ids of records that an older gemba imported by the rule of today; the old ids go on naming them.
    #[arg(long)]
    upgrade_identity: bool,
}

/// Runs `gemba doctor`.
pub(super) fn run(context: &mut Context, args: &DoctorArgs) -> Result<()> {
    if args.upgrade_identity {
        upgrade_identity(context)?;
    }
    if args.rebuild {
        let mut writer = context.writer()?;
        writer.rebuild()?;
        // As many as the reviewer may know of.
        let events = context.reader()?.event_count()?;
        let json = || json!({"check": "rebuild", "ok": true, "events": events});
        context.print(json, || format!("✓ tables rebuilt from {}", counted(events, "event")))?;
    }
    let health = context.reader().and_then(|reader| reader.health()).map_err(without_doctor)?;
    let folder = context.workspace()?.folder;
    Context::warn_of_place(&folder);
    for (check, holds) in &health.checks {
        let json = || json!({"check": check, "ok": holds});
        context.print(json, || format!("{} {check}", if *holds { "✓" } else { "✗" }))?;
    }
    let broken = health.checks.iter().filter(|(_, holds)| !holds).count() as u64;
    if broken == 0 {
        return Ok(());
    }
    let unsound = Problem::workspace(format!("The workspace is not sound: {} failed.", counted(broken, "check")));
    Err(health.remedies.iter().fold(unsound, |problem, remedy| problem.hint(remedy_words(*remedy, &folder))))
}

fn upgrade_identity(context: &mut Context) -> Result<()> {
    let Upgraded { changed, joined } = context.writer()?.upgrade_identity()?;
    let json = || json!({"check": "upgrade_identity", "ok": true, "changed": changed, "joined": joined});
    context.print(json, || match (changed, joined) {
        (0, 0) => "✓ ids are those of today".to_owned(),
        (_, 0) => format!("✓ {} got another id; the old ids go on naming them", counted(changed, "record")),
        (_, _) => format!(
            "✓ {} got another id, {} joined with an equal one; the old ids go on naming them",
            counted(changed, "record"),
            grouped(joined)
        ),
    })
}

/// Puts a backup in the place of the advice to run this very command.
fn without_doctor(mut problem: Problem) -> Problem {
    if problem.hints.iter().any(|hint| matches!(hint, Hint::RunDoctor(_))) {
        problem.hints = vec![FROM_BACKUP.into()];
    }
    problem
}

/// Words what helps.
fn remedy_words(remedy: Remedy, folder: &Path) -> String {
    match remedy {
        Remedy::Restore => FROM_BACKUP.to_owned(),
        Remedy::Rebuild => "`gemba doctor --rebuild` rebuilds the tables from the journal.".to_owned(),
        Remedy::Close => format!("`chmod -R go-rwx {}` keeps others out.", folder.display()),
    }
}
