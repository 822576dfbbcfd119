//! `not-regex`: the output holds no match of a regular expression; every match is pointed at.

use super::portable::{
    CandidateKind, CheckSpec, Compiled, Group, Kind, Objection, Result, case_fold, check_fn, params,
};
use super::shared::{expression, wording};

pub(crate) const KIND: Kind = Kind {
    word: "not-regex",
    group: Group::Text,
    help: "The output holds no match of this regular expression.",
    params: expression::PARAMS,
    candidate_kind: CandidateKind::Presence,
    describes_failure: |spec| format!("outputs that match ‘{}’", params::text(spec, "pattern")),
    normalize_params: |given| expression::normalize("not-regex", given),
    compile,
    export_params: expression::export,
    ..Kind::USUAL
};

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let (pattern, typed) = (expression::read(spec)?, params::text(spec, "pattern").to_owned());
    Ok(check_fn(move |subject| {
        let reason = || format!("holds a match of {}", wording::quote(&typed));
        let places = pattern.places(subject.output, case_fold::MOST_PLACES);
        places.into_iter().map(|(start, end)| Objection::at(reason(), start, end)).collect()
    }))
}
