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
    /// `key=value` pairs laid over each record (`model=…`, or any meta key).
    pub set: Vec<(String, String)>,
    /// Stop after this many records.
    pub limit: Option<u64>,
    /// Read a column as a reviewer's verdicts.
    pub label: Option<LabelOptions>,
}

/// How a column becomes verdicts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelOptions {
    /// The column, or a path into the record.
    pub field: String,
    /// Values that mean fail; empty: pass/fail, good/bad and the like are understood.
    pub fail_when: Vec<String>,
}
