//! `is-json`: the whole output is one JSON value, strictly after RFC 8259 (no NaN, no trailing comma, any depth).

use super::by;
use crate::checks::{Compiled, Kind, Objection, params, strict_json};
use crate::domain::CheckSpec;
use crate::error::Result;

pub(super) const KIND: Kind = Kind {
    word: "is-json",
    group: "shape",
    help: "The whole output is JSON, strictly (RFC 8259).",
    params: &[],
    settle: params::as_given,
    compile,
    express: params::as_settled,
};

fn compile(_: &CheckSpec) -> Result<Box<dyn Compiled>> {
    Ok(by(|subject| match strict_json::grammar(subject.output) {
        Ok(()) => Vec::new(),
        Err(error) => {
            let at = error.position;
            vec![Objection::at(format!("is not JSON: {}", error.reason), at, at + 1)]
        }
    }))
}
