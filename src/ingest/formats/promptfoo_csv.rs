//! promptfoo's results as a table: the variables, then for each prompt its output (`[provider] prompt`) with status, score,
//! the grader's reason and a comment.

use super::format::{Detector, Format, Reader, Strength};
use super::promptfoo::metric;
use super::spans::comment;
use crate::domain::Part;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::Records;
use crate::ingest::sink::Feedback;

/// `promptfoo-csv`.
pub(super) const FORMAT: Format = Format {
    name: "promptfoo-csv",
    description: "Results of promptfoo as a table.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    reader: Reader::Records(read),
    example: "question,[openai:gpt-4o] short,Status,Score,Named Scores,Grader Reason,Comment\n2+2?,5,FAIL,0.00,,Expected 4,no\n",
    expected: "line 2
user: 2+2?
output: 5
model: openai:gpt-4o
prompt: short
feedback assertions: 0 fail # Expected 4
feedback comment: # no",
    source: "by hand, after the CSV of promptfoo 0.121",
    ..Format::BLANK
};

const COLUMNS: [&str; 7] = ["Reasoning", "Status", "Score", "Named Scores", "Grader Reason", "Comment", "Latency (ms)"];

fn is_own(name: &str) -> bool {
    COLUMNS.contains(&name) || name.starts_with("Metric: ")
}

/// What an output begins with in older tables.
const MARKS: [&str; 3] = ["[PASS] ", "[FAIL] ", "[ERROR] "];

/// Returns the place of each column with outputs in older tables, which have no columns of promptfoo's own: the outputs
/// begin with their status.
fn marked(fields: &Fields<'_>) -> Vec<usize> {
    let is_marked = |value: Value<'_>| value.text().is_some_and(|text| MARKS.iter().any(|mark| text.starts_with(mark)));
    let places: Vec<usize> = (0..fields.len()).filter(|at| fields.at(*at).is_some_and(|it| is_marked(it.1))).collect();
    // They are the last ones.
    let first = places.first().copied().unwrap_or(fields.len());
    if first > 0 && places.len() == fields.len() - first { places } else { Vec::new() }
}

/// Returns the place of each column with outputs: the one before promptfoo's own columns.
fn outputs(names: &[String]) -> Vec<usize> {
    let is_output = |at: &usize| {
        let after = names.get(at + 1).map(String::as_str).unwrap_or_default();
        names.get(*at).is_some_and(|name| !is_own(name)) && is_own(after)
    };
    (0..names.len()).filter(is_output).collect()
}

fn has_shape(fields: &Fields<'_>) -> bool {
    let names = fields.keys();
    let has = |name: &str| names.iter().any(|known| known == name);
    has("Grader Reason") && has("Comment") && !outputs(&names).is_empty()
        || !names.iter().any(|name| is_own(name)) && !marked(fields).is_empty()
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let names = fields.keys();
    let mut places = outputs(&names);
    let is_older = places.is_empty();
    if is_older {
        places = marked(fields);
    }
    let first = places.first().copied().unwrap_or_default();
    let cell = |at: usize| fields.at(at).map(|(_, value)| value.plain()).unwrap_or_default();
    let vars: Vec<(String, String)> =
        (0..first).map(|at| (names.get(at).cloned().unwrap_or_default(), cell(at))).collect();
    let (about, vars): (Vec<_>, Vec<_>) = vars.into_iter().partition(|(name, _)| name == "Description");
    let asked = match vars.as_slice() {
        [(_, only)] => only.clone(),
        several => several.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("\n"),
    };
    for (number, place) in places.iter().enumerate() {
        let end = places.get(number + 1).copied().unwrap_or(names.len());
        let own = |name: &str| (place + 1..end).find(|at| names.get(*at).is_some_and(|known| known == name)).map(cell);
        let text = cell(*place);
        let mark = MARKS.into_iter().find(|mark| text.starts_with(mark));
        let status = own("Status").or_else(|| mark.map(|mark| mark.trim_matches(['[', ']', ' ']).to_owned()));
        let status = status.unwrap_or_default();
        let text = mark.and_then(|mark| text.strip_prefix(mark)).unwrap_or(&text).to_owned();
        let (score, older, text) = if is_older { older(&text, &status) } else { (None, None, text) };
        if text.is_empty() && status.is_empty() {
            continue;
        }
        let mut record = out.begin();
        record.put_question("the variables", asked.clone());
        let reason = own("Grader Reason").filter(|reason| !reason.is_empty()).or(older);
        if status == "ERROR" {
            record.content.error = Some(if text.is_empty() { status.clone() } else { text.clone() }.into());
        } else {
            record.put_answer(names.get(*place).map_or("", String::as_str), vec![Part::Text(text.into())]);
        }
        let name = names.get(*place).cloned().unwrap_or_default();
        if let Some((provider, label)) = name.strip_prefix('[').and_then(|rest| rest.split_once("] ")) {
            record.content.model = Some(provider.into());
            if label.chars().count() <= 80 && !label.contains("{{") && !label.contains('\n') {
                record.content.prompt_version = Some(label.into());
            }
        }
        record.content.latency_ms = own("Latency (ms)").and_then(|number| number.parse().ok());
        if status == "PASS" || status == "FAIL" {
            record.add_feedback(Feedback {
                name: "assertions".into(),
                score: own("Score").and_then(|score| score.parse().ok()).or(score),
                label: Some(status.to_lowercase().into()),
                comment: reason.map(Into::into),
                by: None,
                time: None,
                is_human: Some(false),
            });
        }
        for (name, number) in metrics(fields, &names, place + 1..end) {
            record.add_feedback(metric(&name, number));
        }
        if let Some(said) = own("Comment").filter(|said| !said.is_empty()) {
            record.add_feedback(comment(Value::Cell(&said), None));
        }
        for (name, value) in about.iter().chain(vars.iter().filter(|_| vars.len() > 1)) {
            record.keep(name, crate::domain::RawJson::string(value));
        }
        out.push(record);
    }
}

/// Returns score, reason and text of an output in an older table: `(0.50) why it failed`, a line of hyphens, the text.
fn older(text: &str, status: &str) -> (Option<f64>, Option<String>, String) {
    let scored = text.strip_prefix('(').and_then(|rest| rest.split_once(") "));
    let scored = scored.and_then(|(number, rest)| Some((number.parse::<f64>().ok()?, rest)));
    let (score, rest) = scored.map_or((None, text), |(score, rest)| (Some(score), rest));
    match rest.split_once("\n---\n").filter(|_| status != "PASS") {
        Some((reason, said)) => (score, Some(reason.to_owned()), said.to_owned()),
        None => (score, None, rest.to_owned()),
    }
}

/// Returns the metrics of one output: a column each, else all in one as JSON, rounded.
fn metrics(fields: &Fields<'_>, names: &[String], places: std::ops::Range<usize>) -> Vec<(String, f64)> {
    let cell = |at: usize| fields.at(at).map(|(_, value)| value);
    let single = |at: usize| {
        let name = names.get(at)?.strip_prefix("Metric: ")?;
        Some((name.to_owned(), cell(at)?.number()?))
    };
    let all: Vec<(String, f64)> = places.clone().filter_map(single).collect();
    if !all.is_empty() {
        return all;
    }
    let mut together = places.filter(|at| names.get(*at).is_some_and(|name| name == "Named Scores"));
    let opened = together.next().and_then(cell).and_then(Value::openable);
    let inner = opened.as_deref().and_then(|text| Fields::parse(text).ok()).unwrap_or_default();
    inner.iter().filter_map(|(name, value)| Some((name.to_owned(), value.number()?))).collect()
}
