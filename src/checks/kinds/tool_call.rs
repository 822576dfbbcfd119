//! `tool-call`: the model called this tool, and the arguments of every such call are what a schema allows.

use serde_json::{Map, Value, json};

use super::portable::{
    CheckSpec, Compiled, Content, Engine, Group, Kind, Objection, Param, Part, Problem, Result, Takes, check_fn,
    params, strict_json,
};
use super::shared::validator::Validator;
use super::shared::{schema, wording};

pub(crate) const KIND: Kind = Kind {
    word: "tool-call",
    group: Group::Manner,
    help: "The model called this tool; with a schema, the arguments of every such call are JSON that it allows.",
    params: &[
        Param::argument("name", Takes::Text, "The tool's name."),
        Param::option("schema", Takes::JsonFile, "The file of a JSON Schema for the arguments."),
    ],
    describes_failure: |spec| format!("outputs that do not call the tool ‘{}’", params::text(spec, "name")),
    normalize_params,
    compile,
    export_params,
    ..Kind::USUAL
};

fn normalize_params(mut given: Map<String, Value>) -> Result<Map<String, Value>> {
    params::require("tool-call", &given, "name", "tool-call get_weather --schema arguments.json")?;
    if given.get("name").and_then(Value::as_str) == Some("") {
        return Err(Problem::usage("The check `tool-call` wants the name of a tool."));
    }
    if let Some(schema) = given.get("schema").cloned() {
        Validator::new(&schema)?;
        given.insert("schema".to_owned(), strict_json::canonical(&schema));
    }
    Ok(given)
}

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let name = params::text(spec, "name").to_owned();
    let validator = spec.params.get("schema").map(Validator::new).transpose()?;
    Ok(check_fn(move |subject| {
        let calls = calls(subject.content);
        let called: Vec<&str> = calls.iter().filter(|(called, _)| *called == name).map(|call| call.1).collect();
        if called.is_empty() {
            let others: Vec<String> = calls.iter().map(|(name, _)| wording::quote(name)).collect();
            let found = if others.is_empty() { "no tool".to_owned() } else { others.join(", ") };
            return vec![Objection::whole(format!("calls {found}, not {}", wording::quote(&name)))];
        }
        let Some(validator) = &validator else { return Vec::new() };
        called
            .into_iter()
            .flat_map(|arguments| match strict_json::value(arguments) {
                Err(error) => vec![format!("calls with arguments that are not JSON: {}", error.reason)],
                Ok(value) => validator.violations(&value),
            })
            .map(Objection::whole)
            .collect()
    }))
}

/// The calls of an output: name and arguments.
fn calls(content: &Content) -> Vec<(&str, &str)> {
    let mut calls = Vec::new();
    for part in &content.output_parts {
        if let Part::ToolCall { name, arguments, .. } = part {
            calls.push((name.raw(), arguments.raw()));
        }
    }
    calls
}

fn export_params(spec: &CheckSpec, engine: Engine) -> std::result::Result<Value, String> {
    let mut out = match spec.params.get("schema") {
        Some(_) => schema::export(spec, engine)?,
        None => json!({}),
    };
    out["name"] = params::text(spec, "name").into();
    Ok(out)
}
