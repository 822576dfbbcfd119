//! `not-contains`: the output does not hold a text; every place where it does is pointed at.

use super::{by, wording};
use crate::checks::{Compiled, Kind, fold, params};
use crate::domain::CheckSpec;
use crate::error::Result;

pub(super) const KIND: Kind = Kind {
    word: "not-contains",
    group: "text",
    help: "The output does not hold this text.",
    params: wording::ONE,
    settle: |given| wording::settle_one("not-contains", given),
    compile,
    express: params::as_settled,
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let (text, ignore_case) = (params::text(spec, "text").to_owned(), params::flag(spec, "ignore-case"));
    Ok(by(move |subject| fold::object_to_places(subject.output, &text, ignore_case)))
}
