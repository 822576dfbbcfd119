//! Runs of agents, of several turns: what a check reads of them is one text in all engines.

use std::sync::Arc;

use gemba::domain::{Content, Message, Part, Record, RecordId, Role, RowId};

/// Checks of more than the answer.
pub(super) const TYPED: &[&[&str]] = &[
    &["contains", "o", "--on", "turns"],
    &["not-contains", "sorry", "--on", "turns", "--ignore-case"],
    &["max-length", "40", "--on", "turns"],
    &["not-refusal", "--on", "turns"],
    &["count", "emoji", "--max", "0", "--on", "turns"],
    &["numbers-from-input", "--on", "turns"],
    &["contains", "book_flight(", "--on", "tools"],
    &["not-regex", "cancel|delete", "--on", "tools"],
    &["min-length", "3", "--on", "tools"],
    &["contains-any", "user: Thanks", "tool: ok", "--on", "transcript"],
    &["max-length", "200", "--on", "transcript"],
    &["regex", "(?s)assistant: .*assistant: ", "--on", "transcript"],
    &["tool-call", "book_flight"],
    &["tool-call", "book_flight", "--on", "output"],
];

fn call(name: &str, arguments: &str) -> Part {
    Part::ToolCall { id: Some("c".into()), name: name.into(), arguments: arguments.into() }
}

/// Runs of every make: with calls before, in and without the answer, and turns after it.
pub(super) fn records() -> Vec<Arc<Record>> {
    let said = ["Booked 2 seats as HAT1.", "Sorry, no.", "", "I cannot help with that.", "na\u{ef}ve \u{1f600} 7 of 8"];
    let mut found = Vec::new();
    for at in 0..120_usize {
        let pick = |step: usize| said[(at / step) % said.len()];
        let first = [
            Part::Reasoning("think 99".into()),
            Part::Text(pick(1).into()),
            call(["search", "book_flight", "cancel"][at % 3], "{\"n\": 2}"),
            Part::Text(pick(3).into()),
        ];
        let mut messages = vec![
            Message::text(Role::System, "You book 7 flights."),
            Message::text(Role::User, format!("Book {at} seats.")),
            Message { role: Role::Assistant, parts: first[at % 2..].to_vec() },
            Message { role: Role::Tool, parts: vec![Part::ToolResult { id: None, content: "ok".into() }] },
        ];
        if at % 4 == 0 {
            messages.push(Message { role: Role::Assistant, parts: vec![call("book_flight", "{}")] });
            messages.push(Message::text(Role::Tool, "[]"));
        }
        if at % 5 == 0 {
            messages.push(Message { role: Role::Assistant, parts: vec![Part::Refusal("No.".into())] });
        }
        let mut after_output = 0;
        if at % 3 == 0 {
            messages.push(Message::text(Role::User, "Thanks! 5"));
            after_output = 1;
        }
        let output_parts = if at % 6 == 1 { vec![call("book_flight", "{\"x\": \"\u{e9}\"}")] } else { Vec::new() };
        let content = Content {
            external_id: Some(format!("run {at}").into()),
            messages,
            after_output,
            output: pick(2).into(),
            output_parts,
            ..Content::default()
        };
        let row = RowId(i64::try_from(at).unwrap());
        found.push(Arc::new(Record { row, id: RecordId::of(&content), source: "runs".into(), content }));
    }
    found
}
