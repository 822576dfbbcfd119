//! The way from the command line into the terminal: what the screen opens over, and what is said afterwards.

use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use super::context::Context;
use super::output::remark;
use super::theme::theme;
use crate::app::{PairStart, Start};
use crate::config::{discovery, reviewers_file};
use crate::domain::{Name, Queue, Sampling, Session, Time};
use crate::error::{Problem, Result};
use crate::runtime::{Launch, run_screen};
use crate::services::import::ImportOrder;
use crate::store::{self, Reader, Viewer};

/// What the screen opens over.
#[derive(Default)]
pub(super) struct Opening {
    /// The filter as it was typed.
    pub(super) filter: String,
    /// How the queue is drawn.
    pub(super) sampling: Sampling,
    /// The session that is continued.
    pub(super) session: Option<Session>,
    /// The files that are read while the screen is open.
    pub(super) reading: Option<ImportOrder>,
    /// The screen ends calmly after so many minutes.
    pub(super) minutes: Option<u32>,
    /// Whether the screen is shared: more room, no names.
    pub(super) present: bool,
    /// The two reviewers who judge its queue blind.
    pub(super) pair: Option<PairStart>,
    /// Whether the workspace is deleted afterwards.
    pub(super) throw_away: bool,
}

/// Refuses a screen where keys or picture have no terminal; one that is told in lines needs none.
pub(super) fn needs_terminal(context: &Context) -> Result<()> {
    if (io::stdin().is_terminal() && io::stdout().is_terminal()) || context.settings()?.accessible.value {
        return Ok(());
    }
    Err(Problem::usage("The review screen needs a terminal, for keys and for the picture.")
        .hint("With --accessible it is told in lines, and takes a line of words for each key.")
        .hint("`gemba list`, `gemba show` and `gemba verdict` do the same in scripts."))
}

/// Opens the review screen, and says afterwards what is left to read.
pub(super) fn open(context: &Context, folder: &Path, reviewer: Name, opening: Opening) -> Result<()> {
    needs_terminal(context)?;
    if !opening.throw_away {
        Context::warn_of_place(folder);
        Context::say_whose(folder);
    }
    let settings = context.settings()?;
    let reader = Reader::open(folder, &Viewer::of(&reviewer))?;
    let total = reader.count()?;
    let kept = reader.drafts(&reviewer)?.into_iter();
    let drafts = kept.map(|draft| (draft.row, draft.purpose, draft.text, draft.is_aside)).collect();
    let drawn = opening.session.as_ref().filter(|session| !session.queue.is_empty());
    let queue = drawn.map(|session| Queue {
        rows: session.queue.clone(),
        asks: session.asks.clone(),
        population: session.population,
        total,
        gold: session.gold.clone(),
    });
    // One whose known answers are all given gets others.
    let gold = match opening.session.as_ref().filter(|session| session.queue.is_empty()) {
        Some(session) if reader.is_known_left(session)? => session.gold.clone(),
        Some(_) | None => None,
    };
    let answered = match &opening.session {
        Some(session) => reader.answered(session)?,
        None => Vec::new(),
    };
    let resumed = match &opening.session {
        Some(session) => Some((session.id, reader.has_ended(session.id)?)),
        None => None,
    };
    let (filter, sampling) = match &opening.session {
        Some(session) => (session.filter.clone(), session.sampling),
        None => (opening.filter, opening.sampling),
    };
    let start = Start {
        workspace: title(folder),
        reviewer,
        filter,
        sampling,
        queue,
        gold,
        position: opening.session.as_ref().and_then(|session| session.position),
        answered,
        resumed,
        drafts,
        screen: None,
        time_box: opening.minutes.map(|minutes| Time(Context::now().0 + i64::from(minutes) * 60_000)),
        preset: Some(settings.keymap.value.clone()),
        fail_asks_why: settings.fail_asks_why.value,
        own_keys: Context::own_keys(&settings)?,
        trace_links: settings.trace_url.value.clone(),
        roles: reviewers_file::read(folder)?,
        redactor: reader.redactor(&settings.redact)?,
        suites: crate::services::stubs::suites(&settings.stub_targets.value, settings.stub_cases()),
        is_reading: opening.reading.is_some(),
        size: size(),
        present: opening.present,
        pair: opening.pair,
        may_unmask: settings.present_may_unmask.value,
        copies: settings.redact_copies.value,
    };
    drop(reader);
    // A demo leaves nothing behind, its stubs neither.
    let evals =
        if opening.throw_away { folder.join("evals") } else { context.env.folder.join(context.stub_folder(None)?) };
    let session = opening.session.map(|session| session.id);
    let theme = theme(context, &settings)?;
    let reviewer = start.reviewer.clone();
    let reading = opening.reading;
    let is_pair = start.pair.is_some();
    run_screen(Launch {
        workspace: folder.to_path_buf(),
        start,
        session,
        evals,
        reading,
        mouse: settings.mouse.value,
        by_lines: settings.accessible.value,
        theme,
    })?;
    if opening.throw_away || is_pair { Ok(()) } else { remind_of_unread(folder, &reviewer) }
}

/// Says, where a part of the records was not read to its end, how to continue and how to leave it.
fn remind_of_unread(folder: &Path, reviewer: &Name) -> Result<()> {
    let unfinished = Reader::open(folder, &Viewer::of(reviewer))?.unfinished_session(reviewer, Context::now())?;
    let is_part = |session: &Session| !session.filter.is_empty() || session.sampling != Sampling::default();
    if unfinished.as_ref().is_some_and(is_part) {
        remark("Some records are left: `gemba review` continues, `gemba review --new` starts over with all records.");
    }
    Ok(())
}

/// Returns the workspace's name for the header: the project's folder, and whether it is only read.
fn title(folder: &Path) -> String {
    let absolute = fs::canonicalize(folder).unwrap_or_else(|_| PathBuf::from(folder));
    let inside = absolute.file_name().is_some_and(|name| name == discovery::FOLDER);
    let named = if inside { absolute.parent().unwrap_or(&absolute) } else { &absolute };
    let name = named.file_name().map_or_else(|| "gemba".to_owned(), |name| name.to_string_lossy().into_owned());
    if store::is_only_read(folder) { format!("{name} (only read)") } else { name }
}

/// Returns the columns and rows of the terminal.
fn size() -> (u16, u16) {
    let stdout = io::stdout();
    rustix::termios::tcgetwinsize(&stdout).map_or((80, 24), |size| (size.ws_col, size.ws_row))
}

/// Runs gemba without a command: the review screen, or a welcome where there is no workspace.
pub(super) fn welcome(context: &mut Context) -> Result<()> {
    let named = discovery::find(&context.flags, &context.env);
    if named.is_none() {
        context.out.line("gemba: look at what your model really said.")?;
        context.out.line("")?;
        context.out.line("There is no workspace here yet.")?;
        context.out.line("  gemba import FILE   creates one from a log: JSON Lines, JSON, CSV, plain or packed")?;
        context.out.line("  gemba demo          opens one with sample data, and throws it away at the end")?;
        return context.out.line("  gemba --help        shows everything");
    }
    let folder = context.workspace()?.folder;
    let reviewer = context.reviewer()?;
    let session = Reader::open(&folder, &Viewer::of(&reviewer))?.unfinished_session(&reviewer, Context::now())?;
    open(context, &folder, reviewer, Opening { session, ..Opening::default() })
}
