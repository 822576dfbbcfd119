//! Imported results: runs, and what each judge or check of them said.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, Row as SqlRow, TransactionBehavior};

use crate::domain::result::{About, JudgeAnswer, JudgeVerdict, ResultAnswer, ResultRun, ResultsFormat};
use crate::domain::{RecordId, RowId, Slug, Target, Time, Untrusted};
use crate::error::{Problem, Result};
use crate::store::reader::Reader;
use crate::store::{columns, errors, records};

const RUN: &str = "SELECT id, name, origin, format, hash, imported FROM result_run";

/// Stores an imported result with its answers, and returns its number.
///
/// # Errors
/// A `Usage` problem when the name is taken.
pub(crate) fn store(conn: &mut Connection, run: &ResultRun, answers: &[ResultAnswer]) -> Result<i64> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let name = run.name.as_str();
    let taken: Option<i64> =
        tx.query_row("SELECT id FROM result_run WHERE name = ?1", [name], |row| row.get(0)).optional()?;
    if taken.is_some() {
        return Err(Problem::usage(format!("There is a result called `{name}` already."))
            .hint("Give this one another name with --name."));
    }
    tx.execute(
        "INSERT INTO result_run (name, origin, format, hash, imported) VALUES (?1, ?2, ?3, ?4, ?5)",
        (name, run.origin.raw(), run.format.word(), &run.hash, run.imported.0),
    )?;
    let id = tx.last_insert_rowid();
    {
        let mut insert = tx.prepare(
            "INSERT INTO result_answer (run, judge, target_kind, target, model, prompt, record, is_same, fails, reason)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        for answer in answers {
            let fails = match answer.verdict {
                JudgeVerdict::Pass => Some(false),
                JudgeVerdict::Fail => Some(true),
                JudgeVerdict::NoAnswer => None,
            };
            insert.execute((
                id,
                answer.judge.raw(),
                answer.target.as_ref().map(Target::word),
                answer.target.as_ref().map(|target| target.key().as_str()),
                answer.model.as_ref().map(Untrusted::raw),
                answer.prompt_version.as_ref().map(Untrusted::raw),
                answer.record.map(|row| row.0),
                answer.is_same,
                fails,
                answer.reason.as_ref().map(Untrusted::raw),
            ))?;
        }
    }
    tx.commit()?;
    Ok(id)
}

impl Reader {
    /// Every imported result, oldest first.
    pub fn results(&self) -> Result<Vec<ResultRun>> {
        columns::all(&self.conn, &format!("{RUN} ORDER BY id"), [], run)
    }

    /// What the judges and checks of an imported result said, in the file's order.
    pub fn result_answers(&self, run: &ResultRun) -> Result<Vec<ResultAnswer>> {
        let sql = "SELECT judge, target_kind, target, fails, reason, model, prompt, record, is_same
                   FROM result_answer WHERE run = ?1 ORDER BY rowid";
        columns::all(&self.conn, sql, [run.id], answer)
    }

    /// What each judge or check said last of a record's own output, the newest run first: one answer for each name and
    /// target, of the newest run that has one, and what it said in words before what it left open.
    pub fn answers_on(&self, row: RowId) -> Result<Vec<JudgeAnswer>> {
        let sql = "SELECT judge, target_kind, target, fails, reason, name, run
                   FROM result_answer JOIN result_run ON result_run.id = run
                   WHERE record = ?1 AND is_same ORDER BY run DESC, result_answer.rowid DESC";
        let mut answers: Vec<(i64, JudgeAnswer)> = Vec::new();
        columns::each(&self.conn, sql, [row.0], |row| {
            let answer = JudgeAnswer {
                judge: columns::untrusted(row, 0)?,
                target: target(row)?,
                verdict: verdict(row)?,
                reason: untrusted(row, 4)?,
                run: columns::name(columns::text(row, 5)?)?,
            };
            let run: i64 = row.get(6)?;
            let same =
                |(_, known): &&mut (i64, JudgeAnswer)| known.judge == answer.judge && known.target == answer.target;
            match answers.iter_mut().find(same) {
                None => answers.push((run, answer)),
                Some((of, known)) if *of == run && known.verdict == JudgeVerdict::NoAnswer => *known = answer,
                Some(_) => {}
            }
            Ok(())
        })?;
        Ok(answers.into_iter().map(|(_, answer)| answer).collect())
    }

    /// Each judge or check by name with the newest run that it is in.
    pub fn newest_judges(&self) -> Result<HashMap<Untrusted, i64>> {
        let sql = "SELECT judge, max(run) FROM result_answer GROUP BY judge";
        let newest = columns::all(&self.conn, sql, [], |row| Ok((columns::untrusted(row, 0)?, row.get(1)?)))?;
        Ok(newest.into_iter().collect())
    }

    /// What is known of these records without reading their texts.
    pub fn about(&self, wanted: &HashSet<RowId>) -> Result<HashMap<RowId, About>> {
        let mut select = self.conn.prepare_cached(
            "SELECT record.key, input_key, model.text, prompt.text FROM record
             LEFT JOIN term AS model ON model.id = record.model LEFT JOIN term AS prompt ON prompt.id = record.prompt
             WHERE record.id = ?1",
        )?;
        let mut found = HashMap::with_capacity(wanted.len());
        for row in wanted {
            let mut rows = select.query([row.0])?;
            let Some(known) = rows.next()? else { continue };
            let text = |column: usize| known.get::<_, Option<String>>(column).map(|text| text.map(Untrusted::new));
            let about = About {
                id: RecordId(known.get(0)?),
                input_key: known.get(1)?,
                model: text(2)?,
                prompt_version: text(3)?,
            };
            found.insert(*row, about);
        }
        Ok(found)
    }
    /// The rows of the records with these ids or external ids; an external id may stand for several.
    pub fn rows_named(&self, wanted: &HashSet<&str>) -> Result<HashMap<String, Vec<RowId>>> {
        let mut found: HashMap<String, Vec<RowId>> = HashMap::new();
        for key in wanted {
            let id = RecordId::parse(&key.to_lowercase());
            if let Some(row) = id.map(|id| records::row_of(&self.conn, id)).transpose()?.flatten() {
                found.insert((*key).to_owned(), vec![row]);
            }
        }
        columns::each(&self.conn, "SELECT id, external_id FROM record WHERE external_id IS NOT NULL", [], |row| {
            let external = row.get_ref(1)?.as_str().unwrap_or_default();
            if wanted.contains(external) && RecordId::parse(external).is_none_or(|_| !found.contains_key(external)) {
                found.entry(external.to_owned()).or_default().push(RowId(row.get(0)?));
            }
            Ok(())
        })?;
        Ok(found)
    }
}

fn run(row: &SqlRow<'_>) -> Result<ResultRun> {
    Ok(ResultRun {
        id: row.get(0)?,
        name: columns::name(columns::text(row, 1)?)?,
        origin: columns::untrusted(row, 2)?,
        format: ResultsFormat::from_word(columns::text(row, 3)?)
            .ok_or_else(|| errors::damaged("a run of results has an unknown format"))?,
        hash: row.get(4)?,
        imported: Time(row.get(5)?),
    })
}

fn answer(row: &SqlRow<'_>) -> Result<ResultAnswer> {
    Ok(ResultAnswer {
        judge: columns::untrusted(row, 0)?,
        target: target(row)?,
        verdict: verdict(row)?,
        reason: untrusted(row, 4)?,
        record: row.get::<_, Option<i64>>(7)?.map(RowId),
        is_same: row.get(8)?,
        model: untrusted(row, 5)?,
        prompt_version: untrusted(row, 6)?,
    })
}

fn untrusted(row: &SqlRow<'_>, place: usize) -> Result<Option<Untrusted>> {
    Ok(row.get::<_, Option<String>>(place)?.map(Untrusted::new))
}

/// The target in the second and third column.
fn target(row: &SqlRow<'_>) -> Result<Option<Target>> {
    let kind: Option<String> = row.get(1)?;
    let key: Option<String> = row.get(2)?;
    Ok(kind.zip(key).map(|(kind, key)| columns::target(&kind, Slug::of(&key))))
}

/// The answer in the fourth column.
fn verdict(row: &SqlRow<'_>) -> Result<JudgeVerdict> {
    Ok(match row.get::<_, Option<bool>>(3)? {
        Some(true) => JudgeVerdict::Fail,
        Some(false) => JudgeVerdict::Pass,
        None => JudgeVerdict::NoAnswer,
    })
}
