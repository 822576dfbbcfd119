//! `max-latency`: the logged latency is at most this many milliseconds. A record without one fails.

use super::{by, figure};
use crate::checks::{Compiled, Kind, Param, Takes, params};
use crate::domain::CheckSpec;
use crate::error::Result;

pub(super) const KIND: Kind = Kind {
    word: "max-latency",
    group: "size",
    help: "The logged latency is at most this many milliseconds. A record without one fails.",
    params: &[Param { name: "ms", takes: Takes::Number, positional: true, help: "The most that is allowed." }],
    settle: |given| params::require("max-latency", &given, "ms", "max-latency 2000").map(|()| given),
    compile,
    express: params::as_settled,
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let limit = params::number(spec, "ms");
    Ok(by(move |subject| figure::at_most("latency in ms", subject.content.latency_ms, limit)))
}
