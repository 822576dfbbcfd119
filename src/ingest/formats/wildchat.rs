//! `WildChat` and `LMSYS-Chat-1M`: conversations of people with models, with what moderation said of each turn.

use super::format::{Detector, Format, Reader, Strength};
use crate::ingest::field_names::Field;
use crate::ingest::json::Fields;
use crate::ingest::record::message;
use crate::ingest::record::{RecordBuilder, read_by_names};

/// `wildchat`.
pub(super) const FORMAT: Format = Format {
    name: "wildchat",
    description: "WildChat and LMSYS-Chat-1M: one conversation per record.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    example: r#"{"conversation_hash": "h1", "model": "gpt-4", "timestamp": "2023-04-09T00:02:53Z", "conversation": [{"role": "user",
"content": "2+2?", "language": "English", "toxic": false}, {"role": "assistant", "content": "4", "language": "English",
"toxic": false}], "turn": 1, "language": "English", "toxic": false, "redacted": false}"#,
    reader: Reader::Record(read),
    expected: "line 1\nuser: 2+2?\noutput: 4\nid: h1\nconversation: h1\nmodel: gpt-4\ntime: 2023-04-09T00:02:53Z\nmeta turn: 1\nmeta language: \"English\"\nmeta toxic: false\nmeta redacted: false",
    source: "by hand, after the columns of allenai/WildChat-1M and lmsys/lmsys-chat-1m",
    ..Format::BLANK
};

fn has_shape(fields: &Fields<'_>) -> bool {
    let is_named = fields.has("conversation_hash") || fields.has("conversation_id") && fields.has("openai_moderation");
    is_named && fields.get("conversation").is_some_and(message::is_list)
}

fn read(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    if let Some(list) = fields.get("conversation")
        && builder.put(Field::Messages, "conversation", list)
    {
        fields.take("conversation");
    }
    // Language and moderation of single turns are told of the conversation as well.
    builder.is_partial = false;
    for key in ["conversation_hash", "conversation_id"] {
        let Some(value) = fields.get(key) else { continue };
        let is_id = builder.put(Field::Id, key, value);
        if builder.put(Field::Conversation, key, value) || is_id {
            fields.take(key);
        }
    }
    // Who they were is nobody's business here.
    for key in ["hashed_ip", "header"] {
        fields.take(key);
    }
    read_by_names(fields, builder);
}
