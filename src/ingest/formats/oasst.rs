//! `OpenAssistant`: messages of trees, one a line, each naming the one that it answers. One record per answer, with the
//! turns that lead to it.

use std::collections::HashMap;

use super::format::{Detector, Format, FormatReader, Reader, Strength};
use super::promptfoo::metric;
use super::spans::{keep_others, put_first};
use crate::domain::{Flag, Message, Part, Role};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::Records;

/// `oasst`.
pub(super) const FORMAT: Format = Format {
    name: "oasst",
    description: "OpenAssistant's messages: one record per answer, with the turns that lead to it.",
    detector: Detector::File(|entries| Strength::sure(!entries.is_empty() && entries.iter().all(is_message))),
    reader: Reader::File(|| Box::<Trees>::default()),
    example: r#"{"message_id": "m1", "parent_id": null, "text": "Hi?", "role": "prompter", "lang": "en", "message_tree_id": "m1", "rank": null}
{"message_id": "m2", "parent_id": "m1", "text": "Hello.", "role": "assistant", "lang": "en", "message_tree_id": "m1", "rank": 0}
{"message_id": "m3", "parent_id": "m1", "text": "Hey!", "role": "assistant", "lang": "en", "message_tree_id": "m1", "rank": 1}"#,
    expected: "line 1 skipped: a question, which its answers hold
line 2
user: Hi?
output: Hello.
id: m2
conversation: m1
meta parent_id: \"m1\"
meta lang: \"en\"
feedback rank: 0
line 3
user: Hi?
output: Hey!
id: m3
conversation: m1
meta parent_id: \"m1\"
meta lang: \"en\"
feedback rank: 1",
    source: "by hand, after OpenAssistant/oasst1",
    ..Format::BLANK
};

/// The most bytes of messages that are remembered, and the most turns before an answer.
const MOST_BYTES: usize = 64 * 1024 * 1024;
const MOST_TURNS: usize = 200;

#[derive(Default)]
struct Trees {
    known: HashMap<String, (Option<String>, Message)>,
    bytes: usize,
}

fn is_message(fields: &Fields<'_>) -> bool {
    let role = fields.get("role").and_then(Value::text).unwrap_or_default();
    let is_tree = fields.has("message_tree_id") && fields.has("message_id") && fields.has("parent_id");
    is_tree && matches!(role.as_ref(), "prompter" | "assistant") && fields.has("text")
}

impl FormatReader for Trees {
    fn read(&mut self, fields: &mut Fields<'_>, out: &mut Records<'_>) {
        if !is_message(fields) {
            return out.reject("no message of OpenAssistant");
        }
        let text = |key: &str| fields.get(key).and_then(Value::scalar);
        let (id, parent) = (text("message_id").unwrap_or_default(), text("parent_id"));
        let is_answer = text("role").as_deref() == Some("assistant");
        let said = text("text").unwrap_or_default();
        let role = if is_answer { Role::Assistant } else { Role::User };
        self.bytes += said.len() + id.len() + 128;
        if self.bytes < MOST_BYTES {
            self.known.insert(id, (parent.clone(), Message::text(role, said.as_str())));
        }
        if !is_answer {
            return out.skip("a question, which its answers hold");
        }
        let mut record = out.begin();
        let (turns, is_whole) = self.before(parent);
        record.put_turns("parent_id", turns);
        if !is_whole {
            record.content.flags.push(Flag::Cut);
        }
        record.put_answer("text", vec![Part::Text(said.into())]);
        put_first(&mut record, Field::Id, fields, &["message_id"]);
        put_first(&mut record, Field::Conversation, fields, &["message_tree_id"]);
        put_first(&mut record, Field::Time, fields, &["created_date"]);
        if let Some(rank) = fields.take("rank").and_then(Value::number) {
            record.add_feedback(metric("rank", rank));
        }
        keep_others(&mut record, fields, &["text", "role"]);
        out.push(record);
    }
}

impl Trees {
    /// Returns the turns that lead to a message, and whether they are all there.
    fn before(&self, parent: Option<String>) -> (Vec<Message>, bool) {
        let (mut turns, mut next) = (Vec::new(), parent);
        while let Some(id) = &next {
            let Some((parent, turn)) = self.known.get(id).filter(|_| turns.len() < MOST_TURNS) else {
                turns.reverse();
                return (turns, false);
            };
            turns.push(turn.clone());
            next.clone_from(parent);
        }
        turns.reverse();
        (turns, true)
    }
}
