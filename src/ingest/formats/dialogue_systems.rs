//! Logs of dialogue systems: Dialogflow CX (a request and a response a turn) and Rasa (a tracker with its events).

use super::dialogue::Dialogue;
use super::format::{Detector, Format, Reader, Strength};
use super::spans::first;
use crate::domain::Part;
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{RecordBuilder, Records, read_by_names};

/// `dialogflow`.
pub(super) const DIALOGFLOW: Format = Format {
    name: "dialogflow",
    description: "Turns of Dialogflow CX as it exports them: the user's words, the agent's messages.",
    detector: Detector::Entry(|fields| Strength::sure(query_result(fields).is_some())),
    reader: Reader::Record(read_turn),
    example: r#"{"conversation_name": "projects/p/conversations/c1", "turn_position": 1, "request_time": "2026-03-01T10:00:00Z", "request": "{\"queryInput\": {\"text\": {\"text\": \"Hi?\"}}}", "response": "{\"responseId\": \"r1\", \"queryResult\": {\"text\": \"Hi?\", \"responseMessages\": [{\"text\": {\"text\": [\"Hello.\"]}}], \"intent\": {\"displayName\": \"greet\"}}}"}"#,
    expected: "line 1
user: Hi?
output: Hello.
id: r1
conversation: projects/p/conversations/c1
time: 2026-03-01T10:00:00Z
meta intent: \"greet\"
meta turn_position: 1",
    source: "by hand, after the reference of Dialogflow CX",
    ..Format::BLANK
};

/// `rasa`.
pub(super) const RASA: Format = Format {
    name: "rasa",
    description: "Trackers of Rasa: one record per user turn, with the bot's words until the next.",
    detector: Detector::Entry(|fields| Strength::sure(is_tracker(fields))),
    reader: Reader::Records(read_tracker),
    lists: &["whole:sender_id"],
    example: r#"{"sender_id": "u1", "slots": {}, "events": [{"event": "action", "name": "action_listen", "timestamp": 1772359200.0}, {"event": "user", "text": "Hi?", "timestamp": 1772359201.0, "message_id": "m1", "parse_data": {"intent": {"name": "greet"}}}, {"event": "bot", "text": "Hello.", "timestamp": 1772359201.5}, {"event": "bot", "text": "How are you?", "timestamp": 1772359201.6}, {"event": "user", "text": "bye", "timestamp": 1772359209.0}]}"#,
    expected: "line 1
user: Hi?
output: Hello.

How are you?
id: m1
conversation: u1
time: 2026-03-01T10:00:01Z
meta intent: \"greet\"
line 1
user: Hi?
assistant: Hello.

How are you?
user: bye
output: 
conversation: u1
time: 2026-03-01T10:00:09Z
flag: NoFinalAnswer",
    source: "by hand, after the trackers of Rasa 3",
};

/// Returns the text of the result of a query, which may be JSON in a text.
fn query_result(fields: &Fields<'_>) -> Option<String> {
    let opened =
        ["response", "detectIntentResponse", "responsePayload"].iter().find_map(|key| fields.get(key)?.openable());
    let opened = opened.map(std::borrow::Cow::into_owned);
    let result = match opened.as_deref().and_then(|text| Fields::parse(text).ok()) {
        Some(response) => response.get("queryResult").map(|value| value.source().to_owned()),
        None => fields.get("queryResult").map(|value| value.source().to_owned()),
    }?;
    let has = |key: &str| Fields::parse(&result).is_ok_and(|result| result.has(key));
    (has("responseMessages") || has("fulfillmentMessages") || has("fulfillmentText")).then_some(result)
}

fn read_turn(fields: &mut Fields<'_>, record: &mut RecordBuilder) {
    let text = query_result(fields).unwrap_or_default();
    let result = Fields::parse(&text).unwrap_or_default();
    if let Some(asked) = first(&result, &["text", "transcript", "queryText", "triggerEvent"]) {
        record.put_question("queryResult.text", asked.plain());
    }
    let said = |key: &str| {
        let messages = result.get(key).and_then(Value::elements).unwrap_or_default();
        let texts =
            messages.into_iter().filter_map(|one| one.members()?.get("text")?.members()?.get("text")?.elements());
        texts.flatten().map(Value::plain).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
    };
    let mut answer = said("responseMessages");
    if answer.is_empty() {
        answer = said("fulfillmentMessages");
    }
    if answer.is_empty() {
        answer = first(&result, &["fulfillmentText"]).map(Value::plain).unwrap_or_default();
    }
    record.put_answer("queryResult.responseMessages", vec![Part::Text(answer.into())]);
    let opened = fields.get("response").and_then(Value::openable).map(std::borrow::Cow::into_owned);
    let response = opened.as_deref().and_then(|text| Fields::parse(text).ok()).unwrap_or_default();
    if let Some(id) = first(&response, &["responseId"]).or_else(|| first(fields, &["responseId"])) {
        record.put(Field::Id, "responseId", id);
    }
    if let Some(name) = first(fields, &["conversation_name", "session"]) {
        record.put(Field::Conversation, "conversation_name", name);
    }
    if let Some(intent) = result.get("intent").and_then(Value::members).and_then(|intent| intent.get("displayName")) {
        record.keep("intent", intent.kept());
    }
    for key in ["request", "response", "queryResult", "responseId", "conversation_name", "session"] {
        fields.take(key);
    }
    read_by_names(fields, record);
}

fn is_tracker(fields: &Fields<'_>) -> bool {
    let events = fields.get("events").and_then(Value::elements).unwrap_or_default();
    let is_event = |one: &Value<'_>| one.members().is_some_and(|one| one.has("event"));
    fields.has("sender_id") && events.first().is_some_and(is_event)
}

fn read_tracker(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let events = fields.get("events").and_then(Value::elements).unwrap_or_default();
    let mut dialogue = Dialogue::default();
    for event in events.into_iter().filter_map(Value::members) {
        let text = event.get("text").and_then(Value::scalar);
        match (event.get("event").and_then(Value::text).as_deref(), text) {
            (Some("user"), Some(text)) => {
                let mut record = out.begin();
                for (field, key) in [(Field::Id, "message_id"), (Field::Time, "timestamp")] {
                    if let Some(value) = event.get(key) {
                        record.put(field, key, value);
                    }
                }
                if let Some(name) = fields.get("sender_id") {
                    record.put(Field::Conversation, "sender_id", name);
                }
                let intent =
                    event.get("parse_data").and_then(Value::members).and_then(|data| data.get("intent")?.members());
                if let Some(name) = intent.and_then(|intent| intent.get("name")).filter(|name| !name.is_null()) {
                    record.keep("intent", name.kept());
                }
                dialogue.ask(record, &text, out);
            }
            (Some("bot"), Some(text)) => {
                dialogue.say(text, Vec::new());
            }
            _ => {}
        }
    }
    dialogue.end(out);
}
