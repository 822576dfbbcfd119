//! `max-cost`: the logged cost is at most this much. A record without one fails.

use super::portable::{CandidateKind, CheckSpec, Compiled, Group, Kind, Param, Reads, Result, Takes, check_fn, params};
use super::shared::figure;

pub(crate) const KIND: Kind = Kind {
    word: "max-cost",
    group: Group::Size,
    help: "The logged cost is at most this much. A record without one fails.",
    params: &[Param::argument("cost", Takes::Number, "The most that is allowed.")],
    candidate_kind: CandidateKind::TooMuch,
    describes_failure: |spec| format!("outputs that cost more than {} or an unknown sum", params::number(spec, "cost")),
    normalize_params: |given| params::require("max-cost", &given, "cost", "max-cost 0.02").map(|()| given),
    compile,
    reads: Reads::NoText,
    ..Kind::USUAL
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let limit = params::number(spec, "cost");
    Ok(check_fn(move |subject| figure::at_most("cost", subject.content.cost, limit)))
}
