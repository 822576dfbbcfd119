//! `similar`: the output is near the expected text. A record without one fails.
//!
//! ROUGE-L is the F measure of the longest common subsequence of words (case and punctuation around words aside; Lin
//! 2004, with equal weight of precision and recall); the Levenshtein ratio is 1 − distance / the longer length, in
//! characters. Both look at the first 5,000 words or characters.

use serde_json::{Map, Value};

use super::portable::{
    CheckSpec, Compiled, Group, Kind, Objection, Param, Problem, Result, Takes, char_ranges, check_fn, fail_unless,
    lengths, params,
};
use super::shared::edit_distance;

pub(crate) const KIND: Kind = Kind {
    word: "similar",
    group: Group::Reference,
    help: "The output is as near the expected text as this. A record without an expected text fails.",
    params: &[
        Param::argument("least", Takes::Number, "The least, from 0 to 1, as in 0.7."),
        Param::option("by", Takes::Text, "rouge-l (the default) or levenshtein."),
    ],
    describes_failure: |_| "outputs that are too unlike the expected one".to_owned(),
    normalize_params,
    compile,
    ..Kind::USUAL
};

fn normalize_params(mut given: Map<String, Value>) -> Result<Map<String, Value>> {
    params::require("similar", &given, "least", "similar 0.7 --by rouge-l")?;
    if given.get("least").and_then(Value::as_f64).is_some_and(|least| least > 1.0) {
        return Err(Problem::usage("The check `similar` wants a number from 0 to 1, as in 0.7."));
    }
    match given.get("by").and_then(Value::as_str) {
        None => drop(given.insert("by".to_owned(), "rouge-l".into())),
        Some("rouge-l" | "levenshtein") => {}
        Some(other) => {
            let problem = Problem::usage(format!("There is no measure called `{other}`."));
            return Err(problem.hint("Known are rouge-l and levenshtein."));
        }
    }
    Ok(given)
}

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let (least, by_words) = (params::number(spec, "least"), params::text(spec, "by") != "levenshtein");
    Ok(check_fn(move |subject| {
        let Some(expected) = &subject.content.expected else {
            return vec![Objection::whole("has no expected text to be held against")];
        };
        let found =
            if by_words { rouge(subject.output, expected.raw()) } else { ratio(subject.output, expected.raw()) };
        let name = if by_words { "ROUGE-L" } else { "Levenshtein ratio" };
        fail_unless(found >= least, || format!("has a {name} of {found:.3} to the expected text, less than {least}"))
    }))
}

/// Returns the words that ROUGE-L compares.
fn words(text: &str) -> Vec<String> {
    let text: Vec<char> = text.chars().collect();
    let bare = |token: String| {
        token.trim_matches(|c| " .,;:!?…'\"()[]{}*_`#“”„«»‘’。，！？、：；（）「」".contains(c)).to_owned()
    };
    let tokens = char_ranges::tokens(&text).into_iter().map(|(token, ..)| bare(token));
    tokens.filter(|token| !token.is_empty()).take(edit_distance::LONGEST).collect()
}

fn rouge(a: &str, b: &str) -> f64 {
    let (a, b) = (words(a), words(b));
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    2.0 * lengths::exact(edit_distance::common(&a, &b)) / lengths::exact(a.len() + b.len())
}

fn ratio(a: &str, b: &str) -> f64 {
    let head = |text: &str| text.chars().take(edit_distance::LONGEST).collect::<Vec<char>>();
    let (a, b) = (head(a), head(b));
    let longer = a.len().max(b.len());
    if longer == 0 { 1.0 } else { lengths::exact(longer - edit_distance::distance(&a, &b)) / lengths::exact(longer) }
}
