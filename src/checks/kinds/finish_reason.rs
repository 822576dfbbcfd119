//! `finish-reason`: the model stopped for one of these reasons. A record without a logged reason fails.

use super::{by, unless, wording};
use crate::checks::{Compiled, Kind, Objection, Param, Takes, params};
use crate::domain::CheckSpec;
use crate::error::Result;

pub(super) const KIND: Kind = Kind {
    word: "finish-reason",
    group: "size",
    help: "The logged finish reason is one of these. A record without one fails.",
    params: &[Param {
        name: "text",
        takes: Takes::Texts,
        positional: true,
        help: "The reasons, as in stop or end_turn.",
    }],
    settle: |given| wording::settle_several("finish-reason", given),
    compile,
    express: params::as_settled,
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let wanted = params::texts(spec, "text");
    Ok(by(move |subject| match &subject.content.finish_reason {
        None => vec![Objection::whole("has no logged finish reason")],
        Some(reason) => unless(wanted.iter().any(|wanted| wanted == reason.raw()), || {
            format!("stopped for {}, not for {}", wording::quote(reason.raw()), wanted.join(" or "))
        }),
    }))
}
