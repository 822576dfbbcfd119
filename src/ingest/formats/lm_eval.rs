//! lm-evaluation-harness: samples with prompts, responses and metrics. In a multiple-choice task the answer is the choice
//! with the highest log-probability.

use super::format::{Detector, Format, Reader, Strength};
use super::spans::{first, put_first, score, take_first};
use crate::domain::Part;
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::{RecordBuilder, Records, put_request};
use crate::ingest::sink::Feedback;

/// `lm-eval`.
pub(super) const FORMAT: Format = Format {
    name: "lm-eval",
    description: "Samples of lm-evaluation-harness.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    reader: Reader::Records(read),
    example: r#"{"doc_id": 3, "doc": {"question": "2+2?"}, "target": "4", "arguments": {"gen_args_0": {"arg_0": "Question: 2+2?\nAnswer:", "arg_1": {"until": ["\n"]}}}, "resps": [["It is 4."]], "filtered_resps": ["4"], "filter": "strict-match", "metrics": ["exact_match"], "doc_hash": "ab", "prompt_hash": "cd", "target_hash": "ef", "exact_match": 1.0}"#,
    expected: r#"line 1
user: Question: 2+2?
Answer:
output: It is 4.
id: 3
expected: 4
meta filtered_resps: ["4"]
meta filter: "strict-match"
meta doc: {"question":"2+2?"}
feedback exact_match (strict-match): 1"#,
    source: "by hand, after samples files of lm-evaluation-harness (4e7e0d47f3)",
    ..Format::BLANK
};

fn has_shape(fields: &Fields<'_>) -> bool {
    fields.has("doc_id") && fields.has("resps") && (fields.has("arguments") || fields.has("doc"))
}

/// Returns the arguments of each request: `gen_args_0.arg_0`, or lists within a list.
fn arguments<'a>(fields: &Fields<'a>) -> Vec<Vec<Value<'a>>> {
    let Some(value) = fields.get("arguments") else { return Vec::new() };
    let of = |one: Value<'a>| match (one.elements(), one.members()) {
        (Some(list), _) => list,
        (None, Some(named)) => numbered(&named),
        (None, None) => vec![one],
    };
    match (value.elements(), value.members()) {
        (Some(list), _) => list.into_iter().map(of).collect(),
        (None, Some(named)) => numbered(&named).into_iter().map(of).collect(),
        (None, None) => Vec::new(),
    }
}

/// Returns the values of `arg_0`, `arg_1` and so on, in the order of their numbers whatever order they stand in.
fn numbered<'a>(named: &Fields<'a>) -> Vec<Value<'a>> {
    let number = |key: &str| key.rsplit('_').next().and_then(|digits| digits.parse::<usize>().ok());
    let mut all: Vec<(Option<usize>, Value<'a>)> = named.iter().map(|(key, value)| (number(key), value)).collect();
    all.sort_by_key(|(number, _)| *number);
    all.into_iter().map(|(_, value)| value).collect()
}

/// Returns the first response of a request; responses are lists within a list.
fn response(value: Value<'_>) -> Option<Value<'_>> {
    value.elements()?.first().copied()
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let asked = arguments(fields);
    let responses = fields.get("resps").and_then(Value::elements).unwrap_or_default();
    let mut record = out.begin();
    put_first(&mut record, Field::Id, fields, &["doc_id"]);
    if let Some(prompt) = asked.first().and_then(|list| list.first()) {
        put_request(&mut record, "arguments", *prompt);
    }
    let firsts: Vec<Value<'_>> = responses.iter().filter_map(|one| response(*one)).collect();
    let text = firsts.first().copied().filter(|first| first.kind() == Kind::String);
    if let Some(text) = text {
        record.put_answer("resps[0][0]", vec![Part::Text(text.plain().into())]);
    } else if !put_choice(&mut record, &asked, &firsts) {
        return out.skip("a sample without a text: its responses are log-probabilities");
    }
    if let Some(target) = take_first(fields, &["target"]) {
        let choices: Vec<String> =
            asked.iter().filter_map(|list| Some(list.get(1)?.plain().trim().to_owned())).collect();
        let chosen = target.number().filter(|_| text.is_none()).and_then(|number| {
            choices
                .iter()
                .enumerate()
                .find(|(at, _)| format!("{at}") == format!("{number}"))
                .map(|(_, text)| text.clone())
        });
        record.content.expected = Some(chosen.unwrap_or_else(|| target.plain()).into());
    }
    for key in ["filtered_resps", "filter", "doc"] {
        if let Some(value) = first(fields, &[key]) {
            record.keep(key, value.kept());
        }
    }
    put_metrics(&mut record, fields);
    out.push(record);
}

/// Puts in the choice with the highest log-probability, where the requests are the choices of one question.
fn put_choice(record: &mut RecordBuilder, asked: &[Vec<Value<'_>>], responses: &[Value<'_>]) -> bool {
    let number = |value: &Value<'_>| {
        let pair = value.elements()?;
        let first = pair.first()?;
        // `[[logprob, is_greedy]]` in some versions.
        first.number().or_else(|| first.elements()?.first()?.number())
    };
    let numbers: Vec<f64> = responses.iter().filter_map(number).collect();
    if asked.len() < 2 || numbers.len() != asked.len() {
        return false;
    }
    let best = numbers.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map(|(at, _)| at);
    let Some(choice) = best.and_then(|at| asked.get(at)?.get(1)) else { return false };
    record.put_answer("the choice with the highest log-probability", vec![Part::Text(choice.plain().trim().into())]);
    let list: Vec<String> =
        asked.iter().filter_map(|list| list.get(1)).map(|one| one.kept().text().to_owned()).collect();
    if let Ok(choices) = crate::domain::RawJson::parse(&format!("[{}]", list.join(","))) {
        record.keep("choices", choices);
    }
    true
}

fn put_metrics(record: &mut RecordBuilder, fields: &Fields<'_>) {
    let filter = first(fields, &["filter"]).map(Value::plain).filter(|filter| filter != "none");
    let listed = fields.get("metrics").and_then(Value::elements);
    let known = [
        "doc_id",
        "doc",
        "target",
        "arguments",
        "resps",
        "filtered_resps",
        "filter",
        "metrics",
        "doc_hash",
        "prompt_hash",
        "target_hash",
    ];
    let names: Vec<String> = match listed {
        Some(list) => list.into_iter().map(Value::plain).collect(),
        None => fields.keys().into_iter().filter(|key| !known.contains(&key.as_str())).collect(),
    };
    for name in names {
        let Some(value) = fields.get(&name) else { continue };
        let shown = filter.as_ref().map_or_else(|| name.clone(), |filter| format!("{name} ({filter})"));
        if matches!(value.kind(), Kind::Number | Kind::Bool | Kind::String) {
            record.add_feedback(Feedback { is_human: Some(false), ..score(&shown, Some(value)) });
        } else if !value.is_null() {
            record.keep(&name, value.kept());
        }
    }
}
