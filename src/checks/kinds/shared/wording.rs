//! What the kinds that look for texts share: their parameters, and how these are normalized.

use serde_json::{Map, Value, json};

use super::portable::{
    CheckSpec, Compiled, Param, Problem, Result, SchemaPart, Takes, case_fold, check_fn, fail_unless, params,
};

const IGNORE_CASE: Param = Param::option("ignore-case", Takes::Flag, "Upper and lower case are the same.");

/// The parameters of a kind with one text.
pub(crate) const ONE: &[Param] = &[Param::argument("text", Takes::Text, "The text."), IGNORE_CASE];

/// The parameters of a kind with several texts.
pub(crate) const SEVERAL: &[Param] =
    &[Param::argument("text", Takes::Texts, "The texts, one argument each."), IGNORE_CASE];

/// Refuses an empty text: every output holds that.
pub(crate) fn normalize_one(word: &str, given: Map<String, Value>) -> Result<Map<String, Value>> {
    params::require(word, &given, "text", &format!("{word} 'as an AI' --ignore-case"))?;
    if given.get("text").and_then(Value::as_str) == Some("") {
        return Err(Problem::usage(format!(
            "The check `{word}` wants a text that is not empty: every output holds that."
        )));
    }
    Ok(given)
}

/// Refuses empty texts; sorts them, each once, since their order means nothing.
pub(crate) fn normalize_several(word: &str, mut given: Map<String, Value>) -> Result<Map<String, Value>> {
    params::require(word, &given, "text", &format!("{word} refund 'money back' --ignore-case"))?;
    let texts = given.get("text").and_then(Value::as_array);
    let mut texts: Vec<String> = texts.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    if texts.is_empty() || texts.iter().any(String::is_empty) {
        return Err(Problem::usage(format!("The check `{word}` wants texts that are not empty.")));
    }
    texts.sort_unstable();
    texts.dedup();
    given.insert("text".to_owned(), texts.into());
    Ok(given)
}

/// Prepares a check that holds the output against one text, in lower case where case does not count; `objection` comes
/// before the text in its words.
pub(crate) fn compared(
    spec: &CheckSpec,
    agrees: fn(output: &str, text: &str) -> bool,
    objection: &'static str,
) -> Result<Box<dyn Compiled>> {
    let (text, ignore_case) = (params::text(spec, "text").to_owned(), params::flag(spec, "ignore-case"));
    let wanted = case_fold::fold(&text, ignore_case);
    Ok(check_fn(move |subject| {
        let output = case_fold::fold(subject.output, ignore_case);
        fail_unless(agrees(&output, &wanted), || format!("{objection} {}", quote(&text)))
    }))
}

/// Returns the texts of a check, each ready to be compared and as it was typed, and whether case is ignored.
pub(crate) fn folded_texts(spec: &CheckSpec) -> (Vec<(String, String)>, bool) {
    let ignore_case = params::flag(spec, "ignore-case");
    let texts = params::texts(spec, "text").into_iter().map(|text| (case_fold::fold(&text, ignore_case), text));
    (texts.collect(), ignore_case)
}

/// Returns the texts of a check in quotes, with `between` them.
pub(crate) fn list(spec: &CheckSpec, between: &str) -> String {
    let texts = params::texts(spec, "text");
    texts.iter().map(|text| format!("‘{text}’")).collect::<Vec<_>>().join(between)
}

/// Returns what JSON Schema says of a check with one text, where case matters to it.
pub(crate) fn schema(spec: &CheckSpec, demand: impl Fn(&str) -> Value) -> SchemaPart {
    if params::flag(spec, "ignore-case") {
        return SchemaPart::Nothing;
    }
    SchemaPart::Text(demand(params::text(spec, "text")))
}

/// Returns what JSON Schema says of a check with several texts, joined by a keyword, where case matters to it.
pub(crate) fn schema_of_several(spec: &CheckSpec, keyword: &str) -> SchemaPart {
    let texts = params::texts(spec, "text");
    let each = || texts.iter().map(|text| json!({ "pattern": pattern(text) })).collect::<Vec<_>>();
    schema(spec, |_| json!({ keyword: each() }))
}

/// Returns an expression that matches a text, in ECMAScript with the `u` flag as in Python.
pub(crate) fn pattern(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if r"^$\.*+?()[]{}|/".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Returns a text in quotes, cut to the length of a reason.
pub(crate) fn quote(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return format!("\"{text}\"");
    }
    format!("\"{}…\"", text.chars().take(LONGEST).collect::<String>())
}

#[cfg(test)]
mod tests {
    #[test]
    fn marks_of_expressions_are_escaped_and_nothing_else() {
        assert_eq!(super::pattern("a.b-{c}\u{e9}"), "a\\.b-\\{c\\}\u{e9}");
    }
}
