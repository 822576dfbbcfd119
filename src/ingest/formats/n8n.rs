//! Executions of n8n: what the trigger got, what the last node gave, the calls of models and tools between.

use super::format::{Detector, Format, Reader, Strength};
use super::spans::{first, put_seconds};
use crate::domain::{Message, Part, Role};
use crate::ingest::field_names::{Field, meaning_of};
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::{RecordBuilder, put_response, read_by_names};

/// `n8n`.
pub(super) const FORMAT: Format = Format {
    name: "n8n",
    description: "Executions of n8n with their data: what the trigger got, what the last node gave.",
    detector: Detector::Entry(|fields| Strength::sure(results(fields).is_some())),
    reader: Reader::Record(read),
    lists: &["whole:workflowData"],
    example: r#"{"id": "231", "status": "success", "startedAt": "2026-03-01T10:00:00.000Z", "stoppedAt": "2026-03-01T10:00:03.000Z", "data": {"resultData": {"lastNodeExecuted": "Agent", "runData": {"Chat": [{"startTime": 1, "data": {"main": [[{"json": {"sessionId": "s1", "chatInput": "2+2?"}}]]}}], "Sum": [{"startTime": 2, "inputOverride": {"ai_tool": [[{"json": {"query": "2+2"}}]]}, "data": {"ai_tool": [[{"json": {"response": "4"}}]]}}], "Model": [{"startTime": 2, "inputOverride": {"ai_languageModel": [[{"json": {"options": {"model": "gpt-4o"}}}]]}, "data": {"ai_languageModel": [[{"json": {"tokenUsage": {"completionTokens": 4, "promptTokens": 30}}}]]}}], "Agent": [{"startTime": 3, "data": {"main": [[{"json": {"output": "Four."}}]]}}]}}}, "workflowData": {"name": "Sums", "nodes": []}}"#,
    expected: "line 1\nuser: 2+2?\nassistant: [call Sum({\"query\":\"2+2\"})]\ntool: [result 4]\noutput: Four.\nid: 231\nconversation: s1\nmodel: gpt-4o\nfinish: success\ntime: 2026-03-01T10:00:00Z\nlatency: 3000\ntokens: 30/4\nmeta workflow: \"Sums\"",
    source: "by hand, after the API reference of n8n, executions with their data",
};

fn results<'a>(fields: &Fields<'a>) -> Option<Fields<'a>> {
    let data = fields.get("data").and_then(Value::members);
    let results = data.as_ref().and_then(|data| data.get("resultData")).or_else(|| fields.get("resultData"));
    results?.members().filter(|results| results.has("runData"))
}

/// One run of a node.
struct Run<'a> {
    node: String,
    fields: Fields<'a>,
}

impl<'a> Run<'a> {
    /// Returns what the run gave or took on one kind of connection: the first item's object.
    fn item(&self, side: &str, kind: &str) -> Option<Fields<'a>> {
        let items = self.fields.get(side)?.members()?.get(kind)?.elements()?;
        items.first()?.elements()?.first()?.members()?.get("json")?.members()
    }

    fn start(&self) -> f64 {
        first(&self.fields, &["executionIndex", "startTime"]).and_then(Value::number).unwrap_or_default()
    }
}

fn read(fields: &mut Fields<'_>, record: &mut RecordBuilder) {
    let results = results(fields).unwrap_or_default();
    let nodes = results.get("runData").and_then(Value::members).unwrap_or_default();
    let mut runs: Vec<Run<'_>> = Vec::new();
    for (node, list) in nodes.iter() {
        let list = list.elements().unwrap_or_default();
        runs.extend(list.into_iter().filter_map(Value::members).map(|fields| Run { node: node.to_owned(), fields }));
    }
    runs.sort_by(|one, other| one.start().total_cmp(&other.start()));
    let mut turns = Vec::new();
    if let Some(asked) = runs.iter().filter_map(|run| run.item("data", "main")).find_map(|item| asked(&item, record)) {
        turns.push(Message::text(Role::User, asked));
    }
    turns.extend(runs.iter().flat_map(tool_turns));
    if !turns.is_empty() {
        record.put_turns("data.resultData.runData", turns);
    }
    put_models(&runs, record);
    let last = results.get("lastNodeExecuted").map(Value::plain).unwrap_or_default();
    let of_last = runs.iter().rev().filter(|run| run.node == last);
    let answer = of_last.chain(runs.iter().rev()).filter_map(|run| run.item("data", "main")).find(answers);
    match answer {
        Some(item) => {
            put_response(record, "data.resultData.runData", Value::Json(item.to_json().text()));
        }
        None => record.put_no_answer(),
    }
    if let Some(error) = first(&results, &["error"]) {
        record.put(Field::Error, "data.resultData.error", error);
    }
    put_seconds(record, first(fields, &["startedAt"]), first(fields, &["stoppedAt"]));
    for (field, key) in [(Field::Id, "id"), (Field::Time, "startedAt"), (Field::FinishReason, "status")] {
        if let Some(value) = fields.get(key)
            && record.put(field, key, value)
        {
            fields.take(key);
        }
    }
    let workflow = fields.get("workflowData").and_then(Value::members);
    if let Some(name) = workflow.and_then(|workflow| workflow.get("name")) {
        record.keep("workflow", name.kept());
    }
    for key in ["data", "resultData", "workflowData", "stoppedAt", "finished", "executionData", "startData"] {
        fields.take(key);
    }
    for key in fields.keys() {
        if fields.get(&key).is_some_and(Value::is_null) {
            fields.take(&key);
        }
    }
    read_by_names(fields, record);
}

/// Returns what was asked by an item; its session is the conversation.
fn asked(item: &Fields<'_>, record: &mut RecordBuilder) -> Option<String> {
    const INPUTS: [&str; 7] = ["chatInput", "input", "question", "query", "prompt", "message", "text"];
    let body = item.get("body").and_then(Value::members);
    let found = |fields: &Fields<'_>| {
        first(fields, &INPUTS).and_then(|value| match value.members() {
            Some(inner) => first(&inner, &INPUTS)?.scalar(),
            None => value.scalar(),
        })
    };
    let text = found(item).or_else(|| body.as_ref().and_then(found))?;
    for fields in [Some(item), body.as_ref()].into_iter().flatten() {
        if let Some(name) = first(fields, &["sessionId", "conversationId", "threadId", "chatId"]) {
            record.put(Field::Conversation, "sessionId", name);
        }
    }
    Some(text)
}

/// Returns whether an item says an answer.
fn answers(item: &Fields<'_>) -> bool {
    item.iter().any(|(key, value)| {
        let is_named =
            matches!(meaning_of(key), Some((Field::Output, _))) || matches!(key, "text" | "content" | "message");
        is_named && !value.is_null() && !matches!(value.kind(), Kind::Bool | Kind::Number)
    }) && !item.has("chatInput")
}

/// Returns the call of a tool, and what it gave back.
fn tool_turns(run: &Run<'_>) -> Vec<Message> {
    let Some(given) = run.item("data", "ai_tool") else { return Vec::new() };
    let arguments =
        run.item("inputOverride", "ai_tool").map(|item| item.to_json().text().to_owned()).unwrap_or_default();
    let call = Part::ToolCall { id: None, name: run.node.as_str().into(), arguments: arguments.into() };
    let content = first(&given, &["response"]).map_or_else(|| given.to_json().text().to_owned(), Value::plain);
    let result = Part::ToolResult { id: None, content: content.into() };
    vec![Message { role: Role::Assistant, parts: vec![call] }, Message { role: Role::Tool, parts: vec![result] }]
}

/// Puts in the model that was called, and the tokens of all calls.
fn put_models(runs: &[Run<'_>], record: &mut RecordBuilder) {
    let (mut read, mut written) = (0.0, 0.0);
    for run in runs {
        let asked = run.item("inputOverride", "ai_languageModel").unwrap_or_default();
        let options = asked.get("options").and_then(Value::members).unwrap_or_default();
        if let Some(model) = first(&options, &["model", "model_name", "modelName"]) {
            record.put(Field::Model, "options.model", model);
        }
        let given = run.item("data", "ai_languageModel").unwrap_or_default();
        let usage = first(&given, &["tokenUsage", "tokenUsageEstimate"]).and_then(Value::members).unwrap_or_default();
        read += usage.get("promptTokens").and_then(Value::number).unwrap_or_default();
        written += usage.get("completionTokens").and_then(Value::number).unwrap_or_default();
    }
    for (field, count) in [(Field::TokensIn, read), (Field::TokensOut, written)] {
        if count > 0.0 {
            record.put(field, "tokenUsage", Value::Json(&format!("{count}")));
        }
    }
}
