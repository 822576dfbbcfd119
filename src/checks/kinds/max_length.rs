//! `max-length`: the output has at most this many characters, words or sentences.

use super::portable::{CandidateKind, CheckSpec, Compiled, Group, Kind, Objection, Result, check_fn};
use super::shared::length;

pub(crate) const KIND: Kind = Kind {
    word: "max-length",
    group: Group::Size,
    help: "The output has at most this many characters, words or sentences.",
    params: length::PARAMS,
    candidate_kind: CandidateKind::TooMuch,
    describes_failure: |spec| format!("outputs of more than {}", length::limit(spec)),
    normalize_params: |given| length::normalize("max-length", given),
    compile,
    schema_part: |spec| length::schema(spec, "maxLength"),
    ..Kind::USUAL
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let (unit, limit) = length::read(spec);
    Ok(check_fn(move |subject| {
        let count = unit.count(subject.output);
        if count <= limit {
            return Vec::new();
        }
        let reason = format!("has {count} {}, more than {limit}", unit.word());
        let (start, end) = unit.beyond(subject.output, limit);
        vec![Objection::at(reason, start, end)]
    }))
}
