//! `equals`: the whole output is this text.

use serde_json::json;

use super::portable::{Group, Kind, params};
use super::shared::wording;

pub(crate) const KIND: Kind = Kind {
    word: "equals",
    group: Group::Text,
    help: "The output is exactly this text.",
    params: wording::ONE,
    describes_failure: |spec| format!("outputs other than ‘{}’", params::text(spec, "text")),
    normalize_params: |given| params::require("equals", &given, "text", "equals 'I do not know.'").map(|()| given),
    compile: |spec| wording::compared(spec, |output, text| output == text, "is not"),
    schema_part: |spec| wording::schema(spec, |text| json!({ "const": text })),
    ..Kind::USUAL
};
