//! JSON Lines, or one JSON array: `{"id": …, "name": …, "verdict" | "pass" | "score": …}`, with `model`,
//! `prompt_version`, `output`, `explanation` or `reason`, and `mode` or `criterion` where the judge is about one of them.

use super::gathered::{Gathered, answer, ids, reason, scalar};
use super::results_reader::ResultsReader;
use crate::domain::Untrusted;
use crate::domain::result::{Aim, Finding, JudgeVerdict, ResultsFormat, output_key};
use crate::error::Result;
use crate::ingest::json::{Fields, Value};

/// The reader of this format.
pub(super) const READER: ResultsReader = ResultsReader { format: ResultsFormat::Jsonl, detect: |_| true, read };

fn read(text: &str, gathered: &mut Gathered) -> Result<()> {
    if let Some(elements) = Value::parse(text.trim()).ok().and_then(Value::elements) {
        for (place, element) in elements.into_iter().enumerate() {
            row(element.members().as_ref(), &format!("entry {}", place + 1), gathered)?;
        }
        return Ok(());
    }
    if let Ok(only) = Fields::parse(text.trim()) {
        return row(Some(&only), "the object", gathered);
    }
    for (place, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        row(Fields::parse(line.trim()).ok().as_ref(), &format!("line {}", place + 1), gathered)?;
    }
    Ok(())
}

fn row(fields: Option<&Fields<'_>>, place: &str, gathered: &mut Gathered) -> Result<()> {
    let Some(fields) = fields else {
        gathered.set_aside(|| format!("{place} is not a JSON object"));
        return Ok(());
    };
    let keys = ids(Some(fields));
    let output = fields.get("output").filter(|output| !output.is_null()).map(|output| output_key(&output.plain()));
    let Some(verdict) = verdict(fields, gathered)? else {
        gathered.set_aside(|| format!("{place} has no verdict, pass or score"));
        return Ok(());
    };
    if keys.is_empty() && output.is_none() {
        gathered.set_aside(|| format!("{place} has no id"));
        return Ok(());
    }
    let first = |known: &[&str]| known.iter().find_map(|key| scalar(fields, key));
    let aim = first(&["mode"]).map(Aim::Mode).or_else(|| first(&["criterion"]).map(Aim::Criterion));
    gathered.take(Finding {
        judge: first(&["name", "judge", "check", "metric", "scorer"]).unwrap_or_else(|| "judge".to_owned()).into(),
        aim,
        verdict,
        reason: reason(fields, &["explanation", "reason", "rationale"]),
        keys,
        output,
        model: first(&["model"]).map(Untrusted::from),
        prompt_version: first(&["prompt_version", "prompt"]).map(Untrusted::from),
    })
}

/// Returns the verdict: `verdict` in words, else `pass` as a truth value, else `score`. A `null` is no answer.
fn verdict(fields: &Fields<'_>, gathered: &Gathered) -> Result<Option<JudgeVerdict>> {
    for key in ["verdict", "pass", "passed", "success", "label"] {
        if let Some(value) = fields.get(key) {
            if value.is_null() {
                return Ok(Some(JudgeVerdict::NoAnswer));
            }
            if let Some(verdict) = answer(value) {
                return Ok(Some(verdict));
            }
            if key == "verdict" && !fields.has("score") {
                return Ok(Some(JudgeVerdict::NoAnswer));
            }
        }
    }
    match fields.get("score") {
        Some(value) if value.is_null() => Ok(Some(JudgeVerdict::NoAnswer)),
        Some(value) => value.number().map(|score| gathered.answer_of_score(score)).transpose(),
        None => Ok(None),
    }
}
