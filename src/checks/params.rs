//! Parameters by their table: types checked, unknown ones refused, one order, one number format.

use serde_json::{Map, Number, Value};

use super::{Kind, Param, Takes, nearest};
use crate::domain::CheckSpec;
use crate::error::{Problem, Result};

/// Checks every parameter against the kind's table and leaves out what says nothing (`false` flags, `null`).
pub(super) fn typed(kind: &Kind, given: &Map<String, Value>) -> Result<Map<String, Value>> {
    let mut out = Map::new();
    for (name, value) in given {
        let Some(param) = kind.params.iter().find(|param| param.name == name) else {
            return Err(unknown(kind, name));
        };
        if let Some(value) = typed_value(kind, param, value)? {
            out.insert(name.clone(), value);
        }
    }
    Ok(out)
}

/// A `Usage` problem for a parameter that the kind does not have.
pub(super) fn unknown(kind: &Kind, name: &str) -> Problem {
    let problem = Problem::usage(format!("The check `{}` has no option `--{name}`.", kind.word));
    let names: Vec<&str> = kind.params.iter().map(|param| param.name).collect();
    match nearest::nearest(name, names.iter().copied()) {
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

/// The number as a whole one up to 2^53, which every engine holds exactly.
fn whole(number: &Number) -> Option<u64> {
    let value = number.as_f64()?;
    if !(0.0..=9_007_199_254_740_992.0).contains(&value) || value.fract() != 0.0 {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and within 2^53, just checked")]
    Some(value as u64)
}

/// A finite number of 0 or more, written as a whole one where it is whole.
fn plain_number(number: &Number) -> Option<Value> {
    if let Some(whole) = whole(number) {
        return Some(whole.into());
    }
    let value = number.as_f64().filter(|value| *value >= 0.0)?;
    Number::from_f64(value).map(Value::Number)
}

/// The parameters in the order of the kind's table.
pub(super) fn ordered(kind: &Kind, mut settled: Map<String, Value>) -> Map<String, Value> {
    let mut out = Map::new();
    for param in kind.params {
        if let Some(value) = settled.remove(param.name) {
            out.insert(param.name.to_owned(), value);
        }
    }
    out
}

/// Leaves parameters as they are: for kinds whose table says all.
#[expect(clippy::unnecessary_wraps, reason = "the signature of `Kind::settle`")]
pub(super) fn as_given(given: Map<String, Value>) -> Result<Map<String, Value>> {
    Ok(given)
}

/// Hands the settled parameters to the helper as they are.
#[expect(clippy::unnecessary_wraps, reason = "the signature of `Kind::express`")]
pub(super) fn as_settled(spec: &CheckSpec, _: super::Engine) -> std::result::Result<Value, String> {
    Ok(Value::Object(spec.params.clone()))
}

/// A text parameter; empty where it is absent (the kind's `settle` has refused that already where it matters).
pub(super) fn text<'a>(spec: &'a CheckSpec, name: &str) -> &'a str {
    spec.params.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Whether a flag is set.
pub(super) fn flag(spec: &CheckSpec, name: &str) -> bool {
    spec.params.get(name).and_then(Value::as_bool).unwrap_or_default()
}

/// The texts of a repeated parameter.
pub(super) fn texts(spec: &CheckSpec, name: &str) -> Vec<String> {
    let items = spec.params.get(name).and_then(Value::as_array);
    items.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// A number parameter.
pub(super) fn number(spec: &CheckSpec, name: &str) -> f64 {
    spec.params.get(name).and_then(Value::as_f64).unwrap_or_default()
}

/// Refuses parameters without `name`, saying what it is for.
pub(super) fn require(word: &str, given: &Map<String, Value>, name: &str, example: &str) -> Result<()> {
    if given.contains_key(name) {
        return Ok(());
    }
    Err(Problem::usage(format!("The check `{word}` needs a value for `{name}`.")).hint(format!("Like this: {example}")))
}
