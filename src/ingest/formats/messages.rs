//! Lists of messages, as OpenAI's fine-tuning files hold them: `{"messages": […]}`, with the output as the last turn or in a field beside.

use super::format::{Detector, Format, Reader, Strength};
use super::records;
use crate::ingest::json::Fields;
use crate::ingest::record::message;

/// `messages`.
pub(super) const FORMAT: Format = Format {
    name: "messages",
    description: "Lists of messages, as OpenAI's fine-tuning files hold them.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    example: r#"{"messages": [{"role": "user", "content": "2+2?"}, {"role": "assistant", "content": "4"}]}"#,
    reader: Reader::Record(records::read),
    expected: "line 1\nuser: 2+2?\noutput: 4",
    source: "by hand, after the OpenAI guide to fine-tuning",
    ..Format::BLANK
};

fn has_shape(fields: &Fields<'_>) -> bool {
    fields.get("messages").is_some_and(message::is_list)
}
