//! `starts-with`: the output begins with a text.

use serde_json::json;

use super::portable::{CandidateKind, Group, Kind, params};
use super::shared::wording;

pub(crate) const KIND: Kind = Kind {
    word: "starts-with",
    group: Group::Text,
    help: "The output begins with this text.",
    params: wording::ONE,
    candidate_kind: CandidateKind::Absence,
    suits_few_tags: false,
    describes_failure: |spec| format!("outputs that do not begin with ‘{}’", params::text(spec, "text")),
    normalize_params: |given| wording::normalize_one("starts-with", given),
    compile: |spec| wording::compared(spec, |output, text| output.starts_with(text), "does not begin with"),
    schema_part: |spec| wording::schema(spec, |text| json!({ "pattern": format!("^{}", wording::pattern(text)) })),
    ..Kind::USUAL
};
