//! Holds JSON values against a JSON Schema (drafts 4 to 2020-12). Opens no address and no file.

use serde_json::Value;

use super::portable::{Problem, Result};

/// How many violations one check names, at most.
const MOST_VIOLATIONS: usize = 20;

/// A schema, ready for many values.
pub(crate) struct Validator(jsonschema::Validator);

impl Validator {
    /// Prepares a schema.
    pub(crate) fn new(schema: &Value) -> Result<Self> {
        if !schema.is_object() && !schema.is_boolean() {
            return Err(Problem::usage("A JSON Schema is an object, or true or false."));
        }
        jsonschema::options()
            .should_validate_formats(false)
            .with_pattern_options(jsonschema::PatternOptions::regex().size_limit(4 << 20))
            .build(schema)
            .map(Self)
            .map_err(|error| Problem::usage(format!("This is not a JSON Schema: {error}.")).caused_by(error))
    }

    /// Returns what the schema does not allow in a value.
    pub(crate) fn violations(&self, value: &Value) -> Vec<String> {
        let violations = self.0.iter_errors(value).take(MOST_VIOLATIONS);
        violations.map(|error| format!("{error} at {}", place(&error))).collect()
    }
}

fn place(error: &jsonschema::ValidationError<'_>) -> String {
    let pointer = error.instance_path().to_string();
    if pointer.is_empty() { "the top".to_owned() } else { pointer }
}
