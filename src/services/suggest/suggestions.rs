//! Suggests checks for one mode or criterion: mined ones, else those that a few tags yield.

use std::collections::HashSet;

use super::mined::{MinedForTarget, known, mine};
use crate::checks::check_syntax;
use crate::checks::mining::{FEW, MinedChecks, Nouns, Sample, from_few_tags, quotable, refusing};
use crate::domain::Judgements;
use crate::domain::{CheckSpec, Content, Filter, Record, RecordId, Span, Tally, Target, Time};
use crate::error::Result;
use crate::measures::alignment::Confusion;
use crate::measures::truth::{Truth, truth};
use crate::services::current_target::current_target;
use crate::services::tallies::trials;
use crate::store::Reader;
use crate::views::{CheckSuggestion, CheckSuggestions};

/// How many unjudged records are used as good ones.
const UNJUDGED: usize = 1_000;
/// How many pieces of evidence are tried, the newest first.
const MOST_EVIDENCE: usize = 3;

/// Returns at most five checks for `target`, each with its figures on all labelled records. `chosen` is text that the
/// reviewer has selected: a check that refuses it comes first. Where mining finds nothing, checks made of the evidence
/// take its place, and with few records also those that the figures hint at; the remark then says so.
///
/// # Errors
/// Store problems as they are; `Io` when the read was stopped.
pub fn suggest(reader: &Reader, target: &Target, chosen: Option<&str>, now: Time) -> Result<CheckSuggestions> {
    let MinedForTarget { target, mined, remark } = mine(reader, target)?;
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
            found.push(suggestion(check.spec.clone(), true, Some(check.test)));
        }
    }
    let specs: Vec<CheckSpec> = found.iter().map(|suggestion| suggestion.spec.clone()).collect();
    for (suggestion, tally) in found.iter_mut().zip(trials(reader, &target, &specs)?) {
        suggestion.tally = tally;
    }
    let by_hand = texts.iter().find_map(|text| quotable(text)).map(|text| check_syntax::print(&refusing(&text)));
    let remark = match remark {
        Some(_) if is_few(&mined) && !found.is_empty() => Some(few_tags_remark(&mined, &target, unread)),
        remark => remark,
    };
    Ok(CheckSuggestions { target, proposals: found, remark, by_hand: by_hand.unwrap_or_default() })
}

fn suggestion(spec: CheckSpec, is_mined: bool, held_out: Option<Confusion>) -> CheckSuggestion {
    CheckSuggestion { spec, is_mined, held_out, tally: Tally::default(), unread: None }
}

fn is_few(mined: &MinedChecks) -> bool {
    mined.train.0 + mined.test.0 < FEW || mined.train.1 + mined.test.1 < FEW
}

/// Says how little a few tags prove.
fn few_tags_remark(mined: &MinedChecks, target: &Target, unread: u64) -> String {
    let nouns = Nouns::for_target(target);
    let (bad, good) = (mined.train.0 + mined.test.0, mined.train.1 + mined.test.1);
    let compared = if unread == 0 { String::new() } else { format!(" and compared with {unread} unjudged ones") };
    format!(
        "thin: {bad} {}, {good} {}. Found in these same records{compared}: they prove nothing yet; more {} and {} records \
         will.",
        nouns.bad, nouns.good, nouns.bad, nouns.good
    )
}

/// All records that a search over few tags looks at, not split into halves.
struct Evidence {
    labelled: Sample,
    /// Texts of outputs that were marked as evidence, the last record first.
    marked: Vec<String>,
    unread: Vec<Content>,
}

impl Evidence {
    fn read(reader: &Reader, target: &Target, now: Time) -> Result<Self> {
        let codebook = reader.codebook()?;
        let mut records = Self { labelled: Sample::whole(), marked: Vec::new(), unread: Vec::new() };
        let mut judged: HashSet<RecordId> = HashSet::new();
        reader.each_judged(&mut |record, judgements| {
            judged.insert(record.id);
            match truth(target, &judgements) {
                Truth::Positive => {
                    records.labelled.take(record.id, &record.content, true);
                    let is_own = |mode| current_target(&codebook, &Target::Mode(mode)) == *target;
                    records.marked.extend(evidence(&record, &judgements, is_own));
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

/// Returns the parts of the output that these tags mark.
fn evidence(record: &Record, judgements: &Judgements, is_own: impl Fn(crate::domain::ModeKey) -> bool) -> Vec<String> {
    let text = |Span { start, end, .. }: Span| -> String {
        let output = record.content.output.raw().chars();
        output.skip(start as usize).take(end.saturating_sub(start) as usize).collect()
    };
    let own = judgements.tags.iter().filter(|tag| is_own(tag.mode.clone()));
    own.filter_map(|tag| tag.span).filter(|span| span.turn.is_none()).map(text).collect()
}
