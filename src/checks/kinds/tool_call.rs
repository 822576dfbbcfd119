//! `tool-call`: the model called this tool, and the arguments of every such call are what a schema allows.

use serde_json::{Map, Value, json};

use super::{by, json_schema, schema, wording};
use crate::checks::{Compiled, Engine, Kind, Objection, Param, Takes, params, strict_json};
use crate::domain::{CheckSpec, Content, Part};
use crate::error::{Problem, Result};

pub(super) const KIND: Kind = Kind {
    word: "tool-call",
    group: "manner",
    help: "The model called this tool; with a schema, the arguments of every such call are JSON that it allows.",
    params: &[
        Param { name: "name", takes: Takes::Text, positional: true, help: "The tool's name." },
        Param {
            name: "schema",
            takes: Takes::JsonFile,
            positional: false,
            help: "The file of a JSON Schema for the arguments.",
        },
    ],
    settle,
    compile,
    express,
};

fn settle(mut given: Map<String, Value>) -> Result<Map<String, Value>> {
    params::require("tool-call", &given, "name", "tool-call get_weather --schema arguments.json")?;
    if given.get("name").and_then(Value::as_str) == Some("") {
        return Err(Problem::usage("The check `tool-call` wants the name of a tool."));
    }
    if let Some(schema) = given.get("schema").cloned() {
        json_schema::validator(&schema)?;
        given.insert("schema".to_owned(), strict_json::canonical(&schema));
    }
    Ok(given)
}

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let name = params::text(spec, "name").to_owned();
    let validator = spec.params.get("schema").map(json_schema::validator).transpose()?;
    Ok(by(move |subject| {
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
            .flat_map(|arguments| json_schema::violations(validator, arguments))
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

fn express(spec: &CheckSpec, engine: Engine) -> std::result::Result<Value, String> {
    let mut out = match spec.params.get("schema") {
        Some(_) => schema::express(spec, engine)?,
        None => json!({}),
    };
    out["name"] = params::text(spec, "name").into();
    Ok(out)
}
