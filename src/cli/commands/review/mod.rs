//! `review`: the review screen over a queue of records, or over a file that is read meanwhile.

mod file;
mod pair;

use std::path::Path;

use clap::Args;

use self::file::OverFiles;
use self::pair::{PairArgs, PairOrder};
use super::import::LogArgs;
use crate::cli::context::Context;
use crate::cli::lookup::parse_filter;
use crate::cli::output::remark;
use crate::cli::sampling::SamplingArgs;
use crate::cli::screen::{self, Opening};
use crate::domain::{Name, Sampling, Session};
use crate::error::{Problem, Result};
use crate::measures::drift::round::Cost;
use crate::store::{Reader, Viewer};

/// Opens the review screen over a queue of records.
///
/// With --accessible it is told in lines of text, for a screen reader: no boxes, no repaint, no motion, no colour needed. At a
/// terminal the keys are the same; `?` tells them. Where standard input is no terminal each line is a key (`p`, `f m`), or the
/// words of one: pass, fail wrong tone, note TEXT, tag NAME, next, undo, quit. `esc` leaves what is open.
#[derive(Debug, Args)]
pub(crate) struct ReviewArgs {
    /// Which records (see `gemba help filter`): words, verdict:none, mode:too-short, model:gpt-4o*, since:24h … A word that
    /// is an existing file or folder, a pattern of names ('logs/*.jsonl') or - (standard input) is a log, which is read
    /// while the screen is open; in quotes within the filter ('"prod.jsonl"') it is a word.
    #[arg(value_name = "FILE|FILTER")]
    filter: Vec<String>,
    #[command(flatten)]
    draw: SamplingArgs,
    /// Only what was logged in this time: 24h, 7d.
    #[arg(long, value_name = "DURATION")]
    since: Option<String>,
    /// Continues your session of this number.
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["filter", "sample", "by", "seed", "since"])]
    session: Option<i64>,
    /// Continues your newest session, at the record where it stopped.
    #[arg(long, conflicts_with_all = ["filter", "sample", "by", "seed", "since", "session"])]
    resume: bool,
    /// Starts a new session, even if one of the same filter, plan and seed is unfinished.
    #[arg(long, conflicts_with_all = ["session", "resume"])]
    new: bool,
    /// For a shared screen: more room and contrast, no names of people, files or workspace, secrets masked.
    #[arg(long)]
    present: bool,
    #[command(flatten)]
    pair: PairArgs,
    #[command(flatten)]
    log: LogArgs,
}

/// Runs `gemba review`.
pub(super) fn run(context: &mut Context, args: &ReviewArgs) -> Result<()> {
    let (files, words) = file::split(&args.filter)?;
    if !files.is_empty() || args.log.is_exec() {
        args.pair.refuse_files()?;
        let (filter, is_drawn) = (filter_text(&words, args.since.as_deref()), args.draw.is_drawn());
        let over = OverFiles { files, filter, log: &args.log, is_drawn, is_new: args.new, present: args.present };
        return file::review(context, over);
    }
    args.log.refuse_without_file()?;
    let filter = filter_text(&words, args.since.as_deref());
    parse_filter(&filter)?;
    let folder = context.workspace()?.folder;
    let reviewer = context.reviewer()?;
    let reader = Reader::open(&folder, &Viewer::of(&reviewer))?;
    let sampling = args.draw.sampling(&reader)?;
    if args.pair.is_asked() {
        drop(reader);
        let (resume, is_new, present) = (args.resume, args.new, args.present);
        return pair::review(context, &args.pair, &PairOrder { filter, sampling, resume, is_new, present });
    }
    let is_whole = filter.is_empty() && sampling == Sampling::default();
    let session = if args.resume || args.session.is_some() {
        Some(resumed(&folder, &reviewer, args.session)?)
    } else if args.new {
        None
    } else if is_whole {
        reader.unfinished_session(&reviewer, Context::now())?
    } else if args.draw.seed.is_none() && sampling.plan.plan().needs_seed {
        let session = reader.unfinished_session_of_any_seed(&reviewer, &filter, &sampling, Context::now())?;
        if let Some(Session { id, sampling, .. }) = &session {
            remark(&format!(
                "Your session {id} of this filter and plan goes on (seed {}); --new draws another sample.",
                sampling.seed
            ));
        }
        session
    } else {
        reader.unfinished_session_by(&reviewer, &filter, &sampling, Context::now())?
    };
    drop(reader);
    let asks = session.is_none() && sampling.plan.plan().asks_criteria;
    if asks && !print_cost(&folder, &reviewer, &filter, &sampling)? {
        return Ok(());
    }
    screen::open(
        context,
        &folder,
        reviewer,
        Opening { filter, sampling, session, present: args.present, ..Opening::default() },
    )
}

/// Says what a round of re-grading costs, before it begins; false where nothing is stale.
fn print_cost(folder: &Path, reviewer: &Name, filter: &str, sampling: &Sampling) -> Result<bool> {
    let queue = Reader::open(folder, &Viewer::of(reviewer))?.queue_of(
        &parse_filter(filter)?,
        sampling,
        reviewer,
        Context::now(),
    )?;
    if queue.asks.is_empty() {
        remark(&format!("Nothing is stale: every grade of {reviewer} was given under the present meaning."));
        return Ok(false);
    }
    remark(&format!("{}.", Cost::from_asks(&queue.asks).words()));
    Ok(true)
}

/// Puts `--since` in front of the filter, which goes into parentheses: it may hold an OR.
fn filter_text(words: &[String], since: Option<&str>) -> String {
    let typed = words.join(" ");
    match since {
        None => typed,
        Some(since) if typed.trim().is_empty() => format!("since:{since}"),
        Some(since) => format!("since:{since} ({typed})"),
    }
}

fn resumed(folder: &Path, reviewer: &Name, number: Option<i64>) -> Result<Session> {
    let session = Reader::open(folder, &Viewer::of(reviewer))?.session(reviewer, number)?;
    session.filter(|session| session.reviewer == *reviewer).ok_or_else(|| {
        let which = number.map_or("no session".to_owned(), |number| format!("no session {number}"));
        Problem::usage(format!("{reviewer} has {which} to continue."))
            .hint("`gemba session list` lists them; `gemba review` starts one.")
    })
}
