//! Gathers what `gemba today` tells: the sample, how far it was read, what is left for a reviewer, who judged when.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::domain::{Batch, Change, Day, Filter, JudgedFact, Name, RecordId, RowId, Sampling, Session, Time, Verdict};
use crate::error::{Problem, Result};
use crate::measures::daily::{ReadDay, daily_rate};
use crate::measures::rates::{Outcome, outcome};
use crate::measures::weights::rate;
use crate::store::{FrozenSample, Reader, Writer};
use crate::views::{DailyProgress, ReviewerDays, Today};

/// A pause longer than this (five minutes) is none of the time that was spent on judging.
const PAUSE: i64 = 300_000;

/// So many verdicts without a pause before them give a pace.
const PACE_FROM: u64 = 5;

/// Returns the sample of a day; freezes it where nobody did.
///
/// # Errors
/// `Usage` where the day has not begun or nothing was logged before it; store problems as they are.
pub fn freeze(
    reader: &Reader,
    writer: impl FnOnce() -> Result<Writer>,
    reviewer: &Name,
    (day, overlap): (Day, u32),
    now: Time,
) -> Result<FrozenSample> {
    if let Some(frozen) = reader.daily_sample(day)? {
        return Ok(frozen);
    }
    let change = sample_to_freeze(reader, day, overlap, now)?;
    writer()?.append(&Batch { reviewer: reviewer.clone(), session: None, time: now, changes: vec![change] })?;
    // Another may have been faster: theirs is read then.
    reader.daily_sample(day)?.ok_or_else(|| Problem::io("The sample was written and cannot be read."))
}

/// Returns the change that freezes the sample of a day.
///
/// # Errors
/// As [`freeze`].
pub fn sample_to_freeze(reader: &Reader, day: Day, overlap: u32, now: Time) -> Result<Change> {
    let sample = reader.draw_daily(day, overlap, now)?;
    if sample.records.is_empty() {
        let since = match sample.from {
            Some(from) => format!("Nothing was logged from {} to the end of the day before {day}", Day::of(from)),
            None => format!("Nothing was logged before {day}"),
        };
        return Err(Problem::usage(format!("{since}, so there is no sample to read."))
            .hint("`gemba import` brings the log in; `gemba review --sample 50` draws from everything."));
    }
    Ok(Change::DailySample { sample })
}

/// Returns what is told of the sample of a day.
///
/// # Errors
/// `Usage` where it was not frozen; store problems as they are.
pub fn today(reader: &Reader, day: Day, reviewer: &Name, now: Time) -> Result<Today> {
    let frozen = reader.daily_sample(day)?;
    let frozen = frozen.ok_or_else(|| Problem::usage(format!("No sample was frozen on {day}.")))?;
    let (days, facts) = (reader.read_days()?, reader.judged_facts()?);
    let by_row: HashMap<RowId, &JudgedFact> = facts.iter().map(|fact| (fact.row, fact)).collect();
    let rows = reader.queue_of(&Filter::All, &Sampling::daily(day), reviewer, now)?.rows;
    let ids =
        |rows: &[RowId]| -> Result<Vec<RecordId>> { rows.iter().map(|row| Ok(reader.record_head(*row)?.id)).collect() };
    let is_own = |fact: &&JudgedFact| {
        let views = &fact.judgements.verdicts;
        let deferred = views.iter().any(|view| view.reviewer == *reviewer && view.verdict == Verdict::Defer);
        deferred && !views.iter().any(|view| view.verdict.decides())
    };
    let deferred: Vec<RowId> = facts.iter().filter(is_own).map(|fact| fact.row).collect();
    let left =
        |read: &ReadDay| read.rows.iter().flatten().filter(|row| is_open(by_row.get(row).copied())).count() as u64;
    let left_before = days.iter().filter(|read| read.sample.day < day).max_by_key(|read| read.sample.day);
    Ok(Today {
        progress: progress_of(&days, day, &by_row)
            .ok_or_else(|| Problem::usage(format!("No sample was frozen on {day}.")))?,
        frozen: (frozen.reviewer, frozen.time),
        queue: ids(&rows)?,
        questions: reader.open_questions(day, reviewer)?,
        deferred: ids(&deferred)?,
        left_before: left_before.map(|read| (read.sample.day, left(read))).filter(|(_, left)| *left > 0),
        people: people(reader)?,
    })
}

/// Returns the reviewer's session over the sample of a day, to go on with: what has the reviewer's verdict, then what is
/// left as it is now, for others may have read on meanwhile. `None` where there is none.
///
/// # Errors
/// Store problems as they are.
pub fn daily_session(reader: &Reader, reviewer: &Name, day: Day, now: Time) -> Result<Option<Session>> {
    let sampling = Sampling::daily(day);
    let Some(mut session) = reader.unfinished_session_by(reviewer, "", &sampling, now)? else { return Ok(None) };
    let left = reader.queue_of(&Filter::All, &sampling, reviewer, now)?.rows;
    session.queue.retain(|row| !left.contains(row));
    session.queue.extend(left);
    Ok(Some(session))
}

/// Returns how far the sample of a day was read.
///
/// # Errors
/// Store problems as they are.
pub fn progress(reader: &Reader, day: Day) -> Result<Option<DailyProgress>> {
    let (days, facts) = (reader.read_days()?, reader.judged_facts()?);
    let by_row: HashMap<RowId, &JudgedFact> = facts.iter().map(|fact| (fact.row, fact)).collect();
    Ok(progress_of(&days, day, &by_row))
}

fn is_open(fact: Option<&JudgedFact>) -> bool {
    fact.is_none_or(|fact| fact.judgements.verdicts.is_empty())
}

fn progress_of(days: &[ReadDay], day: Day, by_row: &HashMap<RowId, &JudgedFact>) -> Option<DailyProgress> {
    let outcome_at = |read: &ReadDay, at: usize| {
        let fact = by_row.get(&read.rows.get(at).copied().flatten()?)?;
        Some(outcome(&fact.judgements))
    };
    let fails_at = |read: &ReadDay, at: usize| match outcome_at(read, at) {
        Some(Outcome::Fails(fails)) => Some(fails),
        Some(Outcome::Disputed | Outcome::Deferred | Outcome::Declined | Outcome::Unjudged) | None => None,
    };
    let read = days.iter().find(|read| read.sample.day == day)?;
    let count = |wanted: fn(&Outcome) -> bool| {
        (0..read.rows.len()).filter_map(|at| outcome_at(read, at)).filter(wanted).count() as u64
    };
    let own = if read.read.is_some() {
        daily_rate([(&read.sample, read.read)], |_, at| fails_at(read, at))
    } else {
        let judged = (0..read.rows.len()).filter_map(|at| fails_at(read, at));
        rate(&judged.map(|fails| (fails, None)).collect::<Vec<_>>())
    };
    let pairs = days.iter().map(|read| (&read.sample, read.read));
    let all_days = daily_rate(pairs, |index, at| days.get(index).and_then(|read| fails_at(read, at)));
    Some(DailyProgress {
        sample: read.sample.clone(),
        done: read.rows.iter().flatten().filter(|row| !is_open(by_row.get(row).copied())).count() as u64,
        deferred: count(|outcome| matches!(outcome, Outcome::Deferred)),
        declined: count(|outcome| matches!(outcome, Outcome::Declined)),
        disputed: count(|outcome| matches!(outcome, Outcome::Disputed)),
        rate: own,
        all_days,
        days: days.iter().filter(|read| read.read.is_some_and(|read| read > 0)).count() as u64,
    })
}

/// Returns on which days each reviewer judged, and how fast, by name.
///
/// # Errors
/// Store problems as they are.
pub fn people(reader: &Reader) -> Result<Vec<ReviewerDays>> {
    let mut times: BTreeMap<Name, Vec<Time>> = BTreeMap::new();
    for (_, view) in reader.verdicts()? {
        times.entry(view.reviewer).or_default().push(view.time);
    }
    Ok(times.into_iter().filter_map(|(reviewer, times)| days_of(reviewer, times)).collect())
}

fn days_of(reviewer: Name, mut times: Vec<Time>) -> Option<ReviewerDays> {
    times.sort_unstable();
    let days: BTreeSet<Day> = times.iter().map(|time| Day::of(*time)).collect();
    let (first, last) = (*days.first()?, *days.last()?);
    let steps = times.iter().zip(times.iter().skip(1)).map(|(one, next)| next.0 - one.0);
    let (count, spent) = steps.filter(|step| *step <= PAUSE).fold((0_u64, 0_i64), |(n, sum), step| (n + 1, sum + step));
    let pace = u64::try_from(spent).ok().filter(|spent| *spent > 0 && count >= PACE_FROM);
    let between = u64::try_from(first.until(last)).unwrap_or_default() + 1;
    Some(ReviewerDays {
        reviewer,
        judged: times.len() as u64,
        days: days.len() as u64,
        first,
        last,
        gaps: between.saturating_sub(days.len() as u64),
        pace: pace.map(|spent| count * 3_600_000 / spent),
    })
}

#[cfg(test)]
mod tests {
    use super::days_of;
    use crate::domain::{Name, Time};

    #[test]
    fn pauses_are_no_time_spent_on_judging() {
        let minute = 60_000;
        let (day, mut times) = (86_400_000, Vec::new());
        for start in [0, day * 2] {
            times.extend((0..6).map(|at| Time(start + at * minute)));
        }
        let ana = days_of(Name::new("ana").unwrap(), times).unwrap();
        assert_eq!((ana.judged, ana.days, ana.gaps, ana.pace), (12, 2, 1, Some(60)));
        assert!(days_of(Name::new("ben").unwrap(), Vec::new()).is_none());
    }
}
