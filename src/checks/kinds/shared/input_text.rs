//! What the kinds share that compare the output with a field of the input as a text.

use serde_json::{Map, Value, json};

use super::input_field;
use super::portable::{CheckSpec, Compiled, Param, Result, Takes, case_fold, check_fn, fail_unless, params, path};
use super::wording::quote;

/// Their parameters.
pub(crate) const PARAMS: &[Param] = &[
    Param::argument(
        "field",
        Takes::Text,
        "Its path in JSON ($.customer.name), or its name in a list of fields (Name: …).",
    ),
    Param::option("ignore-case", Takes::Flag, "Upper and lower case are the same."),
];

/// Brings the parameters into their one form.
pub(crate) fn normalize(word: &str, given: Map<String, Value>) -> Result<Map<String, Value>> {
    input_field::normalize(word, &format!("{word} $.customer.name"), given)
}

/// Prepares a check that holds the output against what the field says; `objection` comes before that in its words.
pub(crate) fn compared(
    spec: &CheckSpec,
    agrees: fn(output: &str, text: &str) -> bool,
    objection: &'static str,
) -> Result<Box<dyn Compiled>> {
    let (field, ignore_case) = (params::text(spec, "field").to_owned(), params::flag(spec, "ignore-case"));
    let steps = path::parse(&field)?;
    Ok(check_fn(move |subject| {
        let found = input_field::find(subject.content, &steps);
        let Some(text) = found.as_ref().and_then(input_field::text) else {
            return fail_unless(false, || format!("the input has no text at {field}"));
        };
        let output = case_fold::fold(subject.output, ignore_case);
        let is_so = agrees(&output, &case_fold::fold(&text, ignore_case));
        fail_unless(is_so, || format!("{objection} {}, which the input has at {field}", quote(&text)))
    }))
}

/// Returns the parameters with the path in steps.
pub(crate) fn export(spec: &CheckSpec) -> std::result::Result<Value, String> {
    let steps = path::parse(params::text(spec, "field")).map_err(|problem| problem.sentence)?;
    let mut out = json!({ "field": params::text(spec, "field"), "steps": path::steps_json(&steps) });
    for name in ["ignore-case", "of"] {
        if let Some(value) = spec.params.get(name) {
            out[name] = value.clone();
        }
    }
    Ok(out)
}
