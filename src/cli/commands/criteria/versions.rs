//! Versions of a criterion: how they are typed, how one is printed, and what changed between two, word by word.

use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::cli::lookup::criterion;
use crate::cli::output::shown;
use crate::domain::{CodebookView, Criterion, CriterionVersion, Edit};
use crate::error::{Problem, Result};
use crate::text::word_diff;

/// One side of a comparison.
type Side<'a> = (&'a Criterion, &'a CriterionVersion);

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
fn number(typed: &str) -> Option<u32> {
    typed.strip_prefix('v').unwrap_or(typed).parse().ok()
}

fn numbered<'a>(criterion: &'a Criterion, typed: &str) -> Result<&'a CriterionVersion> {
    let number = number(typed).ok_or_else(|| {
        Problem::usage(format!("`{typed}` is not a version.")).hint("Versions are numbers: 1, 2, 3 …")
    })?;
    at(criterion, number)
}

fn at(criterion: &Criterion, number: u32) -> Result<&CriterionVersion> {
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

/// Runs `gemba criteria diff`.
pub(super) fn diff(context: &mut Context, what: &[String]) -> Result<()> {
    let book = context.reader()?.codebook()?;
    let (from, to) = sides(&book, what)?;
    let pieces = word_diff(&from.1.text, &to.1.text);
    let steps: Vec<&CriterionVersion> = if from.0.key == to.0.key { between(from.0, from.1, to.1) } else { Vec::new() };
    if context.json {
        let edit = steps.iter().map(|step| step.edit).max_by_key(|edit| *edit == Edit::Meaning);
        let pieces: Vec<_> = pieces.iter().map(|(kind, text)| json!({"change": kind.word(), "text": text})).collect();
        let steps: Vec<_> = steps.iter().map(|step| version_json(to.0, step)).collect();
        return context.out.json(&json!({
            "criterion": to.0.slug, "name": to.0.name, "from": from.1.version, "to": to.1.version,
            "from_criterion": from.0.slug, "edit": edit.map(Edit::word), "pieces": pieces, "steps": steps,
        }));
    }
    let other = if from.0.key == to.0.key { String::new() } else { format!("{} ", to.0.name) };
    context.out.line(&format!("{} v{} → {other}v{}", from.0.name, from.1.version, to.1.version))?;
    for step in steps {
        context.out.line(&format!("  {}", version_line(step)))?;
    }
    let colour = context.colour()?;
    context.out.word_diff(&pieces, colour)
}

/// Returns the versions after the older one up to the newer one.
fn between<'a>(criterion: &'a Criterion, a: &CriterionVersion, b: &CriterionVersion) -> Vec<&'a CriterionVersion> {
    let (first, last) = (a.version.min(b.version), a.version.max(b.version));
    criterion.versions.iter().filter(|known| (first + 1..=last).contains(&known.version)).collect()
}

fn sides<'a>(book: &'a CodebookView, what: &[String]) -> Result<(Side<'a>, Side<'a>)> {
    match what {
        [one] => {
            let known = criterion(book, one)?;
            let [.., from, to] = known.versions.as_slice() else {
                return Err(Problem::usage(format!("`{}` has one version, so nothing changed.", known.name)));
            };
            Ok(((known, from), (known, to)))
        }
        [one, from] if number(from).is_some() => {
            let known = criterion(book, one)?;
            let current = at(known, known.version())?;
            Ok(((known, numbered(known, from)?), (known, current)))
        }
        [one, other] => Ok((versioned(book, one)?, versioned(book, other)?)),
        [one, from, to] => {
            let known = criterion(book, one)?;
            Ok(((known, numbered(known, from)?), (known, numbered(known, to)?)))
        }
        _ => Err(Problem::usage("A comparison has two sides.").hint("`gemba criteria diff NAME 1 2`, for one.")),
    }
}
