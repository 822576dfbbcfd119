//! Running a plan: the records that a filter holds, in import order, with as few bodies read as possible.

use std::cell::OnceCell;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use rusqlite::types::Value;
use rusqlite::{Row as SqlRow, params_from_iter};

use crate::domain::{Content, RowId};
use crate::error::Result;
use crate::store::errors;
use crate::store::query::body_filter::Body;
use crate::store::query::filter_sql::FilterPlan;
use crate::store::query::parallel;
pub(crate) use crate::store::query::source::Source;
use crate::store::query::tree::{Answers, Candidates};
use crate::store::records::blocks::{self, Place};
use crate::store::text_index::lookup::Coverage;
use crate::store::text_index::row_set::RowSet;

/// So many records are read before the index is asked: what is common is found among them, and asking the index for it
/// would take longest.
const READ_FIRST: i64 = 256;

/// Up to so many candidates are looked up one by one, even where SQL narrows the records too.
const FEW: u64 = 20_000;

/// Up to so many bodies are read by one thread.
const FEW_BODIES: u64 = 512;

/// The rows that one statement looks up: few at first, so that the first hits come at once.
const LOOKED_UP: std::ops::RangeInclusive<usize> = 64..=2_048;

/// What is called with each record; answers whether the walk goes on.
type Visit<'a> = &'a mut dyn FnMut(&SqlRow<'_>) -> Result<bool>;

/// Walks the records that the plan holds, in import order, until `visit` answers false. `columns` are columns of
/// `record`; the row that `visit` gets has them from 0 on.
pub(crate) fn each(source: Source<'_>, plan: &FilterPlan, columns: &str, visit: Visit<'_>) -> Result<()> {
    let walk = Walk { source, plan, columns };
    let Some(tree) = &plan.tree else {
        walk.part("1", None, Ask::Nothing, visit)?;
        return Ok(());
    };
    tree.each_body(&mut |body| body.look_up_notes(source.conn))?;
    if !walk.part(&format!("record.id <= {READ_FIRST}"), None, Ask::Each, visit)? {
        return Ok(());
    }
    let found = match Coverage::read(source.conn)? {
        Some(coverage) => tree.look_up(source.conn, &coverage)?,
        None => None,
    };
    match &found {
        // So few bodies are soon read, and none where the index tells exactly.
        Some(Candidates { rows, read }) if *read <= FEW_BODIES => {
            if !plan.narrows() || rows.len() <= FEW {
                walk.looked_up(rows.after(RowId(READ_FIRST)), Ask::Each, visit)?;
            } else {
                walk.part(&format!("record.id > {READ_FIRST}"), None, Ask::Among(rows), visit)?;
            }
        }
        among => {
            let among = among.as_ref().map(|candidates| &candidates.rows);
            parallel::each_window(source, plan, (tree, among), READ_FIRST, &mut |held| {
                walk.looked_up(held.iter().copied(), Ask::Nothing, visit)
            })?;
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

/// Which records the exact answer is asked of.
#[derive(Clone, Copy)]
enum Ask<'a> {
    /// None: they were asked already, or SQL answers exactly.
    Nothing,
    /// Each.
    Each,
    /// Those of these rows; the others surely do not hold.
    Among(&'a RowSet),
}

struct Walk<'a> {
    source: Source<'a>,
    plan: &'a FilterPlan,
    columns: &'a str,
}

impl Walk<'_> {
    /// Looks these rows up, a handful at a time; returns whether the walk goes on.
    fn looked_up(&self, rows: impl Iterator<Item = RowId>, ask: Ask<'_>, visit: Visit<'_>) -> Result<bool> {
        let mut rows = rows.peekable();
        let mut size = *LOOKED_UP.start();
        let condition = format!("record.id IN (SELECT value FROM json_each(?{}))", self.plan.values.len() + 1);
        while rows.peek().is_some() {
            let chunk: Vec<RowId> = rows.by_ref().take(size).collect();
            let chunk = serde_json::to_string(&chunk).unwrap_or_default();
            if !self.part(&condition, Some(chunk), ask, visit)? {
                return Ok(false);
            }
            size = (size * 2).min(*LOOKED_UP.end());
        }
        Ok(true)
    }

    /// Walks the records of a further condition; returns whether the walk goes on.
    fn part(&self, condition: &str, value: Option<String>, ask: Ask<'_>, visit: Visit<'_>) -> Result<bool> {
        let Source { conn, stop, .. } = self.source;
        let own = self.columns.split(',').count();
        let mut select = conn.prepare_cached(&self.sql(condition))?;
        // Values that only the columns or only the condition name keep their numbers; none may be left over.
        let values = self.plan.values.iter().cloned().chain(value.map(Value::Text));
        let mut rows = select.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            if stop.load(Ordering::Relaxed) {
                return Err(errors::stopped());
            }
            if let (Some(tree), Ask::Each | Ask::Among(_)) = (&self.plan.tree, ask) {
                let id = RowId(row.get(own)?);
                if let Ask::Among(rows) = ask
                    && !rows.contains(id)
                {
                    continue;
                }
                if !tree.holds(&Candidate::new(self.source, row, id, own))? {
                    continue;
                }
            }
            if !visit(row)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn sql(&self, condition: &str) -> String {
        let mut sql = format!("SELECT {}", self.columns);
        if self.plan.tree.is_some() {
            sql.push_str(", record.id, record.block, record.offset, record.length");
        }
        for column in &self.plan.columns {
            sql.push_str(", ");
            sql.push_str(column);
        }
        sql.push_str(" FROM record WHERE ");
        sql.push_str(condition);
        sql.push_str(" AND ");
        sql.push_str(&self.plan.condition);
        sql.push_str(" ORDER BY record.id");
        sql
    }
}

/// A record that a filter may hold; its body is read where something asks for it.
struct Candidate<'a> {
    source: Source<'a>,
    row: &'a SqlRow<'a>,
    id: RowId,
    /// How many columns come before row, block, offset and length.
    own: usize,
    block: OnceCell<(Arc<[u8]>, Place)>,
    content: OnceCell<Content>,
}

impl<'a> Candidate<'a> {
    const fn new(source: Source<'a>, row: &'a SqlRow<'a>, id: RowId, own: usize) -> Self {
        Self { source, row, id, own, block: OnceCell::new(), content: OnceCell::new() }
    }

    fn json(&self) -> Result<&[u8]> {
        if let Some((block, place)) = self.block.get() {
            return blocks::body(block, *place);
        }
        let at = |column: usize| self.row.get(self.own + column);
        let place = Place { block: at(1)?, offset: at(2)?, length: at(3)? };
        let block = self.source.blocks.block(self.source.conn, place.block)?;
        let (block, place) = self.block.get_or_init(|| (block, place));
        blocks::body(block, *place)
    }
}

impl Answers for Candidate<'_> {
    fn column(&self, index: usize) -> Result<bool> {
        Ok(self.row.get::<_, Option<bool>>(self.own + 4 + index)?.unwrap_or(false))
    }

    fn body(&self, body: &Body) -> Result<bool> {
        if let Some(known) = body.known(self.id) {
            return Ok(known);
        }
        body.holds_in(self.json()?, &self.content)
    }
}
