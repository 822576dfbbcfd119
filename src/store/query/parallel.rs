//! Asking every body, on all processors: what an expression costs that the index cannot tell of.

use std::cell::OnceCell;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rusqlite::params_from_iter;
use rusqlite::types::Value;

use crate::domain::{Content, RowId};
use crate::error::Result;
use crate::store::errors;
use crate::store::query::body_filter::Body;
use crate::store::query::filter_sql::FilterPlan;
use crate::store::query::source::Source;
use crate::store::query::tree::{Answers, Tree};
use crate::store::records::blocks::{self, Packed, Place};
use crate::store::text_index::row_set::RowSet;

/// Records of the first window, and of the largest: the first hits come soon, and later the threads start seldom.
const WINDOW: std::ops::RangeInclusive<usize> = 512..=16_384;
/// Candidates of the first window, and of the largest; scattered ones stand in a block each, so that blocks are counted
/// too: where the first hits are enough, the window behind them was read for nothing.
const CANDIDATES: std::ops::RangeInclusive<usize> = 64..=2_048;
const MOST_BLOCKS: usize = 160;
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
/// Where `among` is given, the others surely do not hold. While one window is asked, the next is read.
pub(crate) fn each_window(
    source: Source<'_>,
    plan: &FilterPlan,
    (tree, among): (&Tree, Option<&RowSet>),
    from: i64,
    take: &mut dyn FnMut(&[RowId]) -> Result<bool>,
) -> Result<()> {
    let (sizes, most_blocks) = if among.is_some() { (CANDIDATES, MOST_BLOCKS) } else { (WINDOW, usize::MAX) };
    let (size, most) = sizes.into_inner();
    let mut windows = Windows { source, plan, among, from: RowId(from), size, most, most_blocks };
    let (mut groups, mut held) = (windows.next()?, Vec::new());
    while !groups.is_empty() {
        let asking = Asking { groups: &groups, tree, next: AtomicUsize::new(0), stop: source.stop };
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS).min(groups.len());
        let (mut following, mut goes_on) = (Vec::new(), true);
        let found = std::thread::scope(|scope| -> Result<Vec<RowId>> {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(|| asking.work())).collect();
            let mut meanwhile = || -> Result<Vec<(usize, Vec<RowId>)>> {
                goes_on = held.is_empty() || take(&held)?;
                if !goes_on {
                    return Ok(Vec::new());
                }
                following = windows.next()?;
                asking.work()
            };
            let own = meanwhile();
            if !goes_on || own.is_err() {
                asking.next.store(groups.len(), Ordering::Relaxed);
            }
            let mut found = Vec::new();
            for other in others {
                found.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
            }
            found.extend(own?);
            found.sort_unstable_by_key(|(at, _)| *at);
            Ok(found.into_iter().flat_map(|(_, held)| held).collect())
        })?;
        if !goes_on {
            return Ok(());
        }
        (groups, held) = (following, found);
    }
    if !held.is_empty() {
        take(&held)?;
    }
    Ok(())
}

/// What reads one window after the other.
struct Windows<'a> {
    source: Source<'a>,
    plan: &'a FilterPlan,
    among: Option<&'a RowSet>,
    /// The last row that was read.
    from: RowId,
    /// How many rows the next window reads, and the largest one.
    size: usize,
    most: usize,
    most_blocks: usize,
}

impl Windows<'_> {
    /// Reads the next records with their blocks, which stay compressed; none at the end.
    fn next(&mut self) -> Result<Vec<Group>> {
        let mut groups = Vec::new();
        // Where SQL holds none of the candidates, the next ones are read.
        while groups.is_empty() {
            let candidates: Option<Vec<RowId>> =
                self.among.map(|among| among.after(self.from).take(self.size).collect());
            if candidates.as_ref().is_some_and(Vec::is_empty) {
                break;
            }
            groups = self.read(candidates.as_deref())?;
            self.size = (self.size * 2).min(self.most);
            if candidates.is_none() && groups.is_empty() {
                break;
            }
        }
        Ok(groups)
    }

    /// Reads these records, or the next ones.
    fn read(&mut self, candidates: Option<&[RowId]>) -> Result<Vec<Group>> {
        let own = ["record.id", "record.block", "record.offset", "record.length"].map(str::to_owned);
        let columns = [&own[..], &self.plan.columns].concat().join(", ");
        let which = match candidates {
            Some(_) => format!("record.id IN (SELECT value FROM json_each(?{}))", self.plan.values.len() + 1),
            None => format!("record.id > {}", self.from.0),
        };
        let sql = format!("SELECT {columns} FROM record WHERE {which} AND {} ORDER BY record.id", self.plan.condition);
        let Source { conn, stop, .. } = self.source;
        let list = candidates.map(|rows| Value::Text(serde_json::to_string(rows).unwrap_or_default()));
        let mut select = conn.prepare(&sql)?;
        let mut rows = select.query(params_from_iter(self.plan.values.iter().cloned().chain(list)))?;
        let (mut groups, mut read, mut bytes): (Vec<Group>, usize, i64) = (Vec::new(), 0, 0);
        while let Some(row) = rows.next()? {
            if stop.load(Ordering::Relaxed) {
                return Err(errors::stopped());
            }
            let id = RowId(row.get(0)?);
            self.from = id;
            let place = Place { block: row.get(1)?, offset: row.get(2)?, length: row.get(3)? };
            let columns =
                (0..self.plan.columns.len()).map(|at| Ok(row.get::<_, Option<bool>>(4 + at)?.unwrap_or(false)));
            let asked = Asked { id, place, columns: columns.collect::<Result<_>>()? };
            match groups.last_mut().filter(|group| group.block.id == place.block) {
                Some(group) => group.asked.push(asked),
                None => groups.push(Group { block: Packed::read(conn, place.block)?, asked: vec![asked] }),
            }
            (read, bytes) = (read + 1, bytes + place.length);
            if read == self.size || bytes >= WINDOW_BYTES || groups.len() >= self.most_blocks {
                return Ok(groups);
            }
        }
        // Those behind the last one that SQL holds were asked too.
        self.from = candidates.and_then(|rows| rows.last().copied()).unwrap_or(self.from);
        Ok(groups)
    }
}

/// A window that is asked by several threads.
struct Asking<'a> {
    groups: &'a [Group],
    tree: &'a Tree,
    /// The first group that no thread has taken.
    next: AtomicUsize,
    stop: &'a AtomicBool,
}

impl Asking<'_> {
    /// Takes one group after the other, and returns the records that the filter holds, by the number of their group.
    fn work(&self) -> Result<Vec<(usize, Vec<RowId>)>> {
        let mut found = Vec::new();
        loop {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(group) = self.groups.get(at) else { return Ok(found) };
            if self.stop.load(Ordering::Relaxed) {
                return Err(errors::stopped());
            }
            let held = group.holding(self.tree)?;
            if !held.is_empty() {
                found.push((at, held));
            }
        }
    }
}

impl Group {
    fn holding(&self, tree: &Tree) -> Result<Vec<RowId>> {
        let block = OnceCell::new();
        let mut held = Vec::new();
        for asked in &self.asked {
            if tree.holds(&Unpacked { group: self, block: &block, asked, content: OnceCell::new() })? {
                held.push(asked.id);
            }
        }
        Ok(held)
    }
}

/// A record with its body at hand: its block is unpacked for the first body that something asks for.
struct Unpacked<'a> {
    group: &'a Group,
    block: &'a OnceCell<Vec<u8>>,
    asked: &'a Asked,
    content: OnceCell<Content>,
}

impl Unpacked<'_> {
    fn json(&self) -> Result<&[u8]> {
        let block = if let Some(block) = self.block.get() {
            block
        } else {
            let unpacked = self.group.block.unpack()?;
            self.block.get_or_init(|| unpacked)
        };
        blocks::body(block, self.asked.place)
    }
}

impl Answers for Unpacked<'_> {
    fn column(&self, index: usize) -> Result<bool> {
        Ok(self.asked.columns.get(index).copied().unwrap_or(false))
    }

    fn body(&self, body: &Body) -> Result<bool> {
        match body.known(self.asked.id) {
            Some(known) => Ok(known),
            None => body.holds_in(self.json()?, &self.content),
        }
    }
}
