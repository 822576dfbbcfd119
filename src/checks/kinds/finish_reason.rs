//! `finish-reason`: the model stopped for one of these reasons. A record without a logged reason fails.

use super::portable::{
    CheckSpec, Compiled, Group, Kind, Objection, Param, Reads, Result, Takes, check_fn, fail_unless, params,
};
use super::shared::wording;

pub(crate) const KIND: Kind = Kind {
    word: "finish-reason",
    group: Group::Size,
    help: "The logged finish reason is one of these. A record without one fails.",
    params: &[Param::argument("text", Takes::Texts, "The reasons, as in stop or end_turn.")],
    suits_few_tags: false,
    describes_failure: |spec| format!("outputs that did not stop for {}", wording::list(spec, " or ")),
    normalize_params: |given| wording::normalize_several("finish-reason", given),
    compile,
    reads: Reads::NoText,
    ..Kind::USUAL
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let wanted = params::texts(spec, "text");
    Ok(check_fn(move |subject| match &subject.content.finish_reason {
        None => vec![Objection::whole("has no logged finish reason")],
        Some(reason) => fail_unless(wanted.iter().any(|wanted| wanted == reason.raw()), || {
            format!("stopped for {}, not for {}", wording::quote(reason.raw()), wanted.join(" or "))
        }),
    }))
}
