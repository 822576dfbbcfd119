//! Finds a kind by its word, and brings a check's parameters from anywhere into one form: types checked, unknown ones
//! refused, one order, one number format.

use serde_json::{Map, Number, Value};

use super::kinds::KINDS;
use super::portable::{Compiled, Engine, Kind, Param, Takes, on};
use crate::domain::{CheckSpec, spelling};
use crate::error::{Problem, Result};

/// Returns the kind with this word.
///
/// # Errors
/// A `Usage` problem that names the nearest known word.
pub fn kind(word: &str) -> Result<&'static Kind> {
    KINDS.iter().find(|kind| kind.word == word).ok_or_else(|| {
        let known: Vec<&str> = KINDS.iter().map(|kind| kind.word).collect();
        let hint = match spelling::nearest(word, known.iter().copied()) {
            Some(known) => format!("Did you mean `{known}`?"),
            None => format!("Known kinds: {}.", known.join(", ")),
        };
        Problem::usage(format!("There is no kind of check `{word}`.")).hint(hint)
    })
}

/// Brings a spec from anywhere (command line, journal, data file) into its canonical form: the same meaning, the same
/// JSON.
///
/// # Errors
/// A `Usage` problem for an unknown kind or parameter, or one that is missing or of the wrong type.
pub fn canonical(spec: &CheckSpec) -> Result<CheckSpec> {
    let kind = kind(&spec.kind)?;
    let mut given = typed(kind, &spec.params)?;
    let on = given.remove(on::NAME);
    let mut params = ordered(kind, (kind.normalize_params)(given)?);
    if let Some(on) = on.map(|word| checked_on(kind, word)).transpose()?.flatten() {
        params.insert(on::NAME.to_owned(), on);
    }
    Ok(CheckSpec { kind: kind.word.to_owned(), params })
}

/// Returns what a check reads; `None` for its kind's default, which is not written.
fn checked_on(kind: &Kind, word: Value) -> Result<Option<Value>> {
    let choices = kind.reads.choices();
    match choices.iter().position(|known| word == *known) {
        Some(0) => Ok(None),
        Some(_) => Ok(Some(word)),
        None => {
            let typed = word.as_str().unwrap_or_default().to_owned();
            let problem = Problem::usage(format!("The check `{}` cannot read `{typed}`.", kind.word));
            Err(problem.hint(format!("`--on` takes {}.", choices.join(", "))))
        }
    }
}

/// Compiles a check that gemba evaluates itself; [`super::prepare`] takes every kind.
///
/// # Errors
/// A `Usage` problem for an unknown kind or wrong parameters, and for a kind that gemba does not evaluate itself.
pub fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let spec = canonical(spec)?;
    kind(&spec.kind)?.compile_on(&spec)
}

/// Returns the data from which the generated helper of `engine` evaluates a check: `{"kind": …, "params": …}`.
///
/// # Errors
/// Why this language cannot express the check, as a sentence.
pub fn export(spec: &CheckSpec, engine: Engine) -> std::result::Result<Value, String> {
    let spec = canonical(spec).map_err(|problem| problem.sentence)?;
    let kind = kind(&spec.kind).map_err(|problem| problem.sentence)?;
    let mut params = (kind.export_params)(&spec, engine)?;
    if engine == Engine::Rust {
        // Its helper is made of the kinds' own sources, and so it reads normalized parameters; a schema, though, is
        // evaluated by other code there and goes as it was printed.
        let schema = params.get_mut("schema").map(Value::take);
        params = Value::Object(spec.params.clone());
        if let Some(schema) = schema {
            params["schema"] = schema;
        }
    }
    if let Some(on) = spec.params.get(on::NAME) {
        params[on::NAME] = on.clone();
    }
    Ok(serde_json::json!({ "kind": kind.word, "params": params }))
}

/// Checks every parameter against the kind's table and leaves out `false` flags and `null`.
fn typed(kind: &Kind, given: &Map<String, Value>) -> Result<Map<String, Value>> {
    let mut out = Map::new();
    for (name, value) in given {
        let Some(param) = kind.all_params().find(|param| param.name == name) else {
            return Err(unknown(kind, name));
        };
        if let Some(value) = typed_value(kind, param, value)? {
            out.insert(name.clone(), value);
        }
    }
    Ok(out)
}

/// Returns a `Usage` problem for a parameter that the kind does not have.
pub(super) fn unknown(kind: &Kind, name: &str) -> Problem {
    let problem = Problem::usage(format!("The check `{}` has no option `--{name}`.", kind.word));
    let names: Vec<&str> = kind.all_params().map(|param| param.name).collect();
    match spelling::nearest(name, names.iter().copied()) {
        Some(known) => problem.hint(format!("Did you mean `--{known}`?")),
        None if names.is_empty() => problem.hint("It takes none."),
        None => problem.hint(format!("It takes --{}.", names.join(", --"))),
    }
}

fn typed_value(kind: &Kind, param: &Param, value: &Value) -> Result<Option<Value>> {
    let wrong =
        |wants: &str| Problem::usage(format!("The check `{}` wants {wants} for `--{}`.", kind.word, param.name));
    Ok(match (param.takes, value) {
        (Takes::JsonFile, value) => Some(value.clone()),
        (_, Value::Null) | (Takes::Flag, Value::Bool(false)) => None,
        (Takes::Text | Takes::TextFile, Value::String(_)) | (Takes::Flag, Value::Bool(true)) => Some(value.clone()),
        (Takes::Texts, Value::String(text)) => Some(Value::from(vec![text.clone()])),
        (Takes::Texts, Value::Array(items)) if items.iter().all(Value::is_string) => Some(value.clone()),
        (Takes::Count, Value::Number(number)) => {
            Some(whole(number).ok_or_else(|| wrong("a whole number of 0 or more"))?.into())
        }
        (Takes::Number, Value::Number(number)) => Some(plain_number(number).ok_or_else(|| wrong("a number"))?),
        (Takes::Text | Takes::TextFile, _) => return Err(wrong("a text")),
        (Takes::Texts, _) => return Err(wrong("one or more texts")),
        (Takes::Count, _) => return Err(wrong("a whole number of 0 or more")),
        (Takes::Number, _) => return Err(wrong("a number of 0 or more")),
        (Takes::Flag, _) => return Err(wrong("true or false")),
    })
}

/// Returns the number as a whole one up to 2^53, which every engine holds exactly.
fn whole(number: &Number) -> Option<u64> {
    let value = number.as_f64()?;
    if !(0.0..=9_007_199_254_740_992.0).contains(&value) || value.fract() != 0.0 {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and within 2^53, just checked")]
    Some(value as u64)
}

/// Returns a finite number of 0 or more, written as a whole one where it is whole.
fn plain_number(number: &Number) -> Option<Value> {
    if let Some(whole) = whole(number) {
        return Some(whole.into());
    }
    let value = number.as_f64().filter(|value| *value >= 0.0)?;
    Number::from_f64(value).map(Value::Number)
}

/// Returns the parameters in the order of the kind's table.
fn ordered(kind: &Kind, mut normalized: Map<String, Value>) -> Map<String, Value> {
    let mut out = Map::new();
    for param in kind.params {
        if let Some(value) = normalized.remove(param.name) {
            out.insert(param.name.to_owned(), value);
        }
    }
    out
}
