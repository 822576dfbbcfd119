//! Reads a check as it is typed: `KIND [ARGUMENT…] [--option value]`. Knows the tables of the kinds, no clap.

use serde_json::{Map, Value};

use super::catalog::{canonical, kind, unknown};
use super::portable::{Kind, Param, Takes};
use crate::domain::CheckSpec;
use crate::error::{Problem, Result};

/// Reads `KIND [ARGUMENT] [OPTIONS]` as typed on a command line; file parameters are read through `read_file`.
///
/// `--name value`, `--name=value` and `--` work as everywhere; a word that begins with `-` is an argument unless it
/// has the form of a long option; the word after an option that takes a value is that value unless it is itself an
/// option of this kind.
///
/// # Errors
/// A `Usage` problem for an unknown kind or option, a missing or wrong value.
pub fn parse(words: &[String], read_file: &dyn Fn(&str) -> Result<String>) -> Result<CheckSpec> {
    let Some((word, rest)) = words.split_first() else {
        return Err(Problem::usage("A check needs a kind.").hint("Like this: contains 'as an AI' --ignore-case"));
    };
    let kind = kind(word)?;
    let mut reading = Reading { kind, read_file, params: Map::new() };
    let mut rest = rest.iter();
    let mut only_arguments = false;
    while let Some(word) = rest.next() {
        if !only_arguments && word == "--" {
            only_arguments = true;
        } else if let Some((name, inline)) = option(word).filter(|_| !only_arguments) {
            let param = kind.all_params().find(|param| param.name == name);
            let param = param.ok_or_else(|| unknown(kind, name))?;
            if param.takes == Takes::Flag {
                if inline.is_some() {
                    return Err(Problem::usage(format!("`--{name}` takes no value.")));
                }
                reading.take(param, "")?;
                continue;
            }
            let value = match inline {
                Some(value) => value,
                None => rest
                    .next()
                    .filter(|value| option(value).is_none_or(|(name, _)| !has(kind, name)))
                    .ok_or_else(|| Problem::usage(format!("`--{name}` needs a value.")).hint(param.help))?,
            };
            reading.take(param, value)?;
        } else {
            let Some(param) = kind.params.iter().find(|param| param.positional) else {
                return Err(Problem::usage(format!("The check `{}` takes no argument `{word}`.", kind.word)));
            };
            reading.take(param, word)?;
        }
    }
    canonical(&CheckSpec { kind: kind.word.to_owned(), params: reading.params })
}

/// Whether the kind has a parameter of this name.
fn has(kind: &Kind, name: &str) -> bool {
    kind.all_params().any(|param| param.name == name)
}

/// Splits `--name` or `--name=value`; `None` for anything that has not this form.
pub(super) fn option(word: &str) -> Option<(&str, Option<&str>)> {
    let body = word.strip_prefix("--")?;
    let (name, value) = body.split_once('=').map_or((body, None), |(name, value)| (name, Some(value)));
    let is_name = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    is_name.then_some((name, value))
}

struct Reading<'a> {
    kind: &'static Kind,
    read_file: &'a dyn Fn(&str) -> Result<String>,
    params: Map<String, Value>,
}

impl Reading<'_> {
    fn take(&mut self, param: &Param, typed: &str) -> Result<()> {
        if param.takes == Takes::Texts {
            let list = self.params.entry(param.name).or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(list) = list {
                list.push(typed.into());
            }
            return Ok(());
        }
        let value = self.value(param, typed)?;
        if self.params.insert(param.name.to_owned(), value).is_some() {
            return Err(Problem::usage(format!("The check `{}` takes one `{}`, not two.", self.kind.word, param.name))
                .hint("Quote an argument with blanks: contains 'as an AI'"));
        }
        Ok(())
    }

    fn value(&self, param: &Param, typed: &str) -> Result<Value> {
        let wrong = |wants: &str| {
            Problem::usage(format!("The check `{}` wants {wants} for `{}`, not `{typed}`.", self.kind.word, param.name))
        };
        match param.takes {
            Takes::Flag => Ok(true.into()),
            Takes::Text | Takes::Texts => Ok(typed.into()),
            Takes::Count => typed.parse::<u64>().map(Value::from).map_err(|_| wrong("a whole number of 0 or more")),
            Takes::Number => typed
                .parse::<f64>()
                .ok()
                .filter(|number| number.is_finite() && *number >= 0.0)
                .map(Value::from)
                .ok_or_else(|| wrong("a number of 0 or more")),
            Takes::TextFile => (self.read_file)(typed).map(Value::from),
            Takes::JsonFile => {
                let text = (self.read_file)(typed)?;
                serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
                    Problem::usage(format!("The file `{typed}` is not JSON: {error}.")).caused_by(error)
                })
            }
        }
    }
}
