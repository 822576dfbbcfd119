//! `code-fence`: the output holds a closed fenced code block, of a given language if one is asked for.

use serde_json::{Map, Value};

use super::portable::{
    CheckSpec, Compiled, Group, Kind, Objection, Param, Problem, Result, Takes, case_fold, check_fn, markdown,
};

pub(crate) const KIND: Kind = Kind {
    word: "code-fence",
    group: Group::Shape,
    help: "The output holds a fenced code block, and every fence is closed.",
    params: &[Param::option("language", Takes::Text, "The word behind the opening fence, in any case.")],
    describes_failure: |_| "outputs without a closed code fence".to_owned(),
    normalize_params,
    compile,
    ..Kind::USUAL
};

fn normalize_params(given: Map<String, Value>) -> Result<Map<String, Value>> {
    let language = given.get("language").and_then(Value::as_str);
    if language.is_some_and(|language| language.is_empty() || language.contains(char::is_whitespace)) {
        return Err(Problem::usage("`--language` wants one word, as in --language python."));
    }
    Ok(given)
}

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let language = spec.params.get("language").and_then(Value::as_str).map(|language| case_fold::fold(language, true));
    Ok(check_fn(move |subject| {
        let fences = markdown::fences(subject.output);
        if fences.open {
            return vec![Objection::whole("has a code fence that is never closed")];
        }
        let found = match &language {
            None => !fences.closed.is_empty(),
            Some(wanted) => fences.closed.iter().any(|language| case_fold::fold(language, true) == *wanted),
        };
        match (&language, found) {
            (_, true) => Vec::new(),
            (None, false) => vec![Objection::whole("has no fenced code block")],
            (Some(language), false) => vec![Objection::whole(format!("has no fenced code block in {language}"))],
        }
    }))
}
