//! Words a check in brief, for lists, headers and reports. May quote untrusted text.

use serde_json::Value;

use super::{KINDS, Param, Takes};
use crate::domain::CheckSpec;

/// The longest quoted JSON in a description, in characters.
const LONGEST_JSON: usize = 60;
/// The longest quoted text of one argument, in characters.
const LONGEST_TEXT: usize = 120;

/// Returns a check in words: `min-length 40 chars`, `regex ^\s*\{`.
pub fn describe(spec: &CheckSpec) -> String {
    let mut words = vec![spec.kind.clone()];
    let Some(kind) = KINDS.iter().find(|kind| kind.word == spec.kind) else {
        return format!("{} (a kind this version does not know)", spec.kind);
    };
    for param in kind.all_params() {
        if let Some(value) = spec.params.get(param.name) {
            words.push(part(param, value));
        }
    }
    words.join(" ")
}

fn part(param: &Param, value: &Value) -> String {
    match (param.takes, value) {
        (Takes::Flag, _) if param.name == "ignore-case" => "ignoring case".to_owned(),
        (Takes::Flag, _) => param.name.to_owned(),
        (Takes::Text, Value::String(text)) if param.positional => quoted(&one_line(text)),
        (Takes::Count, seconds) if param.name == "timeout" => format!("within {seconds} s"),
        (Takes::Text, Value::String(text)) => format!("{} {}", param.name, quoted(text)),
        (Takes::Texts, Value::Array(items)) => {
            let texts: Vec<String> = items.iter().filter_map(Value::as_str).map(quoted).collect();
            texts.join(" ")
        }
        (Takes::Count | Takes::Number, number) => format!("{number} {}", param.name),
        (Takes::JsonFile, schema) => match schema.get("title").and_then(Value::as_str) {
            Some(title) => quoted(title),
            None => short(schema),
        },
        (_, value) => format!("{} {}", param.name, short(value)),
    }
}

/// Returns a text of several lines, such as a rubric, as the beginning of one.
fn one_line(text: &str) -> String {
    if !text.contains('\n') && text.chars().count() <= LONGEST_TEXT {
        return text.to_owned();
    }
    let words: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= LONGEST_TEXT {
        return words;
    }
    words.chars().take(LONGEST_TEXT - 1).chain(['…']).collect()
}

/// Returns the text as it is where a shell would take it as one word, else in single quotes.
fn quoted(text: &str) -> String {
    if text.is_empty() || text.contains(char::is_whitespace) { format!("'{text}'") } else { text.to_owned() }
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= LONGEST_JSON {
        return text;
    }
    text.chars().take(LONGEST_JSON - 1).chain(['…']).collect()
}
