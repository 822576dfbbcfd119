//! `contains-all`: the output holds each of several texts; one objection for each that is missing.

use super::{by, wording};
use crate::checks::{Compiled, Kind, Objection, fold, params};
use crate::domain::CheckSpec;
use crate::error::Result;

pub(super) const KIND: Kind = Kind {
    word: "contains-all",
    group: "text",
    help: "The output holds all of these texts.",
    params: wording::SEVERAL,
    settle: |given| wording::settle_several("contains-all", given),
    compile,
    express: params::as_settled,
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let (texts, ignore_case) = (params::texts(spec, "text"), params::flag(spec, "ignore-case"));
    let texts: Vec<(String, String)> = texts.into_iter().map(|text| (fold::fold(&text, ignore_case), text)).collect();
    Ok(by(move |subject| {
        let output = fold::fold(subject.output, ignore_case);
        let missing = texts.iter().filter(|(folded, _)| !output.contains(folded.as_str()));
        missing.map(|(_, text)| Objection::whole(format!("does not hold {}", wording::quote(text)))).collect()
    }))
}
