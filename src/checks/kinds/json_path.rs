//! `json-path`: what stands at a path of a JSON output: that it is there, what it equals, or its type.

use serde_json::{Map, Value, json};

use super::by;
use crate::checks::{Compiled, Engine, Kind, Objection, Param, Takes, params, path, strict_json};
use crate::domain::CheckSpec;
use crate::error::{Problem, Result};

const TYPES: [&str; 7] = ["null", "boolean", "number", "integer", "string", "array", "object"];

pub(super) const KIND: Kind = Kind {
    word: "json-path",
    group: "shape",
    help: "The output is JSON, and at this path stands something, or this value, or a value of this type.",
    params: &[
        Param {
            name: "path",
            takes: Takes::Text,
            positional: true,
            help: "The path, as in $.items[0].price or $[\"unit price\"].",
        },
        Param { name: "exists", takes: Takes::Flag, positional: false, help: "Something stands there (the default)." },
        Param { name: "equals", takes: Takes::Text, positional: false, help: "This JSON value stands there." },
        Param {
            name: "type",
            takes: Takes::Text,
            positional: false,
            help: "null, boolean, number, integer, string, array or object.",
        },
    ],
    settle,
    compile,
    express,
};

fn settle(mut given: Map<String, Value>) -> Result<Map<String, Value>> {
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
            Problem::usage(format!("`--equals` wants JSON, and this is none: {}.", error.reason))
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
    Ok(by(move |subject| {
        let value = match strict_json::value(subject.output) {
            Ok(value) => value,
            Err(error) => {
                return vec![Objection::at(
                    format!("is not JSON: {}", error.reason),
                    error.position,
                    error.position + 1,
                )];
            }
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

fn express(spec: &CheckSpec, _: Engine) -> std::result::Result<Value, String> {
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
