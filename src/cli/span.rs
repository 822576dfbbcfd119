//! Spans as they are typed or written in JSON, checked against the record they are in.

use serde::Deserialize;
use serde_json::Value;

use crate::domain::{Content, Span};
use crate::error::{Problem, Result};

/// Reads `A:B`, `TURN@A:B` or `TURN@`.
///
/// # Errors
/// A `Usage` problem for what is not a span, or lies outside the text.
pub(super) fn typed(text: &str, content: &Content) -> Result<Span> {
    let named = text.strip_suffix('@').and_then(|turn| turn.trim().parse().ok());
    if let Some(turn) = named {
        let length = length(content, Some(turn)).ok_or_else(|| no_place(&format!("turn {turn}"), content))?;
        return checked(Span { turn: Some(turn), start: 0, end: length }, content);
    }
    let span = Span::parse(text, |turn| length(content, Some(turn))).ok_or_else(|| {
        Problem::usage(format!("`{text}` is not a span."))
            .hint("Write A:B for the output, TURN@A:B or TURN@ for a turn; characters count from 0, B is not in it.")
    })?;
    checked(span, content)
}

/// Reads a span of a JSON line: text as on the command line, or `{"turn": null|n, "start": a, "end": b}`.
///
/// # Errors
/// As [`typed`].
pub(super) fn written(value: &Value, content: &Content) -> Result<Span> {
    #[derive(Deserialize)]
    struct Written {
        turn: Option<u32>,
        start: u32,
        end: u32,
    }
    if let Value::String(text) = value {
        return typed(text, content);
    }
    let span: Written = Written::deserialize(value).map_err(|error| {
        Problem::usage("`span` is neither text nor {\"turn\", \"start\", \"end\"}.").caused_by(error)
    })?;
    checked(Span { turn: span.turn, start: span.start, end: span.end }, content)
}

fn checked(span: Span, content: &Content) -> Result<Span> {
    let place = span.turn.map_or("output".to_owned(), |turn| format!("turn {turn}"));
    let Some(length) = length(content, span.turn) else { return Err(no_place(&place, content)) };
    if span.start < span.end && span.end <= length {
        return Ok(span);
    }
    let sentence = format!("The span {span} is outside the {place}, which has {length} characters.");
    Err(Problem::usage(sentence))
}

fn no_place(place: &str, content: &Content) -> Problem {
    let turns = content.messages.len();
    Problem::usage(format!("The record has no {place}.")).hint(format!("It has {turns} turns, counted from 0."))
}

/// Returns the length of the output or of a turn, in Unicode scalar values.
fn length(content: &Content, turn: Option<u32>) -> Option<u32> {
    let characters = match turn {
        None => content.output.chars(),
        Some(turn) => content.messages.get(usize::try_from(turn).ok()?)?.plain().chars().count(),
    };
    u32::try_from(characters).ok()
}

#[cfg(test)]
mod tests {
    use super::{typed, written};
    use crate::domain::{Content, Message, Role, Span, Untrusted};

    fn content() -> Content {
        let messages = vec![Message::text(Role::User, "where?")];
        Content { messages, output: Untrusted::from("né👍🏽"), ..Content::default() }
    }

    #[test]
    fn a_span_counts_characters_and_must_lie_in_its_text() {
        assert_eq!(typed("0:4", &content()).unwrap(), Span { turn: None, start: 0, end: 4 });
        assert_eq!(typed("0@", &content()).unwrap(), Span { turn: Some(0), start: 0, end: 6 });
        assert!(typed("0:5", &content()).unwrap_err().sentence.contains("4 characters"));
        assert!(typed("3@0:1", &content()).is_err());
        assert_eq!(typed("7@", &content()).unwrap_err().sentence, "The record has no turn 7.");
        assert!(typed("2:2", &content()).is_err());
        assert!(typed("x", &content()).unwrap_err().advice().contains("A:B"));
    }

    #[test]
    fn a_span_in_json_is_text_or_an_object() {
        let object = serde_json::json!({"turn": 0, "start": 1, "end": 2});
        assert_eq!(written(&object, &content()).unwrap(), Span { turn: Some(0), start: 1, end: 2 });
        let no_turn = serde_json::json!({"start": 1, "end": 2});
        assert_eq!(written(&no_turn, &content()).unwrap().turn, None);
        assert!(written(&serde_json::json!("0@1:2"), &content()).is_ok());
        assert!(written(&serde_json::json!(7), &content()).is_err());
    }
}
