//! `trust`: which programs the checks of a workspace may start.

use std::io::{self, BufRead, IsTerminal, Read};

use clap::Args;
use serde_json::json;

use crate::checks::check_syntax::quoted;
use crate::cli::context::Context;
use crate::cli::lookup::{check, target_names};
use crate::cli::output::{Table, counted, remark};
use crate::domain::{CheckKey, CodebookView};
use crate::error::{Problem, Result};
use crate::services::trust::{Allowed, Place, Program, Standing, TrustFile, Wanted, wanted};
use crate::store;

/// The longest answer that is read, in bytes.
const LONGEST_ANSWER: u64 = 1_000;
/// How much of a hash is printed.
const SHOWN_OF_HASH: usize = 12;

/// Shows which programs the checks of this workspace would start, and asks which of them may.
///
/// What you allow is kept in your own folder of settings: for the workspace at this place, for these arguments, and for
/// the files of the project that they name, as they are now. When one of these changes it is asked anew. What those
/// files load in turn is not looked at. Nothing inside a workspace can allow a program. Scripts are never asked:
/// --allow-commands of `gemba checks run` and `gemba align`, or `GEMBA_ALLOW_COMMANDS=1`, allows for one run.
#[derive(Debug, Args)]
pub(crate) struct TrustArgs {
    /// Only these checks, as `checks list` names them.
    #[arg(value_name = "CHECK")]
    only: Vec<String>,
    /// Lists what is allowed, in every workspace.
    #[arg(long, conflicts_with_all = ["only", "revoke"])]
    list: bool,
    /// Takes back what is allowed in this workspace, or for these checks of it.
    #[arg(long)]
    revoke: bool,
    /// With --revoke: in every workspace.
    #[arg(long, requires = "revoke", conflicts_with = "only")]
    all: bool,
}

/// Runs `gemba trust`.
pub(super) fn run(context: &mut Context, args: &TrustArgs) -> Result<()> {
    let file = context.trust_file().ok_or_else(|| {
        Problem::usage("You have no folder of settings, so nothing can be allowed for longer than one run.")
            .hint("Set HOME or XDG_CONFIG_HOME.")
    })?;
    if args.list {
        return list(context, &file);
    }
    if args.revoke {
        return revoke(context, &file, args);
    }
    let folder = context.workspace()?.folder;
    let place = context.place(&folder);
    let reader = context.reader()?;
    let book = reader.codebook()?;
    let only: Vec<&CheckKey> =
        args.only.iter().map(|typed| Ok(&check(&book, typed)?.key)).collect::<Result<Vec<_>>>()?;
    context.refuse_allowing()?;
    let mut all = wanted(&reader, &place, &file.read()?)?;
    all.retain(|wanted| only.is_empty() || only.contains(&&wanted.check.key));
    if context.json {
        return all.iter().try_for_each(|wanted| print_json(context, &book, &place, wanted));
    }
    if all.is_empty() {
        remark("No check here starts a program, so there is nothing to allow.");
        return Ok(());
    }
    if store::foreign_owner(&folder).is_some() {
        remark("Whoever owns this workspace can change what is started at any time.");
    }
    let is_asked = io::stdin().is_terminal() && io::stdout().is_terminal();
    let mut is_open = false;
    for wanted in &all {
        show(context, &book, &place, wanted)?;
        let may_be = !matches!(wanted.standing, Standing::Allowed | Standing::Unwatchable(_));
        if let (true, Ok(program)) = (may_be, &wanted.program) {
            if is_asked && ask(context)? {
                allow(&file, &place, wanted, program)?;
                context.out.line("  Allowed.")?;
            } else {
                is_open = true;
            }
        }
    }
    if !is_open || is_asked {
        return Ok(());
    }
    Err(Problem::usage("Nothing was allowed: that is asked on a terminal only.")
        .hint("In a script --allow-commands or GEMBA_ALLOW_COMMANDS=1 allows all of them for one run."))
}

/// Prints what one check would start, and how that stands.
fn show(context: &mut Context, book: &CodebookView, place: &Place, wanted: &Wanted) -> Result<()> {
    let (target, _) = target_names(book, &wanted.check.target);
    let (key, kind) = (&wanted.check.key, wanted.check.target.word());
    let folder = place.project.display();
    context.out.line(&format!("The check {key} on {kind} {target} starts this in {folder}:"))?;
    context.out.line(&format!("  {}", words(&wanted.words)))?;
    let changes = match &wanted.standing {
        Standing::FilesChanged(changes) => changes.as_slice(),
        Standing::Allowed
        | Standing::New
        | Standing::ArgumentsChanged(_)
        | Standing::Elsewhere(_)
        | Standing::Unwatchable(_) => &[],
    };
    for file in wanted.program.iter().flat_map(|program| &program.files) {
        let what = changes.iter().find(|change| change.name == file.name).map(|change| change.what);
        let what = what.map(|what| format!("   {what} since it was allowed")).unwrap_or_default();
        let hash = file.hash.get(..SHOWN_OF_HASH).unwrap_or(&file.hash);
        context.out.line(&format!("    {hash}  {}{what}", file.name))?;
    }
    for gone in changes.iter().filter(|change| change.what == "gone") {
        context.out.line(&format!("    {:SHOWN_OF_HASH$}  {}   gone since it was allowed", "", gone.name))?;
    }
    context.out.line(&match &wanted.standing {
        Standing::Allowed => "  It is allowed.".to_owned(),
        Standing::New => "  It was never allowed.".to_owned(),
        Standing::FilesChanged(_) => "  It was allowed before its files changed.".to_owned(),
        Standing::ArgumentsChanged(before) => format!("  It was allowed with other arguments: {}", words(before)),
        Standing::Elsewhere(workspace) => format!("  It was allowed for the workspace {workspace} only."),
        Standing::Unwatchable(why) => {
            format!("  It cannot be allowed for longer than one run (--allow-commands): {why}.")
        }
    })
}

fn print_json(context: &mut Context, book: &CodebookView, place: &Place, wanted: &Wanted) -> Result<()> {
    let (target, name) = target_names(book, &wanted.check.target);
    let program = wanted.program.as_ref().ok();
    let changes = match &wanted.standing {
        Standing::FilesChanged(changes) => changes.iter().map(|it| json!({"name": it.name, "what": it.what})).collect(),
        Standing::Allowed
        | Standing::New
        | Standing::ArgumentsChanged(_)
        | Standing::Elsewhere(_)
        | Standing::Unwatchable(_) => Vec::new(),
    };
    context.out.json(&json!({
        "check": wanted.check.key, "target": target, "target_kind": wanted.check.target.word(), "name": name,
        "workspace": place.workspace.to_string_lossy(), "folder": place.project.to_string_lossy(),
        "command": wanted.words, "files": program.map(|program| &program.files),
        "hash": program.map(|program| &program.hash), "state": wanted.standing.word(),
        "changes": changes, "why": wanted.standing.clause(),
    }))
}

/// Asks on the terminal; only a plain yes is one.
fn ask(context: &mut Context) -> Result<bool> {
    context.out.line("  Allow it from now on, as it is? Type y and Enter; anything else leaves it as it is.")?;
    context.out.flush()?;
    let mut answer = String::new();
    let read = io::stdin().lock().take(LONGEST_ANSWER).read_line(&mut answer);
    read.map_err(|error| Problem::io(format!("The answer cannot be read: {error}.")).caused_by(error))?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

/// Keeps what was shown, in the place of what this check was allowed before.
fn allow(file: &TrustFile, place: &Place, wanted: &Wanted, program: &Program) -> Result<()> {
    let entry = Allowed {
        workspace: place.workspace.to_string_lossy().into_owned(),
        check: wanted.check.key.to_string(),
        command: program.words.clone(),
        files: program.files.clone(),
        hash: program.hash.clone(),
        allowed: Context::now().rfc3339(),
    };
    file.change(|allowed| {
        let is_older = |old: &Allowed| {
            old.workspace == entry.workspace && (old.check == entry.check || old.command == entry.command)
        };
        allowed.retain(|old| !is_older(old));
        allowed.push(entry);
    })
}

/// Prints what is allowed in every workspace.
fn list(context: &mut Context, file: &TrustFile) -> Result<()> {
    let mut table = Table::new(&["workspace", "check", "starts", ">files", "allowed"]);
    let allowed = file.read()?;
    for entry in &allowed {
        let row = || {
            let files = entry.files.len().to_string();
            vec![entry.workspace.clone(), entry.check.clone(), words(&entry.command), files, entry.allowed.clone()]
        };
        context.row(&mut table, || json!(entry), row)?;
    }
    if allowed.is_empty() && !context.json {
        remark("Nothing is allowed. `gemba trust` shows what the checks of a workspace would start, and asks.");
    }
    context.table(&table)
}

/// Takes back what is allowed.
fn revoke(context: &mut Context, file: &TrustFile, args: &TrustArgs) -> Result<()> {
    let here = if args.all {
        None
    } else {
        let folder = context.workspace()?.folder;
        Some(context.place(&folder).workspace.to_string_lossy().into_owned())
    };
    let is_meant = |entry: &Allowed| {
        here.as_ref().is_none_or(|here| *here == entry.workspace)
            && (args.only.is_empty() || args.only.contains(&entry.check))
    };
    // Looked at first, so that nothing is written where there is nothing to take back.
    let revoked = if file.read()?.iter().any(is_meant) {
        file.change(|allowed| {
            let before = allowed.len();
            allowed.retain(|entry| !is_meant(entry));
            before - allowed.len()
        })?
    } else {
        0
    };
    if context.json {
        return context.out.json(&json!({"revoked": revoked}));
    }
    context.out.line(&format!("{} taken back.", counted(revoked as u64, "program")))
}

/// Returns the words as one line that shows where each begins and ends.
fn words(words: &[String]) -> String {
    words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
}
