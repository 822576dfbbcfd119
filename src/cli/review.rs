//! `review`, `demo` and gemba alone: what opens the review screen.

use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::context::Context;
use super::list::parse_filter;
use super::out::remark;
use super::screen;
use crate::app::Start;
use crate::config::discovery;
use crate::domain::{Name, Queue, Sampling, SamplingPlan, Session, Time};
use crate::error::{Problem, Result};
use crate::ingest::{Detected, Order};
use crate::measures::round::Cost;
use crate::services::import::{self, FileReport, ImportOrder, Progress};
use crate::store::{Reader, Writer};

/// The log that `gemba demo` opens.
const SAMPLE: &str = include_str!("../../sample-data/support-week-1-2.jsonl");
/// Its file name, which becomes the source's name.
const SAMPLE_NAME: &str = "support-week-1-2.jsonl";
/// How the folder of a demo begins; the number of its process follows.
const DEMO: &str = "gemba-demo-";

/// Opens the review screen over a queue of records.
#[derive(Debug, Args)]
pub(super) struct ReviewArgs {
    /// Which records (see the filter language): words, verdict:none, mode:too-short, model:gpt-4o*, since:24h …
    #[arg(value_name = "FILTER")]
    filter: Vec<String>,
    /// Draws so many of them.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    sample: Option<u32>,
    /// How they are drawn.
    #[arg(long, value_enum, value_name = "PLAN")]
    by: Option<PlanWord>,
    /// The seed of a draw: the same seed draws the same records, in the same order.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Only what was logged in this time: 24h, 7d.
    #[arg(long, value_name = "DURATION")]
    since: Option<String>,
    /// Goes on with your session of this number.
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["filter", "sample", "by", "seed", "since"])]
    session: Option<i64>,
    /// Goes on with your newest session, at the record where it stopped.
    #[arg(long, conflicts_with_all = ["filter", "sample", "by", "seed", "since", "session"])]
    resume: bool,
    /// Begins a new session, whatever was left unfinished.
    #[arg(long, conflicts_with_all = ["session", "resume"])]
    new: bool,
    /// For a shared screen: more room, and no reviewers' names.
    #[arg(long)]
    present: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PlanWord {
    /// A seeded, reproducible draw.
    Random,
    /// The newest first.
    Newest,
    /// Your grades that a criterion's new meaning made stale, asked again; some of them twice, for your own noise.
    Stale,
}

/// What the screen opens over.
#[derive(Default)]
struct Sitting {
    filter: String,
    sampling: Sampling,
    session: Option<Session>,
    present: bool,
    throw_away: bool,
}

/// Runs gemba without a command: the review screen, or a welcome where there is no workspace.
pub(super) fn bare(context: &mut Context) -> Result<()> {
    let named = discovery::find(&context.flags, &context.around);
    if named.is_none() {
        context.out.line("gemba: look at what your model really said.")?;
        context.out.line("")?;
        context.out.line("There is no workspace here yet.")?;
        context.out.line("  gemba import FILE   makes one from a log: JSON Lines, JSON, CSV, plain or packed")?;
        context.out.line("  gemba demo          opens one with sample data, and throws it away at the end")?;
        return context.out.line("  gemba --help        shows everything");
    }
    let folder = context.workspace()?.folder;
    let reviewer = context.reviewer()?;
    let session = Reader::open(&folder)?.unfinished_session(&reviewer, Context::now())?;
    open(context, &folder, reviewer, Sitting { session, ..Sitting::default() })
}

/// Runs `gemba review`.
pub(super) fn review(context: &mut Context, args: &ReviewArgs) -> Result<()> {
    let filter = filter_text(args);
    parse_filter(&filter)?;
    let folder = context.workspace()?.folder;
    let reviewer = context.reviewer()?;
    let sampling = sampling(args, Context::now());
    if sampling.plan == SamplingPlan::Stale && !say_cost(&folder, &reviewer, &filter, &sampling)? {
        return Ok(());
    }
    let is_whole = filter.is_empty() && sampling == Sampling::default();
    let session = if args.resume || args.session.is_some() {
        Some(resumed(&folder, &reviewer, args.session)?)
    } else if is_whole && !args.new {
        Reader::open(&folder)?.unfinished_session(&reviewer, Context::now())?
    } else {
        None
    };
    open(context, &folder, reviewer, Sitting { filter, sampling, session, present: args.present, throw_away: false })
}

/// Runs `gemba demo`: a workspace in a temporary folder, gone at the end.
pub(super) fn demo(context: &mut Context) -> Result<()> {
    needs_terminal()?;
    sweep_left_demos();
    let folder = tempfile::Builder::new()
        .prefix(&format!("{DEMO}{}-", std::process::id()))
        .tempdir()
        .map_err(|error| Problem::io(format!("No temporary folder can be made: {error}.")))?;
    let log = folder.path().join(SAMPLE_NAME);
    fs::write(&log, SAMPLE).map_err(|error| Problem::io(format!("{} cannot be written: {error}.", log.display())))?;
    let workspace = folder.path().join("demo");
    let reviewer = context.reviewer()?;
    let order = ImportOrder {
        read: Order::default(),
        paths: vec![log],
        source: None,
        label_as: None,
        reviewer: reviewer.clone(),
        strict: true,
        dry_run: false,
        rejects_folder: workspace.clone(),
    };
    let mut writer = Writer::open_or_create(&workspace)?;
    import::run(Some(&mut writer), &order, &mut Quiet)?;
    drop(writer);
    open(context, &workspace, reviewer, Sitting { throw_away: true, ..Sitting::default() })?;
    remark("The demo's workspace is gone. `gemba import FILE` begins with your own log.");
    Ok(())
}

/// Takes away what demos left behind that a signal ended: folders of ours whose process is gone.
fn sweep_left_demos() {
    let Ok(entries) = fs::read_dir(std::env::temp_dir()) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let process = name.to_str().and_then(|name| name.strip_prefix(DEMO)?.split('-').next()?.parse().ok());
        let Some(process) = process.and_then(rustix::process::Pid::from_raw) else { continue };
        let is_gone = rustix::process::test_kill_process(process) == Err(rustix::io::Errno::SRCH);
        let is_ours = entry.metadata().is_ok_and(|found| {
            found.is_dir() && std::os::unix::fs::MetadataExt::uid(&found) == rustix::process::getuid().as_raw()
        });
        if is_gone && is_ours {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// An import that shows nothing.
struct Quiet;

impl Progress for Quiet {
    fn begin(&mut self, _path: &str, _detected: &Detected) {}
    fn advance(&mut self, _bytes: u64, _records: u64) {}
    fn end(&mut self, _report: &FileReport) {}
}

fn needs_terminal() -> Result<()> {
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        return Ok(());
    }
    Err(Problem::usage("The review screen needs a terminal, for keys and for the picture.")
        .hint("`gemba list`, `gemba show` and `gemba verdict` do the same in scripts."))
}

/// Says what a round of re-grading costs, before it begins; false where nothing is stale.
fn say_cost(folder: &Path, reviewer: &Name, filter: &str, sampling: &Sampling) -> Result<bool> {
    let queue = Reader::open(folder)?.queue_of(&parse_filter(filter)?, sampling, reviewer, Context::now())?;
    if queue.asks.is_empty() {
        remark(&format!("Nothing is stale: every grade of {reviewer} was given under the present meaning."));
        return Ok(false);
    }
    remark(&format!("{}.", Cost::of(&queue.asks).words()));
    Ok(true)
}

/// `--since` in front of the filter; one with OR in it stays in parentheses.
fn filter_text(args: &ReviewArgs) -> String {
    let typed = args.filter.join(" ");
    match &args.since {
        None => typed,
        Some(since) if typed.trim().is_empty() => format!("since:{since}"),
        Some(since) => format!("since:{since} ({typed})"),
    }
}

fn sampling(args: &ReviewArgs, now: Time) -> Sampling {
    let plan = match (args.by, args.sample, args.seed) {
        (Some(PlanWord::Newest), _, _) => SamplingPlan::Newest,
        (Some(PlanWord::Stale), _, _) => SamplingPlan::Stale,
        (Some(PlanWord::Random), _, _) | (None, Some(_), _) | (None, None, Some(_)) => SamplingPlan::Random,
        (None, None, None) => SamplingPlan::All,
    };
    // Short enough to be typed again; the session keeps it.
    let drawn = || u64::try_from(now.0).unwrap_or_default() % 1_000_000;
    let seed =
        if matches!(plan, SamplingPlan::Random | SamplingPlan::Stale) { args.seed.unwrap_or_else(drawn) } else { 0 };
    Sampling { plan, size: args.sample, seed }
}

fn resumed(folder: &Path, reviewer: &Name, number: Option<i64>) -> Result<Session> {
    let session = Reader::open(folder)?.session(reviewer, number)?;
    session.filter(|session| session.reviewer == *reviewer).ok_or_else(|| {
        let which = number.map_or("no session".to_owned(), |number| format!("no session {number}"));
        Problem::usage(format!("{reviewer} has {which} to go on with."))
            .hint("`gemba session list` names them; `gemba review` begins one.")
    })
}

fn open(context: &Context, folder: &Path, reviewer: Name, sitting: Sitting) -> Result<()> {
    needs_terminal()?;
    if !sitting.throw_away {
        Context::warn_of_place(folder);
    }
    let settings = context.settings()?;
    let reader = Reader::open(folder)?;
    let total = reader.count()?;
    let kept = reader.drafts(&reviewer)?.into_iter();
    let drafts = kept.map(|draft| (draft.row, draft.purpose, draft.text, draft.is_aside)).collect();
    let drawn = sitting.session.as_ref().filter(|session| !session.queue.is_empty());
    let queue = drawn.map(|session| Queue {
        rows: session.queue.clone(),
        asks: session.asks.clone(),
        population: session.population,
        total,
    });
    let answered = match &sitting.session {
        Some(session) => reader.answered(session)?,
        None => Vec::new(),
    };
    let (filter, sampling) = match &sitting.session {
        Some(session) => (session.filter.clone(), session.sampling),
        None => (sitting.filter, sitting.sampling),
    };
    let start = Start {
        workspace: title(folder),
        reviewer,
        filter,
        sampling,
        queue,
        position: sitting.session.as_ref().and_then(|session| session.position),
        answered,
        drafts,
        screen: None,
        preset: Some(settings.keymap.value.clone()),
        suites: crate::services::preview::suites(&settings.stub_targets.value),
        size: screen::size(),
        present: sitting.present,
    };
    drop(reader);
    // A demo leaves nothing behind, its stubs neither.
    let evals =
        if sitting.throw_away { folder.join("evals") } else { context.around.folder.join(&settings.stub_folder.value) };
    let opening = screen::Opening {
        folder: folder.to_path_buf(),
        start,
        session: sitting.session.map(|session| session.id),
        evals,
        settings,
    };
    let throw_away = sitting.throw_away;
    let reviewer = opening.start.reviewer.clone();
    screen::run(context, opening)?;
    if !throw_away {
        say_unfinished(folder, &reviewer)?;
    }
    Ok(())
}

/// Of a part of the records that is not yet read, says how to go on with it and how to leave it.
fn say_unfinished(folder: &Path, reviewer: &Name) -> Result<()> {
    let unfinished = Reader::open(folder)?.unfinished_session(reviewer, Context::now())?;
    let is_part = |session: &Session| !session.filter.is_empty() || session.sampling != Sampling::default();
    if unfinished.as_ref().is_some_and(is_part) {
        remark("Not all of it is read: `gemba review` goes on with it, `gemba review --new` begins over all records.");
    }
    Ok(())
}

/// The workspace's name in the header: the project's folder.
fn title(folder: &Path) -> String {
    let absolute = fs::canonicalize(folder).unwrap_or_else(|_| PathBuf::from(folder));
    let inside = absolute.file_name().is_some_and(|name| name == discovery::FOLDER);
    let named = if inside { absolute.parent().unwrap_or(&absolute) } else { &absolute };
    named.file_name().map_or_else(|| "gemba".to_owned(), |name| name.to_string_lossy().into_owned())
}
