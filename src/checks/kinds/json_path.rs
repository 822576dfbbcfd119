//! `json-path`: a JSON output has something at a path, or a certain value, or a value of a certain type.

use serde_json::{Map, Value, json};

use super::portable::{
    CandidateKind, CheckSpec, Compiled, Engine, Group, Kind, Objection, Param, Problem, Result, SchemaPart, Takes,
    check_fn, params, path, strict_json,
};

const TYPES: [&str; 7] = ["null", "boolean", "number", "integer", "string", "array", "object"];

pub(crate) const KIND: Kind = Kind {
    word: "json-path",
    group: Group::Shape,
    help: "The output is JSON, and has something at this path, or this value, or a value of this type.",
    params: &[
        Param::argument("path", Takes::Text, "The path, as in $.items[0].price or $[\"unit price\"]."),
        Param::option("exists", Takes::Flag, "There is something (the default)."),
        Param::option("equals", Takes::Text, "It is this JSON value."),
        Param::option("type", Takes::Text, "null, boolean, number, integer, string, array or object."),
    ],
    candidate_kind: CandidateKind::Structure,
    suits_few_tags: false,
    describes_failure,
    normalize_params,
    compile,
    export_params,
    schema_part,
    ..Kind::USUAL
};

fn normalize_params(mut given: Map<String, Value>) -> Result<Map<String, Value>> {
    params::require("json-path", &given, "path", "json-path $.items[0].price --type number")?;
    let asked = ["exists", "equals", "type"].into_iter().filter(|name| given.contains_key(*name)).count();
    if asked > 1 {
        return Err(Problem::usage("The check `json-path` takes one of --exists, --equals and --type."));
    }
    if asked == 0 {
        given.insert("exists".to_owned(), true.into());
    }
    let typed = given.get("path").and_then(Value::as_str).unwrap_or_default();
    let canonical = path::print(&path::parse(typed)?);
    given.insert("path".to_owned(), canonical.into());
    if let Some(text) = given.get("equals").and_then(Value::as_str) {
        let value = strict_json::value(text).map_err(|error| {
            Problem::usage(format!("The value of `--equals` is not JSON: {}.", error.reason))
                .hint("A text is JSON in double quotes: --equals '\"yes\"'")
        })?;
        given.insert("equals".to_owned(), strict_json::canonical(&value).to_string().into());
    }
    if let Some(word) = given.get("type").and_then(Value::as_str)
        && !TYPES.contains(&word)
    {
        let problem = Problem::usage(format!("There is no JSON type `{word}`."));
        return Err(problem.hint(format!("Known types: {}.", TYPES.join(", "))));
    }
    Ok(given)
}

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let path = params::text(spec, "path").to_owned();
    let steps = path::parse(&path)?;
    let wanted = spec.params.get("equals").and_then(Value::as_str).and_then(|text| strict_json::value(text).ok());
    let type_word = spec.params.get("type").and_then(Value::as_str).map(str::to_owned);
    Ok(check_fn(move |subject| {
        let value = match strict_json::value(subject.output) {
            Ok(value) => value,
            Err(error) => return error.objections(),
        };
        let Some(found) = path::follow(&value, &steps) else {
            return vec![Objection::whole(format!("has nothing at {path}"))];
        };
        if let Some(wanted) = &wanted
            && !strict_json::equal(found, wanted)
        {
            return vec![Objection::whole(format!("has something else than {wanted} at {path}"))];
        }
        match &type_word {
            Some(word) if !has_type(found, word) => {
                let is = strict_json::type_word(found);
                vec![Objection::whole(format!("has {is} at {path}, where {word} is wanted"))]
            }
            _ => Vec::new(),
        }
    }))
}

fn has_type(value: &Value, word: &str) -> bool {
    match word {
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        word => strict_json::type_word(value) == word,
    }
}

fn export_params(spec: &CheckSpec, _: Engine) -> std::result::Result<Value, String> {
    let steps = path::parse(params::text(spec, "path")).map_err(|problem| problem.sentence)?;
    let mut out = json!({ "path": params::text(spec, "path"), "steps": path::steps_json(&steps) });
    if let Some(text) = spec.params.get("equals").and_then(Value::as_str) {
        out["equals"] = strict_json::value(text).map_err(|error| error.reason)?;
    }
    if let Some(word) = spec.params.get("type") {
        out["type"] = word.clone();
    }
    Ok(out)
}

fn describes_failure(spec: &CheckSpec) -> String {
    let path = params::text(spec, "path");
    match params::text(spec, "type") {
        "" => format!("outputs without {path}"),
        word => format!("outputs whose {path} is not of the type {word}"),
    }
}

fn schema_part(spec: &CheckSpec) -> SchemaPart {
    let path = params::text(spec, "path");
    let exported = export_params(spec, Engine::Python).ok();
    SchemaPart::Json {
        demand: exported.and_then(|params| demand(&params)),
        is_object: path.starts_with("$.") || path.starts_with("$[\""),
    }
}

/// Walks a path from its end: each step wraps the demand on what is there. `None` where a schema cannot say it.
fn demand(params: &Value) -> Option<Value> {
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::demand;

    #[test]
    fn a_path_is_said_where_a_schema_can_say_it() {
        let said = demand(&json!({ "steps": ["a", 1], "type": "string" })).unwrap();
        let inner = json!({ "type": "array", "minItems": 2, "prefixItems": [{}, { "type": "string" }] });
        assert_eq!(said, json!({ "type": "object", "required": ["a"], "properties": { "a": inner } }));
        assert_eq!(demand(&json!({ "steps": [-2] })).unwrap(), json!({ "type": "array", "minItems": 2 }));
        assert_eq!(demand(&json!({ "steps": [-2], "equals": null })), None);
    }
}
