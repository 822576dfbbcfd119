//! What JSON Schema 2020-12 can say of a set of checks, exactly and not nearly: of the JSON value where a check asks for
//! JSON, else of the output as a text. What it cannot say is named, and left to the helpers.
//!
//! Values that are nested deeper than 100 levels stand aside: no schema counts levels.

use serde_json::{Map, Value, json};

use super::stub_source::StubSource;
use crate::checks::{self, Engine};
use crate::domain::CheckSpec;

/// The draft that is written where a schema names none of its own.
const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of a source.
#[derive(Debug)]
pub(super) struct Said {
    /// The schema.
    pub(super) schema: Value,
    /// Whether it says all checks of the source.
    pub(super) is_all: bool,
}

/// What an output is, going by its checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Plain text, or unknown.
    Text,
    /// JSON of any type.
    Value,
    /// A JSON object.
    Object,
}

/// What the outputs have to be.
pub(super) fn shape(source: &StubSource) -> Shape {
    let specs = || source.checks.iter().map(|check| &check.spec);
    if !specs().any(asks_for_json) {
        return Shape::Text;
    }
    let wants_object = |spec: &CheckSpec| match spec.kind.as_str() {
        "json-path" => spec
            .params
            .get("path")
            .and_then(Value::as_str)
            .is_some_and(|path| path.starts_with("$.") || path.starts_with("$[\"")),
        "json-schema" => spec.params.get("schema").is_some_and(|schema| schema["type"] == "object"),
        _ => false,
    };
    if specs().any(wants_object) { Shape::Object } else { Shape::Value }
}

fn asks_for_json(spec: &CheckSpec) -> bool {
    matches!(spec.kind.as_str(), "is-json" | "json-path" | "json-schema")
}

/// The schema of a source's checks; `None` where it would say nothing.
pub(super) fn of(source: &StubSource) -> Option<Said> {
    let is_text = shape(source) == Shape::Text;
    let mut root = Map::new();
    let mut unsaid: Vec<&str> = Vec::new();
    let mut said = 0;
    // A schema of the user's comes first: its references count from the root.
    let (own, others): (Vec<_>, Vec<_>) = source.checks.iter().partition(|check| check.spec.kind == "json-schema");
    for check in own.into_iter().chain(others) {
        let part = if is_text { text(&check.spec) } else { value(&check.spec) };
        match part.and_then(|part| joined(&root, part)) {
            Some(with) => {
                root = with;
                said += 1;
            }
            None => unsaid.push(check.key.as_str()),
        }
    }
    if said == 0 {
        return None;
    }
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), root.remove("$schema").unwrap_or_else(|| DRAFT.into()));
    schema.insert("title".to_owned(), root.remove("title").unwrap_or_else(|| source.stem.as_str().into()));
    if !unsaid.is_empty() {
        let comment = format!("Not said here, only in the model: {}.", unsaid.join(", "));
        schema.insert("$comment".to_owned(), comment.into());
    }
    if is_text {
        schema.insert("type".to_owned(), "string".into());
    }
    schema.extend(root);
    Some(Said { schema: Value::Object(schema), is_all: unsaid.is_empty() })
}

/// The schema so far and one more demand; `None` where the two cannot stand in one schema and mean the same.
fn joined(root: &Map<String, Value>, part: Value) -> Option<Map<String, Value>> {
    let part = match part {
        Value::Object(part) => part,
        Value::Bool(true) => Map::new(),
        _ => Map::from_iter([("not".to_owned(), json!({}))]),
    };
    if root.is_empty() || part.is_empty() {
        return Some(if root.is_empty() { part } else { root.clone() });
    }
    let is_newest =
        root.get("$schema").is_none_or(|draft| draft.as_str().is_some_and(|draft| draft.contains("2020-12")));
    let text = Value::Object(root.clone()).to_string();
    if !is_newest || text.contains("\"unevaluated") || text.contains("\"#\"") || text.contains("\"$dynamic") {
        return None;
    }
    let text = Value::Object(part.clone()).to_string();
    if ["\"$ref\"", "\"$id\"", "\"$schema\"", "\"$anchor\"", "\"$dynamic"].iter().any(|word| text.contains(word)) {
        return None;
    }
    let mut root = root.clone();
    let all = root.entry("allOf").or_insert_with(|| json!([]));
    all.as_array_mut()?.push(Value::Object(part));
    Some(root)
}

/// What a schema says of a JSON value for one check.
fn value(spec: &CheckSpec) -> Option<Value> {
    match spec.kind.as_str() {
        "is-json" => Some(true.into()),
        "json-schema" => spec.params.get("schema").cloned(),
        "json-path" => at_path(&checks::express(spec, Engine::Python).ok()?["params"]),
        _ => None,
    }
}

/// Walks a path from its end: each step wraps the demand on what stands there.
fn at_path(params: &Value) -> Option<Value> {
    let mut demand = match (params.get("equals"), params.get("type")) {
        (Some(equals), _) => json!({ "const": equals }),
        (None, Some(word)) => json!({ "type": word }),
        (None, None) => json!({}),
    };
    for step in params["steps"].as_array()?.iter().rev() {
        let inner = demand;
        demand = match (step.as_str(), step.as_i64()) {
            (Some(key), _) => json!({ "type": "object", "required": [key], "properties": { key: inner } }),
            (None, Some(index)) if index >= 0 => {
                let mut items = vec![json!({}); usize::try_from(index).ok().filter(|index| *index <= 1000)?];
                items.push(inner);
                json!({ "type": "array", "minItems": index + 1, "prefixItems": items })
            }
            // From the end a schema can count, and not look.
            (None, Some(index)) if inner == json!({}) => json!({ "type": "array", "minItems": -index }),
            _ => return None,
        };
    }
    Some(demand)
}

/// What a schema says of a text for one check. Case, words, sentences and expressions are beyond it.
fn text(spec: &CheckSpec) -> Option<Value> {
    if spec.params.contains_key("ignore-case") {
        return None;
    }
    let one = spec.params.get("text").and_then(Value::as_str);
    let several = || spec.params.get("text").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let holding = |text: &str| json!({ "pattern": escaped(text) });
    match spec.kind.as_str() {
        "equals" => Some(json!({ "const": one? })),
        "contains" => Some(holding(one?)),
        "not-contains" => Some(json!({ "not": holding(one?) })),
        "contains-any" => Some(json!({ "anyOf": several().map(holding).collect::<Vec<_>>() })),
        "contains-all" => Some(json!({ "allOf": several().map(holding).collect::<Vec<_>>() })),
        "starts-with" => Some(json!({ "pattern": format!("^{}", escaped(one?)) })),
        // `$` stands before a last line break as well in Python.
        "ends-with" => Some(json!({ "pattern": format!("{}(?![\\s\\S])", escaped(one?)) })),
        "max-length" => Some(json!({ "maxLength": spec.params.get("chars")? })),
        "min-length" => Some(json!({ "minLength": spec.params.get("chars")? })),
        _ => None,
    }
}

/// A text as an expression that matches it, in ECMAScript with the `u` flag as in Python.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if r"^$\.*+?()[]{}|/".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{at_path, escaped, joined};

    #[test]
    fn a_path_is_said_where_a_schema_can_say_it() {
        let said = at_path(&json!({ "steps": ["a", 1], "type": "string" })).unwrap();
        let inner = json!({ "type": "array", "minItems": 2, "prefixItems": [{}, { "type": "string" }] });
        assert_eq!(said, json!({ "type": "object", "required": ["a"], "properties": { "a": inner } }));
        assert_eq!(at_path(&json!({ "steps": [-2] })).unwrap(), json!({ "type": "array", "minItems": 2 }));
        assert_eq!(at_path(&json!({ "steps": [-2], "equals": null })), None);
    }

    #[test]
    fn demands_are_joined_only_where_they_keep_their_meaning() {
        let root = |value: Value| value.as_object().unwrap().clone();
        let both = joined(&root(json!({ "minLength": 1 })), json!({ "minLength": 2 })).unwrap();
        assert_eq!(Value::Object(both), json!({ "minLength": 1, "allOf": [{ "minLength": 2 }] }));
        for first in [json!({ "$ref": "#" }), json!({ "$schema": "http://json-schema.org/draft-07/schema#" })] {
            assert_eq!(joined(&root(first), json!({ "type": "object" })), None);
        }
        assert_eq!(joined(&root(json!({ "type": "object" })), json!({ "$ref": "#/$defs/a" })), None);
    }

    #[test]
    fn marks_of_expressions_are_escaped_and_nothing_else() {
        assert_eq!(escaped("a.b-{c}\u{e9}"), "a\\.b-\\{c\\}\u{e9}");
    }
}
