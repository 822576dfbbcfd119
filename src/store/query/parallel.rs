//! Asking every body, on all processors: what an expression costs that the index cannot tell of.

use std::cell::OnceCell;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::domain::{Content, RowId};
use crate::error::Result;
use crate::store::errors;
use crate::store::query::body_filter::Body;
use crate::store::query::filter_sql::FilterPlan;
use crate::store::query::source::Source;
use crate::store::query::tree::{Answers, Tree};
use crate::store::records::blocks::{self, Packed, Place};

/// Records of the first window, and of the largest: the first hits come soon, and later the threads start seldom.
const WINDOW: std::ops::RangeInclusive<usize> = 512..=16_384;
/// The most bytes of bodies in a window.
const WINDOW_BYTES: i64 = 32 * 1024 * 1024;
/// More threads than this wait for the disk.
const MOST_THREADS: usize = 8;

/// A record whose body is asked.
struct Asked {
    id: RowId,
    place: Place,
    columns: Vec<bool>,
}

/// The records of one block.
struct Group {
    block: Packed,
    asked: Vec<Asked>,
}

/// Finds the records above `from` that the filter holds, a window at a time in import order, until `take` answers false.
pub(crate) fn each_window(
    source: Source<'_>,
    plan: &FilterPlan,
    tree: &Tree,
    mut from: i64,
    take: &mut dyn FnMut(&[RowId]) -> Result<bool>,
) -> Result<()> {
    let mut size = *WINDOW.start();
    loop {
        let groups = window(source, plan, from, size)?;
        let Some(last) = groups.last().and_then(|group| group.asked.last()) else { return Ok(()) };
        from = last.id.0;
        let held = holding(&groups, tree, source.stop)?;
        if !held.is_empty() && !take(&held)? {
            return Ok(());
        }
        size = (size * 2).min(*WINDOW.end());
    }
}

/// Reads the next records with their blocks, which stay compressed.
fn window(source: Source<'_>, plan: &FilterPlan, from: i64, size: usize) -> Result<Vec<Group>> {
    let own = ["record.id", "record.block", "record.offset", "record.length"].map(str::to_owned);
    let columns = [&own[..], &plan.columns].concat().join(", ");
    let sql = format!(
        "SELECT {columns} FROM record
         WHERE record.id > {from} AND {} ORDER BY record.id LIMIT {size}",
        plan.condition
    );
    let mut select = source.conn.prepare(&sql)?;
    let mut rows = select.query(rusqlite::params_from_iter(&plan.values))?;
    let (mut groups, mut bytes): (Vec<Group>, i64) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        let place = Place { block: row.get(1)?, offset: row.get(2)?, length: row.get(3)? };
        let columns = (0..plan.columns.len()).map(|at| Ok(row.get::<_, Option<bool>>(4 + at)?.unwrap_or(false)));
        let asked = Asked { id: RowId(row.get(0)?), place, columns: columns.collect::<Result<_>>()? };
        match groups.last_mut().filter(|group| group.block.id == place.block) {
            Some(group) => group.asked.push(asked),
            None => groups.push(Group { block: Packed::read(source.conn, place.block)?, asked: vec![asked] }),
        }
        bytes += place.length;
        if bytes >= WINDOW_BYTES {
            break;
        }
    }
    Ok(groups)
}

/// Returns the records of these groups that the filter holds, in order.
fn holding(groups: &[Group], tree: &Tree, stop: &AtomicBool) -> Result<Vec<RowId>> {
    let next = AtomicUsize::new(0);
    let work = || -> Result<Vec<(usize, Vec<RowId>)>> {
        let mut found = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(group) = groups.get(at) else { return Ok(found) };
            if stop.load(Ordering::Relaxed) {
                return Err(errors::stopped());
            }
            let held = group.holding(tree)?;
            if !held.is_empty() {
                found.push((at, held));
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS).min(groups.len());
    let mut found = Vec::new();
    std::thread::scope(|scope| -> Result<()> {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        found.extend(work()?);
        for other in others {
            found.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
        }
        Ok(())
    })?;
    found.sort_unstable_by_key(|(at, _)| *at);
    Ok(found.into_iter().flat_map(|(_, held)| held).collect())
}

impl Group {
    fn holding(&self, tree: &Tree) -> Result<Vec<RowId>> {
        let block = self.block.unpack()?;
        let mut held = Vec::new();
        for asked in &self.asked {
            let json = blocks::body(&block, asked.place)?;
            if tree.holds(&Unpacked { asked, json, content: OnceCell::new() })? {
                held.push(asked.id);
            }
        }
        Ok(held)
    }
}

/// A record with its body at hand.
struct Unpacked<'a> {
    asked: &'a Asked,
    json: &'a [u8],
    content: OnceCell<Content>,
}

impl Answers for Unpacked<'_> {
    fn column(&self, index: usize) -> Result<bool> {
        Ok(self.asked.columns.get(index).copied().unwrap_or(false))
    }

    fn body(&self, body: &Body) -> Result<bool> {
        match body.known(self.asked.id) {
            Some(known) => Ok(known),
            None => body.holds_in(self.json, &self.content),
        }
    }
}
