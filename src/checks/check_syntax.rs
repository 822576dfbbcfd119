//! Reads a check from one typed line, and prints it so that it reads back as the same check.
//!
//! What a command line takes from a file is JSON in the line itself: a text box opens no files.

use serde_json::Value;

use super::arguments::{option, parse};
use super::catalog::kind;
use super::portable::{Kind, Param, Takes};
use crate::domain::CheckSpec;
use crate::error::{Problem, Result};
use crate::text::{Backslash, split_words};

/// Reads a check as it is typed into a box.
///
/// # Errors
/// As [`parse`]; a `Usage` problem for a file's name in place of its JSON.
pub fn read(line: &str) -> Result<CheckSpec> {
    let inline = |text: &str| {
        if serde_json::from_str::<Value>(text).is_ok() {
            return Ok(text.to_owned());
        }
        Err(Problem::usage(format!("`{text}` is not JSON."))
            .hint("Here the JSON itself is typed, in quotes; files are taken by `gemba checks add`."))
    };
    parse(&split_words(line, Backslash::Literal), &inline)
}

/// Returns the line that reads back as this check. `spec` is in its canonical form.
pub fn print(spec: &CheckSpec) -> String {
    let mut words = vec![spec.kind.clone()];
    let Ok(kind) = kind(&spec.kind) else { return spec.kind.clone() };
    let (mut arguments, mut options) = (Vec::new(), Vec::new());
    for param in kind.all_params() {
        let Some(value) = spec.params.get(param.name) else { continue };
        for text in typed(param, value) {
            if param.takes == Takes::Flag {
                options.push(format!("--{}", param.name));
            } else if param.positional {
                arguments.push(text);
            } else {
                options.push(format!("--{}={}", param.name, quoted(&text)));
            }
        }
    }
    // An argument that looks like an option goes behind `--`, and so behind all options.
    if arguments.iter().any(|text| text == "--" || option(text).is_some()) {
        words.append(&mut options);
        words.push("--".to_owned());
    }
    words.extend(arguments.iter().map(|text| quoted(text)));
    words.append(&mut options);
    words.join(" ")
}

/// Returns the words that give a parameter this value.
fn typed(param: &Param, value: &Value) -> Vec<String> {
    match (param.takes, value) {
        (Takes::Texts, Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        (Takes::Text | Takes::Texts, Value::String(text)) => vec![text.clone()],
        (_, value) => vec![value.to_string()],
    }
}

/// Returns the text as one word: in quotes that it does not hold where it needs any.
pub fn quoted(text: &str) -> String {
    let special = |c: char| c.is_whitespace() || c == '\'' || c == '"';
    if !text.is_empty() && !text.contains(special) {
        return text.to_owned();
    }
    if text.contains('\'') && !text.contains('"') {
        return format!("\"{text}\"");
    }
    format!("'{}'", text.replace('\'', r#"'"'"'"#))
}

/// Returns how a kind is typed: `regex PATTERN [--ignore-case]`.
pub fn usage(kind: &Kind) -> String {
    let mut words = vec![kind.word.to_owned()];
    for param in kind.all_params() {
        let name = param.name.to_uppercase();
        words.push(match (param.positional, param.takes) {
            (_, Takes::Flag) => format!("[--{}]", param.name),
            (true, Takes::Texts) => format!("{name}…"),
            (true, _) => name,
            (false, Takes::JsonFile) => format!("[--{} JSON]", param.name),
            (false, Takes::TextFile) => format!("[--{} FILE]", param.name),
            (false, Takes::Count | Takes::Number) => format!("[--{} NUMBER]", param.name),
            (false, _) => format!("[--{} {name}]", param.name),
        });
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_line_reads_as_a_person_would_type_it() {
        for line in [
            "contains 'as an AI' --ignore-case",
            "contains don't-see",
            "min-length 40",
            "min-length --words=3",
            "contains-any one 'two three'",
            "contains --ignore-case -- --chars",
            "is-json",
        ] {
            let line = line.replace("don't-see", "\"don't see\"");
            assert_eq!(print(&read(&line).unwrap()), line);
        }
    }

    #[test]
    fn the_name_of_a_file_is_refused_and_its_json_is_taken() {
        assert!(read("json-schema schema.json").unwrap_err().to_string().contains("not JSON"));
        let spec = read(r#"json-schema '{"type": "object"}'"#).unwrap();
        assert_eq!(read(&print(&spec)).unwrap(), spec);
    }

    #[test]
    fn the_usage_names_what_a_kind_takes() {
        assert_eq!(usage(kind("contains").unwrap()), "contains TEXT [--ignore-case] [--on ON]");
        assert!(usage(kind("contains-any").unwrap()).starts_with("contains-any TEXT…"));
    }
}
