//! `ShareGPT` and its kin: one conversation per record, turns as `{from, value}` or `{role, content}`.
//! The record's id names the conversation.

use super::format::{Detector, Format, Reader, Strength};
use crate::ingest::field_names::Field;
use crate::ingest::json::Fields;
use crate::ingest::record::message;
use crate::ingest::record::{RecordBuilder, read_by_names};

/// `sharegpt`.
pub(super) const FORMAT: Format = Format {
    name: "sharegpt",
    description: "ShareGPT and its kin: one conversation per record, turns as `from` and `value`.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    example: r#"{"id": "c1", "conversations": [{"from": "human", "value": "2+2?"}, {"from": "gpt", "value": "4"}]}"#,
    reader: Reader::Record(read),
    expected: "line 1\nuser: 2+2?\noutput: 4\nid: c1\nconversation: c1",
    source: "by hand, after `data/dummy_conversation.json` of lm-sys/FastChat (0e6d3e4bea)",
    ..Format::BLANK
};

const LISTS: [&str; 3] = ["conversations", "conversation", "items"];

fn has_shape(fields: &Fields<'_>) -> bool {
    LISTS.iter().any(|key| fields.get(key).is_some_and(message::is_list))
}

fn read(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    for key in LISTS {
        if let Some(list) = fields.get(key)
            && builder.put(Field::Messages, key, list)
        {
            fields.take(key);
        }
    }
    read_by_names(fields, builder);
    if builder.content.conversation.is_none() {
        builder.content.conversation.clone_from(&builder.content.external_id);
    }
}
