//! `equals`: the output is a text, from its first character to its last.

use super::{by, unless, wording};
use crate::checks::{Compiled, Kind, fold, params};
use crate::domain::CheckSpec;
use crate::error::Result;

pub(super) const KIND: Kind = Kind {
    word: "equals",
    group: "text",
    help: "The output is exactly this text.",
    params: wording::ONE,
    settle: |given| params::require("equals", &given, "text", "equals 'I do not know.'").map(|()| given),
    compile,
    express: params::as_settled,
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let (text, ignore_case) = (params::text(spec, "text").to_owned(), params::flag(spec, "ignore-case"));
    let wanted = fold::fold(&text, ignore_case);
    Ok(by(move |subject| {
        let output = fold::fold(subject.output, ignore_case);
        unless(output == wanted, || format!("is not {}", wording::quote(&text)))
    }))
}
