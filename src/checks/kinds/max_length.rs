//! `max-length`: the output has at most this many characters, words or sentences.

use super::{by, length};
use crate::checks::{Compiled, Kind, Objection, params};
use crate::domain::CheckSpec;
use crate::error::Result;

pub(super) const KIND: Kind = Kind {
    word: "max-length",
    group: "size",
    help: "The output has at most this many characters, words or sentences.",
    params: length::PARAMS,
    settle: |given| length::settle("max-length", given),
    compile,
    express: params::as_settled,
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let (unit, limit) = length::read(spec);
    Ok(by(move |subject| {
        let count = unit.count(subject.output);
        if count <= limit {
            return Vec::new();
        }
        let reason = format!("has {count} {}, more than {limit}", unit.word());
        let (start, end) = unit.beyond(subject.output, limit);
        vec![Objection::at(reason, start, end)]
    }))
}
