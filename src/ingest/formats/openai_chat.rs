//! Calls of `OpenAI`'s Chat Completions, and of the many services that answer like it, as programs log them.

use super::format::{Detector, Format, Reader, Strength};
use crate::ingest::record::exchange::{self, Shape};

/// `openai-chat`.
pub(super) const FORMAT: Format = Format {
    name: "openai-chat",
    description: "Requests with their responses: OpenAI's Chat Completions, in any envelope.",
    detector: Detector::Entry(|fields| Strength::sure(exchange::is_call(fields, Shape::Chat))),
    example: r#"{"request": {"model": "gpt-4o", "messages": [{"role": "user", "content": "2+2?"}]},
"response": {"id": "c1", "created": 1700000000, "choices": [{"index": 0, "message": {"role": "assistant", "content": "4"},
"finish_reason": "stop"}], "usage": {"prompt_tokens": 5, "completion_tokens": 1, "total_tokens": 6}}}"#,
    reader: Reader::Record(exchange::read),
    expected: "line 1\nuser: 2+2?\noutput: 4\nid: c1\nmodel: gpt-4o\nfinish: stop\ntime: 2023-11-14T22:13:20Z\ntokens: 5/1",
    source: "by hand, after the OpenAI API reference for Chat Completions",
    ..Format::BLANK
};
