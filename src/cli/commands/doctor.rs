//! `doctor`: the health of the workspace's file, tables and journal.

use std::path::Path;

use clap::Args;
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::output::counted;
use crate::error::{Problem, Result};
use crate::store::Remedy;

/// What helps where the file itself is damaged.
const FROM_BACKUP: &str =
    "`gemba restore FILE --replace` puts a backup in its place; the damaged one is kept beside it.";

/// Checks the workspace's file, tables and journal.
#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    /// Rebuilds all tables of judgements from the journal first.
    #[arg(long)]
    rebuild: bool,
}

/// Runs `gemba doctor`.
pub(super) fn run(context: &mut Context, args: &DoctorArgs) -> Result<()> {
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
