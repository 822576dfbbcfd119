//! `regex`: the output holds a match of a regular expression.

use super::{by, expression, unless, wording};
use crate::checks::{Compiled, Kind, params};
use crate::domain::CheckSpec;
use crate::error::Result;

pub(super) const KIND: Kind = Kind {
    word: "regex",
    group: "text",
    help: "The output holds a match of this regular expression.",
    params: expression::PARAMS,
    settle: |given| expression::settle("regex", given),
    compile,
    express: expression::express,
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let (pattern, typed) = (expression::read(spec)?, params::text(spec, "pattern").to_owned());
    Ok(by(move |subject| {
        unless(pattern.matches(subject.output), || format!("holds no match of {}", wording::quote(&typed)))
    }))
}
