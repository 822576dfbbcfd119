//! Calls of Anthropic's Messages, whose content is a list of blocks.

use super::format::{Detector, Format, Reader, Strength};
use crate::ingest::record::exchange::{self, Shape};

/// `anthropic-messages`.
pub(super) const FORMAT: Format = Format {
    name: "anthropic-messages",
    description: "Requests with their responses: Anthropic's Messages.",
    detector: Detector::Entry(|fields| Strength::sure(exchange::is_call(fields, Shape::Anthropic))),
    example: r#"{"request": {"system": "Be brief.", "messages": [{"role": "user", "content": "Weather in Oslo?"}]}, "response":
{"id": "msg_1", "type": "message", "role": "assistant", "model": "claude", "content": [{"type": "text", "text": "A moment."},
{"type": "tool_use", "id": "t1", "name": "weather", "input": {"city": "Oslo"}}], "stop_reason": "tool_use",
"stop_sequence": null, "usage": {"input_tokens": 9, "output_tokens": 5}}}"#,
    reader: Reader::Record(exchange::read),
    expected: "line 1\nsystem: Be brief.\nuser: Weather in Oslo?\noutput: A moment.[call weather({\"city\":\"Oslo\"})]\nid: msg_1\nmodel: claude\nfinish: tool_use\ntokens: 9/5",
    source: "by hand, after the Anthropic API reference for Messages",
    ..Format::BLANK
};
