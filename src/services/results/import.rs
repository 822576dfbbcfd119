//! Imports results of judges and checks that ran elsewhere: matches them to records and stores them.

use std::collections::{HashMap, HashSet};

use crate::checks::Evaluator;
use crate::domain::filter::Filter;
use crate::domain::result::{Aim, Finding, OutputKey, ResultAnswer, ResultRun, output_key};
use crate::domain::{CodebookView, Name, RowId, Target, Time, Untrusted};
use crate::error::{Problem, Result};
use crate::ingest::results::{self, ResultsOptions};
use crate::store::{Reader, Writer};

/// What to import.
#[derive(Debug, Clone, Default)]
pub struct ResultOrder {
    /// The file and how to read it.
    pub file: ResultsOptions,
    /// The run's name; by default the file's, with a number where that is taken.
    pub name: Option<Name>,
    /// Whether the outputs are new ones, made by the run: then no record's own output was judged.
    pub live: bool,
    /// The model, where the file names none.
    pub model: Option<Untrusted>,
    /// The prompt version, where the file names none.
    pub prompt_version: Option<Untrusted>,
}

/// The result of an import.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The run, new or found again.
    pub run: ResultRun,
    /// Whether it is new: the same file again is the same run.
    pub is_new: bool,
    /// Entries that answer for no record.
    pub set_aside: u64,
    /// The first reasons.
    pub reasons: Vec<String>,
}

/// Reads a result file, matches it to records and stores it.
///
/// # Errors
/// Those of [`results::read`]; `Usage` when the name is taken.
pub fn import(writer: &mut Writer, reader: &Reader, order: &ResultOrder, now: Time) -> Result<Imported> {
    let file = results::read(&order.file)?;
    let options = format!("{} {:?} {:?}", order.live, order.model, order.prompt_version);
    let hash = blake3::hash(format!("{} {options}", file.hash).as_bytes()).to_hex().to_string();
    let (set_aside, reasons) = (file.set_aside, file.reasons);
    let runs = reader.results()?;
    let same = |run: &&ResultRun| run.hash == hash && order.name.as_ref().is_none_or(|name| run.name == *name);
    if let Some(run) = runs.iter().find(same) {
        return Ok(Imported { run: run.clone(), is_new: false, set_aside, reasons });
    }
    let book = reader.codebook()?;
    let index = Index::read(reader, &file.findings, now)?;
    let answers: Vec<ResultAnswer> =
        file.findings.into_iter().map(|finding| index.answer(&book, finding, order)).collect();
    let name = match &order.name {
        Some(name) => name.clone(),
        None => free_name(order, &runs)?,
    };
    let origin = order.file.path.display().to_string().into();
    let mut run = ResultRun { id: 0, name, origin, format: file.format, hash, imported: now };
    run.id = writer.store_result(&run, &answers)?;
    Ok(Imported { run, is_new: true, set_aside, reasons })
}

fn free_name(order: &ResultOrder, runs: &[ResultRun]) -> Result<Name> {
    let stem = order.file.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let base = Name::new(&stem).ok().filter(|name| name.as_str() != "-");
    let base = base.map_or_else(|| "results".to_owned(), |name| name.as_str().chars().take(100).collect());
    let is_free = |name: &Name| runs.iter().all(|run| run.name != *name);
    let first = Name::new(&base)?;
    if is_free(&first) {
        return Ok(first);
    }
    let mut numbered = (2..=runs.len() + 2).filter_map(|number| Name::new(&format!("{base}-{number}")).ok());
    numbered.find(is_free).ok_or_else(|| Problem::usage("This result needs a name: --name NAME."))
}

/// The keys by which answers are matched to records.
struct Index {
    named: HashMap<String, Vec<RowId>>,
    with_output: HashMap<OutputKey, Vec<RowId>>,
    output_of: HashMap<RowId, OutputKey>,
}

impl Index {
    fn read(reader: &Reader, findings: &[Finding], now: Time) -> Result<Self> {
        let keys: HashSet<&str> = findings.iter().flat_map(|finding| &finding.keys).map(String::as_str).collect();
        let named = reader.rows_named(&keys)?;
        let wanted: HashSet<OutputKey> = findings.iter().filter_map(|finding| finding.output).collect();
        let mut index = Self { named, with_output: HashMap::new(), output_of: HashMap::new() };
        if wanted.is_empty() {
            return Ok(index);
        }
        let rows: HashSet<RowId> = index.named.values().flatten().copied().collect();
        reader.each(&Filter::All, now, &mut |record| {
            let key = output_key(record.content.output.raw());
            if wanted.contains(&key) {
                index.with_output.entry(key).or_default().push(record.row);
            }
            if rows.contains(&record.row) {
                index.output_of.insert(record.row, key);
            }
            Ok(true)
        })?;
        Ok(index)
    }

    /// Returns the record that a finding is about, and whether its own output was judged.
    fn record(&self, finding: &Finding) -> Option<(RowId, bool)> {
        let only = |rows: &[RowId]| if let [row] = rows { Some(*row) } else { None };
        let named = finding.keys.iter().find_map(|key| self.named.get(key));
        match (named, finding.output) {
            (Some(rows), None) => Some((only(rows)?, true)),
            (Some(rows), Some(output)) => {
                let same: Vec<RowId> =
                    rows.iter().copied().filter(|row| self.output_of.get(row) == Some(&output)).collect();
                if same.is_empty() { Some((only(rows)?, false)) } else { Some((only(&same)?, true)) }
            }
            (None, Some(output)) => Some((only(self.with_output.get(&output)?)?, true)),
            (None, None) => None,
        }
    }

    fn answer(&self, book: &CodebookView, finding: Finding, order: &ResultOrder) -> ResultAnswer {
        let found = self.record(&finding);
        ResultAnswer {
            target: match &finding.aim {
                Some(aim) => target(book, aim),
                None => judge_named(book, finding.judge.raw()),
            },
            judge: finding.judge,
            verdict: finding.verdict,
            reason: finding.reason,
            record: found.map(|(row, _)| row),
            is_same: !order.live && found.is_some_and(|(_, is_same)| is_same),
            model: finding.model.or_else(|| order.model.clone()),
            prompt_version: finding.prompt_version.or_else(|| order.prompt_version.clone()),
        }
    }
}

/// Returns the target of the judge with this name: a check of the kind `judge`, by its key or by the name it was given.
fn judge_named(book: &CodebookView, name: &str) -> Option<Target> {
    let is_named = |check: &&crate::domain::Check| {
        let given = check.spec.params.get("name").and_then(serde_json::Value::as_str);
        Evaluator::for_check(&check.spec) == Evaluator::Judge && (check.key.as_str() == name || given == Some(name))
    };
    book.checks.iter().find(is_named).map(|check| check.target.clone())
}

/// Returns the target that an aim names in this workspace. A stub's stem is the slug of a mode or of a criterion; where
/// both have it, the criterion's is marked.
fn target(book: &CodebookView, aim: &Aim) -> Option<Target> {
    let mode = |typed: &str| book.mode(typed).map(|mode| Target::Mode(mode.key.clone()));
    let criterion = |typed: &str| book.criterion(typed).map(|criterion| Target::Criterion(criterion.key.clone()));
    match aim {
        Aim::Check(key) => book.checks.iter().find(|check| check.key.as_str() == key).map(|check| check.target.clone()),
        Aim::Mode(typed) => mode(typed),
        Aim::Criterion(typed) => criterion(typed),
        Aim::Stub(stem) => match stem.strip_suffix("--criterion") {
            Some(slug) => criterion(slug),
            None => mode(stem).or_else(|| criterion(stem)),
        },
    }
}
