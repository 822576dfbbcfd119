//! `ends-with`: the output ends with a text.

use super::{by, unless, wording};
use crate::checks::{Compiled, Kind, fold, params};
use crate::domain::CheckSpec;
use crate::error::Result;

pub(super) const KIND: Kind = Kind {
    word: "ends-with",
    group: "text",
    help: "The output ends with this text.",
    params: wording::ONE,
    settle: |given| wording::settle_one("ends-with", given),
    compile,
    express: params::as_settled,
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let (text, ignore_case) = (params::text(spec, "text").to_owned(), params::flag(spec, "ignore-case"));
    let wanted = fold::fold(&text, ignore_case);
    Ok(by(move |subject| {
        let output = fold::fold(subject.output, ignore_case);
        unless(output.ends_with(&wanted), || format!("does not end with {}", wording::quote(&text)))
    }))
}
