//! Gathers the labelled records of one mode or criterion and has checks mined from them.

use crate::checks::mining::{Known, MinedChecks, Nouns, OutOfSample, Sample, choose, nothing_found};
use crate::domain::{Content, RecordId, Target};
use crate::error::{Kind, Problem, Result};
use crate::measures::truth::{Truth, truth};
use crate::services::current_target::current_target;
use crate::store::Reader;

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

/// Mines checks for `target`: the same records give the same suggestions. Nothing is suggested that fails the same
/// training records as a check that is attached already, or as a suggestion that was dismissed.
///
/// # Errors
/// Store problems as they are.
pub fn mine(reader: &Reader, target: &Target) -> Result<MinedForTarget> {
    let codebook = reader.codebook()?;
    let target = current_target(&codebook, target);
    let known = known(reader, &target)?;
    let mut sample = Sample::default();
    each_labelled(reader, &target, &mut |id, content, is_bad| sample.take(id, content, is_bad))?;
    let mut out_of_sample = OutOfSample::new(choose(&sample, &known))?;
    drop(sample);
    stop_if_cancelled(reader)?;
    each_labelled(reader, &target, &mut |id, content, is_bad| out_of_sample.take(id, content, is_bad))?;
    let mined = out_of_sample.finish();
    let remark = mined.suggestions.is_empty().then(|| nothing_found(&mined, Nouns::for_target(&target)));
    Ok(MinedForTarget { target, mined, remark })
}

/// The checks that are not suggested again for `target`: those attached to it, and dismissed suggestions.
pub(super) fn known(reader: &Reader, target: &Target) -> Result<Known> {
    let codebook = reader.codebook()?;
    let attached = codebook.checks.iter().filter(|check| current_target(&codebook, &check.target) == *target);
    let answers = reader.suggestion_answers()?.into_iter();
    let dismissed = answers.filter(|answer| !answer.accepted && current_target(&codebook, &answer.target) == *target);
    Ok(Known {
        attached: attached.map(|check| check.spec.clone()).collect(),
        dismissed: dismissed.map(|answer| answer.spec).collect(),
    })
}

/// Walks the records that people's judgements make bad or good for `target`.
fn each_labelled(reader: &Reader, target: &Target, visit: &mut dyn FnMut(RecordId, &Content, bool)) -> Result<()> {
    reader.each_judged(&mut |record, judgements| {
        match truth(target, &judgements) {
            Truth::Positive => visit(record.id, &record.content, true),
            Truth::Negative => visit(record.id, &record.content, false),
            Truth::NotComparable | Truth::Disputed | Truth::Stale | Truth::Na | Truth::Silent => {}
        }
        Ok(true)
    })
}

/// Ends the work when the read was cancelled.
fn stop_if_cancelled(reader: &Reader) -> Result<()> {
    if reader.is_stopped() { Err(Problem::new(Kind::Io, "The read was stopped.")) } else { Ok(()) }
}
