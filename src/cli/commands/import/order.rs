//! The order to import files, from the arguments that say how logs are read.

use std::path::PathBuf;

use super::labels;
use super::log_args::{LogArgs, SpanChoice};
use crate::cli::context::Context;
use crate::cli::output::{agrees, can_ask, remark};
use crate::config::{FoundWorkspace, reviewer};
use crate::domain::Untrusted;
use crate::error::{Problem, Result};
use crate::ingest::{ImportOptions, JudgementColumns, SpanView};
use crate::services::import::{ImportOrder, source_name};
use crate::store::Reader;

/// Returns the order to read these files into the workspace of a place. Asks whether the mapping of the last import of
/// the source is wanted again.
///
/// # Errors
/// `Usage` for arguments that mean nothing.
pub(crate) fn of(context: &Context, log: &LogArgs, paths: Vec<PathBuf>, place: &FoundWorkspace) -> Result<ImportOrder> {
    let map = offered(log, &paths, place, mapping(log, place)?)?;
    let label_as = match &log.label_as {
        None => None,
        Some(typed) => Some(reviewer::clean(typed).ok_or_else(|| Problem::usage("--label-as has no usable name."))?),
    };
    Ok(ImportOrder {
        read: ImportOptions {
            path: PathBuf::new(),
            format: (log.format != "auto").then(|| log.format.clone()),
            map,
            encoding: log.encoding.clone(),
            time_format: log.time_format.clone(),
            timezone: log.timezone.clone(),
            records: log.records.clone(),
            wheres: pairs(&log.r#where, "--where FIELD=VALUE")?,
            split: log.split.clone(),
            join: log.join.clone().zip(log.on.clone()),
            set: pairs(&log.set, "--set KEY=VALUE")?,
            limit: log.limit,
            spans: match log.spans {
                None => SpanView::Auto,
                Some(SpanChoice::Root) => SpanView::Root,
                Some(SpanChoice::Llm) => SpanView::Llm,
            },
            labels: labels::labels(log)?,
            columns: JudgementColumns {
                reviewer: log.reviewer_from.clone(),
                note: log.note.clone(),
                tags: log.tags.clone(),
                correct: log.correct.clone(),
            },
        },
        source: log.source.clone(),
        label_as,
        accept_empty: log.accept_empty,
        ..ImportOrder::new(paths, context.reviewer()?, Context::now(), &place.folder)
    })
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
