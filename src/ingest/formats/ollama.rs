//! Calls of Ollama's chat and generate.

use super::format::{Detector, Format, Reader, Strength};
use crate::ingest::record::exchange::{self, Shape};

/// `ollama`.
pub(super) const FORMAT: Format = Format {
    name: "ollama",
    description: "Requests with their responses: Ollama's chat and generate.",
    detector: Detector::Entry(|fields| Strength::sure(exchange::is_call(fields, Shape::Ollama))),
    example: r#"{"request": {"model": "llama3", "messages": [{"role": "user", "content": "2+2?"}]}, "response": {"model": "llama3",
"created_at": "2026-01-02T03:04:05Z", "message": {"role": "assistant", "content": "4"}, "done_reason": "stop", "done": true,
"total_duration": 250000000, "prompt_eval_count": 5, "eval_count": 1}}"#,
    reader: Reader::Record(exchange::read),
    expected: "line 1\nuser: 2+2?\noutput: 4\nmodel: llama3\nfinish: stop\ntime: 2026-01-02T03:04:05Z\nlatency: 250\ntokens: 5/1",
    source: "by hand, after the API document of Ollama",
    ..Format::BLANK
};
