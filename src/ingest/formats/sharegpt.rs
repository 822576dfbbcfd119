//! `ShareGPT` and its kin: one conversation per record, turns as `{from, value}` or `{role, content}`.
//!
//! Formats reference A22. The record's id names the conversation.

use super::{Carry, Format, records};
use crate::ingest::draft::Draft;
use crate::ingest::json::Fields;
use crate::ingest::message;
use crate::ingest::names::Field;

/// `sharegpt`.
pub(super) const FORMAT: Format = Format { name: "sharegpt", sniff, read };

const LISTS: [&str; 3] = ["conversations", "conversation", "items"];

fn sniff(fields: &Fields<'_>) -> bool {
    LISTS.iter().any(|key| fields.get(key).is_some_and(message::is_list))
}

fn read(fields: &mut Fields<'_>, draft: &mut Draft, carry: &mut Carry) -> bool {
    for key in LISTS {
        if let Some(list) = fields.get(key)
            && draft.put(Field::Messages, key, list)
        {
            fields.take(key);
        }
    }
    records::read(fields, draft, carry);
    if draft.content.conversation.is_none() {
        draft.content.conversation.clone_from(&draft.content.external_id);
    }
    true
}
