//! What figures are made of: judged records without their bodies, when modes and criteria were created, and the pools
//! that records were drawn from.

use std::collections::{BTreeMap, HashMap};

use rusqlite::Connection;

use crate::domain::filter::{self, Term};
use crate::domain::{Codebook, Created, Filter, JudgedFact, RecordId, RowId, Session, Time, Untrusted};
use crate::error::Result;
use crate::measures::weights::Pool;
use crate::store::query::judgements::Lookup;
use crate::store::query::scan::Source;
use crate::store::query::{filter_sql, judgements, scan};
use crate::store::{codebook, columns, records, sessions};

/// The records that anyone judged.
const JUDGED: &str = "SELECT record FROM verdict UNION SELECT record FROM tag UNION SELECT record FROM grade";

/// Every judged record, in the order of first judgements.
pub(crate) fn read(conn: &Connection) -> Result<Vec<JudgedFact>> {
    let lookup = Lookup::load(conn)?;
    let mut said = judgements::between(conn, &lookup, i64::MIN, i64::MAX)?;
    let firsts = firsts(conn)?;
    let mut select = conn.prepare_cached(&format!(
        "SELECT record.id, record.key, model.text, prompt.text, source.name, ts, conversation, input_key
         FROM record JOIN source ON source.id = record.source
         LEFT JOIN term AS model ON model.id = record.model LEFT JOIN term AS prompt ON prompt.id = record.prompt
         WHERE record.id IN ({JUDGED})"
    ))?;
    let mut rows = select.query([])?;
    let mut facts = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let Some((order, time)) = firsts.get(&RecordId(row.get(1)?)).copied() else { continue };
        let text = |column: usize| row.get::<_, Option<String>>(column).map(|text| text.map(Untrusted::new));
        facts.push(JudgedFact {
            row: RowId(id),
            order: columns::unsigned(order),
            time: Time(time),
            model: text(2)?,
            prompt: text(3)?,
            source: Untrusted::new(row.get::<_, String>(4)?),
            day: row.get::<_, Option<i64>>(5)?.map(day),
            conversation: text(6)?,
            input_key: row.get(7)?,
            judgements: said.remove(&id).unwrap_or_default(),
        });
    }
    facts.sort_by_key(|fact| fact.order);
    Ok(facts)
}

fn day(millis: i64) -> String {
    Time(millis).rfc3339().split('T').next().unwrap_or_default().to_owned()
}

/// Place and time of the first judgement of each record that is not undone.
fn firsts(conn: &Connection) -> Result<HashMap<RecordId, (i64, i64)>> {
    let mut firsts: HashMap<RecordId, (i64, i64)> = HashMap::new();
    let mut select = conn.prepare_cached(
        "SELECT substr(entity, length(?1) + 2, 32), min(position), time FROM event
         WHERE entity BETWEEN ?1 || ':' AND ?1 || ';' AND grp NOT IN (SELECT grp FROM undone_group) GROUP BY 1",
    )?;
    for kind in ["verdict", "tag", "grade"] {
        let mut rows = select.query([kind])?;
        while let Some(row) = rows.next()? {
            let id = RecordId::parse(columns::text(row, 0)?);
            let (Some(id), first) = (id, (row.get(1)?, row.get(2)?)) else { continue };
            let known = firsts.entry(id).or_insert(first);
            *known = first.min(*known);
        }
    }
    Ok(firsts)
}

/// Returns when modes and criteria were created, in order.
pub(crate) fn created(conn: &Connection) -> Result<Vec<Created>> {
    let mut created = Vec::new();
    for table in ["mode", "criterion"] {
        let sql = format!("SELECT key, {table}.event, time FROM {table} JOIN event ON position = {table}.event");
        let mut select = conn.prepare_cached(&sql)?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let key = columns::slug(row, 0)?;
            let target = columns::target(table, key);
            created.push(Created { target, order: columns::unsigned(row.get(1)?), time: Time(row.get(2)?) });
        }
    }
    created.sort_by_key(|item| item.order);
    Ok(created)
}

/// The pools of sessions that drew at random, and of those that went through everything.
pub(crate) fn pools(source: Source<'_>) -> Result<Vec<Pool>> {
    let codebook = codebook::load(source.conn)?;
    let mut known: BTreeMap<String, Vec<RowId>> = BTreeMap::new();
    let mut pools = Vec::new();
    for mut session in sessions::all(source.conn)? {
        let is_whole_plan = session.sampling.is_whole();
        // A sitting that began with a judgement counted nothing before it.
        if is_whole_plan && session.population == 0 && session.filter.is_empty() {
            session.population = records::count(source.conn)?;
        }
        if session.population == 0 || !(session.sampling.plan.plan().is_random || is_whole_plan) {
            continue;
        }
        let Ok(parsed) = filter::parse(&session.filter) else { continue };
        let key = format!("{} {}", session.started.0, session.filter);
        let held = match known.get(&key) {
            Some(held) => held.clone(),
            None => known.entry(key).or_insert(held(source, &session, &parsed, &codebook)?).clone(),
        };
        let mut drawn = if is_whole_plan { held.clone() } else { session.queue.clone() };
        drawn.sort_unstable();
        let whole = parsed == Filter::All;
        pools.push(Pool { population: session.population, is_random: !is_whole_plan, whole, drawn, held });
    }
    Ok(pools)
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
    let mut rows = Vec::new();
    scan::each(source, &plan, "record.id", &mut |row| {
        rows.push(RowId(row.get(0)?));
        Ok(true)
    })?;
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
