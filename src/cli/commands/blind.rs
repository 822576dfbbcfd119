//! `blind`: sets of records that two or more judge without seeing each other.

use clap::{Args, Subcommand};
use serde_json::{Map, json};

use crate::cli::context::Context;
use crate::cli::lookup::parse_filter;
use crate::cli::output::{Table, counted, remark};
use crate::cli::sampling::SamplingArgs;
use crate::domain::{Change, Name, RecordId, Time, blind_set_id};
use crate::error::{Problem, Result};
use crate::store::Reader;

/// Shows blind sets, and opens, reveals or closes them: what two say of the records is seen by each alone until then.
#[derive(Debug, Args)]
pub(crate) struct BlindArgs {
    #[command(subcommand)]
    command: Option<BlindCommand>,
}

#[derive(Debug, Subcommand)]
enum BlindCommand {
    /// All blind sets; of the votes only that they were given.
    List,
    /// Opens a set over records for you and others.
    Open {
        /// Which records (see `gemba help filter`).
        filter: Vec<String>,
        /// Who judges them too; may be given several times.
        #[arg(long = "with", value_name = "NAME", required = true)]
        with: Vec<String>,
        #[command(flatten)]
        draw: SamplingArgs,
    },
    /// Shows everyone what was said of records on which all have voted; of all such without an ID.
    Reveal {
        /// The set.
        set: String,
        /// The records: ids, or beginnings of them.
        #[arg(value_name = "ID")]
        records: Vec<String>,
    },
    /// Shows everyone all that is left of a set, voted on or not.
    Close {
        /// The set.
        set: String,
    },
}

/// Runs `gemba blind`.
pub(super) fn run(context: &mut Context, args: &BlindArgs) -> Result<()> {
    match args.command.as_ref().unwrap_or(&BlindCommand::List) {
        BlindCommand::List => list(context),
        BlindCommand::Open { filter, with, draw } => open(context, &filter.join(" "), with, draw),
        BlindCommand::Reveal { set, records } => reveal(context, set, records),
        BlindCommand::Close { set } => close(context, set),
    }
}

fn list(context: &mut Context) -> Result<()> {
    let sets = context.reader()?.blind_sets(Context::now())?;
    let mut table = Table::new(&["set", "reviewers", "opened", ">records", ">revealed", "voted", "state"]);
    for set in &sets {
        let opened = set.opened.rfc3339();
        let json = || {
            let voted: Map<String, serde_json::Value> =
                set.voted.iter().map(|(name, count)| (name.to_string(), json!(count))).collect();
            json!({
                "set": set.id, "reviewers": set.reviewers, "opened_by": set.opener, "opened": opened, "open": set.is_open,
                "records": set.records, "revealed": set.revealed, "voted": voted, "unblinded": set.unblinded,
            })
        };
        let cells = || {
            let names = set.reviewers.iter().map(Name::as_str).collect::<Vec<_>>().join(", ");
            let voted = set.voted.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ");
            let state = if set.is_open { "open" } else { "revealed" };
            vec![
                set.id.clone(),
                names,
                opened.clone(),
                set.records.to_string(),
                set.revealed.to_string(),
                voted,
                state.to_owned(),
            ]
        };
        context.row(&mut table, json, cells)?;
    }
    if sets.is_empty() && !context.json {
        remark("No blind sets yet. `gemba blind open --with NAME FILTER` opens one.");
        return Ok(());
    }
    context.table(&table)
}

fn open(context: &mut Context, filter: &str, with: &[String], draw: &SamplingArgs) -> Result<()> {
    let now = Context::now();
    let reviewer = context.reviewer()?;
    let mut reviewers = vec![reviewer.clone()];
    for name in with {
        reviewers.push(Name::new(name)?);
    }
    let reader = context.reader()?;
    let queue = reader.queue_of(&parse_filter(filter)?, &draw.sampling(&reader)?, &reviewer, now)?;
    let mut records: Vec<RecordId> = Vec::with_capacity(queue.rows.len());
    for row in &queue.rows {
        records.push(reader.record_head(*row)?.id);
    }
    if records.is_empty() {
        return Err(Problem::usage("No record is held by this filter.").hint("`gemba list` shows what there is."));
    }
    let set = blind_set_id(now, &reviewer, &records);
    let names = reviewers.iter().map(Name::as_str).collect::<Vec<_>>().join(" and ");
    let count = records.len();
    let change = Change::BlindOpen { set: set.clone(), reviewers: reviewers.clone(), records };
    context.writer()?.append(&context.batch(vec![change])?)?;
    let json = || json!({"set": set, "reviewers": reviewers, "records": count});
    context.print(json, || format!("blind set {set}: {} for {names}", counted(count as u64, "record")))
}

fn reveal(context: &mut Context, set: &str, typed: &[String]) -> Result<()> {
    let reader = context.reader()?;
    let mut records = Vec::new();
    for name in typed {
        records.push(reader.find(name)?.1);
    }
    if typed.is_empty() {
        records = complete(&reader, set, &context.reviewer()?)?;
    }
    let changes: Vec<Change> =
        records.iter().map(|record| Change::BlindReveal { set: set.to_owned(), record: *record }).collect();
    let applied = context.writer()?.append(&context.batch(changes)?)?;
    let left = context.reader()?.blind_records(set)?.into_iter().filter(|(_, revealed)| !revealed).count();
    let json = || json!({"set": set, "revealed": applied.events, "left": left});
    context.print(json, || {
        let revealed = counted(applied.events, "record");
        format!("{revealed} revealed, {left} left")
    })
}

/// Returns the records of a set on which all have voted by now.
fn complete(reader: &Reader, set: &str, reviewer: &Name) -> Result<Vec<RecordId>> {
    // A step further on, so that the newest votes count.
    let now = Time(Context::now().0 + 2_000);
    let mut complete = Vec::new();
    for (record, is_revealed) in reader.blind_records(set)? {
        let state = if is_revealed { None } else { reader.blind_state(record, reviewer, now)? };
        if state.is_some_and(|state| state.set == set && state.reviewers.contains(reviewer) && state.is_complete()) {
            complete.push(record);
        }
    }
    Ok(complete)
}

fn close(context: &mut Context, set: &str) -> Result<()> {
    let now = Time(Context::now().0 + 2_000);
    let found = context.reader()?.blind_sets(now)?.into_iter().find(|one| one.id == set);
    let waiting = found.map_or(0, |set| set.records - set.revealed);
    let reviewer = context.reviewer()?;
    let reader = context.reader()?;
    let complete = complete(&reader, set, &reviewer)?.len() as u64;
    let applied = context.writer()?.append(&context.batch(vec![Change::BlindClose { set: set.to_owned() }])?)?;
    let revealed = if applied.events == 0 { 0 } else { waiting };
    let alone = revealed.saturating_sub(complete);
    let json = || json!({"set": set, "revealed": revealed, "not_voted_by_all": alone});
    context.print(json, || match (revealed, alone) {
        (0, _) => format!("blind set {set} is closed already"),
        (_, 0) => format!("blind set {set} closed: {} revealed", counted(revealed, "record")),
        (_, _) => format!(
            "blind set {set} closed: {} revealed, of which not all had voted on {alone}",
            counted(revealed, "record")
        ),
    })
}
