//! Compares judges and checks that ran elsewhere with what people said.

use std::collections::{BTreeSet, HashMap};

use crate::domain::result::{JudgeVerdict, ResultAnswer, ResultRun};
use crate::domain::{Judgements, RowId, Target, Untrusted};
use crate::error::Result;
use crate::measures::judge::{JudgeLine, Judged};
use crate::measures::truth::{Truth, truth, verdict_truth};
use crate::store::Reader;

/// Every judge and check of these runs, in the order of their first answers, compared with what people say now.
///
/// # Errors
/// Store problems as they are.
pub fn lines(reader: &Reader, runs: &[ResultRun]) -> Result<Vec<JudgeLine>> {
    let book = reader.codebook()?;
    let facts: HashMap<RowId, Judgements> =
        reader.judged_facts()?.into_iter().map(|fact| (fact.row, fact.judgements)).collect();
    let mut lines = Vec::new();
    for run in runs {
        let mut columns: Vec<Column> = Vec::new();
        let mut places: HashMap<(Untrusted, Option<String>), usize> = HashMap::new();
        for answer in reader.result_answers(run)? {
            let target = answer.target.as_ref().map(|target| book.current_target(target));
            let key =
                (answer.judge.clone(), target.as_ref().map(|target| format!("{} {}", target.word(), target.key())));
            let place = *places.entry(key).or_insert_with(|| {
                columns.push(Column { judge: answer.judge.clone(), target, ..Column::default() });
                columns.len() - 1
            });
            if let Some(column) = columns.get_mut(place) {
                column.take(answer);
            }
        }
        lines.extend(columns.into_iter().map(|column| column.line(run, &facts)));
    }
    Ok(lines)
}

/// Returns the newest run of each judge and check, compared with what people say now; the newest run first.
///
/// # Errors
/// Store problems as they are.
pub fn newest(reader: &Reader) -> Result<Vec<JudgeLine>> {
    let newest = reader.newest_judges()?;
    let mut runs = reader.results()?;
    runs.retain(|run| newest.values().any(|id| *id == run.id));
    runs.reverse();
    let mut found = lines(reader, &runs)?;
    found.retain(|line| newest.get(&line.judge) == Some(&line.run.id));
    Ok(found)
}

/// One judge while its answers are counted.
#[derive(Default)]
struct Column {
    judge: Untrusted,
    target: Option<Target>,
    judged: Judged,
    unmatched: u64,
    other_output: u64,
    silent: u64,
    repeated: u64,
    own: HashMap<RowId, bool>,
    models: BTreeSet<Untrusted>,
    prompts: BTreeSet<Untrusted>,
}

impl Column {
    fn take(&mut self, answer: ResultAnswer) {
        self.models.extend(answer.model);
        self.prompts.extend(answer.prompt_version);
        self.unmatched += u64::from(answer.record.is_none());
        let fails = match answer.verdict {
            JudgeVerdict::Pass => false,
            JudgeVerdict::Fail => true,
            JudgeVerdict::NoAnswer => return self.silent += 1,
        };
        match answer.record {
            None => self.judged.take_alone(fails),
            Some(_) if !answer.is_same => {
                self.other_output += 1;
                self.judged.take_alone(fails);
            }
            Some(row) => self.repeated += u64::from(self.own.insert(row, fails).is_some()),
        }
    }

    fn line(mut self, run: &ResultRun, facts: &HashMap<RowId, Judgements>) -> JudgeLine {
        let (mut missed, mut rejected) = (Vec::new(), Vec::new());
        for (row, fails) in &self.own {
            let truth = match (facts.get(row), &self.target) {
                (None, _) => Truth::Silent,
                (Some(judgements), Some(target)) => truth(target, judgements),
                (Some(judgements), None) => verdict_truth(judgements),
            };
            self.judged.take(truth, *fails);
            match (truth, fails) {
                (Truth::Positive, false) => missed.push(*row),
                (Truth::Negative, true) => rejected.push(*row),
                _ => {}
            }
        }
        missed.sort_unstable();
        rejected.sort_unstable();
        JudgeLine {
            run: run.clone(),
            judge: self.judge,
            target: self.target,
            judged: self.judged,
            missed,
            rejected,
            unmatched: self.unmatched,
            other_output: self.other_output,
            silent: self.silent,
            repeated: self.repeated,
            models: self.models.into_iter().collect(),
            prompt_versions: self.prompts.into_iter().collect(),
        }
    }
}
