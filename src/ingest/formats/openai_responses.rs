//! Calls of `OpenAI`'s Responses, whose input and output are lists of items.

use super::format::{Detector, Format, Reader, Strength};
use crate::ingest::record::exchange::{self, Shape};

/// `openai-responses`.
pub(super) const FORMAT: Format = Format {
    name: "openai-responses",
    description: "Requests with their responses: OpenAI's Responses API.",
    detector: Detector::Entry(|fields| Strength::sure(exchange::is_call(fields, Shape::Responses))),
    example: r#"{"request": {"instructions": "Be brief.", "input": "2+2?"}, "response": {"id": "r1", "object": "response",
"created_at": 1700000000, "status": "completed", "model": "gpt-5", "output": [{"type": "reasoning", "id": "x",
"summary": []}, {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "4"}]}],
"usage": {"input_tokens": 9, "output_tokens": 1, "total_tokens": 10}, "conversation": {"id": "conv_1"}}}"#,
    reader: Reader::Record(exchange::read),
    expected: "line 1\nsystem: Be brief.\nuser: 2+2?\noutput: 4\nid: r1\nconversation: conv_1\nmodel: gpt-5\nfinish: completed\ntime: 2023-11-14T22:13:20Z\ntokens: 9/1\nmeta response: {\"object\":\"response\"}",
    source: "by hand, after the OpenAI API reference for Responses",
    ..Format::BLANK
};
