//! `not-contains`: the output does not hold a text; every place where it does is pointed at.

use serde_json::json;

use super::portable::{CandidateKind, CheckSpec, Compiled, Group, Kind, Result, case_fold, check_fn, params};
use super::shared::wording;

pub(crate) const KIND: Kind = Kind {
    word: "not-contains",
    group: Group::Text,
    help: "The output does not hold this text.",
    params: wording::ONE,
    candidate_kind: CandidateKind::Presence,
    describes_failure: |spec| format!("outputs that contain ‘{}’", params::text(spec, "text")),
    normalize_params: |given| wording::normalize_one("not-contains", given),
    compile,
    schema_part: |spec| wording::schema(spec, |text| json!({ "not": { "pattern": wording::pattern(text) } })),
    ..Kind::USUAL
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let (text, ignore_case) = (params::text(spec, "text").to_owned(), params::flag(spec, "ignore-case"));
    Ok(check_fn(move |subject| case_fold::object_to_places(subject.output, &text, ignore_case)))
}
