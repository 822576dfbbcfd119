//! Running a plan: the records that a filter holds, in import order, with as few bodies read as possible.

use std::cell::OnceCell;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::{Connection, Row as SqlRow, params_from_iter};

use crate::domain::{Content, RowId};
use crate::error::Result;
use crate::store::errors;
use crate::store::query::filter_sql::{FilterPlan, Tree};
use crate::store::records::blocks::{self, Blocks, Place};

/// What a walk reads from.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    pub conn: &'a Connection,
    pub blocks: &'a Blocks,
    /// Set when the walk is to end.
    pub stop: &'a AtomicBool,
}

/// Walks the records that the plan holds, in import order, until `visit` answers false. `columns` are columns of
/// `record`; the row that `visit` gets has them from 0 on, and the body's place and the content if it was read.
pub(crate) fn each(
    source: Source<'_>,
    plan: &FilterPlan,
    columns: &str,
    visit: &mut dyn FnMut(&SqlRow<'_>) -> Result<bool>,
) -> Result<()> {
    let own = columns.split(',').count();
    let mut sql = format!("SELECT {columns}");
    if plan.tree.is_some() {
        sql.push_str(", record.block, record.offset, record.length");
    }
    for column in &plan.columns {
        sql.push_str(", ");
        sql.push_str(column);
    }
    sql.push_str(" FROM record WHERE ");
    sql.push_str(&plan.condition);
    sql.push_str(" ORDER BY record.id");
    let mut select = source.conn.prepare(&sql)?;
    // Values that only the columns or only the condition name keep their numbers; none may be left over.
    let mut rows = select.query(params_from_iter(&plan.values))?;
    while let Some(row) = rows.next()? {
        if source.stop.load(Ordering::Relaxed) {
            return Err(errors::stopped());
        }
        if let Some(tree) = &plan.tree {
            let place = Place { block: row.get(own)?, offset: row.get(own + 1)?, length: row.get(own + 2)? };
            let block = source.blocks.block(source.conn, place.block)?;
            let candidate =
                Candidate { row, columns: own + 3, json: blocks::body(&block, place)?, content: OnceCell::new() };
            if !candidate.holds(tree)? {
                continue;
            }
        }
        if !visit(row)? {
            return Ok(());
        }
    }
    Ok(())
}

/// Returns the rows that the plan holds, in import order.
pub(crate) fn rows(source: Source<'_>, plan: &FilterPlan) -> Result<Vec<RowId>> {
    let mut rows = Vec::new();
    each(source, plan, "record.id", &mut |row| {
        rows.push(RowId(row.get(0)?));
        Ok(true)
    })?;
    Ok(rows)
}

struct Candidate<'a> {
    row: &'a SqlRow<'a>,
    columns: usize,
    json: &'a [u8],
    content: OnceCell<Content>,
}

impl Candidate<'_> {
    fn holds(&self, tree: &Tree) -> Result<bool> {
        Ok(match tree {
            Tree::Column(index) => self.row.get::<_, Option<bool>>(self.columns + index)?.unwrap_or(false),
            Tree::Body(body) => body.may_hold(self.json) && body.holds(self.content()?),
            Tree::Not(inner) => !self.holds(inner)?,
            Tree::And(parts) => {
                for part in parts {
                    if !self.holds(part)? {
                        return Ok(false);
                    }
                }
                true
            }
            Tree::Or(parts) => {
                for part in parts {
                    if self.holds(part)? {
                        return Ok(true);
                    }
                }
                false
            }
        })
    }

    fn content(&self) -> Result<&Content> {
        if let Some(content) = self.content.get() {
            return Ok(content);
        }
        let content = blocks::decode(self.json)?;
        Ok(self.content.get_or_init(|| content))
    }
}
