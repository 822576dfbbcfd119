//! `is-json`: the whole output is one JSON value, strictly after RFC 8259 (no NaN, no trailing comma, any depth).

use super::portable::{CandidateKind, CheckSpec, Compiled, Group, Kind, Result, SchemaPart, check_fn, strict_json};

pub(crate) const KIND: Kind = Kind {
    word: "is-json",
    group: Group::Shape,
    help: "The whole output is JSON, strictly (RFC 8259).",
    candidate_kind: CandidateKind::Structure,
    describes_failure: |_| "outputs that are not JSON".to_owned(),
    compile,
    schema_part: |_| SchemaPart::Json { demand: Some(true.into()), is_object: false },
    ..Kind::USUAL
};

fn compile(_: &CheckSpec) -> Result<Box<dyn Compiled>> {
    Ok(check_fn(|subject| match strict_json::grammar(subject.output) {
        Ok(()) => Vec::new(),
        Err(error) => error.objections(),
    }))
}
