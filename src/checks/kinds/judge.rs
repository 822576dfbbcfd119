//! `judge`: a rubric for a model that judges. gemba never runs it: it exports it with examples, and imports results.

use serde_json::{Map, Value};

use super::portable::{CheckSpec, Compiled, Engine, Group, Kind, Param, Portable, Problem, Reads, Result, Takes};
use crate::domain::Name;

/// The kind's word.
const WORD: &str = "judge";
/// The longest rubric, in characters.
const LONGEST: usize = 20_000;

pub(crate) const KIND: Kind = Kind {
    word: WORD,
    group: Group::Judge,
    help: "A rubric for a model that judges. gemba never runs it: stubs carry it with examples from graded records, \
           and `gemba results import` reads its answers back.",
    params: &[
        Param::argument("rubric", Takes::Text, "What makes an output pass or fail."),
        Param::option("rubric-file", Takes::TextFile, "A file with the rubric."),
        Param::option("name", Takes::Text, "What its results call it."),
    ],
    portable: Portable::Nowhere,
    describes_failure: |_| "outputs that the judge fails".to_owned(),
    normalize_params,
    compile,
    export_params,
    reads: Reads::NoText,
    ..Kind::USUAL
};

fn normalize_params(mut given: Map<String, Value>) -> Result<Map<String, Value>> {
    let from_file = given.remove("rubric-file");
    if from_file.is_some() && given.contains_key("rubric") {
        return Err(Problem::usage("A judge has one rubric: as an argument or with `--rubric-file`, not both."));
    }
    let rubric = from_file.or_else(|| given.remove("rubric"));
    let rubric = rubric.as_ref().and_then(Value::as_str).map(str::trim).unwrap_or_default();
    if rubric.is_empty() {
        return Err(Problem::usage("A judge needs a rubric.")
            .hint("Like this: judge 'Passes when every claim is in the source.', or --rubric-file rubric.md"));
    }
    if rubric.chars().count() > LONGEST {
        return Err(Problem::usage(format!("A rubric has at most {LONGEST} characters.")));
    }
    given.insert("rubric".to_owned(), rubric.into());
    if let Some(name) = given.get("name").and_then(Value::as_str) {
        let name = Name::new(name)?;
        given.insert("name".to_owned(), name.as_str().into());
    }
    Ok(given)
}

fn compile(_: &CheckSpec) -> Result<Box<dyn Compiled>> {
    Err(Problem::usage("A judge is asked by your eval suite, not by gemba."))
}

fn export_params(_: &CheckSpec, _: Engine) -> std::result::Result<Value, String> {
    Err("a judge needs a model".to_owned())
}
