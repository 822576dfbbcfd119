//! Chats of `SillyTavern`: a line about the chat, then a message a line; one record per user turn.

use super::dialogue::Dialogue;
use super::format::{Detector, Format, FormatReader, Reader, Strength};
use super::spans::{first, put_seconds};
use crate::domain::{Part, RawJson};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::Records;

/// `sillytavern`.
pub(super) const FORMAT: Format = Format {
    name: "sillytavern",
    description: "Chats of SillyTavern: one record per user turn, with the swipe that was kept.",
    detector: Detector::File(detect),
    reader: Reader::File(|| Box::<Chat>::default()),
    example: r#"{"user_name": "You", "character_name": "Mia", "create_date": "2026-03-01@10h00m00s", "chat_metadata": {}}
{"name": "Mia", "is_user": false, "is_system": false, "send_date": "2026-03-01T10:00:00Z", "mes": "Welcome.", "extra": {}}
{"name": "You", "is_user": true, "is_system": false, "send_date": "2026-03-01T10:01:00Z", "mes": "Hi?", "extra": {}}
{"name": "Mia", "is_user": false, "is_system": false, "send_date": "2026-03-01T10:01:03Z", "mes": "Hello.", "swipe_id": 1, "swipes": ["Go.", "Hello."], "gen_started": "2026-03-01T10:01:01Z", "gen_finished": "2026-03-01T10:01:03Z", "extra": {"api": "openai", "model": "gpt-4o"}}"#,
    expected: "line 1 skipped: a line about the chat\nline 2 skipped: what was said before the user spoke\nline 3\nassistant: Welcome.\nuser: Hi?\noutput: Hello.\nconversation: 2026-03-01@10h00m00s\nmodel: gpt-4o\ntime: 2026-03-01T10:01:00Z\nlatency: 2000\nmeta other_swipes: [\"Go.\"]",
    source: "by hand, after the chat files of SillyTavern 1.12",
    ..Format::BLANK
};

/// One chat.
#[derive(Default)]
struct Chat {
    dialogue: Dialogue,
    /// What the chat is called, as JSON.
    name: Option<String>,
}

fn detect(entries: &[Fields<'_>]) -> Strength {
    let is_message = |fields: &&Fields<'_>| fields.has("mes") && fields.has("is_user");
    let messages = entries.iter().filter(is_message).count();
    Strength::sure(messages > 0 && (messages + 1) * 2 >= entries.len())
}

impl FormatReader for Chat {
    fn read(&mut self, fields: &mut Fields<'_>, out: &mut Records<'_>) {
        let is = |key: &str| fields.get(key).is_some_and(|value| value.source() == "true");
        let Some(text) = fields.get("mes").map(Value::plain) else {
            self.dialogue.end(out);
            self.name = first(fields, &["create_date", "character_name"]).map(|name| name.source().to_owned());
            return out.skip("a line about the chat");
        };
        if is("is_system") {
            return out.skip("a message that the model does not see");
        }
        if is("is_user") {
            let mut record = out.begin();
            if let Some(time) = fields.get("send_date") {
                record.put(Field::Time, "send_date", time);
            }
            if let Some(name) = &self.name {
                record.put(Field::Conversation, "create_date", Value::Json(name));
            }
            return self.dialogue.ask(record, &text, out);
        }
        let extra = fields.get("extra").and_then(Value::members).unwrap_or_default();
        let thought = first(&extra, &["reasoning"]).map(|thought| Part::Reasoning(thought.plain().into()));
        let swipes = fields.get("swipes").and_then(Value::elements).unwrap_or_default();
        let others: Vec<&str> =
            swipes.iter().filter(|swipe| swipe.plain() != text).map(|swipe| swipe.source()).collect();
        let others = RawJson::parse(&format!("[{}]", others.join(","))).ok().filter(|_| !others.is_empty());
        let Some(record) = self.dialogue.say(text, thought.into_iter().collect()) else {
            return out.skip("what was said before the user spoke");
        };
        out.tell(record);
        if let Some(model) = first(&extra, &["model", "api"]) {
            record.put(Field::Model, "extra.model", model);
        }
        put_seconds(record, first(fields, &["gen_started"]), first(fields, &["gen_finished"]));
        if let Some(others) = others {
            record.keep("other_swipes", others);
        }
    }

    fn end(&mut self, out: &mut Records<'_>) {
        self.dialogue.end(out);
    }
}
