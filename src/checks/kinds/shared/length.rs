//! What the kinds with a length share: exactly one of `--chars`, `--words`, `--sentences`.

use serde_json::{Map, Value, json};

use super::portable::lengths::Unit;
use super::portable::{CheckSpec, Param, Problem, Result, SchemaPart, Takes};

/// The parameters: one for each unit; a bare number counts characters.
pub(crate) const PARAMS: &[Param] = &[
    Param::argument("chars", Takes::Count, "In characters (Unicode scalar values)."),
    Param::option("words", Takes::Count, "In words, split at white space."),
    Param::option(
        "sentences",
        Takes::Count,
        "In sentences, ended by a full stop, a question or exclamation mark, or a line break.",
    ),
];

/// Refuses no unit, and more than one.
pub(crate) fn normalize(word: &str, given: Map<String, Value>) -> Result<Map<String, Value>> {
    if given.len() == 1 {
        return Ok(given);
    }
    let example = format!("Like this: {word} --words 200");
    Err(Problem::usage(format!("The check `{word}` wants one of --chars, --words and --sentences.")).hint(example))
}

/// Returns the unit and the count of a normalized spec.
pub(crate) fn read(spec: &CheckSpec) -> (Unit, u64) {
    let found = Unit::ALL.into_iter().find_map(|unit| Some((unit, spec.params.get(unit.word())?.as_u64()?)));
    found.unwrap_or((Unit::Chars, 0))
}

/// Words the limit of a normalized spec: `40 words`.
pub(crate) fn limit(spec: &CheckSpec) -> String {
    let (unit, limit) = read(spec);
    format!("{limit} {}", unit.word())
}

/// Returns what JSON Schema says of a limit in characters; it counts nothing else.
pub(crate) fn schema(spec: &CheckSpec, keyword: &str) -> SchemaPart {
    match spec.params.get(Unit::Chars.word()) {
        Some(limit) => SchemaPart::Text(json!({ keyword: limit })),
        None => SchemaPart::Nothing,
    }
}
