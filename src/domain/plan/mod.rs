//! What is asked → what is journalled: names become keys, what is left open is filled in, what cannot be done is refused
//! in words, and what changes nothing becomes no event at all.
//!
//! Pure but for what [`Facts`] reads.

mod blind;
mod checks;
mod criteria;
mod facts;
mod judgements;
mod modes;
mod refusals;
mod settling;

pub use facts::Facts;

use crate::domain::Change;
use crate::error::{Problem, Result};

/// Returns the events that a change comes to; none when it changes nothing.
pub fn plan(facts: &dyn Facts, change: &Change) -> Result<Vec<Change>> {
    match change {
        Change::Verdict { record, verdict, reason } => judgements::verdict(facts, *record, *verdict, reason.as_ref()),
        Change::Tag { record, mode, span } => judgements::tag(facts, *record, mode, *span),
        Change::Untag { record, mode } => judgements::untag(facts, *record, mode),
        Change::Note { record, span, text } => judgements::note(facts, *record, *span, text.as_ref()),
        Change::Correction { record, text } => judgements::correction(facts, *record, text.as_ref()),
        Change::Grade { record, criterion, version, answer, purpose } => {
            judgements::grade(facts, *record, criterion, *version, *answer, *purpose)
        }
        Change::Settle { record, target, version, answer, by, how } => {
            settling::settle(facts, *record, target, *version, *answer, by, *how)
        }
        Change::ModeAdd { name, definition, severity, hotkey } => {
            modes::add(facts.codebook()?, name, definition, *severity, *hotkey)
        }
        Change::ModeEdit { mode, name, definition, severity, hotkey } => {
            modes::edit(facts.codebook()?, mode, name.as_ref(), definition.as_ref(), *severity, *hotkey)
        }
        Change::ModeMerge { mode, into } => modes::merge(facts.codebook()?, mode, into),
        Change::ModeSplit { mode, into } => modes::split(facts.codebook()?, mode, into),
        Change::ModeRetire { mode } => modes::retire(facts.codebook()?, mode),
        Change::ModeRevive { mode } => modes::revive(facts.codebook()?, mode),
        Change::CriterionAdd { name, text, modes, record, number } => {
            criteria::add(facts, name, text, modes, *record, *number)
        }
        Change::CriterionRevise { criterion, text, edit, reason, record } => {
            criteria::revise(facts, criterion, text, *edit, reason, *record)
        }
        Change::CriterionEdit { criterion, name, modes, retired, settings } => {
            criteria::edit(facts.codebook()?, criterion, name.as_ref(), modes.as_deref(), *retired, settings)
        }
        Change::CriterionMerge { criterion, into } => criteria::merge(facts.codebook()?, criterion, into),
        Change::CriterionSplit { criterion, into } => criteria::split(facts.codebook()?, criterion, into),
        Change::CheckAdd { key, target, spec } => checks::add(facts, key.as_ref(), target, spec),
        Change::CheckEdit { check, spec } => checks::edit(facts.codebook()?, check, spec),
        Change::CheckRemove { check } => checks::remove(facts.codebook()?, check),
        Change::SuggestionAnswer { target, spec, accepted } => checks::answer(facts, target, spec, *accepted),
        Change::TagSuggestionAnswer { record, mode, source, answer } => {
            judgements::answer_suggestion(facts, *record, mode, source, *answer)
        }
        Change::DailySample { sample } => {
            Ok(if facts.has_daily_sample(sample.day)? { Vec::new() } else { vec![change.clone()] })
        }
        Change::BlindOpen { set, reviewers, records } => blind::open(facts, set, reviewers, records),
        Change::BlindReveal { set, record } => blind::reveal(facts, set, *record),
        Change::BlindClose { set } => blind::close(facts, set),
        Change::Unblind { set } => blind::unblind(facts, set),
        Change::Gold(_) => Err(Problem::usage("A known answer is asked by a session only.")),
        Change::SourceRemove { .. } | Change::Undo { .. } | Change::Redo { .. } => {
            Err(Problem::usage("An undo, a redo or the removal of a source cannot be part of a batch."))
        }
    }
}
