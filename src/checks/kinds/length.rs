//! What the kinds with a length share: exactly one of `--chars`, `--words`, `--sentences`.

use serde_json::{Map, Value};

use crate::checks::lengths::Unit;
use crate::checks::{Param, Takes};
use crate::domain::CheckSpec;
use crate::error::{Problem, Result};

/// The three units; a bare number counts characters.
pub(super) const PARAMS: &[Param] = &[
    Param { name: "chars", takes: Takes::Count, positional: true, help: "In characters (Unicode scalar values)." },
    Param { name: "words", takes: Takes::Count, positional: false, help: "In words, split at white space." },
    Param {
        name: "sentences",
        takes: Takes::Count,
        positional: false,
        help: "In sentences, ended by a full stop, a question or exclamation mark, or a line break.",
    },
];

/// Wants exactly one unit.
pub(super) fn settle(word: &str, given: Map<String, Value>) -> Result<Map<String, Value>> {
    if given.len() == 1 {
        return Ok(given);
    }
    let example = format!("Like this: {word} --words 200");
    Err(Problem::usage(format!("The check `{word}` wants one of --chars, --words and --sentences.")).hint(example))
}

/// The unit and the count of a settled spec.
pub(super) fn read(spec: &CheckSpec) -> (Unit, u64) {
    let found = Unit::ALL.into_iter().find_map(|unit| Some((unit, spec.params.get(unit.word())?.as_u64()?)));
    found.unwrap_or((Unit::Chars, 0))
}
