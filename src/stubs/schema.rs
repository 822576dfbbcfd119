//! Writes a set of checks as JSON Schema 2020-12, as far as that can say them exactly: of the JSON value where a check
//! asks for JSON, else of the output as a text. What it cannot say is named, and left to the helpers.
//!
//! Values nested deeper than 100 levels are not covered: no schema counts levels.

use serde_json::{Map, Value, json};

use crate::checks::{self, SchemaPart};
use crate::domain::{Check, CheckSpec};
use crate::stubs::evidence::stub_source::StubSource;

/// The draft that is written where a schema names none.
const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of a stub.
#[derive(Debug)]
pub(super) struct StubSchema {
    pub(super) schema: Value,
    /// Whether it covers all checks of the stub.
    pub(super) is_all: bool,
}

/// What an output is, going by its checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    /// Plain text, or unknown.
    Text,
    /// JSON of any type.
    Value,
    /// A JSON object.
    Object,
}

/// Returns what a schema can say of each check.
fn parts(source: &StubSource) -> Vec<(&Check, SchemaPart)> {
    let part = |spec: &CheckSpec| match checks::kind(&spec.kind) {
        // A schema sees the output alone.
        Ok(kind) if !spec.params.contains_key("on") => (kind.schema_part)(spec),
        Ok(_) | Err(_) => SchemaPart::Nothing,
    };
    source.checks.iter().map(|check| (check, part(&check.spec))).collect()
}

/// Returns what the outputs have to be.
pub(super) fn shape(source: &StubSource) -> Shape {
    shape_of(&parts(source))
}

fn shape_of(parts: &[(&Check, SchemaPart)]) -> Shape {
    let shapes = parts.iter().map(|(_, part)| match part {
        SchemaPart::Nothing | SchemaPart::Text(_) => Shape::Text,
        SchemaPart::Json { is_object: true, .. } => Shape::Object,
        SchemaPart::Root(schema) if schema["type"] == "object" => Shape::Object,
        SchemaPart::Json { .. } | SchemaPart::Root(_) => Shape::Value,
    });
    shapes.max().unwrap_or(Shape::Text)
}

/// Returns the schema of a stub's checks; `None` where it would allow everything.
pub(super) fn schema_for(source: &StubSource) -> Option<StubSchema> {
    let parts = parts(source);
    let is_text = shape_of(&parts) == Shape::Text;
    let mut root = Map::new();
    let mut left_out: Vec<&str> = Vec::new();
    let mut covered = 0;
    // A schema of the user's comes first: its references count from the root.
    let (roots, others): (Vec<_>, Vec<_>) =
        parts.into_iter().partition(|(_, part)| matches!(part, SchemaPart::Root(_)));
    for (check, part) in roots.into_iter().chain(others) {
        let demand = match part {
            SchemaPart::Text(demand) => Some(demand).filter(|_| is_text),
            SchemaPart::Json { demand, .. } => demand,
            SchemaPart::Root(schema) => Some(schema),
            SchemaPart::Nothing => None,
        };
        match demand.and_then(|demand| joined(&root, demand)) {
            Some(with) => {
                root = with;
                covered += 1;
            }
            None => left_out.push(check.key.as_str()),
        }
    }
    if covered == 0 {
        return None;
    }
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), root.remove("$schema").unwrap_or_else(|| DRAFT.into()));
    schema.insert("title".to_owned(), root.remove("title").unwrap_or_else(|| source.stem.as_str().into()));
    if !left_out.is_empty() {
        let comment = format!("Checked by the model only, not by this schema: {}.", left_out.join(", "));
        schema.insert("$comment".to_owned(), comment.into());
    }
    if is_text {
        schema.insert("type".to_owned(), "string".into());
    }
    schema.extend(root);
    Some(StubSchema { schema: Value::Object(schema), is_all: left_out.is_empty() })
}

/// Joins the schema so far and one more demand; `None` where that would change what they mean.
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::joined;

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
}
