//! `is-json`: the whole output is one JSON value, strictly after RFC 8259 (no NaN, no trailing comma, any depth).

use super::portable::{
    CandidateKind, CheckSpec, Compiled, Group, Kind, Objection, Portable, Result, SchemaPart, check_fn, params,
    strict_json,
};

pub(crate) const KIND: Kind = Kind {
    word: "is-json",
    group: Group::Shape,
    help: "The whole output is JSON, strictly (RFC 8259).",
    params: &[],
    portable: Portable::Everywhere,
    candidate_kind: CandidateKind::Structure,
    suits_few_tags: true,
    describes_failure: |_| "outputs that are not JSON".to_owned(),
    normalize_params: params::keep,
    compile,
    export_params: params::export_as_is,
    schema_part: |_| SchemaPart::Json { demand: Some(true.into()), is_object: false },
};

fn compile(_: &CheckSpec) -> Result<Box<dyn Compiled>> {
    Ok(check_fn(|subject| match strict_json::grammar(subject.output) {
        Ok(()) => Vec::new(),
        Err(error) => {
            let at = error.position;
            vec![Objection::at(format!("is not JSON: {}", error.reason), at, at + 1)]
        }
    }))
}
