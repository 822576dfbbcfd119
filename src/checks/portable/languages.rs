//! Recognises a text's language by its script and by the commonest words.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::word_lists::{LANGUAGES, Language, SCRIPTS, Script};
use super::{case_fold, char_ranges};

/// The commonest words of each of [`LANGUAGES`].
static COMMON: LazyLock<Vec<HashSet<&str>>> =
    LazyLock::new(|| LANGUAGES.iter().map(|language| language.words.iter().copied().collect()).collect());

/// Returns the language with this code.
pub(crate) fn language(code: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|language| language.code == code)
}

/// Returns the commonest words of a language; none for an unknown one.
pub(crate) fn stop_words(code: &str) -> Vec<&'static str> {
    language(code).map(|language| language.words.clone()).unwrap_or_default()
}

/// Counts how many of the words are among the commonest of a language.
pub(crate) fn hits(language: &Language, words: &[String]) -> usize {
    let common = LANGUAGES.iter().position(|known| known.code == language.code).and_then(|at| COMMON.get(at));
    common.map_or(0, |common| words.iter().filter(|word| common.contains(word.as_str())).count())
}

/// Returns the words of a text in lower case.
pub(crate) fn lower_words(text: &[char], words: &[(usize, usize)]) -> Vec<String> {
    words.iter().map(|(start, end)| case_fold::fold(&char_ranges::slice(text, *start, *end), true)).collect()
}

/// Whether a text has more of the commonest German words than of the English ones.
pub(crate) fn is_german(text: &[char], words: &[(usize, usize)]) -> bool {
    let words = lower_words(text, words);
    let hits = |code| language(code).map_or(0, |language| hits(language, &words));
    hits("de") > hits("en")
}

/// Counts the characters of a text in each of [`SCRIPTS`].
pub(crate) fn count_scripts(text: &[char]) -> Vec<usize> {
    let mut counts = vec![0; SCRIPTS.len()];
    for c in text {
        let code = u32::from(*c);
        let is_in = |(_, ranges): &Script| ranges.iter().any(|(first, last)| (*first..=*last).contains(&code));
        if let Some(count) = SCRIPTS.iter().position(is_in).and_then(|at| counts.get_mut(at)) {
            *count += 1;
        }
    }
    counts
}
