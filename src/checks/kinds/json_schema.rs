//! `json-schema`: the whole output is JSON that a schema allows (drafts 4 to 2020-12). Opens no address and no file.
//! `format` says nothing, in every draft alike: most engines read it as a remark.

use serde_json::{Map, Value};

use super::{by, schema};
use crate::checks::{Compiled, Kind, Objection, Param, Takes, params, strict_json};
use crate::domain::CheckSpec;
use crate::error::{Problem, Result};

/// How many violations one check names, at most.
const MOST_VIOLATIONS: usize = 20;

pub(super) const KIND: Kind = Kind {
    word: "json-schema",
    group: "shape",
    help: "The whole output is JSON that this JSON Schema allows; `format` is taken as a remark.",
    params: &[Param { name: "schema", takes: Takes::JsonFile, positional: true, help: "The file of the schema." }],
    settle,
    compile,
    express: schema::express,
};

fn settle(mut given: Map<String, Value>) -> Result<Map<String, Value>> {
    params::require("json-schema", &given, "schema", "json-schema schema.json")?;
    let schema = given.get("schema").cloned().unwrap_or_default();
    validator(&schema)?;
    given.insert("schema".to_owned(), strict_json::canonical(&schema));
    Ok(given)
}

/// Prepares a schema.
pub(super) fn validator(schema: &Value) -> Result<jsonschema::Validator> {
    if !schema.is_object() && !schema.is_boolean() {
        return Err(Problem::usage("A JSON Schema is an object, or true or false."));
    }
    jsonschema::options()
        .should_validate_formats(false)
        .with_pattern_options(jsonschema::PatternOptions::regex().size_limit(4 << 20))
        .build(schema)
        .map_err(|error| Problem::usage(format!("This is not a JSON Schema: {error}.")).caused_by(error))
}

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let validator = validator(spec.params.get("schema").unwrap_or(&Value::Null))?;
    Ok(by(move |subject| match strict_json::value(subject.output) {
        Err(error) => vec![Objection::at(format!("is not JSON: {}", error.reason), error.position, error.position + 1)],
        Ok(value) => all(&validator, &value).into_iter().map(Objection::whole).collect(),
    }))
}

/// What a schema does not allow in a text, or that the text is not JSON.
pub(super) fn violations(validator: &jsonschema::Validator, text: &str) -> Vec<String> {
    match strict_json::value(text) {
        Err(error) => vec![format!("calls with arguments that are not JSON: {}", error.reason)],
        Ok(value) => all(validator, &value),
    }
}

fn all(validator: &jsonschema::Validator, value: &Value) -> Vec<String> {
    let violations = validator.iter_errors(value).take(MOST_VIOLATIONS);
    violations.map(|error| format!("{error} at {}", place(&error))).collect()
}

fn place(error: &jsonschema::ValidationError<'_>) -> String {
    let pointer = error.instance_path().to_string();
    if pointer.is_empty() { "the top".to_owned() } else { pointer }
}
