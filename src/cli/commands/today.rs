//! `today`: the daily sample, frozen by whoever asks first.

use clap::Args;
use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::cli::output::{counted, remark};
use crate::cli::screen::{self, Opening};
use crate::domain::{Day, Sampling, Time};
use crate::error::{Problem, Result};
use crate::measures::daily::chance;
use crate::services::session_summary;
use crate::store::{FrozenSample, Writer};
use crate::views::{OpenQuestion, Today};

/// Reviews the daily sample: of what was logged before today 30 records at random, 10 of the most unlike and 10 on which
/// judges differ. Whoever asks first freezes it; everyone reads the same, in the same order.
#[derive(Debug, Args)]
pub(crate) struct TodayArgs {
    /// Ends calmly after so many minutes, behind the next verdict; what is left is offered tomorrow.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1440))]
    minutes: Option<u32>,
    /// Has the first so many records of the sample read by everyone, so that agreement can be measured; the others go to
    /// whoever comes first. Kept with the sample when it is frozen.
    #[arg(long, value_name = "N")]
    overlap: Option<u32>,
    /// The sample of another day, such as 2026-11-26.
    #[arg(long, value_name = "DATE")]
    day: Option<String>,
    /// For a shared screen: more room and contrast, no names of people, files or workspace, secrets masked.
    #[arg(long)]
    present: bool,
}

/// Runs `gemba today`.
pub(super) fn run(context: &mut Context, args: &TodayArgs) -> Result<()> {
    if !context.json {
        screen::needs_terminal(context)?;
    }
    let now = Context::now();
    let day = match &args.day {
        None => Day::of(now),
        Some(typed) => Day::parse(typed).ok_or_else(|| {
            Problem::usage(format!("`{typed}` is not a date.")).hint("A date is written as 2026-11-26.")
        })?,
    };
    let folder = context.workspace()?.folder;
    let reviewer = context.reviewer()?;
    let reader = context.following_reader()?;
    let asked = (day, args.overlap.unwrap_or_default());
    let frozen = session_summary::freeze(&reader, || Writer::open(&folder), &reviewer, asked, now)?;
    remind_of_overlap(&frozen, args.overlap);
    let reader = reader.held()?;
    let today = session_summary::today(&reader, day, &reviewer, now)?;
    if context.json {
        return context.out.json(&today_json(&today));
    }
    let sampling = Sampling::daily(day);
    let session = session_summary::daily_session(&reader, &reviewer, day, now)?;
    if today.queue.is_empty() {
        remark(&format!("Nothing of the sample of {day} is left for you."));
        tell_of_others(&today);
        return Ok(());
    }
    drop(reader);
    tell_of_others(&today);
    let opening = Opening { sampling, session, minutes: args.minutes, present: args.present, ..Opening::default() };
    screen::open(context, &folder, reviewer, opening)
}

/// Says where the sample was frozen with another share for everyone.
fn remind_of_overlap(frozen: &FrozenSample, asked: Option<u32>) {
    let FrozenSample { sample, reviewer, .. } = frozen;
    if asked.is_some_and(|asked| asked != sample.overlap) {
        remark(&format!(
            "{reviewer} froze the sample of {} with --overlap {}; it stays as it is.",
            sample.day, sample.overlap
        ));
    }
}

/// Says what is open besides the sample.
fn tell_of_others(today: &Today) {
    if !today.deferred.is_empty() {
        let deferred = counted(today.deferred.len() as u64, "record");
        remark(&format!("You deferred {deferred} that nobody decided since: `gemba review verdict:defer`."));
    }
    if let Some((day, left)) = today.left_before {
        remark(&format!("{left} of the sample of {day} were read by nobody: `gemba today --day {day}`."));
    }
}

fn today_json(today: &Today) -> Value {
    let Today { progress, frozen: (by, at), queue, questions, deferred, left_before, people } = today;
    let sample = &progress.sample;
    let read = sample.records.len();
    let records = sample.records.iter().map(|one| {
        json!({"record": one.record, "held": one.held, "drawn": one.drawn, "chance": chance(sample, &one.held, read)})
    });
    let mut line = session_summary::daily_json(progress);
    let more = json!({
        "from": sample.from.map(Time::rfc3339), "until": sample.until.rfc3339(),
        "seed": sample.seed, "overlap": sample.overlap,
        "frozen_by": by, "frozen": at.rfc3339(), "strata": sample.strata, "records": records.collect::<Vec<_>>(),
        "queue": queue, "questions": questions.iter().map(question_json).collect::<Vec<_>>(),
        "deferred_by_you": deferred,
        "left_before": left_before.map(|(day, left)| json!({"day": day, "left": left})),
        "people": people.iter().map(session_summary::person_json).collect::<Vec<_>>(),
    });
    if let (Value::Object(line), Value::Object(more)) = (&mut line, more) {
        line.extend(more);
    }
    line
}

fn question_json(question: &OpenQuestion) -> Value {
    json!({"record": question.id, "reviewer": question.by, "time": question.time.rfc3339(), "reason": question.reason,
        "addressed": question.is_addressed})
}
