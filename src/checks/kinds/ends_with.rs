//! `ends-with`: the output ends with a text.

use serde_json::json;

use super::portable::{
    CandidateKind, CheckSpec, Compiled, Group, Kind, Portable, Result, SchemaPart, case_fold, check_fn, fail_unless,
    params,
};
use super::shared::wording;

pub(crate) const KIND: Kind = Kind {
    word: "ends-with",
    group: Group::Text,
    help: "The output ends with this text.",
    params: wording::ONE,
    portable: Portable::Everywhere,
    candidate_kind: CandidateKind::Absence,
    suits_few_tags: false,
    describes_failure: |spec| format!("outputs that do not end with ‘{}’", params::text(spec, "text")),
    normalize_params: |given| wording::normalize_one("ends-with", given),
    compile,
    export_params: params::export_as_is,
    schema_part,
};

/// `$` would match before a last line break as well in Python.
fn schema_part(spec: &CheckSpec) -> SchemaPart {
    wording::schema(spec, |text| json!({ "pattern": format!("{}(?![\\s\\S])", wording::pattern(text)) }))
}

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let (text, ignore_case) = (params::text(spec, "text").to_owned(), params::flag(spec, "ignore-case"));
    let wanted = case_fold::fold(&text, ignore_case);
    Ok(check_fn(move |subject| {
        let output = case_fold::fold(subject.output, ignore_case);
        fail_unless(output.ends_with(&wanted), || format!("does not end with {}", wording::quote(&text)))
    }))
}
