//! `min-length`: the output has at least this many characters, words or sentences.

use super::portable::{CandidateKind, CheckSpec, Compiled, Group, Kind, Objection, Portable, Result, check_fn, params};
use super::shared::length;

pub(crate) const KIND: Kind = Kind {
    word: "min-length",
    group: Group::Size,
    help: "The output has at least this many characters, words or sentences.",
    params: length::PARAMS,
    portable: Portable::Everywhere,
    candidate_kind: CandidateKind::TooShort,
    suits_few_tags: true,
    describes_failure: |spec| format!("outputs of fewer than {}", length::limit(spec)),
    normalize_params: |given| length::normalize("min-length", given),
    compile,
    export_params: params::export_as_is,
    schema_part: |spec| length::schema(spec, "minLength"),
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let (unit, limit) = length::read(spec);
    Ok(check_fn(move |subject| {
        let count = unit.count(subject.output);
        if count >= limit {
            return Vec::new();
        }
        let reason = format!("has {count} {}, fewer than {limit}", unit.word());
        vec![Objection::whole(reason)]
    }))
}
