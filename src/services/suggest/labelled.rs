//! The records that checks for a mode or criterion are mined from.

use crate::domain::{Judgements, Record, Target};
use crate::error::Result;
use crate::measures::truth::{Truth, truth};
use crate::store::Reader;

/// Walks the records that people's judgements make bad or good for `target`.
pub(super) fn each_labelled(
    reader: &Reader,
    target: &Target,
    visit: &mut dyn FnMut(&Record, &Judgements, bool),
) -> Result<()> {
    reader.each_judged(&mut |record, judgements| {
        match truth(target, &judgements) {
            Truth::Positive => visit(&record, &judgements, true),
            Truth::Negative => visit(&record, &judgements, false),
            Truth::NotComparable | Truth::Disputed | Truth::Stale | Truth::Na | Truth::Silent => {}
        }
        Ok(true)
    })
}
