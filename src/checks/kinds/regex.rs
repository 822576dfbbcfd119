//! `regex`: the output holds a match of a regular expression.

use super::portable::{CandidateKind, CheckSpec, Compiled, Group, Kind, Result, check_fn, fail_unless, params};
use super::shared::{expression, wording};

pub(crate) const KIND: Kind = Kind {
    word: "regex",
    group: Group::Text,
    help: "The output holds a match of this regular expression.",
    params: expression::PARAMS,
    candidate_kind: CandidateKind::Absence,
    suits_few_tags: false,
    describes_failure: |spec| format!("outputs that do not match ‘{}’", params::text(spec, "pattern")),
    normalize_params: |given| expression::normalize("regex", given),
    compile,
    export_params: expression::export,
    ..Kind::USUAL
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let (pattern, typed) = (expression::read(spec)?, params::text(spec, "pattern").to_owned());
    Ok(check_fn(move |subject| {
        fail_unless(pattern.matches(subject.output), || format!("holds no match of {}", wording::quote(&typed)))
    }))
}
