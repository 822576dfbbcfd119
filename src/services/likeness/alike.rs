//! Records whose outputs say nearly the same, put together: one pass over what a list holds.

use std::collections::HashMap;

use crate::domain::{Filter, RowId, Time};
use crate::error::Result;
use crate::store::Reader;

/// A record, and how many others of the list have an output alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlikeGroup {
    /// The first of them.
    pub row: RowId,
    /// How many others there are.
    pub alike: u64,
}

/// Returns the groups of the records that a filter holds, or of those that were drawn, in their order. Reads every body.
///
/// # Errors
/// Those of the store.
pub fn groups(reader: &Reader, filter: &Filter, drawn: Option<&[RowId]>, now: Time) -> Result<Vec<AlikeGroup>> {
    let (mut groups, mut known) = (Vec::new(), HashMap::<u64, usize>::new());
    let mut add = |row: RowId, key: u64| {
        let at = *known.entry(key).or_insert(groups.len());
        if let Some(AlikeGroup { alike, .. }) = groups.get_mut(at) {
            *alike += 1;
        } else {
            groups.push(AlikeGroup { row, alike: 0 });
        }
    };
    match drawn {
        Some(rows) => {
            for (row, key) in rows.iter().zip(reader.alike_keys(rows)?) {
                add(*row, key);
            }
        }
        None => reader.each(filter, now, &mut |record| {
            add(record.row, record.content.alike_key());
            Ok(true)
        })?,
    }
    Ok(groups)
}

/// Returns the groups of two or more records of a queue whose outputs are alike, each in the queue's order. Reads every
/// body of it.
///
/// # Errors
/// Those of the store.
pub fn among(reader: &Reader, rows: &[RowId]) -> Result<Vec<Vec<RowId>>> {
    let mut keyed: Vec<(u64, usize)> = reader.alike_keys(rows)?.into_iter().zip(0..).collect();
    keyed.sort_unstable();
    let mut groups: Vec<&[(u64, usize)]> =
        keyed.chunk_by(|one, next| one.0 == next.0).filter(|own| own.len() > 1).collect();
    groups.sort_unstable_by_key(|group| group.first().map(|(_, at)| *at));
    let row = |(_, at): &(u64, usize)| rows.get(*at).copied();
    Ok(groups.into_iter().map(|group| group.iter().filter_map(row).collect()).collect())
}
