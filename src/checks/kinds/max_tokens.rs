//! `max-tokens`: the output has at most this many tokens, as logged. A record without one fails.

use super::{by, figure};
use crate::checks::{Compiled, Kind, Param, Takes, params};
use crate::domain::CheckSpec;
use crate::error::Result;

pub(super) const KIND: Kind = Kind {
    word: "max-tokens",
    group: "size",
    help: "The output has at most this many tokens, as logged. A record without one fails.",
    params: &[Param { name: "tokens", takes: Takes::Count, positional: true, help: "The most that is allowed." }],
    settle: |given| params::require("max-tokens", &given, "tokens", "max-tokens 2000").map(|()| given),
    compile,
    express: params::as_settled,
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let limit = params::number(spec, "tokens");
    Ok(by(move |subject| figure::at_most("token count", tokens(subject.content.tokens_out), limit)))
}

/// A count of tokens as a figure to compare.
#[expect(clippy::cast_precision_loss, reason = "token counts are far below 2^52")]
fn tokens(count: Option<u64>) -> Option<f64> {
    count.map(|count| count as f64)
}
