//! `export`: everything out, as JSON lines that `import` takes back exactly, as a table for spreadsheets, or as a
//! regression set of known-bad and known-good outputs.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;
use serde_json::{Value, json};
use tempfile::NamedTempFile;

use super::context::Context;
use super::list::parse_filter;
use super::out::{Out, counted, remark};
use crate::domain::view::{Codebook, Judgements};
use crate::domain::{Record, RecordId, Slug, Target, Untrusted, Verdict};
use crate::error::{Problem, Result};
use crate::measures::truth::{Truth, truth};
use crate::services::record_json::{FIELDS, RecordJson, Turns, members};
use crate::text::{json_safe, visible_block};

/// The fields of an example, in the order in which they are written.
const EXAMPLE: &[&str] = &[
    "id",
    "source",
    "external_id",
    "input",
    "messages",
    "output",
    "expected",
    "verdict",
    "mode",
    "criterion",
    "version",
    "note",
    "model",
    "prompt_version",
];

/// Writes records with their judgements: all of them, or those that a filter holds.
#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// Which records (see the filter language); all without.
    #[arg(value_name = "FILTER")]
    filter: Vec<String>,
    /// `jsonl` is exact, and `import` gives the same records back. `csv` is for spreadsheets and loses something: what
    /// could run as a formula gets an apostrophe before it, what cannot be seen is made visible. Without: by the
    /// ending of the file, else `jsonl`.
    #[arg(long, value_name = "FORMAT")]
    format: Option<Form>,
    /// `examples` writes a regression set: one line for each failure mode that a record was tagged with, each
    /// criterion that it was graded on, each pass. What reviewers dispute is left out.
    #[arg(long = "as", value_name = "WHAT")]
    what: Option<What>,
    /// Writes to this file instead of standard output; a file that is there is replaced once all is written.
    #[arg(long, value_name = "F")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Jsonl,
    Csv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    Examples,
}

/// Runs `gemba export`.
pub(super) fn run(context: &mut Context, args: &ExportArgs) -> Result<()> {
    let filter = parse_filter(&args.filter.join(" "))?;
    let reader = context.reader()?;
    let book = reader.codebook()?;
    let path = args.out.as_deref().filter(|path| *path != Path::new("-"));
    let is_csv = path.and_then(Path::extension).is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let form = args.format.unwrap_or(if is_csv { Form::Csv } else { Form::Jsonl });
    let fields = if args.what.is_some() { EXAMPLE } else { FIELDS };
    let now = Context::now();
    let mut place = Place::of(&mut context.out, path)?;
    if form == Form::Csv {
        place.row(&fields.iter().map(|field| (*field).to_owned()).collect::<Vec<_>>())?;
    }
    let (mut records, mut lines, mut disputed) = (0, 0, 0);
    reader.each(&filter, now, &mut |record| {
        let judgements = reader.judgements(record.row)?;
        records += 1;
        if args.what.is_some() {
            let found = examples(&record, &judgements, &book, &mut disputed);
            lines += found.len() as u64;
            for example in &found {
                place.write(form, fields, example)?;
            }
        } else {
            lines += 1;
            let line = RecordJson { record: &record, judgements: &judgements, book: &book, history: None, fields };
            place.write(form, fields, &line)?;
        }
        Ok(place.is_open())
    })?;
    place.close()?;
    let what = if args.what.is_some() { "example" } else { "record" };
    if let Some(path) = path {
        if context.json {
            let file = path.display().to_string();
            let line = json!({"written": lines, "records": records, "disputed": disputed, "file": file});
            context.out.json(&line)?;
        } else {
            remark(&format!("{} written to {}.", counted(lines, what), path.display()));
        }
    }
    if args.what.is_some() && lines == 0 {
        remark("There are no examples: nothing is judged among these records.");
    }
    if disputed > 0 {
        remark(&format!("{} left out: reviewers disagree.", counted(disputed, "example")));
    }
    Ok(())
}

/// The examples that one record makes; what is disputed is counted.
fn examples<'a>(
    record: &'a Record,
    judgements: &'a Judgements,
    book: &'a Codebook,
    disputed: &mut u64,
) -> Vec<Example<'a>> {
    let mut found = Vec::new();
    let mut modes: Vec<&crate::domain::ModeKey> = Vec::new();
    for tag in &judgements.tags {
        if !modes.contains(&&tag.mode) {
            modes.push(&tag.mode);
        }
    }
    for mode in &modes {
        match truth(&Target::Mode((*mode).clone()), judgements) {
            Truth::Positive => {
                let slug = book.mode_of(mode).map_or(*mode, |mode| &mode.slug);
                found.push(Example { mode: Some(slug), ..Example::of(record, judgements, "fail") });
            }
            Truth::Disputed => *disputed += 1,
            Truth::Negative | Truth::NotComparable | Truth::Stale | Truth::Na | Truth::Silent => {}
        }
    }
    if modes.is_empty() {
        let said = |verdict: Verdict| judgements.verdicts.iter().any(|view| view.verdict == verdict);
        match (said(Verdict::Pass), said(Verdict::Fail)) {
            (true, true) => *disputed += 1,
            (true, false) => found.push(Example::of(record, judgements, "pass")),
            (false, true) => found.push(Example::of(record, judgements, "fail")),
            (false, false) => {}
        }
    }
    for criterion in book.criteria.iter().filter(|criterion| !criterion.retired) {
        let verdict = match truth(&Target::Criterion(criterion.key.clone()), judgements) {
            Truth::Positive => "fail",
            Truth::Negative => "pass",
            Truth::Disputed => {
                *disputed += 1;
                continue;
            }
            Truth::NotComparable | Truth::Stale | Truth::Na | Truth::Silent => continue,
        };
        let version = Some(criterion.meaning_version());
        found.push(Example { criterion: Some(&criterion.slug), version, ..Example::of(record, judgements, verdict) });
    }
    found
}

/// One line of a regression set; the fields of [`EXAMPLE`].
#[derive(Serialize)]
struct Example<'a> {
    id: RecordId,
    source: &'a Untrusted,
    external_id: Option<&'a Untrusted>,
    input: String,
    messages: Turns<'a>,
    output: &'a Untrusted,
    expected: Option<&'a Untrusted>,
    verdict: &'static str,
    mode: Option<&'a Slug>,
    criterion: Option<&'a Slug>,
    version: Option<u32>,
    note: Value,
    model: Option<&'a Untrusted>,
    prompt_version: Option<&'a Untrusted>,
}

impl<'a> Example<'a> {
    fn of(record: &'a Record, judgements: &'a Judgements, verdict: &'static str) -> Self {
        let content = &record.content;
        let notes: Vec<&Untrusted> = judgements.notes.iter().map(|note| &note.text).collect();
        Self {
            id: record.id,
            source: &record.source,
            external_id: content.external_id.as_ref(),
            input: content.input_text(),
            messages: Turns(&content.messages),
            output: &content.output,
            expected: judgements.expected(content),
            verdict,
            mode: None,
            criterion: None,
            version: None,
            note: joined(&notes),
            model: content.model.as_ref(),
            prompt_version: content.prompt_version.as_ref(),
        }
    }
}

/// Several notes as one, a line each; `null` without any.
fn joined(notes: &[&Untrusted]) -> Value {
    let texts: Vec<Value> = notes.iter().map(|note| json!(note)).collect();
    let words: Vec<&str> = texts.iter().filter_map(Value::as_str).collect();
    if words.is_empty() { Value::Null } else { words.join("\n").into() }
}

/// Where lines go.
enum Place<'a> {
    Stdout(&'a mut Out),
    File { file: BufWriter<NamedTempFile>, path: PathBuf },
}

impl<'a> Place<'a> {
    fn of(out: &'a mut Out, path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else { return Ok(Self::Stdout(out)) };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = NamedTempFile::new_in(folder).map_err(|error| trouble(path, &error))?;
        Ok(Self::File { file: BufWriter::new(file), path: path.to_owned() })
    }

    fn is_open(&self) -> bool {
        match self {
            Self::Stdout(out) => out.is_open(),
            Self::File { .. } => true,
        }
    }

    fn write(&mut self, form: Form, fields: &[&str], line: &impl Serialize) -> Result<()> {
        let wrong = |error| Problem::io(format!("A record could not be written as JSON: {error}."));
        match form {
            Form::Jsonl => self.text(&(json_safe(&serde_json::to_string(line).map_err(wrong)?) + "\n")),
            Form::Csv => {
                let members = members(line).map_err(wrong)?;
                let cells: Vec<String> = fields
                    .iter()
                    .map(|field| members.get(*field).map_or_else(String::new, |json| cell(json.get())))
                    .collect();
                self.row(&cells)
            }
        }
    }

    fn row(&mut self, cells: &[String]) -> Result<()> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let wrong = |error: &dyn std::fmt::Display| Problem::io(format!("A row could not be written: {error}."));
        writer.write_record(cells).map_err(|error| wrong(&error))?;
        let row = writer.into_inner().map_err(|error| wrong(&error))?;
        self.text(&String::from_utf8_lossy(&row))
    }

    /// Writes text that is safe by now.
    fn text(&mut self, text: &str) -> Result<()> {
        match self {
            Self::Stdout(out) => out.own(text.as_bytes()),
            Self::File { file, path } => file.write_all(text.as_bytes()).map_err(|error| trouble(path, &error)),
        }
    }

    /// Puts the file in its place.
    fn close(self) -> Result<()> {
        let Self::File { file, path } = self else { return Ok(()) };
        let file = file.into_inner().map_err(|error| trouble(&path, error.error()))?;
        file.as_file().sync_all().map_err(|error| trouble(&path, &error))?;
        file.persist(&path).map_err(|error| trouble(&path, &error.error)).map(drop)
    }
}

fn trouble(path: &Path, error: &std::io::Error) -> Problem {
    Problem::io(format!("{} cannot be written: {error}.", path.display()))
}

/// One cell: text as it can be seen, and never a formula; the JSON of everything else.
fn cell(json: &str) -> String {
    match serde_json::from_str::<String>(json) {
        Ok(text) => guarded(visible_block(&Untrusted::from(text)).into_string()),
        Err(_) if matches!(json, "null" | "[]") => String::new(),
        Err(_) => json_safe(json),
    }
}

/// An apostrophe before what a spreadsheet would run (OWASP, "CSV Injection"), also behind blanks and in full width.
fn guarded(text: String) -> String {
    let runs = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠' | '␍' | '␉');
    if text.trim_start().starts_with(runs) || text.starts_with(runs) { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::cell;

    #[test]
    fn a_cell_never_runs() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"] {
            assert!(
                cell(&json!(text).to_string()).starts_with('\''),
                "{text:?} became {:?}",
                cell(&json!(text).to_string())
            );
        }
        assert_eq!(cell(&json!("a = b").to_string()), "a = b");
        assert_eq!(cell(&json!(-3).to_string()), "-3");
        assert_eq!(cell(&json!(null).to_string()), "");
        assert!(!cell(&json!("a\u{1b}[31m").to_string()).contains('\u{1b}'));
    }
}
