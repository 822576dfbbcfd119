//! `contains-any`: the output holds at least one of several texts.

use super::portable::{CheckSpec, Compiled, Group, Kind, Objection, Result, case_fold, check_fn};
use super::shared::wording;

pub(crate) const KIND: Kind = Kind {
    word: "contains-any",
    group: Group::Text,
    help: "The output holds at least one of these texts.",
    params: wording::SEVERAL,
    describes_failure: |spec| format!("outputs that contain none of {}", wording::list(spec, ", ")),
    normalize_params: |given| wording::normalize_several("contains-any", given),
    compile,
    schema_part: |spec| wording::schema_of_several(spec, "anyOf"),
    ..Kind::USUAL
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let (texts, ignore_case) = wording::folded_texts(spec);
    Ok(check_fn(move |subject| {
        let output = case_fold::fold(subject.output, ignore_case);
        if texts.iter().any(|(folded, _)| output.contains(folded.as_str())) {
            return Vec::new();
        }
        let all: Vec<String> = texts.iter().map(|(_, text)| wording::quote(text)).collect();
        vec![Objection::whole(format!("holds none of {}", all.join(", ")))]
    }))
}
