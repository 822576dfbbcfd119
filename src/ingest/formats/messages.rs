//! Lists of messages, as OpenAI's fine-tuning files hold them: `{"messages": […]}`, with the output as the last turn or in a field beside.

use super::format::{Detector, Format};
use super::records;
use crate::ingest::json::Fields;
use crate::ingest::message;

/// `messages`.
pub(super) const FORMAT: Format = Format {
    name: "messages",
    description: "Lists of messages, as OpenAI's fine-tuning files hold them.",
    detector: Detector::Fields(has_shape),
    example: r#"{"messages": [{"role": "user", "content": "2+2?"}, {"role": "assistant", "content": "4"}]}"#,
    read: records::read,
};

fn has_shape(fields: &Fields<'_>) -> bool {
    fields.get("messages").is_some_and(message::is_list)
}
