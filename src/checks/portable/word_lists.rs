//! Lists of words, scripts and languages, in lower case. The helpers of other languages get them as data.

use std::sync::LazyLock;

/// A list that is read from its file once.
type List<T> = LazyLock<Vec<T>>;

/// Reads a list; its strings are slices of the text, so they hold no escapes.
fn read<T: serde::Deserialize<'static>>(json: &'static str) -> Vec<T> {
    serde_json::from_str(json).unwrap_or_default()
}

/// Words and signs behind a number, with the places by which they move its point. A longer one comes before what it
/// begins with.
pub(crate) static SCALES: List<(&str, i32)> = LazyLock::new(|| read(include_str!("../data/scales.json")));

/// What makes a number an ordinal.
pub(crate) static ORDINALS: List<&str> = LazyLock::new(|| read(include_str!("../data/ordinals.json")));

/// Words for a number in an input, by value: small numbers in several languages, and months as dates have them.
pub(crate) static NUMBER_WORDS: List<(&str, Vec<&str>)> =
    LazyLock::new(|| read(include_str!("../data/number_words.json")));

/// A script: its name and its ranges of characters.
pub(crate) type Script = (&'static str, Vec<(u32, u32)>);

/// The scripts that are distinguished.
pub(crate) static SCRIPTS: List<Script> = LazyLock::new(|| read(include_str!("../data/scripts.json")));

/// A language that can be asked for.
pub(crate) struct Language {
    /// Its ISO 639-1 code.
    pub(crate) code: &'static str,
    /// Its name.
    pub(crate) name: &'static str,
    /// The names of the scripts that it is written in.
    pub(crate) scripts: Vec<&'static str>,
    /// Its commonest words, where others are written in the same script; no word of one letter.
    pub(crate) words: Vec<&'static str>,
}

/// The languages.
pub(crate) static LANGUAGES: List<Language> = LazyLock::new(|| {
    let rows: Vec<(&str, &str, Vec<&str>, &str)> = read(include_str!("../data/languages.json"));
    let language = |(code, name, scripts, words): (_, _, _, &'static str)| Language {
        code,
        name,
        scripts,
        words: words.split_whitespace().collect(),
    };
    rows.into_iter().map(language).collect()
});

/// How refusals begin and how they go on, with a blank between them, for each language that has blanks.
static REFUSAL_OPENINGS: List<(Vec<&str>, Vec<&str>)> =
    LazyLock::new(|| read(include_str!("../data/refusal_openings.json")));

/// Beginnings of refusals that need no continuation.
static REFUSALS: List<&str> = LazyLock::new(|| read(include_str!("../data/refusals.json")));

/// Returns how refusals begin, in the folded form of `prose::plain`. Whole phrases only: "I'm sorry to hear that" is no
/// refusal.
pub(crate) fn refusals() -> Vec<String> {
    let openings = REFUSAL_OPENINGS.iter().flat_map(|(begins, goes_on)| {
        begins.iter().flat_map(move |begin| goes_on.iter().map(move |on| format!("{begin} {on}")))
    });
    openings.chain(REFUSALS.iter().map(|phrase| (*phrase).to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::portable::case_fold::fold;
    use crate::checks::portable::prose::plain_text;

    #[test]
    fn every_list_can_be_read() {
        let sizes = [SCALES.len(), ORDINALS.len(), NUMBER_WORDS.len(), SCRIPTS.len(), LANGUAGES.len()];
        assert_eq!(sizes, [61, 17, 32, 10, 16]);
        assert_eq!((REFUSAL_OPENINGS.len(), REFUSALS.len()), (8, 50));
    }

    #[test]
    fn every_word_is_in_lower_case_and_there_once() {
        let mut words: Vec<&str> = NUMBER_WORDS.iter().flat_map(|(_, words)| words.iter().copied()).collect();
        let all = words.iter().chain(ORDINALS.iter()).copied().chain(SCALES.iter().map(|(word, _)| *word));
        assert!(all.clone().all(|word| fold(word, true) == word));
        let count = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), count);
    }

    #[test]
    fn a_scale_never_hides_a_longer_one() {
        for (at, (word, _)) in SCALES.iter().enumerate() {
            let hidden = SCALES.iter().skip(at + 1).find(|(longer, _)| longer.starts_with(&format!("{word} ")));
            assert_eq!(hidden, None);
        }
    }

    #[test]
    fn languages_have_each_word_once_and_known_scripts() {
        for language in LANGUAGES.iter() {
            let words = &language.words;
            assert!(
                words.iter().all(|word| fold(word, true) == *word && word.chars().count() > 1),
                "{}",
                language.code
            );
            let mut once = words.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once.len(), words.len(), "{}", language.code);
            assert!(language.scripts.iter().all(|script| SCRIPTS.iter().any(|(name, _)| name == script)));
        }
    }

    #[test]
    fn every_refusal_is_in_its_folded_form() {
        for phrase in refusals() {
            assert_eq!(plain_text(phrase.chars()), phrase);
        }
    }
}
