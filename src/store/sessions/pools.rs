//! The pools that earlier sessions drew from, by which rates are weighted back.

use std::collections::{BTreeMap, HashSet};

use crate::domain::filter::{self, Term};
use crate::domain::{Codebook, FOLDED_AT_MOST, Filter, RowId, Session};
use crate::error::{Problem, Result};
use crate::measures::weights::Pool;
use crate::store::query::facts;
use crate::store::query::filter_sql;
use crate::store::query::judged::JUDGED;
use crate::store::query::saved;
use crate::store::query::scan::{self, Source};
use crate::store::reader::Reader;
use crate::store::sessions::daily_read;
use crate::store::{codebook, columns};

impl Reader {
    /// Returns the pools that judged records were drawn from: of sessions of everyone that drew at random, or went through
    /// everything.
    pub fn pools(&self) -> Result<Vec<Pool>> {
        let source = self.source();
        let codebook = codebook::load(&self.conn)?;
        let mut known: BTreeMap<String, Vec<RowId>> = BTreeMap::new();
        let mut pools = Vec::new();
        let judged: HashSet<RowId> =
            columns::all(&self.conn, JUDGED, [], |row| Ok(RowId(row.get(0)?)))?.into_iter().collect();
        for mut session in self.sessions()? {
            let is_whole_plan = session.sampling.is_whole();
            // A session that began with a judgement counted nothing before it.
            if is_whole_plan && session.population == 0 && session.filter.is_empty() {
                session.population = self.count()?;
            }
            if session.population == 0 || !(session.sampling.plan.plan().is_random || is_whole_plan) {
                continue;
            }
            // A saved filter that is gone tells nothing.
            let parsed = filter::parse(&session.filter).map_err(Problem::from);
            let Ok(parsed) = parsed.and_then(|parsed| saved::expand(&self.conn, &parsed)) else { continue };
            let key = format!("{} {}", session.started.0, session.filter);
            let held = match known.get(&key) {
                Some(held) => held.clone(),
                None => known.entry(key).or_insert(held(source, &session, &parsed, &codebook)?).clone(),
            };
            let mut drawn = if is_whole_plan { held.clone() } else { session.queue.clone() };
            drawn.sort_unstable();
            let whole = parsed == Filter::All;
            let is_random = !is_whole_plan;
            // The screen shows one of those that are alike; what was read whole needs no looking.
            let read = drawn.iter().filter(|row| judged.contains(row)).count();
            let is_partly_read = is_random && (1..drawn.len()).contains(&read);
            let is_few = drawn.len() <= FOLDED_AT_MOST;
            let alike = if is_partly_read && is_few { facts::alike_keys(source, &drawn)? } else { Vec::new() };
            pools.push(Pool { population: session.population, is_random, whole, drawn, held, alike });
        }
        pools.extend(daily_read::pools(self, &judged, self.count()?)?);
        Ok(pools)
    }
}

/// The judged records that a session's pool held, as far as that can still be known: what people have said since
/// does not tell what a filter on judgements held then.
fn held(source: Source<'_>, session: &Session, filter: &Filter, codebook: &Codebook) -> Result<Vec<RowId>> {
    if asks_judgements(filter) {
        let mut rows = session.queue.clone();
        rows.sort_unstable();
        return Ok(rows);
    }
    // A filter of a thing that is gone holds nothing.
    let Ok(mut plan) = filter_sql::plan(filter, session.started, codebook) else { return Ok(Vec::new()) };
    plan.condition = format!("({}) AND record.id IN ({JUDGED})", plan.condition);
    let mut rows = scan::rows(source, &plan)?;
    // Rows grow with each import: what came in later stood in no pool of this session. An unfiltered pool tells
    // how far it reached.
    if *filter == Filter::All {
        let last = columns::signed(session.population);
        rows.retain(|row| row.0 <= last);
    }
    Ok(rows)
}

/// Returns whether what a filter holds may change after the draw: it asks what people said, or results.
fn asks_judgements(filter: &Filter) -> bool {
    filter.any(&|term| term.asks_people() || matches!(term, Term::By(_) | Term::Result { .. }))
}
