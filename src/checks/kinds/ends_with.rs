//! `ends-with`: the output ends with a text.

use serde_json::json;

use super::portable::{CandidateKind, CheckSpec, Group, Kind, SchemaPart, params};
use super::shared::wording;

pub(crate) const KIND: Kind = Kind {
    word: "ends-with",
    group: Group::Text,
    help: "The output ends with this text.",
    params: wording::ONE,
    candidate_kind: CandidateKind::Absence,
    suits_few_tags: false,
    describes_failure: |spec| format!("outputs that do not end with ‘{}’", params::text(spec, "text")),
    normalize_params: |given| wording::normalize_one("ends-with", given),
    compile: |spec| wording::compared(spec, |output, text| output.ends_with(text), "does not end with"),
    schema_part,
    ..Kind::USUAL
};

/// `$` would match before a last line break as well in Python.
fn schema_part(spec: &CheckSpec) -> SchemaPart {
    wording::schema(spec, |text| json!({ "pattern": format!("{}(?![\\s\\S])", wording::pattern(text)) }))
}
