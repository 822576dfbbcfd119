//! Checks suggested for one mode or criterion: mined from labelled records, else made of the evidence of a few tags.

mod labelled;
mod shared;
mod words;

use std::collections::HashSet;

use super::tallies::trials;
use crate::checks::check_syntax;
use crate::checks::mining::{
    FEW, Known, MinedChecks, Nouns, Sample, from_few_tags, mine as mine_sample, nothing_found, quotable, refusing,
};
use crate::domain::{CheckSpec, Content, Filter, RecordId, Tally, Target, Time};
use crate::error::{Kind, Problem, Result};
use crate::measures::alignment::Confusion;
use crate::measures::truth::{Truth, truth};
use crate::redact::Redactor;
use crate::store::Reader;
use crate::views::{CheckSuggestion, CheckSuggestions};
use labelled::each_labelled;
use shared::Offered;
use words::{Words, evidence};

/// How many unjudged records are used as good ones.
const UNJUDGED: usize = 1_000;
/// How many pieces of evidence are tried, the newest first.
const MOST_EVIDENCE: usize = 3;

/// The checks mined for one mode or criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct MinedForTarget {
    /// The mode or criterion that counts now.
    pub target: Target,
    /// The suggestions, simplest first, with all figures.
    pub mined: MinedChecks,
    /// Why there is no suggestion, as a sentence. May quote untrusted text.
    pub remark: Option<String>,
}

/// Mines checks for `target`: the same records give the same suggestions. Nothing is suggested that fails the same records
/// as a check that is attached already, or as a suggestion that was dismissed. `progress` is told the share that is done.
///
/// # Errors
/// Store problems as they are; `Io` when the read was stopped.
pub fn mine(reader: &Reader, target: &Target, progress: &dyn Fn(f64)) -> Result<MinedForTarget> {
    let codebook = reader.codebook()?;
    let target = codebook.current_target(target);
    let known = known(reader, &target)?;
    let mut sample = Sample::default();
    let mut words = Words::new(&codebook, &target);
    each_labelled(reader, &target, &mut |record, judgements, is_bad| {
        sample.take(record.id, &record.content, is_bad);
        words.told(&record.content);
        if is_bad {
            words.bad(record, judgements);
        }
    })?;
    let goes_on = |done: f64| {
        progress(done);
        !reader.is_stopped()
    };
    let mined = mine_sample(&sample, &known, &words.finish(), &goes_on);
    let mut mined = mined.ok_or_else(|| Problem::new(Kind::Io, "The read was stopped."))?;
    if !sample.is_whole() {
        count_again(reader, &target, &mut mined)?;
    }
    let remark = mined.suggestions.is_empty().then(|| nothing_found(&mined, Nouns::for_target(&target), true));
    Ok(MinedForTarget { target, mined, remark })
}

/// Counts the suggestions on all records, where only some were searched.
fn count_again(reader: &Reader, target: &Target, mined: &mut MinedChecks) -> Result<()> {
    let found = mined.suggestions.iter_mut().chain(&mut mined.closest);
    let specs: Vec<CheckSpec> = found.map(|check| check.spec.clone()).collect();
    let found = mined.suggestions.iter_mut().chain(&mut mined.closest);
    for (check, tally) in found.zip(trials(reader, target, &specs)?) {
        check.all = Confusion::from(&tally);
        check.missed = tally.missed;
        check.wrongly_rejected = tally.wrongly_rejected;
    }
    Ok(())
}

/// The checks that are not suggested again for `target`: those attached to it, and dismissed suggestions.
fn known(reader: &Reader, target: &Target) -> Result<Known> {
    let codebook = reader.codebook()?;
    let attached = codebook.checks.iter().filter(|check| check.target == *target);
    let answers = reader.suggestion_answers()?.into_iter();
    let dismissed = answers.filter(|answer| !answer.accepted && codebook.current_target(&answer.target) == *target);
    Ok(Known {
        attached: attached.map(|check| check.spec.clone()).collect(),
        dismissed: dismissed.map(|answer| answer.spec).collect(),
    })
}

/// Returns at most five checks for `target`, each with its figures on all labelled records. `chosen` is text that the
/// reviewer has selected: a check that refuses it comes first. Where mining finds nothing, checks made of the evidence
/// take its place, and with few records also those that the figures hint at; the remark then says so. What a `shared` screen
/// may not show is left out, and counted in the remark.
///
/// # Errors
/// Store problems as they are; `Io` when the read was stopped.
pub fn suggest(
    reader: &Reader,
    target: &Target,
    chosen: Option<&str>,
    shared: Option<&Redactor>,
    now: Time,
) -> Result<CheckSuggestions> {
    let MinedForTarget { target, mined, .. } = mine(reader, target, &|_| {})?;
    let known = known(reader, &target)?;
    let mut found: Vec<CheckSuggestion> = Vec::new();
    let mut texts: Vec<String> = chosen.map(str::to_owned).into_iter().collect();
    let nothing_mined = mined.suggestions.is_empty();
    let mut unread = 0;
    if chosen.is_some() || nothing_mined {
        let records = Evidence::read(reader, &target, now)?;
        if nothing_mined {
            texts.extend(records.marked.iter().take(MOST_EVIDENCE).cloned());
        }
        unread = records.unread.len() as u64;
        let searches = nothing_mined && is_few(&mined);
        for check in from_few_tags(&records.labelled, &records.unread, &texts, &known, searches) {
            let unread = Some((check.unread, unread));
            found.push(CheckSuggestion { unread, ..suggestion(check.spec, !check.is_pointed, None) });
        }
    }
    for check in &mined.suggestions {
        if found.iter().all(|other| other.spec != check.spec) {
            found.push(suggestion(check.spec.clone(), true, Some(check.out_of_fold)));
        }
    }
    let by_hand = texts.iter().find_map(|text| quotable(text)).map(|text| refusing(&text));
    let closest = mined.closest.as_ref().map(|closest| closest.spec.clone());
    let mut offered = Offered { suggestions: found, by_hand, closest };
    let left_out = match shared {
        Some(redactor) => offered.leave_out_what_is_masked(reader, &target, redactor)?,
        None => None,
    };
    let Offered { suggestions: mut found, by_hand, closest } = offered;
    let specs: Vec<CheckSpec> = found.iter().map(|suggestion| suggestion.spec.clone()).collect();
    for (suggestion, tally) in found.iter_mut().zip(trials(reader, &target, &specs)?) {
        suggestion.tally = tally;
    }
    let remark = match nothing_mined {
        true if is_few(&mined) && !found.is_empty() => Some(few_tags_remark(&mined, &target, unread)),
        true => Some(nothing_found(&mined, Nouns::for_target(&target), closest.is_some())),
        false => None,
    };
    let remarks: Vec<String> = remark.into_iter().chain(left_out).collect();
    let remark = (!remarks.is_empty()).then(|| remarks.join(" "));
    let by_hand = by_hand.map(|spec| check_syntax::print(&spec)).unwrap_or_default();
    Ok(CheckSuggestions { target, suggestions: found, remark, by_hand })
}

fn suggestion(spec: CheckSpec, is_mined: bool, out_of_fold: Option<Confusion>) -> CheckSuggestion {
    CheckSuggestion { spec, is_mined, out_of_fold, tally: Tally::default(), unread: None }
}

fn is_few(mined: &MinedChecks) -> bool {
    mined.counts.0 < FEW || mined.counts.1 < FEW
}

/// Says how little a few tags prove.
fn few_tags_remark(mined: &MinedChecks, target: &Target, unread: u64) -> String {
    let nouns = Nouns::for_target(target);
    let (bad, good) = mined.counts;
    let compared = if unread == 0 { String::new() } else { format!(" and compared with {unread} unjudged ones") };
    format!(
        "thin: {bad} {}, {good} {}. Found in these same records{compared}: they prove nothing yet; more {} and {} records \
         will.",
        nouns.bad, nouns.good, nouns.bad, nouns.good
    )
}

/// All records that a search over few tags looks at.
struct Evidence {
    labelled: Sample,
    /// Texts of outputs that were marked as evidence, the last record first.
    marked: Vec<String>,
    unread: Vec<Content>,
}

impl Evidence {
    fn read(reader: &Reader, target: &Target, now: Time) -> Result<Self> {
        let mut records = Self { labelled: Sample::default(), marked: Vec::new(), unread: Vec::new() };
        let mut judged: HashSet<RecordId> = HashSet::new();
        reader.each_judged(&mut |record, judgements| {
            judged.insert(record.id);
            match truth(target, &judgements) {
                Truth::Positive => {
                    records.labelled.take(record.id, &record.content, true);
                    records.marked.extend(evidence(&record, &judgements, target));
                }
                Truth::Negative => records.labelled.take(record.id, &record.content, false),
                Truth::NotComparable | Truth::Disputed | Truth::Stale | Truth::Na | Truth::Silent => {}
            }
            Ok(true)
        })?;
        records.marked.reverse();
        reader.each(&Filter::All, now, &mut |record| {
            if !judged.contains(&record.id) {
                records.unread.push(record.content);
            }
            Ok(records.unread.len() < UNJUDGED)
        })?;
        Ok(records)
    }
}
