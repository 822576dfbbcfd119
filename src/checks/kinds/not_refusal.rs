//! `not-refusal`: the output does not begin with a refusal, after a kept list in several languages, and the log does
//! not mark it as one. Looks at the beginning only: a refusal quoted later on does not count.

use regex::Regex;
use serde_json::{Value, json};

use super::portable::{
    CheckSpec, Compiled, Engine, Group, Kind, Objection, Part, Problem, Result, char_ranges, check_fn, prose,
    word_lists,
};

/// How many characters of the folded text a refusal has to begin within.
const HEAD: usize = 80;

pub(crate) const KIND: Kind = Kind {
    word: "not-refusal",
    group: Group::Manner,
    help: "The output does not begin with a refusal, as \"I'm sorry, but I can't help\" does, in several languages.",
    describes_failure: |_| "outputs that refuse".to_owned(),
    compile,
    export_params,
    ..Kind::USUAL
};

fn compile(_: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let phrases = word_lists::refusals();
    let longest = phrases.iter().map(|phrase| phrase.chars().count()).max().unwrap_or_default();
    let phrases: Vec<String> = phrases.iter().map(|phrase| regex::escape(phrase)).collect();
    let opening = Regex::new(&format!("(?:^|[^{}])({})", char_ranges::CLASS, phrases.join("|")));
    let opening = opening
        .map_err(|error| Problem::usage(format!("The list of refusals cannot be read: {error}.")).caused_by(error))?;
    Ok(check_fn(move |subject| {
        if subject.content.output_parts.iter().any(|part| matches!(part, Part::Refusal(_))) {
            return vec![Objection::whole("is a refusal: the log marks it as one")];
        }
        let head = head(subject.output, HEAD + longest);
        let text: String = head.iter().map(|(c, _)| c).collect();
        let Some(found) = opening.captures(&text).and_then(|found| found.get(1)) else { return Vec::new() };
        let first = text.get(..found.start()).map_or(0, |before| before.chars().count());
        let place = |at: usize| head.get(at).map_or(0, |(_, place)| *place);
        if first >= HEAD {
            return Vec::new();
        }
        let reason = format!("begins with a refusal: \"{}\"", found.as_str());
        vec![Objection::at(reason, place(first), place(first + found.as_str().chars().count() - 1) + 1)]
    }))
}

/// Returns the first characters of the folded text. Folding only ever takes characters away, but any number of them.
fn head(text: &str, length: usize) -> Vec<(char, usize)> {
    let mut taken = 4 * length;
    loop {
        let mut folded = prose::plain(text.chars().take(taken));
        if folded.len() >= length || text.chars().nth(taken).is_none() {
            folded.truncate(length);
            return folded;
        }
        taken *= 4;
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the signature of `Kind::export_params`")]
fn export_params(_: &CheckSpec, _: Engine) -> std::result::Result<Value, String> {
    Ok(json!({ "head": HEAD, "phrases": word_lists::refusals() }))
}
