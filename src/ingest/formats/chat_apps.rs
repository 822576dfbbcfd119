//! Exports of chat apps whose messages name the one that they answer: Open `WebUI` and `LibreChat`. One record per answer, with
//! the turns that lead to it.

use super::format::{Detector, Format, Reader, Strength};
use super::spans::first;
use crate::domain::{Message, Part, Role};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::{RecordBuilder, Records, message};

/// `open-webui`.
pub(super) const OPEN_WEBUI: Format = Format {
    name: "open-webui",
    description: "Chats of Open WebUI: one record per answer, with the turns that lead to it.",
    detector: Detector::Entry(|fields| Strength::sure(web_messages(fields).is_some())),
    reader: Reader::Records(read_open_webui),
    example: r#"[{"id": "c1", "title": "Hi", "chat": {"models": ["m"], "history": {"messages": {"1": {"id": "1", "parentId": null, "role": "user", "content": "Hi?", "timestamp": 1772359200}, "2": {"id": "2", "parentId": "1", "role": "assistant", "content": "Hello.", "model": "m", "timestamp": 1772359201, "annotation": {"rating": -1, "reason": "short"}}, "3": {"id": "3", "parentId": "1", "role": "assistant", "content": "Hey!", "model": "m2", "timestamp": 1772359202}}, "currentId": "2"}}}]"#,
    expected: "line 1
user: Hi?
output: Hello.
id: 2
conversation: c1
model: m
time: 2026-03-01T10:00:01Z
feedback rating: -1 # short
line 1
user: Hi?
output: Hey!
id: 3
conversation: c1
model: m2
time: 2026-03-01T10:00:02Z",
    source: "by hand, after the export of chats of Open WebUI 0.5",
    ..Format::BLANK
};

/// `librechat`.
pub(super) const LIBRECHAT: Format = Format {
    name: "librechat",
    description: "Conversations of LibreChat: one record per answer, with the turns that lead to it.",
    detector: Detector::Entry(|fields| Strength::sure(is_librechat(fields))),
    reader: Reader::Records(read_librechat),
    example: r#"{"conversationId": "c1", "title": "Hi", "options": {"model": "m"}, "messages": [{"messageId": "1", "parentMessageId": "0", "sender": "User", "text": "Hi?", "isCreatedByUser": true, "createdAt": "2026-03-01T10:00:00Z"}, {"messageId": "2", "parentMessageId": "1", "sender": "M", "text": "Hello.", "isCreatedByUser": false, "model": "m", "createdAt": "2026-03-01T10:00:01Z"}]}"#,
    expected: "line 1
user: Hi?
output: Hello.
id: 2
conversation: c1
model: m
time: 2026-03-01T10:00:01Z",
    source: "by hand, after the JSON export of LibreChat 0.7",
    ..Format::BLANK
};

/// The most turns before an answer.
const MOST_TURNS: usize = 200;

/// How an app names the fields of a message.
struct Names {
    id: &'static str,
    parent: &'static str,
    time: &'static [&'static str],
}

fn web_messages<'a>(fields: &Fields<'a>) -> Option<Fields<'a>> {
    let chat = fields.get("chat")?.members()?;
    chat.get("history")?.members()?.get("messages")?.members()
}

fn is_librechat(fields: &Fields<'_>) -> bool {
    let first = fields.get("messages").and_then(Value::elements).and_then(|list| list.first()?.members());
    fields.has("conversationId") && first.is_some_and(|one| one.has("messageId") && one.has("isCreatedByUser"))
}

fn read_open_webui(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let all = web_messages(fields).unwrap_or_default();
    let all: Vec<Fields<'_>> = all.iter().filter_map(|(_, one)| one.members()).collect();
    let names = Names { id: "id", parent: "parentId", time: &["timestamp"] };
    answers(&all, &names, fields.get("id"), None, out);
}

fn read_librechat(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let list = fields.get("messages").and_then(Value::elements).unwrap_or_default();
    let all: Vec<Fields<'_>> = list.into_iter().filter_map(Value::members).collect();
    let names = Names { id: "messageId", parent: "parentMessageId", time: &["createdAt", "updatedAt"] };
    let model = fields.get("options").and_then(Value::members).and_then(|options| options.get("model"));
    answers(&all, &names, fields.get("conversationId"), model, out);
}

fn turn(one: &Fields<'_>) -> Message {
    let is_user = match one.get("isCreatedByUser") {
        Some(value) => value.source() == "true",
        None => one.get("role").and_then(Value::text).is_some_and(|role| role == "user"),
    };
    let said = first(one, &["content", "text"]).map(message::content).unwrap_or_default();
    // A text with its parts beside it, as LibreChat writes both.
    let is_typed = one.get("content").is_some_and(|content| content.kind() == Kind::Array);
    let said = if is_typed && said.iter().all(|part| matches!(part, Part::Other(_))) {
        one.get("text").map(message::content).unwrap_or(said)
    } else {
        said
    };
    Message { role: if is_user { Role::User } else { Role::Assistant }, parts: said }
}

/// Gives out a record for each answer.
fn answers(
    all: &[Fields<'_>],
    names: &Names,
    conversation: Option<Value<'_>>,
    model: Option<Value<'_>>,
    out: &mut Records<'_>,
) {
    let text = |one: &Fields<'_>, key: &str| one.get(key).and_then(Value::scalar);
    let mut is_given = false;
    for one in all {
        let said = turn(one);
        if said.role != Role::Assistant {
            continue;
        }
        let (mut before, mut next) = (Vec::new(), text(one, names.parent));
        while let Some(parent) = next.take().filter(|_| before.len() < MOST_TURNS)
            && let Some(found) = all.iter().find(|one| text(one, names.id).as_ref() == Some(&parent))
        {
            before.push(turn(found));
            next = text(found, names.parent);
        }
        before.reverse();
        let mut record = out.begin();
        record.put_turns(names.parent, before);
        record.put_answer("content", said.parts);
        let values = [
            (Field::Id, one.get(names.id)),
            (Field::Conversation, conversation),
            (Field::Model, first(one, &["model", "modelName"]).or(model)),
            (Field::Time, first(one, names.time)),
        ];
        for (field, value) in values {
            if let Some(value) = value {
                record.put(field, names.id, value);
            }
        }
        rate(one, &mut record);
        out.push(record);
        is_given = true;
    }
    if !is_given {
        out.skip("a chat without an answer");
    }
}

/// Adds how the user rated an answer.
fn rate(one: &Fields<'_>, record: &mut RecordBuilder) {
    let Some(about) = first(one, &["annotation", "feedback"]).and_then(Value::members) else { return };
    let rating = first(&about, &["rating", "thumb"]);
    let comment = first(&about, &["reason", "comment", "text"]).and_then(Value::scalar);
    if rating.is_some() || comment.is_some() {
        let mut said = super::spans::score("rating", rating);
        said.comment = comment.map(Into::into);
        record.add_feedback(said);
    }
}
