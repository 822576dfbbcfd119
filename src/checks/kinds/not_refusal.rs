//! `not-refusal`: the output does not begin with a refusal, after a kept list in several languages, and the log does
//! not mark it as one. Looks at the beginning only: a refusal that is quoted later on is none.

use serde_json::{Value, json};

use super::by;
use crate::checks::letters::is_letter;
use crate::checks::{Compiled, Engine, Kind, Objection, params, prose, refusals};
use crate::domain::{CheckSpec, Part};
use crate::error::Result;

/// How many characters of the folded text a refusal has to begin within.
const HEAD: usize = 160;

pub(super) const KIND: Kind = Kind {
    word: "not-refusal",
    group: "manner",
    help: "The output does not begin with a refusal, as \"I'm sorry, but I can't help\" does, in several languages.",
    params: &[],
    settle: params::as_given,
    compile,
    express,
};

fn compile(_: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let phrases: Vec<Vec<char>> = refusals::phrases().iter().map(|phrase| phrase.chars().collect()).collect();
    Ok(by(move |subject| {
        if subject.content.output_parts.iter().any(|part| matches!(part, Part::Refusal(_))) {
            return vec![Objection::whole("is a refusal: the log marks it as one")];
        }
        let longest = phrases.iter().map(Vec::len).max().unwrap_or_default();
        let text: Vec<(char, usize)> = head(subject.output, HEAD + longest);
        let found = (0..text.len().min(HEAD)).find_map(|start| {
            let is_inside = start.checked_sub(1).and_then(|place| text.get(place)).is_some_and(|(c, _)| is_letter(*c));
            let rest = text.get(start..).unwrap_or_default();
            let stands = |phrase: &&Vec<char>| {
                rest.len() >= phrase.len() && phrase.iter().zip(rest).all(|(wanted, (c, _))| wanted == c)
            };
            let phrase = phrases.iter().filter(|_| !is_inside).find(stands)?;
            let last = rest.get(phrase.len().checked_sub(1)?)?;
            Some((rest.first()?.1, last.1 + 1, phrase.iter().collect::<String>()))
        });
        match found {
            Some((start, end, phrase)) => {
                vec![Objection::at(format!("begins with a refusal: \"{phrase}\""), start, end)]
            }
            None => Vec::new(),
        }
    }))
}

/// The first characters of the folded text. Folding only ever takes characters away, but any number of them.
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

#[expect(clippy::unnecessary_wraps, reason = "the signature of `Kind::express`")]
fn express(_: &CheckSpec, _: Engine) -> std::result::Result<Value, String> {
    Ok(json!({ "head": HEAD, "phrases": refusals::phrases() }))
}
