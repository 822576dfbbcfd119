//! Lists of messages, as OpenAI's fine-tuning files hold them: `{"messages": […]}`, with the output as the last turn or in a field beside.

use super::format::{Detector, Format, Reader, Strength};
use crate::domain::Role;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::message;
use crate::ingest::record::{PARAMETERS, RecordBuilder, read_by_names};

/// `messages`.
pub(super) const FORMAT: Format = Format {
    name: "messages",
    description: "Lists of messages, as OpenAI's fine-tuning files hold them.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    example: r#"{"messages": [{"role": "user", "content": "2+2?"}, {"role": "assistant", "content": "4"}]}"#,
    reader: Reader::Record(read),
    expected: "line 1\nuser: 2+2?\noutput: 4",
    source: "by hand, after the OpenAI guide to fine-tuning",
    ..Format::BLANK
};

/// Names of an answer: with nothing there, there was none.
const ANSWERS: [&str; 4] = ["response", "output", "completion", "answer"];

fn has_shape(fields: &Fields<'_>) -> bool {
    fields.get("messages").is_some_and(message::is_list)
}

fn read(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    // Without an answer beside them none of a request's turns is one.
    let is_sent = PARAMETERS.iter().any(|key| fields.has(key))
        || fields.get("error").is_some_and(|error| !error.is_null())
        || ANSWERS.iter().any(|key| fields.get(key).is_some_and(|value| value.is_null() || value.source() == "{}"));
    if is_sent && fields.get("messages").is_some_and(|list| !ends_in_answer(list)) {
        builder.put_no_answer();
        for key in ANSWERS {
            if fields.get(key).is_some_and(|value| value.source() == "{}") {
                fields.take(key);
            }
        }
    }
    read_by_names(fields, builder);
}

fn ends_in_answer(list: Value<'_>) -> bool {
    let turns = message::messages(list, &mut false);
    turns.is_some_and(|turns| turns.last().is_some_and(|turn| turn.role == Role::Assistant))
}
