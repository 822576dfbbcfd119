//! Result files of eval runs → what judges and checks said. One file per format; knows no store and no truth.
//!
//! A result file is somebody else's text: read as a whole up to `MOST_BYTES`, never executed, never expanded.

mod inspect;
mod junit;
mod promptfoo;
mod rows;
mod suites;

use std::io::Read;
use std::path::{Path, PathBuf};

use super::json::{Fields, Value};
use super::open;
use crate::domain::Untrusted;
use crate::domain::result::{Finding, Said, kept_reason};
use crate::error::{Problem, Result};

/// The longest text of a result file, after decompression.
const MOST_BYTES: u64 = 512 << 20;
/// The most answers of one file.
const MOST_FINDINGS: usize = 5_000_000;
/// How many entries that were set aside are told one by one.
const TOLD: usize = 5;
/// The formats, as `--format` takes them.
pub const FORMATS: [&str; 4] = ["junit", "promptfoo", "inspect", "jsonl"];

/// What to read and how.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// The file; `-` for standard input.
    pub path: PathBuf,
    /// One of [`FORMATS`], or `None` to detect it.
    pub format: Option<String>,
    /// The score from which on an output passes; by default 0.5, for scores from 0 to 1.
    pub pass_at: Option<f64>,
}

/// What was read.
#[derive(Debug, Clone, PartialEq)]
pub struct ResultFile {
    /// The format that was found.
    pub format: &'static str,
    /// blake3 of the text, and of what changes its reading.
    pub hash: String,
    /// The answers, in the file's order.
    pub findings: Vec<Finding>,
    /// Entries that say nothing of a record.
    pub set_aside: u64,
    /// The first reasons for that, with their places.
    pub reasons: Vec<String>,
}

/// What a format's reader gathers.
pub(super) struct Gathered {
    findings: Vec<Finding>,
    set_aside: u64,
    reasons: Vec<String>,
    pass_at: Option<f64>,
}

impl Gathered {
    fn take(&mut self, finding: Finding) -> Result<()> {
        if self.findings.len() >= MOST_FINDINGS {
            return Err(Problem::input(format!("The result file holds more than {MOST_FINDINGS} answers."))
                .hint("Split it; each part is a run of its own."));
        }
        self.findings.push(finding);
        Ok(())
    }

    fn set_aside(&mut self, reason: impl FnOnce() -> String) {
        self.set_aside += 1;
        if self.reasons.len() < TOLD {
            self.reasons.push(reason());
        }
    }

    /// What a score says.
    fn of_score(&self, score: f64) -> Result<Said> {
        if self.pass_at.is_none() && !(0.0..=1.0).contains(&score) {
            return Err(Problem::usage(format!("A score in the result file is {score}, which is not from 0 to 1."))
                .hint("Say from which score on an output passes: --pass-at 4"));
        }
        Ok(if score >= self.pass_at.unwrap_or(0.5) { Said::Pass } else { Said::Fail })
    }
}

/// Reads a result file.
///
/// # Errors
/// `Input` for a file that cannot be read, is too large, or holds no answer; `Usage` for an unknown format and for
/// scores that need `pass_at`.
pub fn read(order: &Order) -> Result<ResultFile> {
    if let Some(format) = order.format.as_deref().filter(|format| !FORMATS.contains(format)) {
        return Err(Problem::usage(format!("There is no result format called `{format}`."))
            .hint(format!("Known formats: {}.", FORMATS.join(", "))));
    }
    refuse_zip(&order.path)?;
    let (name, text) = text(&order.path)?;
    let format = match order.format.as_deref() {
        Some(typed) => FORMATS.into_iter().find(|known| *known == typed).unwrap_or("jsonl"),
        None => detect(&text),
    };
    let mut gathered = Gathered { findings: Vec::new(), set_aside: 0, reasons: Vec::new(), pass_at: order.pass_at };
    let reader = match format {
        "junit" => junit::read,
        "promptfoo" => promptfoo::read,
        "inspect" => inspect::read,
        _ => rows::read,
    };
    reader(&text, &mut gathered)
        .map_err(|problem| Problem { sentence: format!("{name}: {}", problem.sentence), ..problem })?;
    let Gathered { findings, set_aside, reasons, .. } = gathered;
    if findings.is_empty() {
        let why = reasons.first().map(|reason| format!(" ({reason})")).unwrap_or_default();
        return Err(Problem::input(format!("{name}, read as {format}, holds no answer about a record{why}.")).hint(
            "Known: JUnit XML of pytest or Vitest, promptfoo's and Inspect's JSON, JSON Lines with id, name and verdict.",
        ));
    }
    let hash = blake3::hash(format!("{format} {:?} {text}", order.pass_at).as_bytes()).to_hex().to_string();
    Ok(ResultFile { format, hash, findings, set_aside, reasons })
}

/// An Inspect `.eval` is a zip archive; its own program turns it into JSON.
fn refuse_zip(path: &Path) -> Result<()> {
    if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("eval")) {
        return Err(Problem::input(format!("{} is Inspect's packed log, which gemba does not open.", path.display()))
            .hint("Turn it into JSON first: `inspect log convert FILE.eval --to json --output-dir DIR`."));
    }
    Ok(())
}

fn text(path: &Path) -> Result<(String, String)> {
    let stream = open::open(path)?;
    let name = stream.name;
    let mut bytes = Vec::new();
    stream.text.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| open::problem(&name, &error))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Problem::input(format!("{name} is longer than {} MiB.", MOST_BYTES >> 20))
            .hint("Split it; each part is a run of its own."));
    }
    if let Some(fault) = stream.gauge.fault.borrow().as_ref() {
        return Err(Problem::input(format!("{name} ends early: {fault}.")));
    }
    // Damaged bytes become replacement characters: a reason or an output may hold anything.
    let text = String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    Ok((name, text))
}

fn detect(text: &str) -> &'static str {
    let start = text.trim_start();
    if start.starts_with('<') {
        return "junit";
    }
    if let Ok(fields) = Fields::parse(start) {
        if fields.has("samples") && fields.has("eval") {
            return "inspect";
        }
        if fields.has("results") {
            return "promptfoo";
        }
    }
    let first = start.lines().next().and_then(|line| Fields::parse(line).ok());
    if first.is_some_and(|row| row.has("gradingResult") || row.has("testCase")) { "promptfoo" } else { "jsonl" }
}

/// The keys under which logs and suites keep the id of a case.
const ID_KEYS: [&str; 12] = [
    "gemba_id",
    "record",
    "record_id",
    "case",
    "case_id",
    "id",
    "external_id",
    "example_id",
    "sample_id",
    "trace_id",
    "request_id",
    "run_id",
];

/// The ids in an object of variables or metadata. gemba's own cases are `stub/id`.
fn ids(fields: Option<&Fields<'_>>) -> Vec<String> {
    let Some(fields) = fields else { return Vec::new() };
    let found = ID_KEYS.iter().filter_map(|key| fields.get(key)?.scalar());
    found.flat_map(|id| id.rsplit_once('/').map(|(_, tail)| tail.to_owned()).into_iter().chain([id])).collect()
}

/// The members of an object behind a key.
fn inner<'a>(fields: &Fields<'a>, key: &str) -> Option<Fields<'a>> {
    fields.get(key)?.members()
}

/// A text behind a key.
fn scalar(fields: &Fields<'_>, key: &str) -> Option<String> {
    fields.get(key)?.scalar()
}

/// The reason under the first of these keys that says something.
fn reason(fields: &Fields<'_>, known: &[&str]) -> Option<Untrusted> {
    known.iter().find_map(|key| kept_reason(&scalar(fields, key)?))
}

/// Yes or no, in the words that suites use.
fn answer(value: Value<'_>) -> Option<Said> {
    match value.scalar()?.trim().to_lowercase().as_str() {
        "pass" | "passed" | "true" | "yes" | "good" | "ok" | "correct" | "met" | "c" => Some(Said::Pass),
        "fail" | "failed" | "false" | "no" | "bad" | "incorrect" | "not-met" | "not met" | "i" | "n" => {
            Some(Said::Fail)
        }
        _ => None,
    }
}
