//! `contains`: the output holds a text.

use serde_json::json;

use super::portable::{CandidateKind, Group, Kind, params};
use super::shared::wording;

pub(crate) const KIND: Kind = Kind {
    word: "contains",
    group: Group::Text,
    help: "The output holds this text.",
    params: wording::ONE,
    candidate_kind: CandidateKind::Absence,
    suits_few_tags: false,
    describes_failure: |spec| format!("outputs without ‘{}’", params::text(spec, "text")),
    normalize_params: |given| wording::normalize_one("contains", given),
    compile: |spec| wording::compared(spec, |output, text| output.contains(text), "does not hold"),
    schema_part: |spec| wording::schema(spec, |text| json!({ "pattern": wording::pattern(text) })),
    ..Kind::USUAL
};
