//! `max-tokens`: the output has at most this many tokens, as logged. A record without one fails.

use super::portable::{CandidateKind, CheckSpec, Compiled, Group, Kind, Param, Reads, Result, Takes, check_fn, params};
use super::shared::figure;

pub(crate) const KIND: Kind = Kind {
    word: "max-tokens",
    group: Group::Size,
    help: "The output has at most this many tokens, as logged. A record without one fails.",
    params: &[Param::argument("tokens", Takes::Count, "The most that is allowed.")],
    candidate_kind: CandidateKind::TooMuch,
    describes_failure: |spec| {
        format!("outputs of more than {} tokens or an unknown number", params::number(spec, "tokens"))
    },
    normalize_params: |given| params::require("max-tokens", &given, "tokens", "max-tokens 2000").map(|()| given),
    compile,
    reads: Reads::NoText,
    ..Kind::USUAL
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let limit = params::number(spec, "tokens");
    Ok(check_fn(move |subject| figure::at_most("token count", tokens(subject.content.tokens_out), limit)))
}

/// A count of tokens as a figure to compare.
#[expect(clippy::cast_precision_loss, reason = "token counts are far below 2^52")]
fn tokens(count: Option<u64>) -> Option<f64> {
    count.map(|count| count as f64)
}
