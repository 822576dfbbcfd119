//! Where exported lines go, and how one is written: JSON, or CSV that no spreadsheet runs.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde::Serialize;
use serde_json::value::RawValue;
use tempfile::NamedTempFile;

use super::outgoing::Outgoing;
use crate::cli::output::Out;
use crate::domain::Untrusted;
use crate::error::{Problem, Result};
use crate::text::{json_safe, visible_block};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    Gemba,
    Jsonl,
    Csv,
}

/// Where lines go.
pub(super) enum Place<'a> {
    Stdout(&'a mut Out),
    File { file: BufWriter<NamedTempFile>, path: PathBuf },
}

impl<'a> Place<'a> {
    pub(super) fn open(out: &'a mut Out, path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else { return Ok(Self::Stdout(out)) };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = NamedTempFile::new_in(folder).map_err(|error| unwritable(path, error))?;
        Ok(Self::File { file: BufWriter::new(file), path: path.to_owned() })
    }

    pub(super) fn is_open(&self) -> bool {
        match self {
            Self::Stdout(out) => out.is_open(),
            Self::File { .. } => true,
        }
    }

    pub(super) fn write(
        &mut self,
        form: Form,
        fields: &[&str],
        line: &impl Serialize,
        outgoing: &mut Outgoing,
    ) -> Result<()> {
        let wrong = |error: serde_json::Error| {
            Problem::io(format!("A record could not be written as JSON: {error}.")).caused_by(error)
        };
        let json = outgoing.line(serde_json::to_string(line).map_err(wrong)?);
        match form {
            Form::Gemba | Form::Jsonl => self.line(&json),
            Form::Csv => {
                let members: BTreeMap<String, Box<RawValue>> = serde_json::from_str(&json).map_err(wrong)?;
                let cells: Vec<String> = fields
                    .iter()
                    .map(|field| members.get(*field).map_or_else(String::new, |json| cell(json.get())))
                    .collect();
                self.row(&cells)
            }
        }
    }

    /// Writes a line of JSON.
    pub(super) fn line(&mut self, json: &str) -> Result<()> {
        self.text(&(json_safe(json) + "\n"))
    }

    pub(super) fn row(&mut self, cells: &[String]) -> Result<()> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(cells).map_err(bad_row)?;
        let row = writer.into_inner().map_err(|error| bad_row(error.into_error()))?;
        self.text(&String::from_utf8_lossy(&row))
    }

    /// Writes text that is safe by now.
    fn text(&mut self, text: &str) -> Result<()> {
        match self {
            Self::Stdout(out) => out.raw(text.as_bytes()),
            Self::File { file, path } => file.write_all(text.as_bytes()).map_err(|error| unwritable(path, error)),
        }
    }

    /// Puts the file in its place.
    pub(super) fn close(self) -> Result<()> {
        let Self::File { file, path } = self else { return Ok(()) };
        let file = file.into_inner().map_err(|error| unwritable(&path, error.into_error()))?;
        file.as_file().sync_all().map_err(|error| unwritable(&path, error))?;
        file.persist(&path).map_err(|error| unwritable(&path, error.error)).map(drop)
    }
}

fn bad_row(error: impl std::error::Error + Send + Sync + 'static) -> Problem {
    Problem::io(format!("A row could not be written: {error}.")).caused_by(error)
}

fn unwritable(path: &Path, error: std::io::Error) -> Problem {
    Problem::io(format!("{} cannot be written: {error}.", path.display())).caused_by(error)
}

/// Returns the text of a cell: text made visible and never a formula, the JSON of everything else.
fn cell(json: &str) -> String {
    match serde_json::from_str::<String>(json) {
        Ok(text) => guarded(visible_block(&Untrusted::from(text)).into_string()),
        Err(_) if matches!(json, "null" | "[]") => String::new(),
        Err(_) => json_safe(json),
    }
}

/// Puts an apostrophe before what a spreadsheet would run (OWASP, "CSV Injection"), also behind blanks and in full
/// width.
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
