//! Versions of a criterion: how they are typed and how one is printed.

use serde_json::{Value, json};

use crate::cli::lookup::criterion;
use crate::cli::output::shown;
use crate::domain::{CodebookView, Criterion, CriterionVersion};
use crate::error::{Problem, Result};

/// One side of a comparison.
pub(super) type Side<'a> = (&'a Criterion, &'a CriterionVersion);

/// Reads `polite@2`, or `polite` for the current version. A name may itself hold an `@`.
pub(super) fn versioned<'a>(book: &'a CodebookView, typed: &str) -> Result<Side<'a>> {
    let split = typed.rsplit_once('@').filter(|(_, version)| number(version).is_some());
    if let (None, Some((name, version))) = (book.criterion(typed), split) {
        let known = criterion(book, name)?;
        return Ok((known, numbered(known, version)?));
    }
    let known = criterion(book, typed)?;
    Ok((known, at(known, known.version())?))
}

/// Reads `2` or `v2`.
pub(super) fn number(typed: &str) -> Option<u32> {
    typed.strip_prefix('v').unwrap_or(typed).parse().ok()
}

pub(super) fn numbered<'a>(criterion: &'a Criterion, typed: &str) -> Result<&'a CriterionVersion> {
    let number = number(typed).ok_or_else(|| {
        Problem::usage(format!("`{typed}` is not a version.")).hint("Versions are numbers: 1, 2, 3 …")
    })?;
    at(criterion, number)
}

pub(super) fn at(criterion: &Criterion, number: u32) -> Result<&CriterionVersion> {
    criterion.versions.iter().find(|known| known.version == number).ok_or_else(|| {
        Problem::usage(format!("`{}` has no version {number}.", criterion.name)).hint(format!(
            "It has 1 to {}; `gemba criteria log {}` shows them.",
            criterion.version(),
            criterion.slug
        ))
    })
}

/// Returns one version as JSON.
pub(super) fn version_json(criterion: &Criterion, version: &CriterionVersion) -> Value {
    json!({
        "version": version.version, "text": version.text, "edit": version.edit, "reason": version.reason,
        "record": version.record, "reviewer": version.reviewer, "time": version.time.rfc3339(),
        "criterion": criterion.slug, "name": criterion.name,
    })
}

/// Returns one version in a line, without its text.
pub(super) fn version_line(version: &CriterionVersion) -> String {
    let CriterionVersion { version: number, edit, reviewer, time, .. } = version;
    let record = version.record.map(|id| format!("  record {}", id.short())).unwrap_or_default();
    let reason =
        if version.reason.is_empty() { String::new() } else { format!("  because: {}", shown(&version.reason)) };
    format!("v{number}  {}  {}  {reviewer}{record}{reason}", edit.word(), time.rfc3339())
}
