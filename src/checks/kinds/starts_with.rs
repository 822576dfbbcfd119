//! `starts-with`: the output begins with a text.

use serde_json::json;

use super::portable::{
    CandidateKind, CheckSpec, Compiled, Group, Kind, Portable, Result, case_fold, check_fn, fail_unless, params,
};
use super::shared::wording;

pub(crate) const KIND: Kind = Kind {
    word: "starts-with",
    group: Group::Text,
    help: "The output begins with this text.",
    params: wording::ONE,
    portable: Portable::Everywhere,
    candidate_kind: CandidateKind::Absence,
    suits_few_tags: false,
    describes_failure: |spec| format!("outputs that do not begin with ‘{}’", params::text(spec, "text")),
    normalize_params: |given| wording::normalize_one("starts-with", given),
    compile,
    export_params: params::export_as_is,
    schema_part: |spec| wording::schema(spec, |text| json!({ "pattern": format!("^{}", wording::pattern(text)) })),
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let (text, ignore_case) = (params::text(spec, "text").to_owned(), params::flag(spec, "ignore-case"));
    let wanted = case_fold::fold(&text, ignore_case);
    Ok(check_fn(move |subject| {
        let output = case_fold::fold(subject.output, ignore_case);
        fail_unless(output.starts_with(&wanted), || format!("does not begin with {}", wording::quote(&text)))
    }))
}
