//! promptfoo's results, `-o out.json` (version 3) or `-o out.jsonl` (one row a line): one answer per row and assertion.
//!
//! An assertion is named by its metric, else its type, with `#2` where a row has a second of them. In gemba's own
//! suites the assertion for a known-bad record is negated, so its success means that the check failed the record.

use std::collections::HashMap;

use super::gathered::{Gathered, answer, ids, inner, scalar};
use super::results_reader::{Beginning, ResultsReader};
use crate::domain::Untrusted;
use crate::domain::result::{Aim, Finding, JudgeVerdict, OutputKey, ResultsFormat, kept_reason, output_key};
use crate::error::{Problem, Result};
use crate::ingest::json::{Fields, Value};

/// The file reference in gemba's own assertions.
const OUR_ASSERTION: &str = "gemba_checks.js:known";
/// The file reference in gemba's own rubrics; their metric is the check's key.
const OUR_RUBRIC: &str = "gemba_judge.js:rubric";

/// The reader of this format.
pub(super) const READER: ResultsReader = ResultsReader { format: ResultsFormat::Promptfoo, detect: is_promptfoo, read };

/// Returns whether a file begins as promptfoo's JSON, or as its JSON Lines.
fn is_promptfoo(beginning: &Beginning<'_>) -> bool {
    let is_row = |row: &Fields<'_>| row.has("gradingResult") || row.has("testCase");
    beginning.object.as_ref().is_some_and(|object| object.has("results"))
        || beginning.first_line.as_ref().is_some_and(is_row)
}

fn read(text: &str, gathered: &mut Gathered) -> Result<()> {
    let Ok(whole) = Fields::parse(text.trim()) else { return lines(text, gathered) };
    if whole.has("gradingResult") || whole.has("testCase") {
        return row(&whole, gathered);
    }
    let results = whole.get("results");
    if results.and_then(Value::members).is_some_and(|results| results.has("table") && !results.has("results")) {
        return Err(Problem::input("it is a results file of promptfoo's old version 2.")
            .hint("Run the suite again with a promptfoo of this year."));
    }
    let rows = results.and_then(|results| results.elements().or_else(|| results.members()?.get("results")?.elements()));
    let Some(rows) = rows else {
        return Err(Problem::input("it has no list `results.results`, as promptfoo's results have."));
    };
    for (place, value) in rows.into_iter().enumerate() {
        match value.members() {
            Some(fields) => row(&fields, gathered)?,
            None => gathered.set_aside(|| format!("result {} is not an object", place + 1)),
        }
    }
    Ok(())
}

fn lines(text: &str, gathered: &mut Gathered) -> Result<()> {
    for (place, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match Fields::parse(line.trim()) {
            Ok(fields) => row(&fields, gathered)?,
            Err(_) => gathered.set_aside(|| format!("line {} is not a JSON object", place + 1)),
        }
    }
    Ok(())
}

/// What the answers of one result row have in common.
struct ResultRow {
    stub: Option<String>,
    keys: Vec<String>,
    output: Option<OutputKey>,
    model: Option<Untrusted>,
    prompt_version: Option<Untrusted>,
}

fn row(fields: &Fields<'_>, gathered: &mut Gathered) -> Result<()> {
    let test = inner(fields, "testCase");
    let vars = inner(fields, "vars");
    let mut keys = ids(vars.as_ref());
    for holder in [test.as_ref().and_then(|test| inner(test, "metadata")), inner(fields, "metadata")] {
        keys.extend(ids(holder.as_ref()));
    }
    let case = vars.as_ref().and_then(|vars| scalar(vars, "case"));
    if let Some(stub) = case.as_ref().and_then(|case| case.strip_suffix("/weak")) {
        gathered.set_aside(|| format!("the stub {stub} is weak, so its cases were not judged"));
        return Ok(());
    }
    let about = ResultRow {
        stub: case.and_then(|case| Some(case.split_once('/')?.0.to_owned())),
        keys,
        output: output(fields),
        model: model(fields).map(Into::into),
        prompt_version: prompt(fields).map(Into::into),
    };
    let grading = inner(fields, "gradingResult");
    let parts = grading.as_ref().and_then(|grading| grading.get("componentResults")?.elements()).unwrap_or_default();
    let is_error = scalar(fields, "failureReason").is_some_and(|reason| reason == "2");
    let mut seen: HashMap<String, usize> = HashMap::new();
    for part in parts.into_iter().filter_map(Value::members) {
        let assertion = inner(&part, "assertion");
        let pass = part.get("pass").and_then(answer).unwrap_or(JudgeVerdict::NoAnswer);
        // A grader that gave no answer fails the row, negated or not.
        let has_answer = !inner(&part, "metadata").is_some_and(|metadata| metadata.has("graderError"));
        let verdict = if is_error || !has_answer { JudgeVerdict::NoAnswer } else { pass };
        let reason = scalar(&part, "reason").unwrap_or_default();
        gathered.take(about.finding(assertion.as_ref(), verdict, &reason, &mut seen))?;
    }
    if seen.is_empty() {
        let asserted = test.and_then(|test| test.get("assert")?.elements()).unwrap_or_default();
        let asserted: Vec<_> = asserted.into_iter().filter_map(Value::members).collect();
        for assertion in &asserted {
            gathered.take(about.finding(Some(assertion), JudgeVerdict::NoAnswer, "", &mut seen))?;
        }
        if asserted.is_empty() {
            gathered.set_aside(|| "a result has no assertion".to_owned());
        }
    }
    Ok(())
}

impl ResultRow {
    fn finding(
        &self,
        assertion: Option<&Fields<'_>>,
        verdict: JudgeVerdict,
        reason: &str,
        seen: &mut HashMap<String, usize>,
    ) -> Finding {
        let field = |key: &str| assertion.and_then(|assertion| scalar(assertion, key));
        let value = field("value").unwrap_or_default();
        let stub = self.stub.as_ref().filter(|_| value.contains(OUR_ASSERTION));
        let base = stub
            .cloned()
            .or_else(|| field("metric"))
            .or_else(|| field("type"))
            .unwrap_or_else(|| "assertion".to_owned());
        let rubric = field("metric").filter(|_| value.contains(OUR_RUBRIC));
        let count = seen.entry(base.clone()).or_default();
        *count += 1;
        let judge = if *count > 1 { format!("{base} #{count}") } else { base };
        // In a live run the assertion is not negated; its reason shows that.
        let is_negated = value.contains("knownBad")
            && match verdict {
                JudgeVerdict::Pass => reason.starts_with("caught"),
                JudgeVerdict::Fail => reason == "the checks no longer object",
                JudgeVerdict::NoAnswer => false,
            };
        let is_negated = is_negated || (rubric.is_some() && field("type").is_some_and(|kind| kind.starts_with("not-")));
        let is_ours = stub.is_some() || rubric.is_some();
        let verdict = if is_ours && is_negated { verdict.reversed() } else { verdict };
        Finding {
            judge: judge.into(),
            aim: rubric.map(Aim::Check).or_else(|| stub.cloned().map(Aim::Stub)),
            verdict,
            reason: kept_reason(reason),
            keys: self.keys.clone(),
            output: self.output,
            model: self.model.clone(),
            prompt_version: self.prompt_version.clone(),
        }
    }
}

fn output(fields: &Fields<'_>) -> Option<OutputKey> {
    let output = inner(fields, "response")?.get("output")?;
    (!output.is_null()).then(|| output_key(&output.plain()))
}

/// Returns the provider's label or id; gemba's own replay is no model.
fn model(fields: &Fields<'_>) -> Option<String> {
    let provider = fields.get("provider")?;
    let named = provider.members().and_then(|provider| scalar(&provider, "label").or_else(|| scalar(&provider, "id")));
    named.or_else(|| provider.scalar()).filter(|name| name != "gemba" && !name.ends_with("provider.js"))
}

/// Returns the prompt's label, where it has one: by default it is the template itself.
fn prompt(fields: &Fields<'_>) -> Option<String> {
    let prompt = inner(fields, "prompt")?;
    let label = scalar(&prompt, "label")?;
    let is_text = label.contains("{{") || label.contains('\n') || label.chars().count() > 80;
    (!is_text && scalar(&prompt, "raw").is_none_or(|raw| raw != label)).then_some(label)
}
