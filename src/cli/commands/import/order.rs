//! The order to import files, from the arguments that say how logs are read.

use std::path::{Path, PathBuf};

use super::labels;
use super::log_args::{LogArgs, SpanChoice};
use crate::cli::context::Context;
use crate::cli::output::{agrees, can_ask, remark};
use crate::config::{FoundWorkspace, reviewer};
use crate::domain::Untrusted;
use crate::error::{Problem, Result};
use crate::ingest::{ImportOptions, JoinedFile, JudgementColumns, RowFields, SpanView};
use crate::services::import::{ImportOrder, source_name};
use crate::store::{Reader, Viewer};
use crate::text::shell_word;

/// Returns the order to read these files into the workspace of a place. Asks whether the mapping of the last import of
/// the source is wanted again.
///
/// # Errors
/// `Usage` for arguments that mean nothing.
pub(crate) fn of(context: &Context, log: &LogArgs, paths: Vec<PathBuf>, place: &FoundWorkspace) -> Result<ImportOrder> {
    let given = mapping(log, place)?;
    let pairs = if log.is_picked { given } else { offered(log, &paths, place, given)? };
    let label_as = match &log.label_as {
        None => None,
        Some(typed) => Some(reviewer::clean(typed).ok_or_else(|| Problem::usage("--label-as has no usable name."))?),
    };
    Ok(ImportOrder {
        read: options(log, pairs)?,
        source: log.source.clone(),
        label_as,
        accept_empty: log.accept_empty,
        ..ImportOrder::new(paths, context.reviewer()?, Context::now(), &place.folder)
    })
}

/// Returns how a log is read: as the arguments say, and as a mapping says where they say nothing.
pub(super) fn options(log: &LogArgs, mapping: Vec<(String, String)>) -> Result<ImportOptions> {
    let (log, map) = merged(log, mapping);
    Ok(ImportOptions {
        feed: None,
        file: None,
        path: PathBuf::new(),
        format: (log.format != "auto").then(|| log.format.clone()),
        map,
        encoding: log.encoding.clone(),
        time_format: log.time_format.clone(),
        timezone: log.timezone.clone(),
        records: log.records.clone(),
        wheres: pairs(&log.r#where, "--where FIELD=VALUE")?,
        split: log.split.clone(),
        join: log.join.clone().zip(log.on.clone()).map(|(path, on)| JoinedFile::new(path, on)),
        set: pairs(&log.set, "--set KEY=VALUE")?,
        limit: log.limit,
        spans: match log.spans {
            None => SpanView::Auto,
            Some(SpanChoice::Root) => SpanView::Root,
            Some(SpanChoice::Llm) => SpanView::Llm,
        },
        labels: labels::labels(&log)?,
        columns: JudgementColumns {
            reviewer: log.reviewer_from.clone(),
            note: log.note.clone(),
            tags: log.tags.clone(),
            correct: log.correct.clone(),
        },
        rows: RowFields::default(),
    })
}

/// Lays arguments over a mapping: returns them with its options where they say nothing of their own, and its pairs of
/// fields and paths. Several values of one option are one say: those of the mapping count only where none is given.
pub(super) fn merged(log: &LogArgs, mapping: Vec<(String, String)>) -> (LogArgs, Vec<(String, String)>) {
    let (mut merged, mut map) = (log.clone(), Vec::new());
    let has_labels = !log.label.is_empty();
    let has_wheres = !log.r#where.is_empty();
    for (key, value) in mapping {
        match key.as_str() {
            "--records" => drop(merged.records.get_or_insert(value)),
            "--split" => drop(merged.split.get_or_insert(value)),
            "--time-format" => drop(merged.time_format.get_or_insert(value)),
            "--timezone" => drop(merged.timezone.get_or_insert(value)),
            "--where" if has_wheres => {}
            "--where" => merged.r#where.push(value),
            "--label" | "--fail-when" | "--pass-when" if has_labels => {}
            "--label" => merged.label.push(value),
            "--fail-when" => merged.fail_when.push(value),
            "--pass-when" => merged.pass_when.push(value),
            _ => map.push((key, value)),
        }
    }
    (merged, map)
}

/// Returns the mapping that is known for a file: the given one, else the one saved under the name of its source, else that
/// of the last import of the source.
pub(super) fn known_mapping(log: &LogArgs, path: &Path, place: &FoundWorkspace) -> Result<Vec<(String, String)>> {
    let given = mapping(log, place)?;
    if !given.is_empty() || !place.exists() {
        return Ok(given);
    }
    let name = source_name(log.source.as_deref(), path);
    match Reader::open(&place.folder, &Viewer::nobody())?.mapping(&name)? {
        Some(saved) => Ok(saved),
        None => last_mapping(&name, place),
    }
}

/// Returns the mapping that the last import of a source was given.
fn last_mapping(name: &str, place: &FoundWorkspace) -> Result<Vec<(String, String)>> {
    let sources = Reader::open(&place.folder, &Viewer::nobody())?.sources()?;
    let last = sources.iter().rev().find(|source| source.draft.name == Untrusted::from(name));
    let report: serde_json::Value =
        last.map(|source| serde_json::from_str(&source.report).unwrap_or_default()).unwrap_or_default();
    Ok(report.get("map").cloned().and_then(|map| serde_json::from_value(map).ok()).unwrap_or_default())
}

/// Returns the mapping to use: the given one, or, where none is given, the one that the last import of this source was
/// given, if somebody wants it.
fn offered(
    log: &LogArgs,
    paths: &[PathBuf],
    place: &FoundWorkspace,
    given: Vec<(String, String)>,
) -> Result<Vec<(String, String)>> {
    let Some(path) = paths.first().filter(|_| given.is_empty() && place.exists()) else { return Ok(given) };
    let name = source_name(log.source.as_deref(), path);
    let last = last_mapping(&name, place)?;
    if last.is_empty() {
        return Ok(given);
    }
    let word = |(key, value): &(String, String)| {
        let is_option = key.starts_with("--");
        if is_option { format!("{key} {}", shell_word(value)) } else { map_word(key, value) }
    };
    let words: Vec<String> = last.iter().map(word).collect();
    let told = format!("The last import of `{name}` used {}.", words.join(" "));
    if can_ask() {
        return Ok(if agrees(&format!("{told} Use it again?")) { last } else { given });
    }
    remark(&format!("{told} Add it where this file is read wrongly."));
    Ok(given)
}

fn map_word(field: &str, path: &str) -> String {
    format!("--map {}", shell_word(&format!("{field}={path}")))
}

/// Reads the `--map`s: pairs, and the names of saved mappings, which pairs override.
fn mapping(log: &LogArgs, place: &FoundWorkspace) -> Result<Vec<(String, String)>> {
    let mut fields: Vec<(String, String)> = Vec::new();
    let (typed, names): (Vec<&String>, Vec<&String>) = log.map.iter().partition(|word| word.contains('='));
    for name in names {
        let missing = || {
            Problem::usage(format!("There is no saved mapping `{name}`."))
                .hint("Write --map FIELD=PATH, and --map-as NAME to save it.")
        };
        if !place.exists() {
            return Err(missing());
        }
        fields.extend(Reader::open(&place.folder, &Viewer::nobody())?.mapping(name)?.ok_or_else(missing)?);
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
