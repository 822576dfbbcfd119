//! `min-length`: the output has at least this many characters, words or sentences.

use super::portable::{CandidateKind, CheckSpec, Compiled, Group, Kind, Objection, Result, check_fn};
use super::shared::length;

pub(crate) const KIND: Kind = Kind {
    word: "min-length",
    group: Group::Size,
    help: "The output has at least this many characters, words or sentences.",
    params: length::PARAMS,
    candidate_kind: CandidateKind::TooShort,
    describes_failure: |spec| format!("outputs of fewer than {}", length::limit(spec)),
    normalize_params: |given| length::normalize("min-length", given),
    compile,
    schema_part: |spec| length::schema(spec, "minLength"),
    ..Kind::USUAL
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
