//! Streamed responses, one piece a line: pieces of one response are joined by its id, or as they follow each other where
//! they have none.

use super::format::{Detector, Format, FormatReader, Reader, Strength};
use crate::domain::Flag;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::exchange::{self, Pieces};
use crate::ingest::record::{RecordBuilder, Records};

/// `streams`.
pub(super) const FORMAT: Format = Format {
    name: "streams",
    description: "Streamed responses, one chunk or event a line, of OpenAI, Anthropic, Bedrock and Ollama.",
    detector: Detector::File(detect),
    example: r#"{"id": "c1", "object": "chat.completion.chunk", "model": "gpt-4o", "choices": [{"index": 0, "delta": {"content": "It is "}}]}
{"id": "c1", "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": {"content": "4."}, "finish_reason": "stop"}]}"#,
    reader: Reader::File(|| Box::<Streams>::default()),
    expected: "line 1\noutput: It is 4.\nid: c1\nmodel: gpt-4o\nfinish: stop",
    source: "by hand, after the OpenAI API reference for streaming",
    ..Format::BLANK
};

/// How many responses may be streamed at the same time.
const MOST: usize = 256;
/// The most bytes of one of them.
const LARGEST: usize = 16 * 1024 * 1024;

fn detect(entries: &[Fields<'_>]) -> Strength {
    let pieces = entries.iter().filter(|fields| exchange::is_piece(fields)).count();
    Strength::sure(pieces > 0 && pieces * 2 >= entries.len())
}

/// The responses that are not whole yet, in the order in which they began.
#[derive(Default)]
struct Streams {
    open: Vec<Stream>,
}

#[derive(Default)]
struct Stream {
    id: Option<String>,
    pieces: Pieces,
    record: RecordBuilder,
}

/// Returns what names the response that a piece belongs to.
fn id_of(fields: &Fields<'_>) -> Option<String> {
    let within = |key: &str, name: &str| fields.get(key)?.members()?.get(name).and_then(Value::scalar);
    let own = ["id", "request_id", "requestId", "trace_id", "responseId"];
    let own = own.iter().find_map(|key| fields.get(key).and_then(Value::scalar));
    own.or_else(|| ["data", "chunk"].iter().find_map(|key| within(key, "id")))
}

impl FormatReader for Streams {
    fn read(&mut self, fields: &mut Fields<'_>, out: &mut Records<'_>) {
        let id = id_of(fields);
        // The last line of Ollama looks like a whole response.
        let is_last = self.open.last().is_some_and(|stream| stream.id == id && stream.pieces.goes_on_with(fields));
        if !is_last && !exchange::is_piece(fields) && exchange::claims_any(fields) {
            let mut whole = out.begin();
            exchange::read(fields, &mut whole);
            return out.push(whole);
        }
        let begins = begins(fields);
        let is_own = |stream: &Stream| stream.id == id && !stream.pieces.is_ended && !begins(&stream.pieces);
        let known = self.open.iter().rposition(is_own);
        // An error that comes instead of the next piece names no response.
        let is_stray = id.is_none() && !exchange::is_piece(fields) && !is_last;
        let known = known.or_else(|| self.open.len().checked_sub(1).filter(|_| is_stray));
        let place = known.unwrap_or_else(|| {
            self.begin(id, out);
            self.open.len() - 1
        });
        let Some(stream) = self.open.get_mut(place) else { return };
        out.tell(&mut stream.record);
        stream.pieces.bytes += fields.size();
        if stream.pieces.bytes > LARGEST {
            if !stream.record.content.flags.contains(&Flag::Cut) {
                stream.record.content.flags.push(Flag::Cut);
            }
        } else if !exchange::add(&mut stream.pieces, fields) {
            out.skip("an event that is no piece of a response");
        }
    }

    fn end(&mut self, out: &mut Records<'_>) {
        for stream in std::mem::take(&mut self.open) {
            give(stream, out);
        }
    }
}

/// Returns whether a piece is the first one of a response, seen what came of the one before it.
fn begins(fields: &Fields<'_>) -> impl Fn(&Pieces) -> bool {
    let kind = fields.get("type").and_then(Value::text);
    let is_first = kind.is_some_and(|kind| matches!(kind.as_ref(), "message_start" | "response.created"));
    let choice = fields.get("choices").and_then(Value::elements).and_then(|list| list.first()?.members());
    let has_role = choice.and_then(|choice| choice.get("delta")?.members()).is_some_and(|delta| delta.has("role"));
    move |before| is_first || has_role && before.is_finished()
}

impl Streams {
    fn begin(&mut self, id: Option<String>, out: &mut Records<'_>) {
        // Those without an id follow each other.
        let is_over = |stream: &Stream| id.is_none() && stream.id.is_none() || stream.pieces.is_ended;
        while let Some(place) = self.open.iter().position(is_over) {
            give(self.open.remove(place), out);
        }
        if self.open.len() >= MOST {
            give(self.open.remove(0), out);
        }
        self.open.push(Stream { id, pieces: Pieces::default(), record: out.begin() });
    }
}

fn give(stream: Stream, out: &mut Records<'_>) {
    let Stream { pieces, mut record, .. } = stream;
    if !pieces.is_begun() {
        return;
    }
    exchange::read_joined(&pieces.finish(), &mut record);
    out.push(record);
}
