//! Counts failure modes in reading order, to tell whether reading on would show anything new.

use std::collections::BTreeSet;

use crate::domain::{JudgedFact, ModeKey, Verdict};
use crate::error::Result;
use crate::measures::saturation::{Saturation, count};
use crate::store::Reader;

/// Returns the saturation of what was read so far, by anyone. A merged mode counts as its heir.
///
/// # Errors
/// Store problems as they are.
pub fn saturation(reader: &Reader) -> Result<Saturation> {
    let facts = reader.judged_facts()?;
    let records: Vec<Vec<&ModeKey>> = facts
        .iter()
        .map(|fact| fact.judgements.tags.iter().map(|tag| &tag.mode).collect::<BTreeSet<_>>().into_iter().collect())
        .collect();
    let failed = |fact: &JudgedFact| fact.judgements.verdicts.iter().any(|view| view.verdict == Verdict::Fail);
    let modeless = facts.iter().filter(|fact| fact.judgements.tags.is_empty() && failed(fact)).count() as u64;
    Ok(Saturation { modeless, ..count(records.iter().map(Vec::as_slice)) })
}
