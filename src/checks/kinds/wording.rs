//! What the kinds that look for texts share: their parameters, and how these are settled.

use serde_json::{Map, Value};

use crate::checks::{Param, Takes, params};
use crate::error::{Problem, Result};

const IGNORE_CASE: Param =
    Param { name: "ignore-case", takes: Takes::Flag, positional: false, help: "Upper and lower case are the same." };

/// One text, with or without case.
pub(super) const ONE: &[Param] =
    &[Param { name: "text", takes: Takes::Text, positional: true, help: "The text." }, IGNORE_CASE];

/// Several texts, with or without case.
pub(super) const SEVERAL: &[Param] = &[
    Param { name: "text", takes: Takes::Texts, positional: true, help: "The texts, one argument each." },
    IGNORE_CASE,
];

/// Wants one text that is not empty: every output holds the empty text.
pub(super) fn settle_one(word: &str, given: Map<String, Value>) -> Result<Map<String, Value>> {
    params::require(word, &given, "text", &format!("{word} 'as an AI' --ignore-case"))?;
    if given.get("text").and_then(Value::as_str) == Some("") {
        return Err(Problem::usage(format!(
            "The check `{word}` wants a text that is not empty: every output holds that."
        )));
    }
    Ok(given)
}

/// Wants texts that are not empty; sorted, each once, since their order means nothing.
pub(super) fn settle_several(word: &str, mut given: Map<String, Value>) -> Result<Map<String, Value>> {
    params::require(word, &given, "text", &format!("{word} refund 'money back' --ignore-case"))?;
    let texts = given.get("text").and_then(Value::as_array);
    let mut texts: Vec<String> = texts.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    if texts.is_empty() || texts.iter().any(String::is_empty) {
        return Err(Problem::usage(format!("The check `{word}` wants texts that are not empty.")));
    }
    texts.sort_unstable();
    texts.dedup();
    given.insert("text".to_owned(), texts.into());
    Ok(given)
}

/// A text cut for a reason, in quotes.
pub(super) fn quote(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return format!("\"{text}\"");
    }
    format!("\"{}…\"", text.chars().take(LONGEST).collect::<String>())
}
