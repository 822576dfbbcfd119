//! What to import and how, as the user asks for it; `import_plan` checks it.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use super::label::RowFields;
use super::paths::Join;
use super::source::{OpenFile, SharedFeed};

/// What to read and how.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// The file; `-` for standard input.
    pub path: PathBuf,
    /// Where the text comes from instead of that file.
    pub feed: Option<SharedFeed>,
    /// The file, where it is open already.
    pub file: Option<OpenFile>,
    /// A format's name, or `None` to detect it.
    pub format: Option<String>,
    /// `field=path` pairs that override what was detected.
    pub map: Vec<(String, String)>,
    /// The encoding of the file, instead of finding it.
    pub encoding: Option<String>,
    /// How times are written, as `strptime` has it.
    pub time_format: Option<String>,
    /// The zone of times that say none; UTC by default.
    pub timezone: Option<String>,
    /// Where the list of records stands in a file, or a line, that is one object.
    pub records: Option<String>,
    /// `path=value` pairs: only entries that have them are taken; several values for one path are alternatives.
    pub wheres: Vec<(String, String)>,
    /// What stands before each turn of a transcript, between `|`.
    pub split: Option<String>,
    /// A second file whose entries are joined to those of the first.
    pub join: Option<JoinedFile>,
    /// `key=value` pairs laid over each record (`model=…`, or any meta key).
    pub set: Vec<(String, String)>,
    /// Which spans of a trace become records.
    pub spans: SpanView,
    /// Stop after this many records.
    pub limit: Option<u64>,
    /// Columns to read as a reviewer's verdicts, or what else they are about.
    pub labels: Vec<LabelOptions>,
    /// Columns with other judgements.
    pub columns: JudgementColumns,
    /// Fields of a row that belong to its judgement, and not to its record.
    pub rows: RowFields,
}

/// A second file whose entries belong to those of a log. It is read once for all clones.
#[derive(Clone)]
pub struct JoinedFile {
    /// The file.
    pub(super) path: PathBuf,
    /// The field that both have.
    pub(super) on: String,
    /// Its entries, once they were read.
    pub(super) entries: Arc<OnceLock<Arc<Join>>>,
}

impl JoinedFile {
    /// Names the file and the field that it has with the log.
    #[must_use]
    pub fn new(path: PathBuf, on: String) -> Self {
        Self { path, on, entries: Arc::default() }
    }
}

impl fmt::Debug for JoinedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JoinedFile({}, {})", self.path.display(), self.on)
    }
}

/// Which spans of a trace become records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SpanView {
    /// The topmost span where it has input and output, else the model calls.
    #[default]
    Auto,
    /// The topmost spans.
    Root,
    /// The model calls.
    Llm,
}

impl ImportOptions {
    /// Returns what says how a log of this kind is read, to be saved and used again: the `field=path` pairs, and options
    /// under their names (`--records`). Nothing where neither pairs nor a list of records were given.
    #[must_use]
    pub fn mapping(&self) -> Vec<(String, String)> {
        let mut pairs = self.map.clone();
        if pairs.is_empty() && self.records.is_none() {
            return pairs;
        }
        let mut add = |option: &str, value: String| pairs.push((option.to_owned(), value));
        for (option, value) in [
            ("--records", &self.records),
            ("--split", &self.split),
            ("--time-format", &self.time_format),
            ("--timezone", &self.timezone),
        ] {
            if let Some(value) = value {
                add(option, value.clone());
            }
        }
        self.wheres.iter().for_each(|(field, value)| add("--where", format!("{field}={value}")));
        for label in &self.labels {
            add("--label", label.typed());
            for (option, values) in [("--fail-when", &label.fail_when), ("--pass-when", &label.pass_when)] {
                if !values.is_empty() {
                    add(option, format!("{}:{}", label.field, values.join(",")));
                }
            }
        }
        pairs
    }
}

impl LabelOptions {
    /// Returns the label as `--label` takes it.
    #[must_use]
    pub fn typed(&self) -> String {
        match &self.target {
            LabelTarget::Verdict => self.field.clone(),
            LabelTarget::Criterion(name) => format!("{}=criterion:{name}", self.field),
            LabelTarget::Mode(name) => format!("{}=mode:{name}", self.field),
        }
    }
}

/// How a column becomes judgements.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LabelOptions {
    /// The column, or a path into the record.
    pub field: String,
    /// What its values are about.
    pub target: LabelTarget,
    /// Values, or comparisons with a number, that mean fail. With `pass_when` empty too, pass/fail, good/bad and the
    /// like are understood; with one of the two empty, every other value means the opposite.
    pub fail_when: Vec<String>,
    /// Those that mean pass.
    pub pass_when: Vec<String>,
}

/// What a label is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum LabelTarget {
    /// The record as a whole.
    #[default]
    Verdict,
    /// A criterion, by name or slug: fail is not met, pass is met.
    Criterion(String),
    /// A failure mode, by name or slug: fail is present, pass is absent.
    Mode(String),
}

/// Columns, or paths into the record, that hold judgements besides labels.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JudgementColumns {
    /// Whose judgements they are.
    pub reviewer: Option<String>,
    /// A note.
    pub note: Option<String>,
    /// Failure modes: a JSON list, or names between `,` and `;`.
    pub tags: Option<String>,
    /// The output as it should have been.
    pub correct: Option<String>,
}
