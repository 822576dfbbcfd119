//! `review FILE`: the screen opens at once, and the file is read while it is open.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::commands::import::{FileProgress, LogArgs, attach, forget_folder, order_of, paths_of};
use crate::cli::context::Context;
use crate::cli::lookup::parse_filter;
use crate::cli::screen::{self, Opening};
use crate::config::{FoundWorkspace, discovery};
use crate::domain::{Name, Sampling, Session};
use crate::error::{Problem, Result};
use crate::services::import::{self, ImportOrder, source_name};
use crate::store::{Reader, Writer};
use crate::text::shell_word;

/// What the screen is opened over.
pub(super) struct OverFiles<'a> {
    /// The files.
    pub(super) files: Vec<PathBuf>,
    /// Which of their records.
    pub(super) filter: String,
    /// How they are read.
    pub(super) log: &'a LogArgs,
    /// Whether a sample was asked for.
    pub(super) is_drawn: bool,
    /// Whether a session over the same files is left alone.
    pub(super) is_new: bool,
    /// Whether the screen is shared.
    pub(super) present: bool,
}

/// Takes the words that are existing files out of a filter.
///
/// # Errors
/// `Input` for a word that is called like a log and is no file.
pub(super) fn split(words: &[String]) -> Result<(Vec<PathBuf>, Vec<String>)> {
    let is_log = |word: &&String| std::fs::metadata(word).is_ok_and(|about| !about.is_dir());
    let (files, words): (Vec<&String>, Vec<&String>) = words.iter().partition(is_log);
    let has_ending = |word: &str| !word.ends_with(source_name(None, Path::new(word)).as_str());
    let is_named = |word: &&&String| !word.contains([':', ' ', '"']) && has_ending(word);
    if let Some(missing) = words.iter().find(is_named) {
        return Err(Problem::input(format!("There is no file {missing}."))
            .hint(format!("In quotes it is a word of the filter: '\"{missing}\"'.")));
    }
    Ok((files.into_iter().map(PathBuf::from).collect(), words.into_iter().cloned().collect()))
}

/// Opens the screen over files; what an import would ask about their beginnings is asked before.
pub(super) fn review(context: &mut Context, over: OverFiles<'_>) -> Result<()> {
    let OverFiles { files, filter, log, is_drawn, is_new, present } = over;
    screen::needs_terminal()?;
    if is_drawn {
        return Err(Problem::usage("A sample is drawn from a whole file, and this one is still to be read.")
            .hint("`gemba import FILE` reads it; `gemba review --sample 50` draws."));
    }
    let place = discovery::for_import(&context.flags, &context.env);
    context.mention(&place);
    let mut order = ImportOrder { live: true, ..order_of(context, log, paths_of(log, &files), &place)? };
    let filter = filter_of(&order, &filter)?;
    if !log.is_exec() {
        refuse_exports(&order)?;
        // ctrl-c ends the questions; the screen takes it afterwards.
        import::look_before_screen(&mut order, &mut FileProgress::new(Arc::default(), true))?;
    }
    attach(&mut order, log, true)?;
    let reviewer = order.reviewer.clone();
    let made_folder = !place.folder.exists();
    if let Err(problem) = Writer::open_or_create(&place.folder) {
        forget_folder(&place, made_folder);
        return Err(problem);
    }
    let session = if is_new { None } else { last_session(&place, &reviewer, &filter)? };
    let folder = place.folder.clone();
    let opening = Opening { filter, session, reading: Some(order), present, ..Opening::default() };
    screen::open(context, &folder, reviewer, opening)
}

/// Refuses gemba's own exports: their records keep the sources that they came from, so no filter holds a file's.
fn refuse_exports(order: &ImportOrder) -> Result<()> {
    let Some(path) = order.paths.iter().find(|path| import::is_united(order, path)) else { return Ok(()) };
    let name = shell_word(&path.to_string_lossy());
    Err(Problem::usage(format!(
        "{} is gemba's own export, which is taken whole before it is reviewed.",
        path.display()
    ))
    .hint(format!("`gemba import {name}` takes it; then `gemba review`.")))
}

/// Returns the filter that holds the files' records, and of these what was asked for.
fn filter_of(order: &ImportOrder, asked: &str) -> Result<String> {
    let mut sources: Vec<String> = order.paths.iter().map(|path| source_name(order.source.as_deref(), path)).collect();
    sources.dedup();
    let named: Vec<String> = sources.iter().map(|name| format!("source:{}", quoted(name))).collect();
    let of_files = if named.len() > 1 { format!("({})", named.join(" OR ")) } else { named.concat() };
    let filter = if asked.trim().is_empty() { of_files } else { format!("{of_files} ({asked})") };
    parse_filter(&filter)?;
    Ok(filter)
}

/// Writes a name as the filter language takes it.
fn quoted(name: &str) -> String {
    if name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-')) {
        return name.to_owned();
    }
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Returns the reviewer's newest session over the same files, which goes on where it stopped.
fn last_session(place: &FoundWorkspace, reviewer: &Name, filter: &str) -> Result<Option<Session>> {
    let is_same = |session: &Session| {
        session.reviewer == *reviewer && session.filter == filter && session.sampling == Sampling::default()
    };
    let sessions = Reader::open(&place.folder)?.sessions()?;
    Ok(sessions.into_iter().rev().find(is_same))
}
