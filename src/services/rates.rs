//! Gathers the rates of everything that was judged, weighted by how it was drawn where that is known.

use crate::domain::RowId;
use crate::error::Result;
use crate::measures::rates::{self, GroupRate};
use crate::measures::weights::inclusion;
use crate::store::Reader;

/// Rates per mode, criterion, model, prompt version, source and day; the first is that of everything.
///
/// # Errors
/// Store problems as they are.
pub fn rates(reader: &Reader) -> Result<Vec<GroupRate>> {
    let facts = reader.judged_facts()?;
    let rows: Vec<RowId> = facts.iter().map(|fact| fact.row).collect();
    Ok(rates::rates(&facts, &inclusion(&rows, &reader.pools()?), &reader.codebook()?))
}
