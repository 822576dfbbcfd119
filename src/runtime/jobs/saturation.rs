//! Counts failure modes in reading order, to tell whether reading on would show anything new.

use std::collections::BTreeSet;

use crate::domain::ModeKey;
use crate::error::Result;
use crate::measures::saturation::{Saturation, count};
use crate::store::Reader;

/// The saturation of what was read so far, by anyone. A merged mode counts as its heir.
///
/// # Errors
/// Store problems as they are.
pub fn saturation(reader: &Reader) -> Result<Saturation> {
    let facts = reader.judged_facts()?;
    let records: Vec<Vec<&ModeKey>> = facts
        .iter()
        .map(|fact| fact.judgements.tags.iter().map(|tag| &tag.mode).collect::<BTreeSet<_>>().into_iter().collect())
        .collect();
    Ok(count(records.iter().map(Vec::as_slice)))
}
