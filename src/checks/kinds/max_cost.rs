//! `max-cost`: the logged cost is at most this much. A record without one fails.

use super::{by, figure};
use crate::checks::{Compiled, Kind, Param, Takes, params};
use crate::domain::CheckSpec;
use crate::error::Result;

pub(super) const KIND: Kind = Kind {
    word: "max-cost",
    group: "size",
    help: "The logged cost is at most this much. A record without one fails.",
    params: &[Param { name: "cost", takes: Takes::Number, positional: true, help: "The most that is allowed." }],
    settle: |given| params::require("max-cost", &given, "cost", "max-cost 0.02").map(|()| given),
    compile,
    express: params::as_settled,
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let limit = params::number(spec, "cost");
    Ok(by(move |subject| figure::at_most("cost", subject.content.cost, limit)))
}
