//! Checks to choose from for one mode or criterion: mined ones, else what can be made of a handful of tags.

use std::collections::HashSet;

use super::mined::{MinedForTarget, known, mine};
use crate::checks::check_syntax;
use crate::checks::mining::{FEW, MinedChecks, Nouns, Sample, from_few_tags, quotable, refusing};
use crate::domain::Judgements;
use crate::domain::{CheckSpec, Content, Filter, Record, RecordId, Span, Target, Time};
use crate::error::Result;
use crate::measures::alignment::Confusion;
use crate::measures::truth::{Truth, truth};
use crate::services::current_target::current_target;
use crate::services::tallies::trials;
use crate::store::Reader;
use crate::views::{CheckSuggestion, CheckSuggestions};

/// How many records that nobody judged stand in for good ones.
const UNREAD: usize = 1_000;
/// How many pieces of evidence are tried, the last records first.
const POINTED: usize = 3;

/// At most five checks for `target`, each with its figures on all labelled records. `chosen` is text that the reviewer
/// has selected: a check that refuses it comes first. Where mining finds nothing, what is made of the evidence stands
/// in its place, and of a few records also what the figures hint at; the remark then says so.
///
/// # Errors
/// Store problems as they are; `Io` when the read was stopped.
pub fn suggest(reader: &Reader, target: &Target, chosen: Option<&str>, now: Time) -> Result<CheckSuggestions> {
    let MinedForTarget { target, mined, remark } = mine(reader, target)?;
    let known = known(reader, &target)?;
    let mut found: Vec<CheckSuggestion> = Vec::new();
    let mut pointed: Vec<String> = chosen.map(str::to_owned).into_iter().collect();
    let is_silent = mined.suggestions.is_empty();
    let mut unread = 0;
    if chosen.is_some() || is_silent {
        let heap = Heap::of(reader, &target, now)?;
        if is_silent {
            pointed.extend(heap.evidence.iter().take(POINTED).cloned());
        }
        unread = heap.unread.len() as u64;
        let searches = is_silent && is_few(&mined);
        for one in from_few_tags(&heap.labelled, &heap.unread, &pointed, &known, searches) {
            let unread = Some((one.unread, unread));
            found.push(CheckSuggestion { unread, ..proposal(one.spec, !one.is_pointed, None) });
        }
    }
    for suggestion in &mined.suggestions {
        if found.iter().all(|other| other.spec != suggestion.spec) {
            found.push(proposal(suggestion.spec.clone(), true, Some(suggestion.test)));
        }
    }
    let specs: Vec<CheckSpec> = found.iter().map(|one| one.spec.clone()).collect();
    for (one, tally) in found.iter_mut().zip(trials(reader, &target, &specs)?) {
        one.tally = tally;
    }
    let by_hand = pointed.iter().find_map(|text| quotable(text)).map(|text| check_syntax::print(&refusing(&text)));
    let remark = match remark {
        Some(_) if is_few(&mined) && !found.is_empty() => Some(few(&mined, &target, unread)),
        remark => remark,
    };
    Ok(CheckSuggestions { target, proposals: found, remark, by_hand: by_hand.unwrap_or_default() })
}

fn proposal(spec: CheckSpec, is_mined: bool, held_out: Option<Confusion>) -> CheckSuggestion {
    CheckSuggestion { spec, is_mined, held_out, tally: crate::domain::Tally::default(), unread: None }
}

fn is_few(mined: &MinedChecks) -> bool {
    mined.train.0 + mined.test.0 < FEW || mined.train.1 + mined.test.1 < FEW
}

/// What a handful of tags is worth, in words.
fn few(mined: &MinedChecks, target: &Target, unread: u64) -> String {
    let nouns = Nouns::for_target(target);
    let (bad, good) = (mined.train.0 + mined.test.0, mined.train.1 + mined.test.1);
    let beside = if unread == 0 { String::new() } else { format!(" beside {unread} that nobody judged") };
    format!(
        "thin: {bad} {}, {good} {}. These are made of the same records{beside}, so they prove nothing yet; more {} and \
         {} records will.",
        nouns.bad, nouns.good, nouns.bad, nouns.good
    )
}

/// The records as they are looked at without halves.
struct Heap {
    labelled: Sample,
    /// Texts of outputs that were marked as evidence, the last record first.
    evidence: Vec<String>,
    unread: Vec<Content>,
}

impl Heap {
    fn of(reader: &Reader, target: &Target, now: Time) -> Result<Self> {
        let codebook = reader.codebook()?;
        let mut heap = Self { labelled: Sample::whole(), evidence: Vec::new(), unread: Vec::new() };
        let mut judged: HashSet<RecordId> = HashSet::new();
        reader.each_judged(&mut |record, judgements| {
            judged.insert(record.id);
            match truth(target, &judgements) {
                Truth::Positive => {
                    heap.labelled.take(record.id, &record.content, true);
                    let is_own = |mode| current_target(&codebook, &Target::Mode(mode)) == *target;
                    heap.evidence.extend(evidence(&record, &judgements, is_own));
                }
                Truth::Negative => heap.labelled.take(record.id, &record.content, false),
                Truth::NotComparable | Truth::Disputed | Truth::Stale | Truth::Na | Truth::Silent => {}
            }
            Ok(true)
        })?;
        heap.evidence.reverse();
        reader.each(&Filter::All, now, &mut |record| {
            if !judged.contains(&record.id) {
                heap.unread.push(record.content);
            }
            Ok(heap.unread.len() < UNREAD)
        })?;
        Ok(heap)
    }
}

/// The texts of the output that these tags point at.
fn evidence(record: &Record, judgements: &Judgements, is_own: impl Fn(crate::domain::ModeKey) -> bool) -> Vec<String> {
    let text = |Span { start, end, .. }: Span| -> String {
        let output = record.content.output.raw().chars();
        output.skip(start as usize).take(end.saturating_sub(start) as usize).collect()
    };
    let own = judgements.tags.iter().filter(|tag| is_own(tag.mode.clone()));
    own.filter_map(|tag| tag.span).filter(|span| span.turn.is_none()).map(text).collect()
}
