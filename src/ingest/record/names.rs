//! What the fields of a generic record mean where their name alone does not say it: fields within one object, under dotted
//! names, lists of answers, values as `MongoDB` writes them.

use super::measured::put_seconds;
use super::record_builder::RecordBuilder;
use super::shapes::message;
use super::sources::put_beside_sources;
use crate::domain::RawJson;
use crate::ingest::field_names::{Field, ends_as, is_called, meaning_of, normalized};
use crate::ingest::json::{Fields, Kind, Value};

/// First parts of dotted names whose last part says what the field is (`request.prompt`).
const HEADS: [&str; 16] = [
    "request",
    "response",
    "req",
    "res",
    "input",
    "inputs",
    "output",
    "outputs",
    "data",
    "payload",
    "body",
    "params",
    "llm",
    "attributes",
    "row",
    "record",
];
/// Parameters of a request: turns beside them were sent to a model, and the last one is no answer.
pub(crate) const PARAMETERS: [&str; 8] =
    ["temperature", "max_tokens", "max_completion_tokens", "stream", "top_p", "tool_choice", "response_format", "stop"];
/// Normalized names of the time at which a call ended.
pub(super) const ENDS: [&str; 4] = ["endtime", "endedat", "endtimestamp", "requestendtime"];
/// Fields that the members of an object of meta fields may be, where the record itself had nothing for them.
pub(super) const MAY_BE_TAKEN: [Field; 9] = [
    Field::Conversation,
    Field::Model,
    Field::Prompt,
    Field::PromptName,
    Field::Latency,
    Field::Cost,
    Field::TokensIn,
    Field::TokensOut,
    Field::FinishReason,
];
/// Rank of a name that only its last part says, behind all whole names.
const BEHIND: usize = 100;

/// Returns the field that a key means: by itself, within the object that holds the record, or by its last part.
pub(super) fn meaning_within(key: &str, wrapper: Option<&str>) -> Option<(Field, usize)> {
    if key == "_id" {
        return Some((Field::Id, 0));
    }
    if let Some(inner) = wrapper.and_then(|wrapper| key.strip_prefix(wrapper)?.strip_prefix('.')) {
        return meaning_of(inner);
    }
    if let Some(named) = key.strip_prefix("reference_outputs.").filter(|named| !named.contains('.')) {
        return (!named.is_empty()).then_some((Field::Expected, BEHIND));
    }
    let slashed = (key.contains('/') && !key.contains('.')).then(|| key.replace('/', "."));
    let key = slashed.as_deref().unwrap_or(key);
    meaning_of(key).or_else(|| {
        let (head, _) = key.split_once('.')?;
        let (_, last) = key.rsplit_once('.')?;
        let is_known = HEADS.iter().any(|known| head.eq_ignore_ascii_case(known));
        let is_meta = matches!(meaning_of(head), Some((Field::Meta, _)));
        let (field, rank) = meaning_of(last).filter(|_| is_known || is_meta)?;
        let is_taken = match field {
            Field::Model => true,
            Field::Conversation => is_meta,
            field => is_known && (field.is_text() || field == Field::System),
        };
        is_taken.then_some((field, rank + BEHIND))
    })
}

/// Returns the key of the only object that holds what was asked and answered, where the entry itself holds neither.
pub(super) fn wrapper(fields: &Fields<'_>) -> Option<String> {
    let says = |key: &str| meaning_within(key, None).is_some_and(|(field, _)| field.is_text());
    if fields.iter().any(|(key, _)| says(key)) {
        return None;
    }
    let holds = |value: Value<'_>| {
        let Some(inner) = value.members() else { return false };
        let has = |wanted: Field| {
            inner
                .iter()
                .any(|(key, value)| !value.is_null() && meaning_of(key).is_some_and(|(field, _)| field == wanted))
        };
        let has_turns = || ["messages", "conversation"].iter().any(|key| inner.get(key).is_some_and(message::is_list));
        has(Field::Output) && (has(Field::Input) || has(Field::Messages)) || has_turns()
    };
    let mut found = fields.iter().filter(|(_, value)| value.kind() == Kind::Object && holds(*value));
    let (only, _) = found.next()?;
    found.next().is_none().then(|| only.to_owned())
}

/// Returns whether a value is an object of what a prompt was filled with, and says nothing by itself: a text beside it is
/// what was asked or answered.
pub(super) fn is_aside(field: Field, value: Value<'_>) -> bool {
    if !matches!(field, Field::Input | Field::Output) {
        return false;
    }
    let Some(inner) = value.members() else { return false };
    let says =
        |key: &str| meaning_of(key).is_some_and(|(inner, _)| inner.is_text()) || matches!(key, "content" | "value");
    !inner.keys().iter().any(|key| says(key) || matches!(key.as_str(), "choices" | "candidates" | "parts" | "role"))
}

/// Returns whether a value judges a record under a name that means something else: what an annotator accepted (Prodigy),
/// whether a run reached its target.
pub(super) fn is_verdict(
    fields: &Fields<'_>,
    builder: &RecordBuilder,
    field: Field,
    key: &str,
    value: Value<'_>,
) -> bool {
    let is_accepted = field == Field::Output && key == "answer" && fields.has("_task_hash");
    let is_reached = field == Field::Expected && normalized(key) == "target" && value.kind() == Kind::Bool;
    is_accepted || is_reached && builder.is_set(Field::Messages)
}

/// Returns whether a cell of a table says in words that there is no name in it, as pandas writes missing values.
pub(super) fn is_missing(field: Field, value: Value<'_>) -> bool {
    let is_name = matches!(
        field,
        Field::Model | Field::Conversation | Field::Id | Field::FinishReason | Field::Error | Field::Prompt
    );
    let says_no_error = || matches!(value.source(), "false" | "{}" | "[]" | "\"\"" | "0");
    is_name && matches!(value, Value::Cell("nan" | "NaN" | "None" | "null" | "NULL" | "<NA>" | "NaT"))
        || field == Field::Error && says_no_error()
}

/// Puts a field in. `is_framed` says that what was asked is the only field of an object, as tools for tracing write the
/// arguments of a function: what was answered may be as well.
pub(super) fn put(builder: &mut RecordBuilder, field: Field, key: &str, value: Value<'_>, is_framed: bool) -> bool {
    let value = plain_of_extended(value);
    // A text of turns under a name that says so.
    if field == Field::Output
        && ends_as(key, "messages")
        && let Some(opened) = value.openable()
    {
        return builder.put(field, key, Value::Json(&opened));
    }
    if field.is_text() && field != Field::Messages {
        if put_listed(builder, field, key, value) {
            return true;
        }
        if field == Field::Output && put_beside_sources(builder, key, value) {
            return true;
        }
        if let Some((name, mut rest)) = said_within(value, field, is_framed)
            && let Some(text) = rest.take(&name)
        {
            let is_taken = builder.put(field, &format!("{key}.{name}"), text);
            if is_taken {
                builder.keep_rest(key, &rest);
            }
            return is_taken;
        }
    }
    builder.put(field, key, value)
}

/// Returns what stands in `{"$oid": "…"}`, `{"$date": {"$numberLong": "…"}}` and their like, which are at most two deep.
fn plain_of_extended(value: Value<'_>) -> Value<'_> {
    let mut value = value;
    for _ in 0..2 {
        let opened = value.source().strip_prefix('{').map(str::trim_start);
        // DynamoDB writes the type of each value as the key.
        let begins = ["\"$", "\"S\"", "\"N\"", "\"BOOL\""];
        let is_typed = |inner: &&str| begins.iter().any(|begin| inner.starts_with(begin));
        let Some(inner) = opened.filter(is_typed).and_then(|_| value.members()) else { break };
        match inner.at(0) {
            Some((_, only)) if inner.len() == 1 => value = only,
            Some(_) | None => break,
        }
    }
    value
}

/// Returns the key of the text in an object that holds it with what is known of it (`{"text": "…", "id": 1}`), and the
/// fields of that object. Any other object is an answer in JSON.
fn said_within(value: Value<'_>, field: Field, is_framed: bool) -> Option<(String, Fields<'_>)> {
    const TEXTS: [&str; 3] = ["text", "content", "value"];
    const ABOUT: [&str; 23] = [
        "id",
        "type",
        "index",
        "role",
        "name",
        "user",
        "author",
        "model",
        "lang",
        "language",
        "timestamp",
        "time",
        "ts",
        "createdat",
        "satisfactionscore",
        "created",
        "finishreason",
        "stopreason",
        "logprobs",
        "tokens",
        "usage",
        "metadata",
        "mimetype",
    ];
    let fields = value.members()?;
    if let [only] = fields.keys().as_slice()
        && is_framed
        && meaning_of(only).is_some_and(|(inner, _)| inner == field)
        && fields.get(only).is_some_and(|text| text.kind() == Kind::String)
    {
        return Some((only.clone(), fields));
    }
    let key = TEXTS.into_iter().find(|key| fields.get(key).is_some_and(|text| text.kind() == Kind::String))?;
    let is_about = |name: &str| name == key || ABOUT.contains(&&*normalized(name));
    let is_turn = fields.has("role") && fields.has("content");
    (!is_turn && fields.keys().iter().all(|name| is_about(name))).then(|| (key.to_owned(), fields))
}

/// Puts in the first of a list of texts, and keeps the others. Only a list of one, or one under a name in the plural, is
/// a list of answers: others are an answer in JSON.
fn put_listed(builder: &mut RecordBuilder, field: Field, key: &str, value: Value<'_>) -> bool {
    if !matches!(value.kind(), Kind::Array | Kind::String) || builder.is_set(field) {
        return false;
    }
    let is_list = |text: &str| text.trim_start().starts_with('[');
    if !is_list(value.source()) {
        return false;
    }
    let Some(opened) = value.openable() else { return false };
    let list = Value::Json(&opened).elements().unwrap_or_default();
    let name = normalized(key.rsplit('.').next().unwrap_or(key));
    let is_plural = matches!(
        name.as_str(),
        "outputs" | "responses" | "completions" | "generations" | "inputs" | "prompts" | "questions" | "queries"
    );
    if list.is_empty() || list.len() > 1 && !is_plural {
        return false;
    }
    let text = |one: &Value<'_>| match one.kind() {
        Kind::String => one.text().map(std::borrow::Cow::into_owned),
        Kind::Object => {
            let one = one.members().filter(|one| !one.has("role") && !one.has("type"))?;
            one.get("text").or_else(|| one.get("generated_text"))?.text().map(Into::into)
        }
        Kind::Null | Kind::Bool | Kind::Number | Kind::Array => None,
    };
    let Some(texts) = list.iter().map(text).collect::<Option<Vec<String>>>() else { return false };
    let Some((first, others)) = texts.split_first() else { return false };
    let first = RawJson::string(first);
    if !builder.put(field, &format!("{key}[0]"), Value::Json(first.text())) {
        return false;
    }
    if !others.is_empty() {
        let others: Vec<String> = others.iter().map(|text| RawJson::string(text).text().to_owned()).collect();
        if let Ok(others) = RawJson::parse(&format!("[{}]", others.join(","))) {
            builder.keep(&format!("other_{name}"), others);
        }
    }
    true
}

/// What may be a task, and may be a name.
const TASKS: [&str; 6] = ["task", "intent", "ticket", "email", "article", "document"];

/// Puts in a task, or what else may be a name as well, where nothing else was asked and it reads like a sentence.
pub(super) fn put_task(fields: &Fields<'_>, builder: &mut RecordBuilder) -> Option<usize> {
    if builder.is_set(Field::Input) || builder.is_closed(Field::Input) || builder.is_set(Field::Messages) {
        return None;
    }
    let reads = |value: Value<'_>| value.text().is_some_and(|text| text.trim().contains(char::is_whitespace));
    let is_task = |key: &str| TASKS.iter().any(|task| is_called(key, task));
    let mut found = fields.iter().enumerate().filter(|(_, (key, value))| is_task(key) && reads(*value));
    let (place, (key, value)) = found.next()?;
    (found.next().is_none() && builder.put(Field::Input, key, value)).then_some(place)
}

/// Puts in an answer beside what a model predicted: it is the right one, where no other field says so.
pub(super) fn put_right_answer(fields: &Fields<'_>, builder: &mut RecordBuilder) -> Option<usize> {
    if !builder.is_set(Field::Output) {
        return None;
    }
    let is_predicted = |key: &str| {
        matches!(meaning_of(key), Some((Field::Output, _))) && {
            let name = normalized(key);
            ["predict", "model", "generated"].iter().any(|begin| name.starts_with(begin))
        }
    };
    let mut all = fields.iter().enumerate();
    let is_answer = |key: &str, value: Value<'_>| key.eq_ignore_ascii_case("answer") && value.scalar().is_some();
    let (place, (key, value)) = all.find(|(_, (key, value))| is_answer(key, *value))?;
    if !fields.iter().any(|(key, value)| is_predicted(key) && !value.is_null()) {
        return None;
    }
    builder.put(Field::Expected, key, value).then_some(place)
}

/// Puts in the time from start to end, where the entry has both and no latency.
pub(super) fn put_duration(fields: &Fields<'_>, builder: &mut RecordBuilder) {
    if builder.is_set(Field::Latency) || builder.is_closed(Field::Latency) {
        return;
    }
    let is_one = |names: &[&str], key: &str| names.iter().any(|name| is_called(key, name));
    let find = |names: [&str; 4]| fields.iter().find(|(key, _)| is_one(&names, key)).map(|(_, value)| value);
    let Some(end) = find(ENDS) else { return };
    put_seconds(builder, find(["starttime", "startedat", "starttimestamp", "requeststarttime"]), Some(end));
}
