//! `contains-all`: the output holds each of several texts; one objection for each that is missing.

use super::portable::{CheckSpec, Compiled, Group, Kind, Objection, Result, case_fold, check_fn};
use super::shared::wording;

pub(crate) const KIND: Kind = Kind {
    word: "contains-all",
    group: Group::Text,
    help: "The output holds all of these texts.",
    params: wording::SEVERAL,
    describes_failure: |spec| format!("outputs that do not contain all of {}", wording::list(spec, ", ")),
    normalize_params: |given| wording::normalize_several("contains-all", given),
    compile,
    schema_part: |spec| wording::schema_of_several(spec, "allOf"),
    ..Kind::USUAL
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let (texts, ignore_case) = wording::folded_texts(spec);
    Ok(check_fn(move |subject| {
        let output = case_fold::fold(subject.output, ignore_case);
        let missing = texts.iter().filter(|(folded, _)| !output.contains(folded.as_str()));
        missing.map(|(_, text)| Objection::whole(format!("does not hold {}", wording::quote(text)))).collect()
    }))
}
