//! `min-length`: the output has at least this many characters, words or sentences.

use super::{by, length};
use crate::checks::{Compiled, Kind, Objection, params};
use crate::domain::CheckSpec;
use crate::error::Result;

pub(super) const KIND: Kind = Kind {
    word: "min-length",
    group: "size",
    help: "The output has at least this many characters, words or sentences.",
    params: length::PARAMS,
    settle: |given| length::settle("min-length", given),
    compile,
    express: params::as_settled,
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let (unit, limit) = length::read(spec);
    Ok(by(move |subject| {
        let count = unit.count(subject.output);
        if count >= limit {
            return Vec::new();
        }
        let reason = format!("has {count} {}, fewer than {limit}", unit.word());
        vec![Objection::whole(reason)]
    }))
}
