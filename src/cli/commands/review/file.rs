//! `review FILE…`, of a folder, a pattern or standard input too: the screen opens at once, and they are read while it is
//! open.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::cli::commands::import::{FileProgress, LogArgs, attach, forget_folder, order_of, paths_of};
use crate::cli::context::Context;
use crate::cli::lookup::parse_filter;
use crate::cli::screen::{self, Opening};
use crate::config::{FoundWorkspace, discovery};
use crate::domain::{Name, Sampling, Session};
use crate::error::{Problem, Result};
use crate::ingest::SharedFeed;
use crate::runtime::{Pipe, Until};
use crate::services::import::{self, ImportOrder, source_name};
use crate::store::{Reader, Viewer, Writer};
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

/// So many sources fit into one filter.
const MOST_SOURCES: usize = 50;

/// Takes the words that are existing files or folders, `-`, and patterns of names of logs out of a filter.
///
/// # Errors
/// `Input` for a word that is called like a log and is no file.
pub(super) fn split(words: &[String]) -> Result<(Vec<PathBuf>, Vec<String>)> {
    let has_ending = |word: &str| !word.ends_with(source_name(None, Path::new(word)).as_str());
    let is_name = |word: &str| !word.contains([':', ' ', '"']) && has_ending(word);
    let is_pattern = |word: &str| is_name(word) && import::is_several(Path::new(word));
    let is_log = |word: &&String| word.as_str() == "-" || Path::new(word).exists() || is_pattern(word);
    let (files, words): (Vec<&String>, Vec<&String>) = words.iter().partition(is_log);
    let is_named = |word: &&&String| is_name(word);
    if let Some(missing) = words.iter().find(is_named) {
        return Err(Problem::input(format!("There is no file {missing}."))
            .hint(format!("In quotes it is a word of the filter: '\"{missing}\"'.")));
    }
    Ok((files.into_iter().map(PathBuf::from).collect(), words.into_iter().cloned().collect()))
}

/// Opens the screen over files; what an import would ask about their beginnings is asked before.
pub(super) fn review(context: &mut Context, over: OverFiles<'_>) -> Result<()> {
    let OverFiles { files, filter, log, is_drawn, is_new, present } = over;
    let stop = Arc::default();
    let piped = if files.iter().any(|file| file.as_os_str() == "-") { Some(from_pipe(&files, &stop)?) } else { None };
    screen::needs_terminal(context)?;
    if is_drawn {
        return Err(Problem::usage("A sample is drawn from a whole file, and this one is still to be read.")
            .hint("`gemba import FILE` reads it; `gemba review --sample 50` draws."));
    }
    let place = discovery::for_import(&context.flags, &context.env);
    context.mention(&place);
    let mut order = ImportOrder { live: true, stop, ..order_of(context, log, paths_of(log, &files), &place)? };
    // ctrl-c ends the questions; the screen takes it afterwards.
    let mut progress = FileProgress::new(Arc::default(), true);
    if !log.is_exec() {
        order.paths = import::expanded(&order, &mut progress).map_err(|problem| of_word(problem, &files))?;
    }
    let filter = filter_of(&order, &filter)?;
    if !log.is_exec() {
        refuse_exports(&order)?;
        import::look_before_screen(&mut order, &mut progress)?;
    }
    attach(&mut order, log, true)?;
    if piped.is_some() {
        order.read.feed = piped;
    }
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

/// Takes standard input as the log; keys then come from the terminal that the screen is on.
///
/// # Errors
/// `Usage` where there is no log on it, or other files are named too.
fn from_pipe(files: &[PathBuf], stop: &Arc<AtomicBool>) -> Result<SharedFeed> {
    if files.len() > 1 {
        return Err(Problem::usage("Standard input is reviewed by itself, without other files."));
    }
    if std::io::stdin().is_terminal() {
        return Err(Problem::usage("Standard input is the terminal: there is no log on it.")
            .hint("`gemba review FILE` reads a file; `curl … | gemba review -` what a program prints."));
    }
    let until = Until::new(Arc::clone(stop), None);
    let pipe = Pipe::in_place_of_keys(until).map_err(|error| {
        Problem::usage("The review screen needs a terminal, for keys and for the picture.")
            .hint("`cat FILE | gemba import -` reads without a screen.")
            .caused_by(error)
    })?;
    Ok(SharedFeed::new(pipe))
}

/// Says of a folder or a pattern that holds no log how its name becomes a word of the filter.
fn of_word(problem: Problem, files: &[PathBuf]) -> Problem {
    match files {
        [only] if only.is_dir() => {
            let name = only.display();
            problem.hint(format!("In quotes it is a word of the filter: '\"{name}\"'."))
        }
        _ => problem,
    }
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
    sources.sort();
    sources.dedup();
    if sources.len() > MOST_SOURCES {
        return Err(Problem::usage(format!("These are {} logs, each a source of its own.", sources.len()))
            .hint("--source NAME puts them into one, which is then reviewed."));
    }
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
    let sessions = Reader::open(&place.folder, &Viewer::of(reviewer))?.sessions()?;
    Ok(sessions.into_iter().rev().find(is_same))
}
