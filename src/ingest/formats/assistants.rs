//! Logs of assistants that vendors host: IBM watsonx Assistant and Amazon Lex, a request and a response a turn.

use super::format::{Detector, Format, Reader, Strength};
use super::spans::first;
use crate::domain::Part;
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{RecordBuilder, read_by_names};

/// `watson`.
pub(super) const WATSON: Format = Format {
    name: "watson",
    description: "Logs of IBM's Assistant: the user's text, the texts of the response.",
    detector: Detector::Entry(|fields| Strength::sure(is_watson(fields))),
    reader: Reader::Record(read_watson),
    example: r#"{"logs": [{"log_id": "l1", "request": {"input": {"text": "Hi?"}, "context": {"conversation_id": "c1"}}, "response": {"output": {"generic": [{"response_type": "text", "text": "Hello."}]}, "intents": [{"intent": "greet"}]}, "request_timestamp": "2026-03-01T10:00:00Z", "response_timestamp": "2026-03-01T10:00:01Z"}]}"#,
    expected: "line 1
user: Hi?
output: Hello.
id: l1
conversation: c1
time: 2026-03-01T10:00:00Z
meta intents: [{\"intent\":\"greet\"}]
meta response_timestamp: \"2026-03-01T10:00:01Z\"",
    source: "by hand, after the API reference of IBM watsonx Assistant",
    ..Format::BLANK
};

/// `lex`.
pub(super) const LEX: Format = Format {
    name: "lex",
    description: "Conversation logs of Amazon Lex: the transcript of the input, the bot's messages.",
    detector: Detector::Entry(|fields| Strength::sure(is_lex(fields))),
    reader: Reader::Record(read_lex),
    example: r#"{"messages": [{"content": "Hello.", "contentType": "PlainText"}], "inputTranscript": "Hi?", "sessionId": "c1", "requestId": "r1", "timestamp": "2026-03-01T10:00:00Z"}"#,
    expected: "line 1
user: Hi?
output: Hello.
id: r1
conversation: c1
time: 2026-03-01T10:00:00Z",
    source: "by hand, after the conversation logs of Amazon Lex V2",
    ..Format::BLANK
};

fn inner<'a>(fields: &Fields<'a>, keys: &[&str]) -> Option<Fields<'a>> {
    let (first, rest) = keys.split_first()?;
    let within = fields.get(first)?.members()?;
    if rest.is_empty() { Some(within) } else { inner(&within, rest) }
}

fn is_watson(fields: &Fields<'_>) -> bool {
    let says = |output: Fields<'_>| output.has("text") || output.has("generic");
    inner(fields, &["request", "input"]).is_some() && inner(fields, &["response", "output"]).is_some_and(says)
}

fn is_lex(fields: &Fields<'_>) -> bool {
    fields.has("inputTranscript") && fields.has("messages") && fields.has("sessionId")
}

/// Returns the texts of a list of messages.
fn texts(list: Option<Value<'_>>, key: &str) -> String {
    let one = |element: Value<'_>| element.members().map_or_else(|| element.scalar(), |one| one.get(key)?.scalar());
    let texts = list.and_then(Value::elements).unwrap_or_default().into_iter().filter_map(one);
    texts.collect::<Vec<_>>().join("\n\n")
}

fn read_watson(fields: &mut Fields<'_>, record: &mut RecordBuilder) {
    let asked = inner(fields, &["request", "input"]).and_then(|input| input.get("text").map(Value::plain));
    record.put_question("request.input.text", asked.unwrap_or_default());
    let output = inner(fields, &["response", "output"]).unwrap_or_default();
    let mut said = texts(output.get("generic"), "text");
    if said.is_empty() {
        said = texts(output.get("text"), "text");
    }
    record.put_answer("response.output", vec![Part::Text(said.into())]);
    let context = inner(fields, &["response", "context"]).or_else(|| inner(fields, &["request", "context"]));
    let named = context.as_ref().and_then(|context| first(context, &["conversation_id", "session_id"]));
    for (field, value) in [
        (Field::Id, first(fields, &["log_id"])),
        (Field::Conversation, named.or_else(|| first(fields, &["session_id"]))),
        (Field::Time, first(fields, &["request_timestamp"])),
    ] {
        if let Some(value) = value {
            record.put(field, "log", value);
        }
    }
    if let Some(intents) = inner(fields, &["response"]).and_then(|response| response.get("intents"))
        && intents.source() != "[]"
    {
        record.keep("intents", intents.kept());
    }
    for key in ["request", "response", "log_id", "request_timestamp"] {
        fields.take(key);
    }
    read_by_names(fields, record);
}

fn read_lex(fields: &mut Fields<'_>, record: &mut RecordBuilder) {
    let asked = fields.take("inputTranscript").map(Value::plain).unwrap_or_default();
    record.put_question("inputTranscript", asked);
    let said = texts(fields.take("messages"), "content");
    record.put_answer("messages", vec![Part::Text(said.into())]);
    read_by_names(fields, record);
}
