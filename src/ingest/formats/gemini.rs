//! Calls of Gemini's `generateContent`, by either of its services and in both spellings.

use super::format::{Detector, Format, Reader, Strength};
use crate::ingest::record::exchange::{self, Shape};

/// `gemini`.
pub(super) const FORMAT: Format = Format {
    name: "gemini",
    description: "Requests with their responses: Gemini's generateContent.",
    detector: Detector::Entry(|fields| Strength::sure(exchange::is_call(fields, Shape::Gemini))),
    example: r#"{"request": {"contents": [{"role": "user", "parts": [{"text": "2+2?"}]}], "systemInstruction": {"parts": [{"text":
"Be brief."}]}}, "response": {"candidates": [{"content": {"role": "model", "parts": [{"text": "4"}]}, "finishReason":
"STOP"}], "usageMetadata": {"promptTokenCount": 5, "candidatesTokenCount": 1, "totalTokenCount": 6}, "modelVersion": "gemini"}}"#,
    reader: Reader::Record(exchange::read),
    expected: "line 1\nsystem: Be brief.\nuser: 2+2?\noutput: 4\nmodel: gemini\nfinish: STOP\ntokens: 5/1",
    source: "by hand, after the reference of Gemini for generateContent",
    ..Format::BLANK
};
