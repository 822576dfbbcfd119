//! `import`: logs into the workspace, which is created when there is none.

mod args;
mod judgements;
mod labels;
mod progress;
mod report;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

pub(super) use self::args::ImportArgs;
use self::args::{Doubts, SpanChoice};
use self::progress::FileProgress;
use crate::cli::commands::index;
use crate::cli::context::Context;
use crate::cli::output::{agrees, can_ask, explain, remark};
use crate::config::{FoundWorkspace, discovery, reviewer};
use crate::domain::Untrusted;
use crate::error::{Problem, Result};
use crate::ingest::{ImportOptions, JudgementColumns, SpanView};
use crate::runtime::{end_as_stopped, stop_flag};
use crate::services::import::{self, FileReport, ImportOrder, source_name};
use crate::store::{Reader, Writer};

/// Runs `gemba import`.
pub(super) fn run(context: &mut Context, args: &ImportArgs) -> Result<()> {
    if args.undo {
        return super::sources::undo_import(context, args.with_judgements, args.dry_run);
    }
    args.paths.iter().try_for_each(|path| readable(path))?;
    let place = discovery::for_import(&context.flags, &context.env);
    context.mention(&place);
    Context::warn_of_place(&place.folder);
    let (map, set) = (offered(args, &place, mapping(args, &place)?)?, pairs(&args.set, "--set KEY=VALUE")?);
    if args.map_as.is_some() && map.is_empty() {
        return Err(Problem::usage("There is no mapping to save.").hint("Give --map FIELD=PATH with --map-as NAME."));
    }
    let label_as = match &args.label_as {
        None => None,
        Some(typed) => Some(reviewer::clean(typed).ok_or_else(|| Problem::usage("--label-as has no usable name."))?),
    };
    let wheres = pairs(&args.r#where, "--where FIELD=VALUE")?;
    let format = (args.format != "auto").then(|| args.format.clone());
    let order = ImportOrder {
        read: ImportOptions {
            path: PathBuf::new(),
            format,
            map: map.clone(),
            encoding: args.encoding.clone(),
            time_format: args.time_format.clone(),
            timezone: args.timezone.clone(),
            records: args.records.clone(),
            wheres,
            split: args.split.clone(),
            join: args.join.clone().zip(args.on.clone()),
            set,
            limit: args.limit,
            spans: match args.spans {
                None => SpanView::Auto,
                Some(SpanChoice::Root) => SpanView::Root,
                Some(SpanChoice::Llm) => SpanView::Llm,
            },
            labels: labels::labels(args)?,
            columns: JudgementColumns {
                reviewer: args.reviewer_from.clone(),
                note: args.note.clone(),
                tags: args.tags.clone(),
                correct: args.correct.clone(),
            },
        },
        source: args.source.clone(),
        label_as,
        strict: args.strict,
        dry_run: args.dry_run,
        accept_empty: args.accept_empty,
        doubts_fail: args.doubts == Doubts::Fail,
        ..ImportOrder::new(args.paths.clone(), context.reviewer()?, Context::now(), &place.folder)
    };

    let is_new = !place.exists();
    let made_folder = !place.folder.exists();
    let mut writer = match (args.dry_run, is_new) {
        (true, true) => None,
        (true, false) => Some(Writer::open(&place.folder)?),
        (false, _) => Some(Writer::open_for_import(&place.folder)?),
    };
    let stopped = stop_flag()?;
    let mut progress = FileProgress::new(Arc::clone(&stopped), !context.json);
    let done = import::run(writer.as_mut(), &order, &mut progress);
    if done.is_err() && is_new && !args.dry_run {
        drop(writer);
        forget_folder(&place, made_folder);
        return done.map(drop);
    }
    let reports = done?;
    if is_new && !args.dry_run {
        remark(&format!("New workspace in {}.", place.folder.display()));
    }
    if let (Some(name), Some(writer)) = (&args.map_as, writer.as_mut()) {
        if args.dry_run {
            remark("A dry run saves no mapping.");
        } else {
            writer.save_mapping(name, &map)?;
            remark(&format!("The mapping is saved: --map {name} uses it again."));
        }
    }
    report::print(context, args, &reports)?;
    if stopped.load(Ordering::Relaxed) {
        context.out.flush()?;
        end_as_stopped();
    }
    if let Some(writer) = writer.as_mut().filter(|_| !args.dry_run && !context.json && is_watched()) {
        let state = writer.index_state()?;
        index::build(writer, state)?;
    }
    failed_files(&reports, context.verbose)
}

/// Returns whether somebody sees the bar of what goes on after the summary, and may end it.
fn is_watched() -> bool {
    std::io::stdout().is_terminal() && std::io::stderr().is_terminal()
}

/// Returns the problem of the files that were not imported; where there are several, prints each of them first.
fn failed_files(reports: &[FileReport], verbose: bool) -> Result<()> {
    let problems: Vec<(&str, &Problem)> =
        reports.iter().filter_map(|report| Some((report.path.as_str(), report.problem.as_ref()?))).collect();
    let kind = match problems.as_slice() {
        [] => return Ok(()),
        [(_, problem)] => return Err((*problem).clone()),
        [(_, first), ..] => first.kind,
    };
    for (_, problem) in &problems {
        remark(&problem.sentence);
        explain(problem, verbose);
    }
    let names: Vec<&str> = problems.iter().map(|(path, _)| *path).collect();
    Err(Problem::new(kind, format!("Not imported, or not to the end: {}.", names.join(", "))))
}

/// Refuses what cannot be a log before a workspace is made for it.
fn readable(path: &Path) -> Result<()> {
    if path.as_os_str() == "-" {
        return Ok(());
    }
    let wrong = |what: String| Problem::input(format!("{} {what}", path.display()));
    match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(wrong("does not exist.".to_owned()).caused_by(error))
        }
        Err(error) => Err(wrong(format!("cannot be read: {error}.")).caused_by(error)),
        Ok(found) if found.is_dir() => {
            Err(wrong("is a directory.".to_owned()).hint("Name the files in it; several at once are fine."))
        }
        Ok(_) => Ok(()),
    }
}

/// Takes away the folder that this failed import made, as long as nothing at all is in it.
fn forget_folder(place: &FoundWorkspace, made_folder: bool) {
    if made_folder {
        // Fails, rightly, when anything else is in the folder.
        let _ = std::fs::remove_dir(&place.folder);
    }
}

/// Returns the mapping to use: the given one, or, where none is given, the one that the last import of this source was
/// given, if somebody wants it.
fn offered(args: &ImportArgs, place: &FoundWorkspace, given: Vec<(String, String)>) -> Result<Vec<(String, String)>> {
    let Some(path) = args.paths.first().filter(|_| given.is_empty() && place.exists()) else { return Ok(given) };
    let name = source_name(args.source.as_deref(), path);
    let sources = Reader::open(&place.folder)?.sources()?;
    let last = sources.iter().rev().find(|source| source.draft.name == Untrusted::from(name.as_str()));
    let report: serde_json::Value =
        last.map(|source| serde_json::from_str(&source.report).unwrap_or_default()).unwrap_or_default();
    let last: Vec<(String, String)> =
        report.get("map").cloned().and_then(|map| serde_json::from_value(map).ok()).unwrap_or_default();
    if last.is_empty() {
        return Ok(given);
    }
    let words: Vec<String> = last.iter().map(|(field, path)| format!("--map {field}={path}")).collect();
    let told = format!("The last import of `{name}` used {}.", words.join(" "));
    if can_ask() {
        return Ok(if agrees(&format!("{told} Use it again?")) { last } else { given });
    }
    remark(&format!("{told} Add it where this file is read wrongly."));
    Ok(given)
}

/// Reads the `--map`s: pairs, and the names of saved mappings, which pairs override.
fn mapping(args: &ImportArgs, place: &FoundWorkspace) -> Result<Vec<(String, String)>> {
    let mut fields: Vec<(String, String)> = Vec::new();
    let (typed, names): (Vec<&String>, Vec<&String>) = args.map.iter().partition(|word| word.contains('='));
    for name in names {
        let missing = || {
            Problem::usage(format!("There is no saved mapping `{name}`."))
                .hint("Write --map FIELD=PATH, and --map-as NAME to save it.")
        };
        if !place.exists() {
            return Err(missing());
        }
        fields.extend(Reader::open(&place.folder)?.mapping(name)?.ok_or_else(missing)?);
    }
    for (field, path) in pairs(&typed, "--map FIELD=PATH")? {
        fields.retain(|(known, _)| *known != field);
        fields.push((field, path));
    }
    Ok(fields)
}

fn pairs(words: &[impl AsRef<str>], form: &str) -> Result<Vec<(String, String)>> {
    let pair = |word: &str| {
        let (key, value) = word
            .split_once('=')
            .filter(|(key, _)| !key.trim().is_empty())
            .ok_or_else(|| Problem::usage(format!("`{word}` is not a pair.")).hint(format!("Write {form}.")))?;
        Ok((key.trim().to_owned(), value.to_owned()))
    };
    words.iter().map(|word| pair(word.as_ref())).collect()
}
