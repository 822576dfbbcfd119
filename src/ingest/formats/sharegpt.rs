//! `ShareGPT` and its kin: one conversation per record, turns as `{from, value}` or `{role, content}`.
//! The record's id names the conversation.

use super::format::{Detector, Format};
use super::format_state::FormatState;
use super::records;
use crate::ingest::field_names::Field;
use crate::ingest::json::Fields;
use crate::ingest::message;
use crate::ingest::record_builder::RecordBuilder;

/// `sharegpt`.
pub(super) const FORMAT: Format = Format {
    name: "sharegpt",
    description: "ShareGPT and its kin: one conversation per record, turns as `from` and `value`.",
    detector: Detector::Fields(has_shape),
    example: r#"{"id": "c1", "conversations": [{"from": "human", "value": "2+2?"}, {"from": "gpt", "value": "4"}]}"#,
    read,
};

const LISTS: [&str; 3] = ["conversations", "conversation", "items"];

fn has_shape(fields: &Fields<'_>) -> bool {
    LISTS.iter().any(|key| fields.get(key).is_some_and(message::is_list))
}

fn read(fields: &mut Fields<'_>, builder: &mut RecordBuilder, state: &mut FormatState) -> bool {
    for key in LISTS {
        if let Some(list) = fields.get(key)
            && builder.put(Field::Messages, key, list)
        {
            fields.take(key);
        }
    }
    records::read(fields, builder, state);
    if builder.content.conversation.is_none() {
        builder.content.conversation.clone_from(&builder.content.external_id);
    }
    true
}
