//! `begins-with-input`: the output begins with what a field of the input says. A record whose input has no such field fails.

use super::portable::{CandidateKind, Engine, Group, Kind, Reads, params};
use super::shared::input_text;

pub(crate) const KIND: Kind = Kind {
    word: "begins-with-input",
    group: Group::Grounding,
    help: "The output begins, blanks aside, with what this field of the input says. A record whose input has no such field fails.",
    params: input_text::PARAMS,
    candidate_kind: CandidateKind::Absence,
    suits_few_tags: false,
    describes_failure: |spec| {
        format!("outputs that do not begin with the {} of the input", params::text(spec, "field"))
    },
    normalize_params: |given| input_text::normalize("begins-with-input", given),
    compile: |spec| {
        input_text::compared(spec, |output, text| output.trim_start().starts_with(text), "does not begin with")
    },
    export_params: |spec, _: Engine| input_text::export(spec),
    reads: Reads::ModelText,
    ..Kind::USUAL
};
