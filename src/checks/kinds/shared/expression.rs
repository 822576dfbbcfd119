//! What the kinds with a regular expression share.

use serde_json::{Map, Value, json};

use super::portable::{CheckSpec, Engine, Param, Result, Takes, params};
use crate::checks::pattern::Pattern;

/// The parameters: the expression, and whether case counts.
pub(crate) const PARAMS: &[Param] = &[
    Param::argument("pattern", Takes::Text, "The expression, in Rust's syntax."),
    Param::option("ignore-case", Takes::Flag, "Upper and lower case are the same, as (?i) has it."),
];

/// Refuses an expression that cannot be read.
pub(crate) fn normalize(word: &str, given: Map<String, Value>) -> Result<Map<String, Value>> {
    params::require(word, &given, "pattern", &format!("{word} '^\\s*\\{{'"))?;
    let pattern = given.get("pattern").and_then(Value::as_str).unwrap_or_default();
    Pattern::parse(pattern, given.contains_key("ignore-case"))?;
    Ok(given)
}

/// Returns the expression of a normalized spec.
pub(crate) fn read(spec: &CheckSpec) -> Result<Pattern> {
    Pattern::parse(params::text(spec, "pattern"), params::flag(spec, "ignore-case"))
}

/// Returns the expression printed for an engine.
pub(crate) fn export(spec: &CheckSpec, engine: Engine) -> std::result::Result<Value, String> {
    let pattern = read(spec).map_err(|problem| problem.sentence)?;
    Ok(json!({ "pattern": pattern.print(engine)?.to_json() }))
}
