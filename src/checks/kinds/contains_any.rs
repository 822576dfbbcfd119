//! `contains-any`: the output holds at least one of several texts.

use super::{by, wording};
use crate::checks::{Compiled, Kind, Objection, fold, params};
use crate::domain::CheckSpec;
use crate::error::Result;

pub(super) const KIND: Kind = Kind {
    word: "contains-any",
    group: "text",
    help: "The output holds at least one of these texts.",
    params: wording::SEVERAL,
    settle: |given| wording::settle_several("contains-any", given),
    compile,
    express: params::as_settled,
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let (texts, ignore_case) = (params::texts(spec, "text"), params::flag(spec, "ignore-case"));
    let texts: Vec<(String, String)> = texts.into_iter().map(|text| (fold::fold(&text, ignore_case), text)).collect();
    Ok(by(move |subject| {
        let output = fold::fold(subject.output, ignore_case);
        if texts.iter().any(|(folded, _)| output.contains(folded.as_str())) {
            return Vec::new();
        }
        let all: Vec<String> = texts.iter().map(|(_, text)| wording::quote(text)).collect();
        vec![Objection::whole(format!("holds none of {}", all.join(", ")))]
    }))
}
