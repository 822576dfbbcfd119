//! `contains`: the output holds a text.

use serde_json::json;

use super::portable::{
    CandidateKind, CheckSpec, Compiled, Group, Kind, Portable, Result, case_fold, check_fn, fail_unless, params,
};
use super::shared::wording;

pub(crate) const KIND: Kind = Kind {
    word: "contains",
    group: Group::Text,
    help: "The output holds this text.",
    params: wording::ONE,
    portable: Portable::Everywhere,
    candidate_kind: CandidateKind::Absence,
    suits_few_tags: false,
    describes_failure: |spec| format!("outputs without ‘{}’", params::text(spec, "text")),
    normalize_params: |given| wording::normalize_one("contains", given),
    compile,
    export_params: params::export_as_is,
    schema_part: |spec| wording::schema(spec, |text| json!({ "pattern": wording::pattern(text) })),
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let (text, ignore_case) = (params::text(spec, "text").to_owned(), params::flag(spec, "ignore-case"));
    Ok(check_fn(move |subject| {
        fail_unless(case_fold::holds(subject.output, &text, ignore_case), || {
            format!("does not hold {}", wording::quote(&text))
        })
    }))
}
