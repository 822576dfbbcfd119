//! `not-regex`: the output holds no match of a regular expression; every match is pointed at.

use super::{by, expression, wording};
use crate::checks::{Compiled, Kind, Objection, fold, params};
use crate::domain::CheckSpec;
use crate::error::Result;

pub(super) const KIND: Kind = Kind {
    word: "not-regex",
    group: "text",
    help: "The output holds no match of this regular expression.",
    params: expression::PARAMS,
    settle: |given| expression::settle("not-regex", given),
    compile,
    express: expression::express,
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let (pattern, typed) = (expression::read(spec)?, params::text(spec, "pattern").to_owned());
    Ok(by(move |subject| {
        let reason = || format!("holds a match of {}", wording::quote(&typed));
        let places = pattern.places(subject.output, fold::MOST_PLACES);
        places.into_iter().map(|(start, end)| Objection::at(reason(), start, end)).collect()
    }))
}
