//! Which schemas the generated helpers can evaluate, and the schema as they want it: patterns printed for the engine,
//! `if`, `contains` and `dependent…` rewritten with keywords that the helpers know.

use serde_json::{Map, Value, json};

use super::portable::{CheckSpec, Engine};
use crate::checks::pattern::Pattern;
use crate::checks::pattern::ecma;

/// Keywords without a bearing on validity.
const SILENT: &[&str] = &[
    "$schema",
    "$comment",
    "title",
    "format",
    "discriminator",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
];

/// Keywords whose value the helpers read as it is.
const PLAIN: &[&str] = &[
    "type",
    "enum",
    "const",
    "required",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "$ref",
];

/// Returns the schema for the helper of `engine`, or the first thing in it that the helper does not evaluate.
pub(crate) fn export(spec: &CheckSpec, engine: Engine) -> Result<Value, String> {
    let root = spec.params.get("schema").cloned().unwrap_or_default();
    let draft = root.get("$schema").and_then(Value::as_str).unwrap_or("2020-12");
    if ["draft-03", "draft-04", "draft-06"].iter().any(|old| draft.contains(old)) {
        return Err("the schema names a draft older than 7".to_owned());
    }
    let is_older = ["draft-07", "2019-09"].iter().any(|old| draft.contains(old));
    let printer = Printer { engine, root: &root, is_older };
    Ok(json!({ "schema": printer.schema(&root)? }))
}

struct Printer<'a> {
    engine: Engine,
    root: &'a Value,
    /// Whether the draft is one that does not know `prefixItems`.
    is_older: bool,
}

impl Printer<'_> {
    fn schema(&self, schema: &Value) -> Result<Value, String> {
        let Some(fields) = schema.as_object() else {
            return Ok(schema.clone());
        };
        let mut out = Map::new();
        let mut also = Vec::new();
        for (keyword, value) in fields {
            if SILENT.contains(&keyword.as_str()) {
                continue;
            }
            if keyword == "$id" && std::ptr::eq(schema, self.root) {
                continue;
            }
            match self.rewritten(keyword, value, fields)? {
                Some(schemas) => also.extend(schemas),
                None => drop(out.insert(keyword.clone(), self.keyword(keyword, value, fields)?)),
            }
        }
        if !also.is_empty() {
            match out.entry("allOf").or_insert_with(|| json!([])) {
                Value::Array(all) => all.extend(also),
                _ => return Err("the schema has no list where one is wanted".to_owned()),
            }
        }
        Ok(Value::Object(out))
    }

    /// Rewrites a keyword that the helpers do not know as schemas of which each must hold; `None` for one they know.
    /// A keyword about lists allows whatever is not a list, one about objects whatever is not an object.
    fn rewritten(
        &self,
        keyword: &str,
        value: &Value,
        beside: &Map<String, Value>,
    ) -> Result<Option<Vec<Value>>, String> {
        let schemas = match keyword {
            "if" => {
                let asked = self.schema(value)?;
                let mut branches = Vec::new();
                if let Some(then) = beside.get("then") {
                    branches.push(json!({"anyOf": [{"not": asked}, self.schema(then)?]}));
                }
                if let Some(other) = beside.get("else") {
                    branches.push(json!({"anyOf": [asked, self.schema(other)?]}));
                }
                branches
            }
            "then" | "else" => Vec::new(),
            "contains" => {
                let none = json!({"items": {"not": self.schema(value)?}});
                vec![json!({"anyOf": [{"not": {"type": "array"}}, {"not": none}]})]
            }
            "dependentRequired" | "dependentSchemas" if self.is_older => {
                return Err(format!("the schema's draft does not know `{keyword}`"));
            }
            "dependentRequired" => {
                let fields = value.as_object().into_iter().flatten();
                fields.map(|(key, keys)| where_present(key, &json!({"required": keys}))).collect()
            }
            "dependentSchemas" => {
                let fields = value.as_object().into_iter().flatten();
                fields
                    .map(|(key, schema)| Ok(where_present(key, &self.schema(schema)?)))
                    .collect::<Result<_, String>>()?
            }
            _ => return Ok(None),
        };
        Ok(Some(schemas))
    }

    fn keyword(&self, keyword: &str, value: &Value, beside: &Map<String, Value>) -> Result<Value, String> {
        match keyword {
            "$ref" => self.reference(value, beside),
            "prefixItems" if self.is_older => Err("the schema's draft does not know `prefixItems`".to_owned()),
            _ if PLAIN.contains(&keyword) => Ok(value.clone()),
            "pattern" => self.pattern(value),
            "properties" | "$defs" | "definitions" => self.each_field(value),
            "anyOf" | "oneOf" | "allOf" | "prefixItems" => self.each_item(value),
            "additionalProperties" | "propertyNames" | "not" => self.schema(value),
            "patternProperties" => self.each_pattern(value),
            "items" if !value.is_array() => self.schema(value),
            "items" => Err("the schema has a list under `items`".to_owned()),
            other => Err(format!("the schema uses the keyword `{other}`")),
        }
    }

    /// Accepts only places under `$defs` or `definitions`, and the whole schema; beside nothing that older drafts ignore.
    fn reference(&self, value: &Value, beside: &Map<String, Value>) -> Result<Value, String> {
        let target = value.as_str().unwrap_or_default();
        let name = target.strip_prefix("#/$defs/").or_else(|| target.strip_prefix("#/definitions/"));
        let is_plain = |name: &str| !name.contains(['/', '~', '%']);
        let known = target == "#" || (name.is_some_and(is_plain) && self.points_to_something(target));
        if !known {
            return Err(format!("the schema refers to `{target}`"));
        }
        let restricts = |keyword: &&String| {
            !SILENT.contains(&keyword.as_str()) && !["$ref", "$defs", "definitions"].contains(&keyword.as_str())
        };
        if beside.keys().any(|keyword| restricts(&keyword)) {
            return Err("the schema has keywords beside a `$ref`".to_owned());
        }
        Ok(value.clone())
    }

    fn points_to_something(&self, target: &str) -> bool {
        target.strip_prefix('#').is_some_and(|pointer| self.root.pointer(pointer).is_some())
    }

    fn pattern(&self, value: &Value) -> Result<Value, String> {
        let pattern = ecma::to_rust(value.as_str().unwrap_or_default())?;
        let pattern = Pattern::parse(&pattern, false).map_err(|problem| problem.sentence)?;
        let printed = pattern.print(self.engine)?;
        Ok(if self.engine == Engine::Rust { printed.joined().into() } else { printed.to_json() })
    }

    fn each_field(&self, value: &Value) -> Result<Value, String> {
        let fields = value.as_object().ok_or_else(|| "the schema has no object where one is wanted".to_owned())?;
        let mut out = Map::new();
        for (key, value) in fields {
            out.insert(key.clone(), self.schema(value)?);
        }
        Ok(Value::Object(out))
    }

    /// Returns a list of patterns, printed, each with the schema for the values of keys that fit it.
    fn each_pattern(&self, value: &Value) -> Result<Value, String> {
        let fields = value.as_object().ok_or_else(|| "the schema has no object where one is wanted".to_owned())?;
        let entry = |(pattern, schema): (&String, &Value)| {
            Ok(json!({"pattern": self.pattern(&json!(pattern))?, "schema": self.schema(schema)?}))
        };
        fields.iter().map(entry).collect()
    }

    fn each_item(&self, value: &Value) -> Result<Value, String> {
        let items = value.as_array().ok_or_else(|| "the schema has no list where one is wanted".to_owned())?;
        items.iter().map(|item| self.schema(item)).collect()
    }
}

/// Returns a schema that asks for `then` of the objects that have this key.
fn where_present(key: &str, then: &Value) -> Value {
    json!({"anyOf": [{"not": {"type": "object"}}, {"not": {"required": [key]}}, then]})
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::export;
    use crate::checks::Engine;
    use crate::domain::CheckSpec;

    fn try_out(schema: Value) -> Result<Value, String> {
        let params = [("schema".to_owned(), schema)].into_iter().collect();
        export(&CheckSpec { kind: "json-schema".to_owned(), params }, Engine::Python)
    }

    #[test]
    fn what_the_helpers_do_not_evaluate_is_refused_by_name() {
        for (schema, named) in [
            (json!({"patternProperties": {"(?=a)": true}}), "look-around"),
            (json!({"unevaluatedProperties": false}), "unevaluatedProperties"),
            (json!({"properties": {"a": {"multipleOf": 2}}}), "multipleOf"),
            (json!({"contains": {}, "minContains": 2}), "minContains"),
            (json!({"$ref": "#", "if": true, "then": false}), "beside"),
            (json!({"$ref": "https://example.org/x"}), "example.org"),
            (json!({"$ref": "#/$defs/none", "$defs": {}}), "none"),
            (json!({"properties": {"a": {"$id": "x"}}}), "$id"),
            (json!({"$schema": "http://json-schema.org/draft-07/schema#", "prefixItems": []}), "prefixItems"),
            (json!({"pattern": "(?=a)"}), "look-around"),
        ] {
            assert!(try_out(schema.clone()).unwrap_err().contains(named), "{schema}");
        }
    }

    #[test]
    fn what_they_do_not_know_is_rewritten_with_what_they_know() {
        let schema =
            json!({"if": {"type": "string"}, "else": {"minimum": 1}, "allOf": [true], "contains": {"const": 1}});
        let expected = json!({"schema": {"allOf": [
            true,
            {"anyOf": [{"type": "string"}, {"minimum": 1}]},
            {"anyOf": [{"not": {"type": "array"}}, {"not": {"items": {"not": {"const": 1}}}}]},
        ]}});
        assert_eq!(try_out(schema).unwrap(), expected);
        assert_eq!(
            try_out(json!({"then": false})).unwrap(),
            json!({"schema": {}}),
            "without `if` it allows everything"
        );
    }

    #[test]
    fn remarks_are_left_out_and_patterns_printed() {
        let schema = json!({"$id": "x", "title": "T", "type": "string", "format": "date", "pattern": "^\\d+$"});
        let expected = json!({"schema": {"type": "string", "pattern": {"pieces": ["\\A[0-9]+\\Z"], "classes": []}}});
        assert_eq!(try_out(schema).unwrap(), expected);
    }
}
