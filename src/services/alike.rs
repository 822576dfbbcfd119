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
            for row in rows {
                add(*row, reader.record(*row)?.content.alike_key());
            }
        }
        None => reader.each(filter, now, &mut |record| {
            add(record.row, record.content.alike_key());
            Ok(true)
        })?,
    }
    Ok(groups)
}
