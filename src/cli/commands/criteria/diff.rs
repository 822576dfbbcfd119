//! `criteria diff`: what changed between two versions, word by word.

use serde_json::json;

use super::versions::{Side, at, number, numbered, version_json, version_line, versioned};
use crate::cli::context::Context;
use crate::cli::lookup::criterion;
use crate::domain::{CodebookView, Criterion, CriterionVersion, Edit};
use crate::error::{Problem, Result};
use crate::text::word_diff;

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
