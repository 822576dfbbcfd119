//! What events of an older gemba refer to: it stood in the workspace that they were written in, and not in themselves.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::Connection;

use crate::domain::{Change, Slug, UndoGroup};
use crate::error::Result;
use crate::store::columns;
use crate::store::journal::event::{self, LINE};

/// Fills the context of the events of a journal that was never merged: which event made the version that each grade was
/// given under, and how far each writer had come when records were removed.
pub(crate) fn fill_context(conn: &Connection) -> Result<()> {
    let mut versions: HashMap<Slug, Vec<(String, UndoGroup)>> = HashMap::new();
    let mut undone: BTreeSet<UndoGroup> = BTreeSet::new();
    let mut heads: BTreeMap<String, i64> = BTreeMap::new();
    let mut found: Vec<(i64, String)> = Vec::new();
    let sql = format!(
        "SELECT {LINE}, (SELECT name FROM writer WHERE id = event.writer), id,
             (SELECT first.id FROM event AS first WHERE first.position = event.grp)
         FROM event ORDER BY position"
    );
    columns::each(conn, &sql, [], |row| {
        let line = event::line(row)?;
        let group = UndoGroup(columns::uuid_text(row.get(11)?));
        if let Change::CriterionAdd { .. } | Change::CriterionRevise { .. } = &line.change
            && let Some(key) = line.change.entity().and_then(|entity| entity.key().cloned())
        {
            versions.entry(key).or_default().push((columns::uuid_text(row.get(10)?), group));
        }
        if let Change::Grade { criterion, version, .. } = &line.change {
            let made = versions.get(criterion).into_iter().flatten();
            let mut standing = made.filter(|(_, group)| !undone.contains(group));
            let index = usize::try_from(*version).unwrap_or_default().checked_sub(1);
            if let Some((id, _)) = index.and_then(|index| standing.nth(index)) {
                found.push((line.position, id.clone()));
            }
        }
        if let Change::SourceRemove { .. } = &line.change {
            found.push((line.position, serde_json::to_string(&heads).unwrap_or_default()));
        }
        if let Change::Undo { group } = &line.change {
            undone.insert(group.clone());
        }
        if let Change::Redo { group } = &line.change {
            undone.remove(group);
        }
        heads.insert(row.get(9)?, line.sequence);
        Ok(())
    })?;
    let mut update = conn.prepare("UPDATE event SET context = ?2 WHERE position = ?1")?;
    found.into_iter().try_for_each(|line| update.execute(line).map(drop))?;
    Ok(())
}
