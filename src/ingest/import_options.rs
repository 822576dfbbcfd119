//! What to import and how, as the user asks for it; `import_plan` checks it.

use std::path::PathBuf;

/// What to read and how.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// The file; `-` for standard input.
    pub path: PathBuf,
    /// A format's name, or `None` to detect it.
    pub format: Option<String>,
    /// `field=path` pairs that override what was detected.
    pub map: Vec<(String, String)>,
    /// Where the list of records stands in a file, or a line, that is one object.
    pub records: Option<String>,
    /// `path=value` pairs: only entries that have them are taken; several values for one path are alternatives.
    pub wheres: Vec<(String, String)>,
    /// What stands before each turn of a transcript, between `|`.
    pub split: Option<String>,
    /// A second file whose entries are joined to those of the first, and the field that both have.
    pub join: Option<(PathBuf, String)>,
    /// `key=value` pairs laid over each record (`model=…`, or any meta key).
    pub set: Vec<(String, String)>,
    /// Which spans of a trace become records.
    pub spans: SpanView,
    /// Stop after this many records.
    pub limit: Option<u64>,
    /// Read a column as a reviewer's verdicts.
    pub label: Option<LabelOptions>,
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

/// How a column becomes verdicts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelOptions {
    /// The column, or a path into the record.
    pub field: String,
    /// Values that mean fail; empty: pass/fail, good/bad and the like are understood.
    pub fail_when: Vec<String>,
}
