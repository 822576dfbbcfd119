//! A streamed response in one value: a list of its chunks, or the text that came over the wire.

use super::pieces::Pieces;
use super::shape::Shape;
use super::stream_events::{add, is_piece};
use crate::ingest::json::{Fields, Value};

/// Returns the whole response where a list holds the pieces of one.
pub(super) fn whole(list: &[Value<'_>]) -> Option<(Shape, String)> {
    // The data of an event may be text that holds JSON.
    let data = |value: &Value<'_>| value.members()?.get("data")?.text().map(std::borrow::Cow::into_owned);
    let texts: Vec<String> = list.iter().filter_map(data).filter(|text| text.starts_with('{')).collect();
    if !texts.is_empty() {
        let opened: Vec<Value<'_>> = texts.iter().filter_map(|text| Value::parse(text).ok()).collect();
        return whole(&opened);
    }
    let first = list.iter().find_map(|value| value.members())?;
    let may_be = is_piece(&first) || matches!(Shape::of(&first), Some(Shape::Gemini | Shape::Ollama));
    if !may_be {
        return None;
    }
    let mut pieces = Pieces::default();
    for fields in list.iter().filter_map(|value| value.members()) {
        add(&mut pieces, &fields);
    }
    let shape = pieces.shape?;
    Some((shape, pieces.finish()))
}

/// Returns the whole response where a text is a stream of server-sent events, or of lines of JSON.
pub(super) fn events(text: &str) -> Option<(Shape, String)> {
    let mut texts: Vec<String> = Vec::new();
    let mut is_open = false;
    let has_events = text.lines().any(|line| line.starts_with("data:"));
    for line in text.lines() {
        let line = line.trim_end();
        let Some(data) = line.strip_prefix("data:").or_else(|| (!has_events).then_some(line)) else {
            is_open &= !line.is_empty();
            continue;
        };
        // An event may go over several lines of data.
        match texts.last_mut().filter(|_| is_open && has_events) {
            Some(last) if serde_json::from_str::<serde::de::IgnoredAny>(last).is_err() => {
                last.push('\n');
                last.push_str(data.trim_start());
            }
            Some(_) | None => texts.push(data.trim_start().to_owned()),
        }
        is_open = true;
    }
    let parsed: Vec<Value<'_>> = texts.iter().filter_map(|text| Value::parse(text).ok()).collect();
    let objects = parsed.iter().filter(|value| value.members().is_some()).count();
    if objects == 0 || !has_events && (objects < 2 || objects < texts.iter().filter(|text| !text.is_empty()).count()) {
        return None;
    }
    whole(&parsed).or_else(|| {
        // A response that came as one event.
        let last = parsed.iter().rev().find(|value| value.members().is_some())?;
        let fields = Fields::parse(last.source()).ok()?;
        Some((Shape::of(&fields)?, last.source().to_owned()))
    })
}
