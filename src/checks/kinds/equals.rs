//! `equals`: the whole output is this text.

use serde_json::json;

use super::portable::{
    CandidateKind, CheckSpec, Compiled, Group, Kind, Portable, Result, case_fold, check_fn, fail_unless, params,
};
use super::shared::wording;

pub(crate) const KIND: Kind = Kind {
    word: "equals",
    group: Group::Text,
    help: "The output is exactly this text.",
    params: wording::ONE,
    portable: Portable::Everywhere,
    candidate_kind: CandidateKind::Specific,
    suits_few_tags: true,
    describes_failure: |spec| format!("outputs other than ‘{}’", params::text(spec, "text")),
    normalize_params: |given| params::require("equals", &given, "text", "equals 'I do not know.'").map(|()| given),
    compile,
    export_params: params::export_as_is,
    schema_part: |spec| wording::schema(spec, |text| json!({ "const": text })),
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let (text, ignore_case) = (params::text(spec, "text").to_owned(), params::flag(spec, "ignore-case"));
    let wanted = case_fold::fold(&text, ignore_case);
    Ok(check_fn(move |subject| {
        let output = case_fold::fold(subject.output, ignore_case);
        fail_unless(output == wanted, || format!("is not {}", wording::quote(&text)))
    }))
}
