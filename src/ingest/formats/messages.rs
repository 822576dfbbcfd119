//! Lists of messages, as for fine-tuning: `{"messages": […]}`, with the output as the last turn or in a field beside.

use super::{Format, records};
use crate::ingest::json::Fields;
use crate::ingest::message;

/// `messages`.
pub(super) const FORMAT: Format = Format { name: "messages", sniff, read: records::read };

fn sniff(fields: &Fields<'_>) -> bool {
    fields.get("messages").is_some_and(message::is_list)
}
