//! `review --pair A,B` and `review --with B --blind`: two reviewers judge the same records blind, at one terminal or at two.

use std::path::Path;

use clap::Args;

use crate::app::{PairStart, Seats};
use crate::cli::context::Context;
use crate::cli::lookup::parse_filter;
use crate::cli::output::remark;
use crate::cli::screen::{self, Opening};
use crate::config::reviewers_file;
use crate::domain::{Batch, BlindSet, Change, Name, Queue, RecordId, Sampling, Session, blind_set_id};
use crate::error::{Problem, Result};
use crate::store::{Reader, Viewer, Writer};
use crate::text::counted;

/// So many records are judged blind in one set at most.
const MOST_RECORDS: usize = 1_000;

/// Who judges together.
#[derive(Debug, Args)]
pub(super) struct PairArgs {
    /// Two reviewers at this terminal vote blind on each record: A at the left with a s d, B at the right with j k l (pass,
    /// fail, defer); the hands that reviewers.toml gives them go before. Enter reveals once both have voted; then they settle.
    #[arg(long, value_name = "A,B", value_delimiter = ',', conflicts_with_all = ["with", "blind", "session"])]
    pair: Vec<String>,
    /// Judges the same records as this reviewer, who sits at another terminal of this machine and says the same with your
    /// name. Whoever comes first draws the records.
    #[arg(long, value_name = "NAME", requires = "blind", conflicts_with = "session")]
    with: Option<String>,
    /// Neither sees what the other said of a record until it is revealed (with --with).
    #[arg(long, requires = "with")]
    blind: bool,
}

/// What a pair judges.
pub(super) struct PairOrder {
    /// The filter as typed.
    pub(super) filter: String,
    /// How the records are drawn.
    pub(super) sampling: Sampling,
    /// Whether only an open set goes on.
    pub(super) resume: bool,
    /// Whether an open set is left alone.
    pub(super) is_new: bool,
    /// Whether the screen is shared.
    pub(super) present: bool,
}

impl PairArgs {
    /// Answers whether two reviewers judge together.
    pub(super) fn is_asked(&self) -> bool {
        !self.pair.is_empty() || self.with.is_some()
    }

    /// Refuses a log that is still to be read.
    pub(super) fn refuse_files(&self) -> Result<()> {
        if !self.is_asked() {
            return Ok(());
        }
        Err(Problem::usage("A pair judges records that are in the workspace, and this log is still to be read.")
            .hint("`gemba import FILE` reads it; then `gemba review --pair A,B`."))
    }

    /// Returns the two reviewers and how they sit.
    fn seats(&self, context: &Context) -> Result<([Name; 2], Seats)> {
        let (names, seats) = match (&self.with, self.pair.as_slice()) {
            (Some(other), _) => ([context.reviewer()?, Name::new(other)?], Seats::TwoTerminals(0)),
            (None, [left, right]) => ([Name::new(left)?, Name::new(right)?], Seats::OneTerminal),
            (None, _) => {
                return Err(Problem::usage("A pair are two reviewers.")
                    .hint("Name both, with a comma between: `--pair ana,ben`."));
            }
        };
        let [first, second] = &names;
        if first == second {
            return Err(Problem::usage(format!("A pair are two reviewers, and both are {first}."))
                .hint("`--reviewer NAME` says who you are; `--pair A,B` names both."));
        }
        Ok((names, seats))
    }
}

/// Opens the screen over the blind set of two reviewers: the open one that they have, else a new one.
pub(super) fn review(context: &mut Context, args: &PairArgs, order: &PairOrder) -> Result<()> {
    let (named, seats) = args.seats(context)?;
    // A set is opened only where a screen can show it.
    screen::needs_terminal(context)?;
    let folder = context.workspace()?.folder;
    let reviewers = match seats {
        Seats::OneTerminal => by_hand(&folder, named)?,
        Seats::TwoTerminals(_) => named,
    };
    let [first, second] = &reviewers;
    let viewer = match seats {
        Seats::OneTerminal => joint_name(&reviewers)?,
        Seats::TwoTerminals(_) => first.clone(),
    };
    let reader = Reader::open(&folder, &Viewer::of(&viewer))?;
    let open = if order.is_new { None } else { open_set(&reader, &reviewers)? };
    let set = match open {
        Some(set) => {
            remark(&format!(
                "The blind set of {first} and {second} goes on: {}, {} revealed. --new opens another one.",
                counted(set.records, "record"),
                set.revealed
            ));
            set.id
        }
        None if order.resume => {
            return Err(Problem::usage(format!("{first} and {second} have no open blind set to go on with."))
                .hint("Without --resume one is opened."));
        }
        None => open_new(&folder, &reader, &reviewers, order)?,
    };
    let records: Vec<RecordId> = reader.blind_records(&set)?.into_iter().map(|(record, _)| record).collect();
    let rows: Vec<_> =
        records.iter().filter_map(|record| reader.find(&record.to_string()).ok()).map(|(row, _)| row).collect();
    let writers: &[Name] = match seats {
        Seats::OneTerminal => &reviewers,
        Seats::TwoTerminals(_) => std::slice::from_ref(first),
    };
    let mut sessions: Vec<Session> = Vec::new();
    for name in writers {
        let queue = Queue { population: rows.len() as u64, rows: rows.clone(), ..Queue::default() };
        sessions.push(session_over(&folder, &reader, name, queue, order)?);
    }
    drop(reader);
    let numbers = sessions.iter().map(|session| (session.reviewer.clone(), session.id)).collect();
    let pair = PairStart { set: set.clone(), reviewers: reviewers.clone(), seats, sessions: numbers };
    let session = sessions.into_iter().next();
    let opening = Opening { session, present: order.present, pair: Some(pair), ..Opening::default() };
    screen::open(context, &folder, viewer.clone(), opening)?;
    say_what_is_left(&folder, &viewer, &set)
}

/// Seats two at one terminal by the hands that `reviewers.toml` gives them, and says where it gives both the same one.
fn by_hand(folder: &Path, named: [Name; 2]) -> Result<[Name; 2]> {
    let (seated, shared) = reviewers_file::read(folder)?.seated(named);
    if let Some(hand) = shared {
        let [left, right] = &seated;
        remark(&format!(
            "{} gives both {left} and {right} the {} hand, so they sit as they were named: {left} at the left, {right} at the \
             right.",
            reviewers_file::FILE,
            hand.word()
        ));
    }
    Ok(seated)
}

/// Returns the name under which two reviewers look at one screen: it sees what neither of them said blind.
fn joint_name(reviewers: &[Name; 2]) -> Result<Name> {
    let [first, second] = reviewers;
    let joint = Name::cleaned(&format!("{first} + {second}"));
    joint.ok_or_else(|| Problem::usage("These names cannot be shown together."))
}

/// Returns the newest open set of exactly these reviewers.
fn open_set(reader: &Reader, reviewers: &[Name; 2]) -> Result<Option<BlindSet>> {
    let is_theirs = |set: &BlindSet| {
        set.is_open && set.reviewers.len() == 2 && reviewers.iter().all(|name| set.reviewers.contains(name))
    };
    Ok(reader.blind_sets(Context::now())?.into_iter().rev().find(is_theirs))
}

/// Opens a set over what the filter and the plan draw.
fn open_new(folder: &Path, reader: &Reader, reviewers: &[Name; 2], order: &PairOrder) -> Result<String> {
    let [opener, _] = reviewers;
    let now = Context::now();
    let queue = reader.queue_of(&parse_filter(&order.filter)?, &order.sampling, opener, now)?;
    if !queue.asks.is_empty() {
        return Err(Problem::usage("A re-grading round asks one reviewer, so it is not judged blind by two.")
            .hint("`gemba review --by stale` asks you alone."));
    }
    if queue.rows.is_empty() {
        return Err(Problem::usage("No record matches, so there is nothing to judge blind.")
            .hint("`gemba list FILTER` shows what a filter holds."));
    }
    if queue.rows.len() > MOST_RECORDS {
        return Err(Problem::usage(format!(
            "{} are too many to be judged blind together; a set holds {MOST_RECORDS} at most.",
            counted(queue.rows.len() as u64, "record")
        ))
        .hint("`--sample 40` draws some of them."));
    }
    let records: Vec<RecordId> = reader.queue_rows(&queue.rows, opener)?.into_iter().map(|row| row.id).collect();
    let set = blind_set_id(now, opener, &records);
    let changes = vec![Change::BlindOpen { set: set.clone(), reviewers: reviewers.to_vec(), records }];
    Writer::open(folder)?.append(&Batch { reviewer: opener.clone(), session: None, time: now, changes })?;
    Ok(set)
}

/// Returns the reviewer's session over the records of the set, which goes on; else begins one.
fn session_over(folder: &Path, reader: &Reader, name: &Name, queue: Queue, order: &PairOrder) -> Result<Session> {
    let is_same = |session: &Session| session.reviewer == *name && session.queue == queue.rows;
    if let Some(session) = reader.sessions()?.into_iter().rev().find(is_same) {
        return Ok(session);
    }
    let session = Session::begun(name, order.filter.clone(), order.sampling, queue, Context::now());
    let id = Writer::open(folder)?.start_session(&session)?;
    Ok(Session { id, ..session })
}

/// Says, where a set is still open, how it goes on and how it ends.
fn say_what_is_left(folder: &Path, viewer: &Name, set: &str) -> Result<()> {
    let sets = Reader::open(folder, &Viewer::of(viewer))?.blind_sets(Context::now())?;
    let Some(open) = sets.into_iter().find(|known| known.id == set && known.is_open) else { return Ok(()) };
    let voted: Vec<String> =
        open.voted.iter().map(|(name, count)| format!("{name} has voted on {count} of {}", open.records)).collect();
    remark(&format!(
        "The blind set {set} stays open, {} of {} revealed: {}. The same command goes on with it; `gemba blind close {set}` \
         reveals all that is left.",
        open.revealed,
        open.records,
        voted.join(", ")
    ));
    Ok(())
}
