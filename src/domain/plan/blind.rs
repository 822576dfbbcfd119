//! Planning blind sets: who opens, reveals, closes and looks into them.

use crate::domain::plan::facts::Facts;
use crate::domain::{Change, Name, RecordId};
use crate::error::{Problem, Result};

/// An id is so long at most.
const LONGEST: usize = 36;

pub(super) fn open(facts: &dyn Facts, set: &str, reviewers: &[Name], records: &[RecordId]) -> Result<Vec<Change>> {
    let is_id = !set.is_empty() && set.len() <= LONGEST && set.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if !is_id {
        return Err(Problem::usage("The id of a blind set is of letters, digits and hyphens."));
    }
    if facts.blind_set(set)?.is_some() {
        return Err(Problem::usage(format!("There is a blind set {set} already.")));
    }
    let mut names: Vec<Name> = Vec::new();
    for name in reviewers {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    if names.len() < 2 {
        return Err(Problem::usage("A blind set needs two reviewers with different names."));
    }
    let mut ids: Vec<RecordId> = Vec::new();
    let mut known = std::collections::BTreeSet::new();
    for record in records {
        facts.require_record(*record)?;
        if let Some(other) = facts.open_set_of(*record)? {
            let record = record.short();
            return Err(Problem::usage(format!("The record {record} is in the open blind set {other} already."))
                .hint(format!("`gemba blind close {other}` ends that one.")));
        }
        if known.insert(*record) {
            ids.push(*record);
        }
    }
    if ids.is_empty() {
        return Err(Problem::usage("A blind set needs records."));
    }
    Ok(vec![Change::BlindOpen { set: set.to_owned(), reviewers: names, records: ids }])
}

pub(super) fn reveal(facts: &dyn Facts, set: &str, record: RecordId) -> Result<Vec<Change>> {
    facts.require_record(record)?;
    let reviewers = known_set(facts, set, "reveal")?.0;
    let short = record.short();
    let Some((record, is_revealed)) = facts.in_blind_set(set, record)? else {
        return Err(Problem::usage(format!("The record {short} is not in the blind set {set}.")));
    };
    if is_revealed {
        return Ok(Vec::new());
    }
    let voters = facts.voters(record)?;
    if !reviewers.iter().all(|reviewer| voters.contains(reviewer)) {
        return Err(Problem::usage(format!("Not all reviewers of the blind set {set} have voted on {short} yet.")));
    }
    Ok(vec![Change::BlindReveal { set: set.to_owned(), record }])
}

pub(super) fn close(facts: &dyn Facts, set: &str) -> Result<Vec<Change>> {
    let is_open = known_set(facts, set, "close")?.1;
    Ok(is_open.then(|| Change::BlindClose { set: set.to_owned() }).into_iter().collect())
}

pub(super) fn unblind(facts: &dyn Facts, set: &str) -> Result<Vec<Change>> {
    let is_open = facts.blind_set(set)?.ok_or_else(|| unknown(set))?.1;
    let change = || Change::Unblind { set: set.to_owned() };
    Ok((is_open && !facts.is_unblinded(set)?).then(change).into_iter().collect())
}

/// Returns a set of the reviewer's own.
fn known_set(facts: &dyn Facts, set: &str, what: &str) -> Result<(Vec<Name>, bool)> {
    let (reviewers, is_open) = facts.blind_set(set)?.ok_or_else(|| unknown(set))?;
    if !reviewers.contains(facts.reviewer()) {
        let names = reviewers.iter().map(Name::as_str).collect::<Vec<_>>().join(" and ");
        return Err(Problem::usage(format!("Only its reviewers may {what} the blind set {set}: {names}."))
            .hint("`--unblind` shows it to you, and says so in the journal."));
    }
    Ok((reviewers, is_open))
}

fn unknown(set: &str) -> Problem {
    Problem::usage(format!("There is no blind set {set}.")).hint("`gemba blind` lists them.")
}
