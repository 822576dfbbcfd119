//! Calls of the older completions, where a prompt is one text; many local servers answer like it.

use super::format::{Detector, Format, Reader, Strength};
use crate::ingest::record::exchange::{self, Shape};

/// `openai-completion`.
pub(super) const FORMAT: Format = Format {
    name: "openai-completion",
    description: "Prompts with their completions: OpenAI's older API and the local servers that copy it.",
    detector: Detector::Entry(|fields| Strength::sure(exchange::is_call(fields, Shape::Completion))),
    example: r#"{"request": {"model": "davinci", "prompt": "2+2="}, "response": {"id": "c1", "object": "text_completion",
"choices": [{"text": "4", "index": 0, "logprobs": null, "finish_reason": "length"}]}}"#,
    reader: Reader::Record(exchange::read),
    expected: "line 1\nuser: 2+2=\noutput: 4\nid: c1\nmodel: davinci\nfinish: length\nmeta response: {\"object\":\"text_completion\"}",
    source: "by hand, after the OpenAI API reference for Completions",
    ..Format::BLANK
};
