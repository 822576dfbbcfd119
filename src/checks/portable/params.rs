//! Reads normalized parameters, for the kinds.

use serde_json::{Map, Value};

use super::{CheckSpec, Problem, Result};

/// Returns a text parameter; empty where it is absent (`Kind::normalize_params` has refused that where it matters).
pub(crate) fn text<'a>(spec: &'a CheckSpec, name: &str) -> &'a str {
    spec.params.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Whether a flag is set.
pub(crate) fn flag(spec: &CheckSpec, name: &str) -> bool {
    spec.params.get(name).and_then(Value::as_bool).unwrap_or_default()
}

/// Returns the texts of a repeated parameter.
pub(crate) fn texts(spec: &CheckSpec, name: &str) -> Vec<String> {
    let items = spec.params.get(name).and_then(Value::as_array);
    items.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Returns a number parameter.
pub(crate) fn number(spec: &CheckSpec, name: &str) -> f64 {
    spec.params.get(name).and_then(Value::as_f64).unwrap_or_default()
}

/// Refuses parameters without `name`, with an example.
pub(crate) fn require(word: &str, given: &Map<String, Value>, name: &str, example: &str) -> Result<()> {
    if given.contains_key(name) {
        return Ok(());
    }
    Err(Problem::usage(format!("The check `{word}` needs a value for `{name}`.")).hint(format!("Like this: {example}")))
}
