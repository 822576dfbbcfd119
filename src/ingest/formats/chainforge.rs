//! `ChainForge`: the cached responses of a flow (`.cforge`), or an export of responses.

use std::collections::{HashMap, HashSet};

use super::format::{Detector, Format, Reader, Strength};
use super::spans::{first, score};
use crate::domain::{Part, RawJson};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::{RecordBuilder, Records, put_request};
use crate::ingest::sink::Feedback;

/// `chainforge`.
pub(super) const FORMAT: Format = Format {
    name: "chainforge",
    description: "Cached responses of ChainForge's flows: one record per response.",
    detector: Detector::Entry(|fields| Strength::sure(is_flow(fields) || is_response(fields))),
    reader: Reader::Records(read),
    lists: &["whole:cache", "whole:flow"],
    example: r#"{"flow": {"nodes": [], "edges": []}, "cache": {"prompt-1.json": [{"vars": {"n": "2"}, "metavars": {}, "uid": "u1", "llm": {"name": "GPT", "base_model": "gpt-4", "model": "gpt-4o"}, "prompt": "2+2?", "responses": ["4", "Four."], "tokens": {"prompt_tokens": 9, "completion_tokens": 2}, "eval_res": {"items": [true, false], "dtype": "Categorical"}}]}}"#,
    expected: r#"line 1
user: 2+2?
output: 4
id: u1-1
model: gpt-4o
meta vars: {"n":"2"}
feedback evaluation: 1 true
line 1
user: 2+2?
output: Four.
id: u1-2
model: gpt-4o
meta vars: {"n":"2"}
feedback evaluation: 0 false"#,
    source: "by hand, after `chainforge/examples/basic-math.cforge` of ianarawjo/ChainForge (7f1f9e7dbd)",
};

fn is_flow(fields: &Fields<'_>) -> bool {
    let flow = fields.get("flow").and_then(Value::members);
    flow.is_some_and(|flow| flow.has("nodes")) && fields.get("cache").is_some_and(|cache| cache.members().is_some())
}

fn is_response(fields: &Fields<'_>) -> bool {
    fields.has("llm") && fields.has("prompt") && fields.get("responses").is_some_and(|list| list.elements().is_some())
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    if is_response(fields) {
        return responses(fields, None, None, out);
    }
    let cache = fields.get("cache").and_then(Value::members).unwrap_or_default();
    let found = cached(&cache);
    if found.is_empty() {
        return out.skip("a flow without cached responses");
    }
    let id = |one: &Fields<'_>| one.get("uid").map(|id| id.source().to_owned());
    // An evaluator splits the responses to one prompt, which keep one id: how many have it, and how many were read.
    let mut of_id: HashMap<Option<String>, (usize, usize)> = HashMap::new();
    for (one, _) in &found {
        of_id.entry(id(one)).or_default().0 += 1;
    }
    for (one, models) in &found {
        let (all, read) = of_id.entry(id(one)).or_default();
        *read += 1;
        let number = (*all > 1).then_some(*read);
        responses(one, number, models.as_ref(), out);
    }
}

/// Returns the responses that a flow keeps, with what it knows of its models: those of evaluators, and those of the last
/// run that no evaluator has.
fn cached<'a>(cache: &Fields<'a>) -> Vec<(Fields<'a>, Option<Fields<'a>>)> {
    let list = |value: Option<Value<'a>>| {
        let list = value.and_then(Value::elements).unwrap_or_default();
        list.into_iter().filter_map(Value::members).filter(is_response).collect::<Vec<_>>()
    };
    let mut found: Vec<(Fields<'a>, Option<Fields<'a>>)> = Vec::new();
    let mut known: HashSet<String> = HashSet::new();
    let id = |one: &Fields<'_>| one.get("uid").map(Value::plain).unwrap_or_default();
    let mut nodes: Vec<_> = cache.iter().map(|(_, value)| list(Some(value))).filter(|list| !list.is_empty()).collect();
    // Nodes with results first: they hold the responses of the nodes before them again.
    nodes.sort_by_key(|list| !list.iter().any(|one| one.has("eval_res")));
    for node in nodes {
        let ids: Vec<String> = node.iter().map(id).collect();
        found.extend(node.into_iter().filter(|one| !known.contains(&id(one))).map(|one| (one, None)));
        known.extend(ids);
    }
    for (_, value) in cache.iter() {
        let Some(node) = value.members() else { continue };
        let models = node.get("cache_files").and_then(Value::members);
        for one in list(node.get("responses_last_run")) {
            if !known.contains(&id(&one)) {
                found.push((one, models.clone()));
            }
        }
    }
    found
}

fn same(a: Option<Value<'_>>, b: Option<Value<'_>>) -> bool {
    a.map(Value::source) == b.map(Value::source)
}

fn responses(fields: &Fields<'_>, number: Option<usize>, models: Option<&Fields<'_>>, out: &mut Records<'_>) {
    let list = fields.get("responses").and_then(Value::elements).unwrap_or_default();
    let results = fields.get("eval_res").and_then(Value::members);
    let items = results.and_then(|results| results.get("items")?.elements()).unwrap_or_default();
    let id = first(fields, &["uid"]).map(Value::plain);
    let count = list.len();
    // A response of the last run only names its model; the cache says which that is.
    let named = fields.get("llm").filter(|llm| llm.text().is_some());
    let is_named = |llm: &Fields<'_>| same(llm.get("name"), named);
    let llm = match named {
        Some(_) => models.and_then(|models| models.iter().filter_map(|(_, llm)| llm.members()).find(is_named)),
        None => fields.get("llm").and_then(Value::members),
    };
    for (at, response) in list.into_iter().enumerate() {
        if out.is_full() {
            return;
        }
        let mut record = out.begin();
        if let Some(id) = &id {
            let number = number.or_else(|| (count > 1).then_some(at + 1));
            record.content.external_id =
                Some(number.map_or_else(|| id.clone(), |number| format!("{id}-{number}")).into());
        }
        put_prompt(&mut record, fields, llm.as_ref());
        record.put_answer("responses", vec![Part::Text(text(response).into())]);
        put_model(&mut record, fields, llm.as_ref());
        // Tokens are those of all responses together.
        if count == 1
            && let Some(usage) = fields.get("tokens").filter(|usage| usage.source() != "{}")
        {
            record.put(Field::Usage, "tokens", usage);
        }
        put_vars(&mut record, fields);
        if let Some(result) = items.get(at).filter(|result| !result.is_null()) {
            for said in evaluation(*result) {
                record.add_feedback(said);
            }
        }
        out.push(record);
    }
}

fn put_vars(record: &mut RecordBuilder, fields: &Fields<'_>) {
    if let Some(value) = fields.get("vars").filter(|value| !matches!(value.source(), "{}" | "null")) {
        record.keep("vars", value.kept());
    }
    let more = fields.get("metavars").and_then(Value::members).unwrap_or_default();
    for (key, value) in more.iter().filter(|(key, _)| !key.starts_with("__") && !key.starts_with("LLM_")) {
        let is_expected = key.eq_ignore_ascii_case("expected");
        if !(is_expected && record.put(Field::Expected, "metavars", value)) {
            record.keep(key, value.kept());
        }
    }
}

/// Returns what an evaluator said: one value, or several with names.
fn evaluation(result: Value<'_>) -> Vec<Feedback> {
    let one = |name: &str, value: Value<'_>| Feedback { is_human: Some(false), ..score(name, Some(value)) };
    match result.members() {
        Some(several) => several.iter().map(|(name, value)| one(name, value)).collect(),
        None => vec![one("evaluation", result)],
    }
}

/// Returns a response's text; newer builds keep an object with tool calls or a picture.
fn text(value: Value<'_>) -> String {
    let inner = value.members();
    let found = inner.as_ref().and_then(|inner| first(inner, &["d", "t", "text"]));
    match found.filter(|found| found.kind() == Kind::String) {
        Some(found) => found.plain(),
        None => value.plain(),
    }
}

fn put_prompt(record: &mut RecordBuilder, fields: &Fields<'_>, llm: Option<&Fields<'_>>) {
    let history = fields.get("chat_history").and_then(|value| crate::ingest::record::turns(value, &mut false));
    let prompt = fields.get("prompt").map(Value::plain).unwrap_or_default();
    let settings = llm.and_then(|llm| llm.get("settings")?.members());
    if let Some(system) = settings.as_ref().and_then(|settings| first(settings, &["system_msg", "system_prompt"])) {
        record.put(Field::System, "llm.settings.system_msg", system);
    }
    match history {
        Some(mut turns) => {
            turns.push(crate::domain::Message::text(crate::domain::Role::User, prompt));
            record.put_turns("chat_history + prompt", turns);
        }
        None => drop(put_request(record, "prompt", Value::Json(RawJson::string(&prompt).text()))),
    }
}

fn put_model(record: &mut RecordBuilder, fields: &Fields<'_>, llm: Option<&Fields<'_>>) {
    let settings = llm.and_then(|llm| llm.get("settings")?.members()).unwrap_or_default();
    let model = first(&settings, &["model"]).or_else(|| first(llm?, &["model", "base_model", "name"]));
    if let Some(model) = model.or_else(|| fields.get("llm")) {
        record.put(Field::Model, "llm.model", model);
    }
}
