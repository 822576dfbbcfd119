//! Reads one result file, of the format that was asked for or that its beginning has.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::gathered::Gathered;
use super::results_reader::{Beginning, ResultsReader};
use super::{READERS, jsonl};
use crate::domain::result::{Finding, ResultsFormat};
use crate::error::{Problem, Result};
use crate::ingest::source::{open, read_problem};

/// The longest text of a result file, after decompression.
const MOST_BYTES: u64 = 512 << 20;

/// What to read and how.
#[derive(Debug, Clone, Default)]
pub struct ResultsOptions {
    /// The file; `-` for standard input.
    pub path: PathBuf,
    /// A format's word, or `None` to detect it.
    pub format: Option<String>,
    /// The score from which on an output passes; by default 0.5, for scores from 0 to 1.
    pub pass_at: Option<f64>,
}

/// What was read.
#[derive(Debug, Clone, PartialEq)]
pub struct ResultFile {
    /// The format that was found.
    pub format: ResultsFormat,
    /// blake3 of the text, and of what changes its reading.
    pub hash: String,
    /// The answers, in the file's order.
    pub findings: Vec<Finding>,
    /// Entries without an answer about a record.
    pub set_aside: u64,
    /// The first reasons for that, with their places.
    pub reasons: Vec<String>,
}

/// Reads a result file.
///
/// # Errors
/// `Input` for a file that cannot be read, is too large, or holds no answer; `Usage` for an unknown format and for
/// scores that need `pass_at`.
pub fn read(options: &ResultsOptions) -> Result<ResultFile> {
    let asked = options.format.as_deref().map(format_named).transpose()?;
    refuse_zip(&options.path)?;
    let (name, text) = text(&options.path)?;
    let mut gathered = Gathered::new(options.pass_at);
    let reader = reader(asked, &text);
    (reader.read)(&text, &mut gathered)
        .map_err(|problem| Problem { sentence: format!("{name}: {}", problem.sentence), ..problem })?;
    let format = reader.format.word();
    let Gathered { findings, set_aside, reasons, .. } = gathered;
    if findings.is_empty() {
        let why = reasons.first().map(|reason| format!(" ({reason})")).unwrap_or_default();
        return Err(Problem::input(format!("{name}, read as {format}, holds no answer about a record{why}.")).hint(
            "Known: JUnit XML of pytest or Vitest, promptfoo's and Inspect's JSON, JSON Lines with id, name and verdict.",
        ));
    }
    let hash = blake3::hash(format!("{format} {:?} {text}", options.pass_at).as_bytes()).to_hex().to_string();
    Ok(ResultFile { format: reader.format, hash, findings, set_aside, reasons })
}

fn format_named(word: &str) -> Result<ResultsFormat> {
    ResultsFormat::from_word(word).ok_or_else(|| {
        let known: Vec<&str> = ResultsFormat::ALL.iter().map(|format| format.word()).collect();
        Problem::usage(format!("There is no result format `{word}`."))
            .hint(format!("Known formats: {}.", known.join(", ")))
    })
}

/// Returns the reader of the format that was asked for, else the first that detects the text.
fn reader(asked: Option<ResultsFormat>, text: &str) -> &'static ResultsReader {
    let named = |format| READERS.iter().find(|reader| reader.format == format);
    let detected = || {
        let beginning = Beginning::new(text);
        READERS.iter().find(|reader| (reader.detect)(&beginning))
    };
    asked.and_then(named).or_else(detected).unwrap_or(&jsonl::READER)
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
    let stream = open(path, None)?;
    let name = stream.name;
    let mut bytes = Vec::new();
    stream.text.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| read_problem(&name, error))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Problem::input(format!("{name} is longer than {} MiB.", MOST_BYTES >> 20))
            .hint("Split it; each part is a separate run."));
    }
    if let Some(fault) = stream.status.fault.borrow().as_ref() {
        return Err(Problem::input(format!("{name} ends early: {fault}.")));
    }
    // Damaged bytes become replacement characters: a reason or an output may hold anything.
    let text = String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    Ok((name, text))
}
