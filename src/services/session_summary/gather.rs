//! Gathers what was done in a session.

use std::collections::{BTreeMap, HashSet};

use super::counts::Verdicts;
use super::known::known_counts;
use super::today;
use crate::domain::{
    CodebookView, FOLDED_AT_MOST, JudgedFact, ModeKey, Name, RecordId, RowId, Session, Target, Time, Verdict, filter,
};
use crate::error::Result;
use crate::store::{GoldAnswer, Reader};
use crate::text::{TraceLinks, Traced};
use crate::views::{CriterionSummary, ModeSummary, NamedRecord, SessionSummary, Share};

/// So many records stand for a mode.
const EXEMPLARS: usize = 2;

/// So many of the fails without a mode are named.
const FAILS: usize = 20;

/// Summarizes a session.
///
/// # Errors
/// Store problems as they are.
pub fn of_session(reader: &Reader, session: Session, links: &TraceLinks, now: Time) -> Result<SessionSummary> {
    let (facts, codebook, sessions) = (reader.judged_facts()?, reader.codebook()?, reader.sessions()?);
    let verdicts = Verdicts::read(reader, &sessions)?;
    let until = verdicts.end_of(&session);
    let own = of_it(&facts, &session, until);
    let alike = sessions.iter().rev().filter(|other| other.id < session.id && is_alike(other, &session));
    let mut counted = alike.map(|other| (other.id, other.started, verdicts.count(other)));
    let before = counted.find(|(_, _, judged)| judged.decided() > 0);
    let is_of_session = |time: Time| time >= session.started && until.is_none_or(|end| time < end);
    let mut rows: Vec<RowId> = own.iter().map(|fact| fact.row).collect();
    rows.sort_unstable();
    let ids: BTreeMap<RowId, RecordId> =
        reader.said_of(&rows)?.into_iter().map(|(judged, _)| (judged.row, judged.id)).collect();
    let named = |row: &RowId| -> Result<Option<NamedRecord>> {
        let Some(id) = ids.get(row).copied() else { return Ok(None) };
        let link = if links.is_empty() { None } else { links.link(&Traced::of(&reader.record(*row)?)) };
        Ok(Some(NamedRecord { id, link }))
    };
    let created = reader.created()?;
    let is_new = |key: &ModeKey| {
        created.iter().any(|one| is_of_session(one.time) && matches!(&one.target, Target::Mode(mode) if mode == key))
    };
    let modes = modes(&own, &session.reviewer, &codebook, &named, &is_new)?;
    let is_modeless = |fact: &&&JudgedFact| {
        verdict(fact, &session.reviewer) == Some(Verdict::Fail) && fact.judgements.tags.is_empty()
    };
    let failed_without_mode = own.iter().filter(is_modeless).count() as u64;
    let failed_records = own.iter().filter(is_modeless).take(FAILS).map(|fact| named(&fact.row));
    let failed_records = failed_records.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
    let deferred = own.iter().filter(|fact| verdict(fact, &session.reviewer) == Some(Verdict::Defer));
    let notes = |fact: &JudgedFact| {
        let notes = fact.judgements.notes.iter().filter(|note| note.reviewer == session.reviewer);
        notes.map(|note| note.text.clone()).collect()
    };
    let deferred = deferred.map(|fact| Ok(named(&fact.row)?.map(|record| (record, notes(fact)))));
    let deferred = deferred.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
    let declined = own.iter().filter_map(|fact| {
        let own = fact.judgements.verdicts.iter().find(|view| view.reviewer == session.reviewer)?;
        (own.verdict == Verdict::Declined).then(|| Ok(named(&fact.row)?.map(|record| (record, own.reason.clone()))))
    });
    let declined = declined.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
    let criteria = codebook.criteria.iter().flat_map(|criterion| {
        criterion.versions.iter().filter(|version| is_of_session(version.time)).map(|version| CriterionSummary {
            name: criterion.name.clone(),
            version: version.version,
            edit: version.edit,
            reason: version.reason.clone(),
            text: version.text.clone(),
        })
    });
    let (daily, people) = match session.sampling.day() {
        Some(day) => (today::progress(reader, day)?, today::people(reader)?),
        None => (None, Vec::new()),
    };
    let is_own = |answer: &&GoldAnswer| answer.session == Some(session.id) && answer.reviewer == session.reviewer;
    let known = known_counts(reader.gold_answers()?.iter().filter(is_own));
    let stubs = reader.stubs_written(session.started, until)?;
    let judged = verdicts.count(&session);
    let Open { records, left, alike } = open_of(reader, &session, &verdicts, now)?.unwrap_or_else(|| {
        let (records, done) = (session.population, judged.done());
        Open { records, left: records.saturating_sub(done), alike: 0 }
    });
    Ok(SessionSummary {
        records,
        left,
        alike,
        judged,
        before,
        modes,
        failed_without_mode,
        failed_records,
        daily,
        people,
        deferred,
        declined,
        criteria: criteria.collect(),
        known,
        stubs: stubs.into_iter().map(|written| (written.stub, written.state)).collect(),
        session,
    })
}

/// How much of a session is left.
struct Open {
    records: u64,
    left: u64,
    alike: u64,
}

/// Returns how much of a session has no verdict; `None` where what its filter names is gone.
fn open_of(reader: &Reader, session: &Session, verdicts: &Verdicts, now: Time) -> Result<Option<Open>> {
    let rows: Vec<RowId> = if session.queue.is_empty() {
        let filter = filter::parse(&session.filter).ok();
        let Some(queue) = filter.and_then(|filter| reader.queue(&filter, &session.sampling, now).ok()) else {
            return Ok(None);
        };
        queue.rows
    } else {
        let mut rows = session.queue.clone();
        rows.sort_unstable();
        rows.dedup();
        rows
    };
    let is_judged = |row: &RowId| verdicts.of(&session.reviewer, *row).is_some();
    let unjudged = rows.iter().filter(|row| !is_judged(row)).count();
    let mut alike = 0;
    if unjudged > 0 && unjudged < rows.len() && session.sampling.folds_alike() && rows.len() <= FOLDED_AT_MOST {
        let keyed: Vec<(&RowId, u64)> = rows.iter().zip(reader.alike_keys(&rows)?).collect();
        let known: HashSet<u64> = keyed.iter().filter(|(row, _)| is_judged(row)).map(|(_, key)| *key).collect();
        alike = keyed.iter().filter(|(row, key)| !is_judged(row) && known.contains(key)).count();
    }
    Ok(Some(Open { records: rows.len() as u64, left: (unjudged - alike) as u64, alike: alike as u64 }))
}

/// Returns whether two sessions read the same: one reviewer, filter and plan. Daily samples are of one plan.
fn is_alike(one: &Session, other: &Session) -> bool {
    one.reviewer == other.reviewer
        && one.filter == other.filter
        && one.sampling.plan == other.sampling.plan
        && (one.sampling.day().is_some() || one.sampling.by == other.sampling.by)
}

/// Returns what the reviewer judged in a session, in the order of reading: of what was drawn all that is judged by now, of
/// what is read whole what was judged from its start to that of the reviewer's next session.
fn of_it<'f>(facts: &'f [JudgedFact], session: &Session, until: Option<Time>) -> Vec<&'f JudgedFact> {
    let drawn: HashSet<RowId> = session.queue.iter().copied().collect();
    let is_in = |fact: &&JudgedFact| {
        let own = fact.judgements.verdicts.iter().find(|view| view.reviewer == session.reviewer);
        own.is_some_and(|view| {
            if drawn.is_empty() {
                view.time >= session.started && until.is_none_or(|end| view.time < end)
            } else {
                drawn.contains(&fact.row)
            }
        })
    };
    facts.iter().filter(is_in).collect()
}

fn verdict(fact: &JudgedFact, reviewer: &Name) -> Option<Verdict> {
    fact.judgements.verdicts.iter().find(|view| view.reviewer == *reviewer).map(|view| view.verdict)
}

fn modes(
    own: &[&JudgedFact],
    reviewer: &Name,
    codebook: &CodebookView,
    named: &dyn Fn(&RowId) -> Result<Option<NamedRecord>>,
    is_new: &dyn Fn(&ModeKey) -> bool,
) -> Result<Vec<ModeSummary>> {
    let decided: Vec<&&JudgedFact> =
        own.iter().filter(|fact| matches!(verdict(fact, reviewer), Some(Verdict::Pass | Verdict::Fail))).collect();
    let mut modes: Vec<ModeSummary> = codebook
        .modes
        .iter()
        .filter_map(|mode| {
            let has = |fact: &&&&JudgedFact| {
                fact.judgements.tags.iter().any(|tag| tag.mode == mode.key && tag.reviewer == *reviewer)
            };
            let with: Vec<_> = decided.iter().filter(has).collect();
            let share = Share::of(with.len() as u64, decided.len() as u64).filter(|share| share.hits > 0)?;
            let exemplars = with.iter().take(EXEMPLARS).map(|fact| named(&fact.row)).collect::<Result<Vec<_>>>();
            let (key, name) = (mode.key.clone(), mode.name.clone());
            let target = Target::Mode(key.clone());
            let has_check = codebook.checks.iter().any(|check| check.target == target);
            Some(exemplars.map(|exemplars| {
                let exemplars = exemplars.into_iter().flatten().collect();
                ModeSummary { is_new: is_new(&key), has_check, key, name, share, exemplars }
            }))
        })
        .collect::<Result<_>>()?;
    modes.sort_by_key(|mode| std::cmp::Reverse(mode.share.hits));
    Ok(modes)
}
