//! `language`: the output is written in a language, recognised by its script and, where languages share one, by its
//! commonest words. A text too short for that passes. Code is left out.

use serde_json::{Map, Value, json};

use super::portable::word_lists::{LANGUAGES, Language, SCRIPTS};
use super::portable::{
    CheckSpec, Compiled, Engine, Group, Kind, Objection, Param, Problem, Result, Takes, char_ranges, check_fn,
    languages, params, prose,
};

/// From how many letters on a script can be recognised.
const FEWEST_LETTERS: usize = 10;
/// From how many words on a language can be recognised.
const FEWEST_WORDS: usize = 8;
/// From how many common words on another language may be named.
const FEWEST_HITS: usize = 3;
/// In prose of any of these languages at least one in so many words is a common one; a list of terms is not judged.
const PROSE: usize = 10;

pub(crate) const KIND: Kind = Kind {
    word: "language",
    group: Group::Manner,
    help: "The output is in this language: en de fr es it pt nl zh ja ko ru ar he el th hi. Too short a text passes.",
    params: &[Param::argument("code", Takes::Text, "The language's code, as in en.")],
    describes_failure: |spec| format!("outputs in another language than {}", params::text(spec, "code")),
    normalize_params,
    compile,
    export_params,
    ..Kind::USUAL
};

fn normalize_params(mut given: Map<String, Value>) -> Result<Map<String, Value>> {
    params::require("language", &given, "code", "language en")?;
    let typed = given.get("code").and_then(Value::as_str).unwrap_or_default().to_lowercase();
    let known = LANGUAGES.iter().find(|language| language.code == typed || language.name.to_lowercase() == typed);
    let Some(language) = known else {
        let codes: Vec<&str> = LANGUAGES.iter().map(|language| language.code).collect();
        return Err(Problem::usage(format!("The check `language` does not know the language `{typed}`."))
            .hint(format!("It knows {}.", codes.join(", "))));
    };
    given.insert("code".to_owned(), language.code.into());
    Ok(given)
}

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let code = params::text(spec, "code");
    let wanted =
        languages::language(code).ok_or_else(|| Problem::usage(format!("There is no language `{code}` here.")))?;
    Ok(check_fn(move |subject| {
        let text = prose::without_code(subject.output);
        let found = other_script(&text, wanted).or_else(|| other_words(&text, wanted));
        found.map(|reason| vec![Objection::whole(reason)]).unwrap_or_default()
    }))
}

/// Returns why the script shows another language.
fn other_script(text: &[char], wanted: &Language) -> Option<String> {
    let counts = languages::count_scripts(text);
    let count = |name: &str| {
        let place = SCRIPTS.iter().position(|(known, _)| *known == name);
        place.and_then(|at| counts.get(at)).copied().unwrap_or_default()
    };
    let all: usize = counts.iter().sum();
    let expected: usize = wanted.scripts.iter().map(|script| count(script)).sum();
    if all < FEWEST_LETTERS {
        return None;
    }
    if 2 * expected < all {
        let most = SCRIPTS.iter().map(|(name, _)| *name).max_by_key(|name| count(name)).unwrap_or_default();
        return Some(format!("is not in {}: most of its letters are {most}", wanted.name));
    }
    let other = match wanted.code {
        "zh" if 10 * count("kana") >= all => "Japanese",
        "ja" if 20 * count("kana") < all => "Chinese",
        "ko" if 10 * count("Hangul") < all => "Chinese",
        _ => return None,
    };
    Some(format!("is not in {}: it is written like {other}", wanted.name))
}

/// Returns why the common words show another language.
fn other_words(text: &[char], wanted: &Language) -> Option<String> {
    let words = languages::lower_words(text, &char_ranges::words(text));
    if wanted.words.is_empty() || words.len() < FEWEST_WORDS {
        return None;
    }
    let expected = languages::hits(wanted, &words);
    let hits = LANGUAGES.iter().map(|language| (languages::hits(language, &words), language.name));
    let (most, name) = hits.max_by_key(|(hits, _)| *hits)?;
    (most >= FEWEST_HITS && PROSE * most >= words.len() && 2 * expected < most).then(|| {
        let (count, language) = (words.len(), wanted.name);
        format!("is not in {language}: {most} of its {count} words are common ones of {name}, {expected} of {language}")
    })
}

#[expect(clippy::unnecessary_wraps, reason = "the signature of `Kind::export_params`")]
fn export_params(spec: &CheckSpec, _: Engine) -> std::result::Result<Value, String> {
    let wanted = params::text(spec, "code");
    let scripts = languages::language(wanted).map(|language| language.scripts.clone()).unwrap_or_default();
    let words: Map<String, Value> = LANGUAGES
        .iter()
        .filter(|language| !language.words.is_empty())
        .map(|language| (language.code.to_owned(), languages::stop_words(language.code).into()))
        .collect();
    let all: Map<String, Value> = SCRIPTS.iter().map(|(name, ranges)| ((*name).to_owned(), json!(ranges))).collect();
    Ok(json!({ "code": wanted, "own": scripts, "scripts": all, "words": words }))
}
