//! `count`: the output has so many bullets, paragraphs, emoji, … of one sort. No emoji is at most 0 of them.

use serde_json::{Map, Value};

use super::portable::{
    CandidateKind, CheckSpec, Compiled, Group, Kind, Objection, Param, Problem, Result, Takes, case_fold, check_fn,
};
use super::shared::counted;

/// One number that is both limits; it is written as these.
const EXACTLY: &str = "exactly";

pub(crate) const KIND: Kind = Kind {
    word: "count",
    group: Group::Size,
    help: "The output has so many of these: paragraphs, lines, bullets, numbered-items, headings, sentences, \
           words, emoji, hashtags, placeholders (such as [Name]), markdown (marks of it).",
    params: &[
        Param::argument("of", Takes::Text, "What is counted."),
        Param::option("min", Takes::Count, "The least."),
        Param::option("max", Takes::Count, "The most; 0 for none."),
        Param::option(EXACTLY, Takes::Count, "The least and the most."),
    ],
    candidate_kind: CandidateKind::Specific,
    describes_failure,
    normalize_params,
    compile,
    ..Kind::USUAL
};

fn normalize_params(mut given: Map<String, Value>) -> Result<Map<String, Value>> {
    const EXAMPLE: &str = "Like this: count bullets --min 3";
    counted::checked("count", "count bullets --min 3", &given)?;
    if let Some(exactly) = given.remove(EXACTLY) {
        if given.contains_key("min") || given.contains_key("max") {
            return Err(Problem::usage("`--exactly` is both limits: leave out `--min` and `--max`."));
        }
        given.insert("min".to_owned(), exactly.clone());
        given.insert("max".to_owned(), exactly);
    }
    match (limit(&given, "min"), limit(&given, "max")) {
        (None, None) => Err(Problem::usage("The check `count` wants --min, --max or --exactly.").hint(EXAMPLE)),
        (Some(0), None) => Err(Problem::usage("Every output has at least 0 of anything.").hint(EXAMPLE)),
        (Some(min), Some(max)) if min > max => {
            Err(Problem::usage(format!("No output has at least {min} and at most {max} of anything.")))
        }
        _ => Ok(given),
    }
}

fn limit(params: &Map<String, Value>, name: &str) -> Option<u64> {
    params.get(name).and_then(Value::as_u64)
}

fn describes_failure(spec: &CheckSpec) -> String {
    let counted = counted::read(spec);
    match (limit(&spec.params, "min"), limit(&spec.params, "max")) {
        (Some(min), Some(max)) if min == max => format!("outputs that do not have {}", counted.many(min)),
        (Some(min), Some(max)) => format!("outputs that do not have {min} to {}", counted.many(max)),
        (Some(1), None) => format!("outputs without {}", counted.many(2).trim_start_matches("2 ")),
        (Some(min), None) => format!("outputs of fewer than {}", counted.many(min)),
        (None, Some(0)) => format!("outputs with {}", counted.many(2).trim_start_matches("2 ")),
        (None, max) => format!("outputs of more than {}", counted.many(max.unwrap_or_default())),
    }
}

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let counted = counted::read(spec);
    let (min, max) = (limit(&spec.params, "min"), limit(&spec.params, "max"));
    Ok(check_fn(move |subject| {
        let places = counted.places(subject.output);
        let count = places.len() as u64;
        if let Some(min) = min.filter(|min| count < *min) {
            return vec![Objection::whole(format!("has {}, fewer than {min}", counted.many(count)))];
        }
        let Some(max) = max.filter(|max| count > *max) else { return Vec::new() };
        let reason = format!("has {}, more than {max}", counted.many(count));
        let too_many = places.into_iter().skip(usize::try_from(max).unwrap_or(usize::MAX));
        too_many.take(case_fold::MOST_PLACES).map(|(start, end)| Objection::at(reason.clone(), start, end)).collect()
    }))
}
