//! `max-latency`: the logged latency is at most this many milliseconds. A record without one fails.

use super::portable::{CandidateKind, CheckSpec, Compiled, Group, Kind, Param, Reads, Result, Takes, check_fn, params};
use super::shared::figure;

pub(crate) const KIND: Kind = Kind {
    word: "max-latency",
    group: Group::Size,
    help: "The logged latency is at most this many milliseconds. A record without one fails.",
    params: &[Param::argument("ms", Takes::Number, "The most that is allowed.")],
    candidate_kind: CandidateKind::TooMuch,
    describes_failure: |spec| {
        format!("outputs that took more than {} ms or an unknown time", params::number(spec, "ms"))
    },
    normalize_params: |given| params::require("max-latency", &given, "ms", "max-latency 2000").map(|()| given),
    compile,
    reads: Reads::NoText,
    ..Kind::USUAL
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let limit = params::number(spec, "ms");
    Ok(check_fn(move |subject| figure::at_most("latency in ms", subject.content.latency_ms, limit)))
}
