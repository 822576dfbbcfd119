//! `sources`: what was imported, when and by whom; renamed, and taken out again.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::cli::output::{Table, counted, grouped, remark};
use crate::domain::{Name, Removed, Source, SourceState, Untrusted};
use crate::error::{Problem, Result};
use crate::store::{Reader, Removal};
use crate::text::visible_line;

/// The most ids of kept records that are named to people.
const NAMED: usize = 8;

/// Lists what was imported, shows how it was read, renames it or takes it out again.
#[derive(Debug, Args)]
pub(crate) struct SourcesArgs {
    #[command(subcommand)]
    command: Option<SourcesCommand>,
}

#[derive(Debug, Subcommand)]
enum SourcesCommand {
    /// All imports, oldest first.
    List,
    /// Everything about the imports of one name: mapping, counts, doubts, when, by whom.
    Show {
        /// The source's name.
        name: String,
    },
    /// Gives a source another name.
    Rename {
        /// Its name.
        name: String,
        /// The new name.
        to: String,
    },
    /// Takes a source out: its records go, unless another source holds them or people judged them.
    Remove {
        /// The source's name.
        name: String,
        /// Records go also where people judged them.
        #[arg(long)]
        with_judgements: bool,
        /// Says what would go, and changes nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

/// Runs `gemba sources`.
pub(super) fn run(context: &mut Context, args: &SourcesArgs) -> Result<()> {
    match args.command.as_ref().unwrap_or(&SourcesCommand::List) {
        SourcesCommand::List => list(context),
        SourcesCommand::Show { name } => show(context, name),
        SourcesCommand::Rename { name, to } => rename(context, name, to),
        SourcesCommand::Remove { name, with_judgements, dry_run } => {
            let sources = named(&context.reader()?, name)?;
            remove(context, &sources, *with_judgements, *dry_run)
        }
    }
}

/// Takes the newest import of this reviewer out again: every file of the command.
pub(super) fn undo_import(context: &mut Context, with_judgements: bool, dry_run: bool) -> Result<()> {
    let reviewer = context.reviewer()?;
    let mut sources = context.reader()?.sources()?;
    // An older gemba did not say who imported.
    sources.retain(|source| {
        source.state != SourceState::Removed && source.draft.reviewer.as_ref().is_none_or(|by| *by == reviewer)
    });
    let Some(newest) = sources.iter().map(|source| source.imported).max() else {
        return Err(Problem::usage(format!("{reviewer} has imported nothing that is still here."))
            .hint("`gemba sources` lists all imports; `gemba sources remove NAME` removes one."));
    };
    sources.retain(|source| source.imported == newest);
    remove(context, &sources, with_judgements, dry_run)
}

fn named(reader: &Reader, name: &str) -> Result<Vec<Source>> {
    let mut sources = reader.sources()?;
    sources.retain(|source| source.draft.name == Untrusted::from(name));
    if sources.is_empty() {
        return Err(Problem::usage(format!("There is no source `{}`.", visible_line(&name.into()).as_str()))
            .hint("`gemba sources` lists them."));
    }
    Ok(sources)
}

fn list(context: &mut Context) -> Result<()> {
    let sources = context.reader()?.sources()?;
    if sources.is_empty() && !context.json {
        remark("Nothing was imported yet. `gemba import FILE` does.");
        return Ok(());
    }
    let mut table = Table::new(&["source", ">records", "format", "imported", "by", "state", "file"]);
    for source in &sources {
        let cells = || {
            let draft = &source.draft;
            vec![
                visible_line(&draft.name).into_string(),
                grouped(source.records),
                draft.format.clone(),
                source.imported.rfc3339(),
                draft.reviewer.as_ref().map(Name::to_string).unwrap_or_default(),
                state_words(source),
                visible_line(&draft.origin).into_string(),
            ]
        };
        context.row(&mut table, || source_json(source), cells)?;
    }
    table.drop_empty_columns();
    context.table(&table)
}

fn state_words(source: &Source) -> String {
    match source.state {
        SourceState::Reading if source.is_read_now => format!("reading, {} so far", grouped(source.records)),
        SourceState::Reading => "incomplete".to_owned(),
        SourceState::Whole => String::new(),
        SourceState::Removed => "removed, judged records kept".to_owned(),
    }
}

fn source_json(source: &Source) -> Value {
    let draft = &source.draft;
    let mapping: Vec<Value> = draft.mapping.iter().map(|(field, path)| json!({"field": field, "path": path})).collect();
    let is_left = source.state == SourceState::Reading && !source.is_read_now;
    let state = if is_left { "incomplete" } else { source.state.word() };
    let hash = draft.hash.map(|hash| blake3::Hash::from_bytes(hash).to_hex().to_string());
    json!({
        "source": draft.name, "path": draft.origin, "format": draft.format, "records": source.records,
        "imported": source.imported.rfc3339(), "reviewer": draft.reviewer, "state": state,
        "mapping": mapping, "bytes": draft.bytes, "hash": hash, "report": report(source),
    })
}

/// Returns the report that the import kept: counts and doubts.
fn report(source: &Source) -> Value {
    serde_json::from_str(&source.report).unwrap_or_default()
}

fn show(context: &mut Context, name: &str) -> Result<()> {
    for source in named(&context.reader()?, name)? {
        if context.json {
            context.out.json(&source_json(&source))?;
            continue;
        }
        let draft = &source.draft;
        let by = draft.reviewer.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
        let state = match source.state {
            SourceState::Whole => String::new(),
            SourceState::Reading | SourceState::Removed => format!(" ({})", state_words(&source)),
        };
        context.out.line(&format!(
            "{}: {} from {}, read as {}, imported {}{by}{state}",
            visible_line(&draft.name).as_str(),
            counted(source.records, "record"),
            visible_line(&draft.origin).as_str(),
            draft.format,
            source.imported.rfc3339(),
        ))?;
        for (field, path) in &draft.mapping {
            context.out.line(&format!("  {field} ← {}", visible_line(&path.as_str().into()).as_str()))?;
        }
        let report = report(&source);
        for key in ["read", "imported", "duplicates", "enriched", "replaced", "rejected"] {
            if let Some(count) = report.get(key).and_then(Value::as_u64).filter(|count| *count > 0) {
                context.out.line(&format!("  {} {key}", grouped(count)))?;
            }
        }
        for doubt in report.get("doubts").and_then(Value::as_array).into_iter().flatten() {
            let text = |key: &str| doubt.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
            let (said, hint) = (text("said"), text("hint"));
            context.out.line(&format!("  doubt: {}", visible_line(&said.into()).as_str()))?;
            if !hint.is_empty() {
                context.out.line(&format!("    {}", visible_line(&hint.into()).as_str()))?;
            }
        }
    }
    Ok(())
}

fn rename(context: &mut Context, name: &str, to: &str) -> Result<()> {
    let mut writer = context.writer()?;
    named(&context.reader()?, name)?;
    let to = to.trim();
    if to.is_empty() {
        return Err(Problem::usage("A source needs a name.").hint("`gemba sources rename NAME NEW-NAME`"));
    }
    let imports = writer.rename_source(&name.into(), &to.into())?;
    let json = || json!({"applied": 1, "rejected": 0, "source": to, "imports": imports});
    context.print(json, || format!("{} now named {}", counted(imports, "import"), visible_line(&to.into()).as_str()))
}

/// Removes sources, after saying what goes.
fn remove(context: &mut Context, sources: &[Source], with_judgements: bool, dry_run: bool) -> Result<()> {
    let ids: Vec<i64> = sources.iter().map(|source| source.id).collect();
    let mut names: Vec<&Untrusted> = Vec::new();
    for source in sources.iter().filter(|source| source.state != SourceState::Removed || with_judgements) {
        if !names.contains(&&source.draft.name) {
            names.push(&source.draft.name);
        }
    }
    let Some(name) = names.first() else {
        return Err(Problem::usage("This source was removed already; what people judged was kept.")
            .hint("`--with-judgements` removes that too."));
    };
    let reviewer = context.reviewer()?;
    let removal = Removal { sources: &ids, name, with_judgements, dry_run, reviewer: &reviewer, now: Context::now() };
    let done = context.writer()?.remove_sources(&removal)?;
    if context.json {
        return context.out.json(&removed_json(&names, &done, dry_run));
    }
    say(context, &names, &done)?;
    remark(if dry_run {
        "A dry run: nothing was removed."
    } else {
        "Removed. Importing the log again and `gemba undo` bring it back."
    });
    Ok(())
}

fn removed_json(names: &[&Untrusted], done: &Removed, dry_run: bool) -> Value {
    json!({
        "sources": names, "imports": done.imports, "removed": done.records, "judged": done.judged,
        "shared": done.shared, "kept": done.kept, "dry_run": dry_run,
    })
}

fn say(context: &mut Context, names: &[&Untrusted], planned: &Removed) -> Result<()> {
    let names: Vec<String> = names.iter().map(|name| visible_line(name).as_str().to_owned()).collect();
    let Removed { records, shared, kept, judged, imports } = planned;
    let judged = if *judged > 0 { format!(", {} of them with judgements", grouped(*judged)) } else { String::new() };
    context.out.line(&format!(
        "{} of {}: {} to remove{judged}",
        counted(*imports, "import"),
        names.join(", "),
        counted(*records, "record")
    ))?;
    if *shared > 0 {
        context.out.line(&format!("  {} kept: another source holds them too", counted(*shared, "record")))?;
    }
    if !kept.is_empty() {
        let ids: Vec<String> = kept.iter().take(NAMED).map(|id| id.short()).collect();
        let more = if kept.len() > NAMED { ", …" } else { "" };
        context.out.line(&format!(
            "  {} kept: people judged them ({}{more}); --with-judgements removes them too",
            counted(kept.len() as u64, "record"),
            ids.join(", ")
        ))?;
    }
    Ok(())
}
