//! `contains-any`: the output holds at least one of several texts.

use super::portable::{
    CandidateKind, CheckSpec, Compiled, Group, Kind, Objection, Portable, Result, case_fold, check_fn, params,
};
use super::shared::wording;

pub(crate) const KIND: Kind = Kind {
    word: "contains-any",
    group: Group::Text,
    help: "The output holds at least one of these texts.",
    params: wording::SEVERAL,
    portable: Portable::Everywhere,
    candidate_kind: CandidateKind::Specific,
    suits_few_tags: true,
    describes_failure: |spec| format!("outputs that contain none of {}", wording::list(spec, ", ")),
    normalize_params: |given| wording::normalize_several("contains-any", given),
    compile,
    export_params: params::export_as_is,
    schema_part: |spec| wording::schema_of_several(spec, "anyOf"),
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let (texts, ignore_case) = (params::texts(spec, "text"), params::flag(spec, "ignore-case"));
    let texts: Vec<(String, String)> =
        texts.into_iter().map(|text| (case_fold::fold(&text, ignore_case), text)).collect();
    Ok(check_fn(move |subject| {
        let output = case_fold::fold(subject.output, ignore_case);
        if texts.iter().any(|(folded, _)| output.contains(folded.as_str())) {
            return Vec::new();
        }
        let all: Vec<String> = texts.iter().map(|(_, text)| wording::quote(text)).collect();
        vec![Objection::whole(format!("holds none of {}", all.join(", ")))]
    }))
}
