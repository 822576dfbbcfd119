//! `tool-call`: the model called this tool anywhere in the run, and the arguments of every such call are what a schema allows.

use serde_json::{Map, Value, json};

use super::portable::{
    CheckSpec, Compiled, Engine, Group, Kind, Objection, Param, Problem, Reads, Result, Takes, check_fn, on, params,
    strict_json,
};
use super::shared::validator::Validator;
use super::shared::{schema, wording};

pub(crate) const KIND: Kind = Kind {
    word: "tool-call",
    group: Group::Manner,
    help: "The model called this tool, anywhere in the run; with a schema, the arguments of every such call are JSON that it allows.",
    params: &[
        Param::argument("name", Takes::Text, "The tool's name."),
        Param::option("schema", Takes::JsonFile, "The file of a JSON Schema for the arguments."),
    ],
    describes_failure: |spec| format!("outputs that do not call the tool ‘{}’", params::text(spec, "name")),
    normalize_params,
    compile,
    export_params,
    reads: Reads::ToolCalls,
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
    let of_output = on::given(spec) == Some("output");
    let validator = spec.params.get("schema").map(Validator::new).transpose()?;
    Ok(check_fn(move |subject| {
        let calls = on::calls(subject.content, of_output);
        let called: Vec<_> = calls.iter().filter(|(_, called, _)| *called == name).collect();
        if called.is_empty() {
            let others: Vec<String> = calls.iter().map(|(_, name, _)| wording::quote(name)).collect();
            let found = if others.is_empty() { "no tool".to_owned() } else { others.join(", ") };
            return vec![Objection::whole(format!("calls {found}, not {}", wording::quote(&name)))];
        }
        let Some(validator) = &validator else { return Vec::new() };
        called
            .into_iter()
            .flat_map(|(turn, _, arguments)| {
                let reasons = match strict_json::value(arguments) {
                    Err(error) => vec![format!("calls with arguments that are not JSON: {}", error.reason)],
                    Ok(value) => validator.violations(&value),
                };
                reasons.into_iter().map(|reason| match turn {
                    Some(turn) => Objection { turn: Some(*turn), ..Objection::whole(format!("turn {turn}: {reason}")) },
                    None => Objection::whole(reason),
                })
            })
            .collect()
    }))
}

fn export_params(spec: &CheckSpec, engine: Engine) -> std::result::Result<Value, String> {
    let mut out = match spec.params.get("schema") {
        Some(_) => schema::export(spec, engine)?,
        None => json!({}),
    };
    out["name"] = params::text(spec, "name").into();
    Ok(out)
}
