//! Criteria are read: the list, the history of one or of all, one in full.

use serde_json::{Value, json};

use super::versions::{version_json, version_line, versioned};
use crate::cli::context::Context;
use crate::cli::lookup::criterion;
use crate::cli::output::{Table, counted, percent, remark, shown};
use crate::domain::{CodebookView, Criterion, CriterionVersion, Slug, Target};
use crate::error::Result;

/// Returns the present slugs of the modes.
fn mode_slugs<'a>(book: &'a CodebookView, criterion: &'a Criterion) -> Vec<&'a Slug> {
    criterion.modes.iter().map(|key| book.mode_of(key).map_or(key, |mode| &mode.slug)).collect()
}

fn criterion_json(book: &CodebookView, criterion: &Criterion, version: Option<&CriterionVersion>) -> Value {
    let heir = criterion.merged_into.as_ref().map(|key| book.criterion_of(key).map_or(key, |heir| &heir.slug));
    json!({
        "name": criterion.name, "slug": criterion.slug,
        "version": version.map_or_else(|| criterion.version(), |version| version.version),
        "text": version.map(|version| &version.text), "modes": mode_slugs(book, criterion),
        "grades": criterion.grades, "stale": criterion.stale, "number": criterion.number,
        "retired": criterion.retired, "key": criterion.key, "use_when": criterion.use_when,
        "avoid_when": criterion.avoid_when, "must_pass": criterion.must_pass, "tau": criterion.tau,
        "owner": criterion.owner, "heir": heir, "lineage": criterion.lineage,
    })
}

/// Runs `gemba criteria list`.
pub(super) fn list(context: &mut Context) -> Result<()> {
    let book = context.reader()?.codebook()?;
    let mut table = Table::new(&[">#", "criterion", ">v", ">grades", ">stale", "modes", "text"]);
    for criterion in &book.criteria {
        if context.json {
            context.out.json(&criterion_json(&book, criterion, criterion.current()))?;
            continue;
        }
        let slugs: Vec<&str> = mode_slugs(&book, criterion).into_iter().map(Slug::as_str).collect();
        table.row(vec![
            criterion.number.map(|number| number.to_string()).unwrap_or_default(),
            format!("{}{}", criterion.name, ended(&book, criterion).map(|how| format!(" ({how})")).unwrap_or_default()),
            criterion.version().to_string(),
            criterion.grades.to_string(),
            criterion.stale.to_string(),
            slugs.join(" "),
            criterion.current().map(|version| shown(&version.text)).unwrap_or_default(),
        ]);
    }
    if book.criteria.is_empty() && !context.json {
        remark("No criteria yet. `gemba criteria add NAME --text …` adds one, or `c n` on the review screen.");
    }
    context.table(&table)
}

/// Says why a criterion is no longer asked; `None` where it is.
fn ended(book: &CodebookView, criterion: &Criterion) -> Option<String> {
    let heir = criterion.merged_into.as_ref().map(|key| book.criterion_of(key).map_or(key, |heir| &heir.slug));
    match heir {
        Some(heir) => Some(format!("merged into {heir}")),
        None => criterion.retired.then(|| "retired".to_owned()),
    }
}

/// Runs `gemba criteria log`.
pub(super) fn log(context: &mut Context, typed: Option<&str>) -> Result<()> {
    let book = context.reader()?.codebook()?;
    let mut lines: Vec<(&Criterion, &CriterionVersion)> = match typed {
        Some(typed) => {
            let known = criterion(&book, typed)?;
            known.versions.iter().map(|version| (known, version)).collect()
        }
        None => {
            book.criteria.iter().flat_map(|known| known.versions.iter().map(move |version| (known, version))).collect()
        }
    };
    if typed.is_none() {
        lines.sort_by_key(|(_, version)| version.time);
    }
    for (known, version) in lines {
        if context.json {
            context.out.json(&version_json(known, version))?;
            continue;
        }
        let name = if typed.is_none() { format!("{} ", known.name) } else { String::new() };
        context.out.line(&format!("{name}{}", version_line(version)))?;
        context.out.block(&indented(crate::text::visible_block(&version.text).as_str()))?;
    }
    if book.criteria.is_empty() && !context.json {
        remark("No criteria yet, so there is no history.");
    }
    Ok(())
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}

/// Runs `gemba criteria show`.
pub(super) fn show(context: &mut Context, typed: &str) -> Result<()> {
    let book = context.reader()?.codebook()?;
    let (known, version) = versioned(&book, typed)?;
    if context.json {
        let mut object = criterion_json(&book, known, Some(version));
        let details = json!({
            "current": known.version(), "edit": version.edit, "reason": version.reason, "record": version.record,
            "reviewer": version.reviewer, "time": version.time.rfc3339(),
        });
        if let (Value::Object(object), Value::Object(details)) = (&mut object, details) {
            object.extend(details);
        }
        return context.out.json(&object);
    }
    let out = &mut context.out;
    let number = known.number.map(|number| format!("{number}  ")).unwrap_or_default();
    let ended = ended(&book, known).map(|how| format!("  {how}")).unwrap_or_default();
    let grades = format!("{}, {} stale", counted(known.grades, "grade"), known.stale);
    let old = if version.version == known.version() { String::new() } else { format!(" of {}", known.version()) };
    out.line(&format!("{number}{}  {}  v{}{old}  {grades}{ended}", known.name, known.slug, version.version))?;
    out.block(&indented(crate::text::visible_block(&version.text).as_str()))?;
    if !old.is_empty() {
        out.line(&format!("  {}", version_line(version)))?;
    }
    for (word, text) in [("use when", &known.use_when), ("avoid when", &known.avoid_when)] {
        if !text.is_empty() {
            out.line(&format!("  {word}: {}", shown(text)))?;
        }
    }
    if known.must_pass {
        out.line("  must pass: an output that does not meet it fails")?;
    }
    out.line(&format!("  a check may reject up to {} of good outputs (τ)", percent(known.tau)))?;
    if let Some(owner) = &known.owner {
        out.line(&format!("  owner {owner}"))?;
    }
    for step in &known.lineage {
        out.line(&format!("  {step}"))?;
    }
    for slug in mode_slugs(&book, known) {
        out.line(&format!("  mode {slug}"))?;
    }
    let is_about_it =
        |check: &&crate::domain::Check| matches!(&check.target, Target::Criterion(key) if *key == known.key);
    for check in book.checks.iter().filter(is_about_it) {
        out.line(&format!("  check {}: {}", check.key, crate::checks::describe(&check.spec)))?;
    }
    Ok(())
}
