//! `contains`: the output holds a text.

use super::{by, unless, wording};
use crate::checks::{Compiled, Kind, fold, params};
use crate::domain::CheckSpec;
use crate::error::Result;

pub(super) const KIND: Kind = Kind {
    word: "contains",
    group: "text",
    help: "The output holds this text.",
    params: wording::ONE,
    settle: |given| wording::settle_one("contains", given),
    compile,
    express: params::as_settled,
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let (text, ignore_case) = (params::text(spec, "text").to_owned(), params::flag(spec, "ignore-case"));
    Ok(by(move |subject| {
        unless(fold::holds(subject.output, &text, ignore_case), || format!("does not hold {}", wording::quote(&text)))
    }))
}
