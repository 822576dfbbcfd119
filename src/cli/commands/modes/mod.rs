//! `modes`: the failure modes of the workspace.

pub(super) mod notes;

use clap::{Args, Subcommand};
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::lookup::{any_mode, open_mode};
use crate::cli::output::{Table, counted, remark, shown};
use crate::cli::words::named_part;
use crate::domain::{Change, FailureMode, Name, Slug, Untrusted};
use crate::error::{Problem, Result};
use crate::views::SuggestionPrecision;

/// Lists, names, changes, merges, splits and retires failure modes.
#[derive(Debug, Args)]
pub(crate) struct ModesArgs {
    #[command(subcommand)]
    command: Option<ModesCommand>,
}

#[derive(Debug, Subcommand)]
enum ModesCommand {
    /// All failure modes with how often they were seen.
    List,
    /// A new failure mode.
    Add {
        /// Its name.
        name: String,
        /// What it means, for someone who was not there.
        #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
        definition: Option<String>,
        /// 1 (a blemish) to 3 (must never happen).
        #[arg(long, value_name = "1..3", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=3))]
        severity: u8,
        /// The one-key tag, a to z; by default a free letter of the name.
        #[arg(long, value_name = "LETTER", value_parser = letter)]
        hotkey: Option<char>,
    },
    /// Changes a failure mode.
    Edit {
        /// The mode, by name or slug.
        mode: String,
        /// A new name; its tags and its files stay.
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// A new definition.
        #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
        definition: Option<String>,
        /// A new severity.
        #[arg(long, value_name = "1..3", value_parser = clap::value_parser!(u8).range(1..=3))]
        severity: Option<u8>,
        /// A new one-key tag, a to z, or none.
        #[arg(long, value_name = "LETTER|none", value_parser = letter_or_none)]
        hotkey: Option<Hotkey>,
    },
    /// Merges modes: from now on the tags of all but the last count for the last.
    Merge {
        /// The modes that end, and last the one they go into.
        #[arg(value_name = "FROM… INTO", required = true, num_args = 2..)]
        modes: Vec<String>,
    },
    /// Splits a mode into others: it is no longer offered, its parts are. Its tags stay its own.
    Split {
        /// The mode, by name or slug.
        mode: String,
        /// At least two parts: modes that there are, or new ones as 'NAME' or 'NAME=DEFINITION'.
        #[arg(value_name = "PART", required = true, num_args = 2..)]
        parts: Vec<String>,
    },
    /// Stops offering a mode; its tags stay.
    Retire {
        /// The mode, by name or slug.
        mode: String,
    },
    /// Offers a retired, merged or split mode again.
    Revive {
        /// The mode, by name or slug.
        mode: String,
    },
    /// Notes on records without a failure mode that failed or have no verdict, in groups of those that are alike.
    Notes,
    /// Makes a failure mode of notes: tags the records of a group of `modes notes` with it.
    Code {
        /// Its name; one that there is gets them.
        name: String,
        /// A record with a note of the group; several records for several groups.
        #[arg(value_name = "ID", required = true)]
        ids: Vec<String>,
    },
    /// One failure mode in full.
    Show {
        /// The mode, by name or slug.
        mode: String,
    },
}

/// A hotkey, or none at all.
#[derive(Debug, Clone, Copy)]
struct Hotkey(Option<char>);

/// Runs `gemba modes`.
pub(super) fn run(context: &mut Context, args: &ModesArgs) -> Result<()> {
    match &args.command {
        None | Some(ModesCommand::List) => list(context),
        Some(ModesCommand::Show { mode }) => show(context, mode),
        Some(ModesCommand::Notes) => notes::list(context),
        Some(ModesCommand::Code { name, ids }) => notes::code(context, name, ids),
        Some(ModesCommand::Add { name, definition, severity, hotkey }) => {
            let name = Name::new(name)?;
            let summary = format!("+ {name} ({})", name.slug());
            let definition = Untrusted::from(definition.as_deref().unwrap_or_default());
            context
                .write(vec![Change::ModeAdd { name, definition, severity: *severity, hotkey: *hotkey }], &summary)
                .map(drop)
        }
        Some(ModesCommand::Edit { mode, name, definition, severity, hotkey }) => {
            if name.is_none() && definition.is_none() && severity.is_none() && hotkey.is_none() {
                return Err(Problem::usage("Nothing to change was given.")
                    .hint("Give --name, --definition, --severity or --hotkey."));
            }
            let name = name.as_deref().map(Name::new).transpose()?;
            let key = key_of(context, mode)?;
            let change = Change::ModeEdit {
                mode: key.clone(),
                name,
                definition: definition.as_deref().map(Untrusted::from),
                severity: *severity,
                hotkey: hotkey.map(|Hotkey(letter)| letter),
            };
            context.write(vec![change], &format!("{key} changed")).map(drop)
        }
        Some(ModesCommand::Merge { modes }) => merge(context, modes),
        Some(ModesCommand::Split { mode, parts }) => split(context, mode, parts),
        Some(ModesCommand::Retire { mode }) => {
            let mode = key_of(context, mode)?;
            let summary = format!("{mode} retired");
            context.write(vec![Change::ModeRetire { mode }], &summary).map(drop)
        }
        Some(ModesCommand::Revive { mode }) => {
            let mode = own_key(context, mode)?;
            let summary = format!("{mode} revived");
            context.write(vec![Change::ModeRevive { mode }], &summary).map(drop)
        }
    }
}

fn key_of(context: &Context, typed: &str) -> Result<Slug> {
    Ok(any_mode(&context.reader()?.codebook()?, typed)?.key.clone())
}

/// Finds the key of the mode that has this name itself, where [`any_mode`] would follow a merge.
fn own_key(context: &Context, typed: &str) -> Result<Slug> {
    let book = context.reader()?.codebook()?;
    let slug = Slug::of(typed);
    let closed = |mode: &&FailureMode| !mode.status.is_open() && (mode.slug == slug || mode.name.as_str() == typed);
    match book.modes.iter().find(closed).or_else(|| book.mode_of(&slug)) {
        Some(mode) => Ok(mode.key.clone()),
        None => Ok(any_mode(&book, typed)?.key.clone()),
    }
}

fn merge(context: &mut Context, typed: &[String]) -> Result<()> {
    let book = context.reader()?.codebook()?;
    let Some((into, from)) = typed.split_last() else { return Ok(()) };
    let into = open_mode(&book, into)?;
    let mut changes = Vec::new();
    let mut names = Vec::new();
    for typed in from {
        let mode = open_mode(&book, typed)?;
        if mode.key == into.key {
            return Err(Problem::usage(format!("`{}` cannot be merged into itself.", into.name)));
        }
        names.push(mode.name.as_str());
        changes.push(Change::ModeMerge { mode: mode.key.clone(), into: into.key.clone() });
    }
    context.write(changes, &format!("{} → {}", names.join(", "), into.name)).map(drop)
}

/// Splits a mode; the parts that are new take over its severity.
fn split(context: &mut Context, typed: &str, parts: &[String]) -> Result<()> {
    let book = context.reader()?.codebook()?;
    let whole = open_mode(&book, typed)?;
    let (mut changes, mut into, mut names) = (Vec::new(), Vec::new(), Vec::new());
    for part in parts {
        let (name, definition) = named_part(part);
        let known = book.mode(part).or_else(|| book.mode(name).filter(|_| definition.is_none()));
        if let Some(known) = known {
            into.push(known.key.clone());
            names.push(known.name.to_string());
            continue;
        }
        let name = Name::new(name)?;
        into.push(name.slug());
        names.push(name.to_string());
        let (definition, severity) = (Untrusted::from(definition.unwrap_or_default()), whole.severity);
        changes.push(Change::ModeAdd { name, definition, severity, hotkey: None });
    }
    let summary = format!("{} → {}", whole.name, names.join(", "));
    changes.push(Change::ModeSplit { mode: whole.key.clone(), into });
    context.write(changes, &summary).map(drop)
}

/// Returns how many suggested tags were accepted, of one source.
fn precision_json(one: &SuggestionPrecision) -> serde_json::Value {
    json!({
        "source": if one.check.is_some() { "check" } else { "similar" }, "check": one.check, "answered": one.answered(),
        "accepted": one.accepted, "dismissed": one.dismissed, "changed": one.changed,
    })
}

fn mode_json(mode: &FailureMode, uncoded: u64, suggested: &[SuggestionPrecision]) -> serde_json::Value {
    let suggested = suggested.iter().filter(|one| one.mode == mode.key).map(precision_json).collect::<Vec<_>>();
    json!({
        "name": mode.name, "slug": mode.slug, "status": mode.status, "severity": mode.severity,
        "hotkey": mode.hotkey, "definition": mode.definition, "count": mode.count, "lineage": mode.lineage,
        "key": mode.key, "heir": mode.merged_into, "uncoded_fails": uncoded, "suggested": suggested,
    })
}

fn list(context: &mut Context) -> Result<()> {
    let reader = context.reader()?;
    let (book, uncoded) = (reader.codebook()?, reader.uncoded_fails()?);
    let suggested = SuggestionPrecision::count(&reader.tag_answers()?);
    let mut table = Table::new(&["key", "mode", ">records", ">severity", "status", "definition"]);
    for mode in &book.modes {
        if context.json {
            context.out.json(&mode_json(mode, uncoded, &suggested))?;
            continue;
        }
        table.row(vec![
            mode.hotkey.map(String::from).unwrap_or_default(),
            mode.name.to_string(),
            mode.count.to_string(),
            mode.severity.to_string(),
            mode.status.word().to_owned(),
            shown(&mode.definition),
        ]);
    }
    if book.modes.is_empty() && !context.json {
        remark("No failure modes yet. `gemba modes add NAME` adds one, or `T` on the review screen.");
    }
    context.table(&table)?;
    if !context.json {
        notes::tell_uncoded(uncoded);
        if let Some(words) = SuggestionPrecision::words(&suggested) {
            remark(&format!("Suggested tags: {words}."));
        }
    }
    Ok(())
}

fn show(context: &mut Context, typed: &str) -> Result<()> {
    let reader = context.reader()?;
    let book = reader.codebook()?;
    let slug = Slug::of(typed);
    let itself = book.modes.iter().find(|mode| mode.slug == slug || mode.name.as_str() == typed);
    let mode = match itself {
        Some(mode) => mode,
        None => any_mode(&book, typed)?,
    };
    let suggested = SuggestionPrecision::count(&reader.tag_answers()?);
    if context.json {
        let uncoded = reader.uncoded_fails()?;
        return context.out.json(&mode_json(mode, uncoded, &suggested));
    }
    let out = &mut context.out;
    let hotkey = mode.hotkey.map(|letter| format!("  key {letter}")).unwrap_or_default();
    let count = counted(mode.count, "record");
    let status = mode.status.word();
    out.line(&format!("{}  {}  {status}  severity {}  {count}{hotkey}", mode.name, mode.slug, mode.severity))?;
    if !mode.definition.is_empty() {
        out.block(crate::text::visible_block(&mode.definition).as_str())?;
    }
    for step in &mode.lineage {
        out.line(&format!("  {step}"))?;
    }
    if let Some(words) = SuggestionPrecision::words(suggested.iter().filter(|one| one.mode == mode.key)) {
        out.line(&format!("  suggested by {words}"))?;
    }
    for check in book.checks.iter().filter(|check| check.target.word() == "mode" && *check.target.key() == mode.key) {
        out.line(&format!("  check {}: {}", check.key, crate::checks::describe(&check.spec)))?;
    }
    Ok(())
}

fn letter(typed: &str) -> std::result::Result<char, String> {
    let mut letters = typed.chars();
    match (letters.next(), letters.next()) {
        (Some(letter @ 'a'..='z'), None) => Ok(letter),
        _ => Err("a hotkey is one letter, a to z".to_owned()),
    }
}

fn letter_or_none(typed: &str) -> std::result::Result<Hotkey, String> {
    if typed == "none" { Ok(Hotkey(None)) } else { letter(typed).map(|letter| Hotkey(Some(letter))) }
}
