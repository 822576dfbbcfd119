//! Imported results: runs, and what each judge or check of them said.

use std::collections::{HashMap, HashSet};

use rusqlite::{OptionalExtension, Row as SqlRow, TransactionBehavior};

use super::{Reader, Writer, records};
use crate::domain::result::{ResultAnswer, ResultRun, Said};
use crate::domain::{Name, RecordId, Row, Slug, Target, Time, Untrusted};
use crate::error::{Problem, Result};

const RUN: &str = "SELECT id, name, origin, format, hash, imported FROM result_run";

impl Writer {
    /// Stores an imported result with its answers, under a name of its own; answers its number.
    ///
    /// # Errors
    /// A `Usage` problem when the name is taken.
    pub fn store_result(&mut self, run: &ResultRun, answers: &[ResultAnswer]) -> Result<i64> {
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let name = run.name.as_str();
        let taken: Option<i64> =
            tx.query_row("SELECT id FROM result_run WHERE name = ?1", [name], |row| row.get(0)).optional()?;
        if taken.is_some() {
            return Err(Problem::usage(format!("There is a result called `{name}` already."))
                .hint("Give this one another name with --name."));
        }
        tx.execute(
            "INSERT INTO result_run (name, origin, format, hash, imported) VALUES (?1, ?2, ?3, ?4, ?5)",
            (name, run.origin.raw(), &run.format, &run.hash, run.imported.0),
        )?;
        let id = tx.last_insert_rowid();
        {
            let mut insert = tx.prepare(
                "INSERT INTO result_answer (run, judge, target_kind, target, model, prompt, record, is_same, fails)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?;
            for answer in answers {
                let fails = match answer.said {
                    Said::Pass => Some(false),
                    Said::Fail => Some(true),
                    Said::Nothing => None,
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
                ))?;
            }
        }
        tx.commit()?;
        Ok(id)
    }
}

impl Reader {
    /// Every imported result, oldest first.
    pub fn results(&self) -> Result<Vec<ResultRun>> {
        let mut select = self.conn.prepare_cached(&format!("{RUN} ORDER BY id"))?;
        let mut rows = select.query([])?;
        let mut runs = Vec::new();
        while let Some(row) = rows.next()? {
            runs.push(run(row)?);
        }
        Ok(runs)
    }

    /// What the judges and checks of an imported result said, in the file's order.
    pub fn result_answers(&self, run: &ResultRun) -> Result<Vec<ResultAnswer>> {
        let mut select = self.conn.prepare_cached(
            "SELECT judge, target_kind, target, model, prompt, record, is_same, fails
             FROM result_answer WHERE run = ?1 ORDER BY rowid",
        )?;
        let mut rows = select.query([run.id])?;
        let mut answers = Vec::new();
        while let Some(row) = rows.next()? {
            answers.push(answer(row)?);
        }
        Ok(answers)
    }

    /// The rows of the records with these ids or external ids; an external id may stand for several.
    pub fn rows_named(&self, wanted: &HashSet<&str>) -> Result<HashMap<String, Vec<Row>>> {
        let mut found: HashMap<String, Vec<Row>> = HashMap::new();
        for key in wanted {
            let id = RecordId::parse(&key.to_lowercase());
            if let Some(row) = id.map(|id| records::row_of(&self.conn, id)).transpose()?.flatten() {
                found.insert((*key).to_owned(), vec![row]);
            }
        }
        let mut select =
            self.conn.prepare_cached("SELECT id, external_id FROM record WHERE external_id IS NOT NULL")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let external = row.get_ref(1)?.as_str().unwrap_or_default();
            if wanted.contains(external) && RecordId::parse(external).is_none_or(|_| !found.contains_key(external)) {
                found.entry(external.to_owned()).or_default().push(Row(row.get(0)?));
            }
        }
        Ok(found)
    }
}

fn run(row: &SqlRow<'_>) -> Result<ResultRun> {
    Ok(ResultRun {
        id: row.get(0)?,
        name: Name::new(&row.get::<_, String>(1)?)?,
        origin: Untrusted::new(row.get::<_, String>(2)?),
        format: row.get(3)?,
        hash: row.get(4)?,
        imported: Time(row.get(5)?),
    })
}

fn answer(row: &SqlRow<'_>) -> Result<ResultAnswer> {
    let text = |place: usize| row.get::<_, Option<String>>(place);
    let target = text(1)?.zip(text(2)?).map(|(kind, key)| {
        let key = Slug::of(&key);
        if kind == "mode" { Target::Mode(key) } else { Target::Criterion(key) }
    });
    let said = match row.get::<_, Option<bool>>(7)? {
        Some(true) => Said::Fail,
        Some(false) => Said::Pass,
        None => Said::Nothing,
    };
    Ok(ResultAnswer {
        judge: Untrusted::new(row.get::<_, String>(0)?),
        target,
        said,
        record: row.get::<_, Option<i64>>(5)?.map(Row),
        is_same: row.get(6)?,
        model: text(3)?.map(Untrusted::new),
        prompt_version: text(4)?.map(Untrusted::new),
    })
}
