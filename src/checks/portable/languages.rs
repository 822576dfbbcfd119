//! Scripts and the commonest words of languages, by which a text's language is recognised. Lists in lower case, which
//! the helpers get as data.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::{case_fold, char_ranges};

/// A language that can be asked for.
pub(crate) struct Language {
    /// Its ISO 639-1 code.
    pub(crate) code: &'static str,
    /// Its name.
    pub(crate) name: &'static str,
    /// The names of the scripts that it is written in.
    pub(crate) scripts: &'static [&'static str],
    /// Its commonest words, where others are written in the same script; no word of one letter.
    pub(crate) words: &'static str,
}

/// A script: its name and its ranges of characters.
pub(crate) type Script = (&'static str, &'static [(u32, u32)]);

/// The scripts that are distinguished.
pub(crate) const SCRIPTS: &[Script] = &[
    ("Latin", &[(0x41, 0x5a), (0x61, 0x7a), (0xc0, 0xd6), (0xd8, 0xf6), (0xf8, 0x24f), (0x1e00, 0x1eff)]),
    ("Greek", &[(0x370, 0x3ff), (0x1f00, 0x1fff)]),
    ("Cyrillic", &[(0x400, 0x52f)]),
    ("Hebrew", &[(0x590, 0x5ff)]),
    ("Arabic", &[(0x600, 0x65f), (0x66e, 0x6ef), (0x6fa, 0x77f), (0x8a0, 0x8ff), (0xfb50, 0xfdff), (0xfe70, 0xfeff)]),
    ("Devanagari", &[(0x900, 0x965), (0x970, 0x97f)]),
    ("Thai", &[(0xe00, 0xe4f)]),
    ("Hangul", &[(0x1100, 0x11ff), (0x3130, 0x318f), (0xac00, 0xd7a3)]),
    ("kana", &[(0x3041, 0x30ff), (0x31f0, 0x31ff), (0xff66, 0xff9d)]),
    ("Han", &[(0x3400, 0x4dbf), (0x4e00, 0x9fff), (0xf900, 0xfaff), (0x20000, 0x3134f)]),
];

/// The languages.
pub(crate) const LANGUAGES: &[Language] = &[
    Language {
        code: "en",
        name: "English",
        scripts: &["Latin"],
        words: "the and of to is that it for was with are this you not be have from they which would can their there \
                what will your but how has been an in on at we as",
    },
    Language {
        code: "de",
        name: "German",
        scripts: &["Latin"],
        words: "der die das und ist nicht ein eine mit für von zu auf den dem im sie ich es wird sich auch werden als \
                bei oder wie aus sind können einen einer dass haben in",
    },
    Language {
        code: "fr",
        name: "French",
        scripts: &["Latin"],
        words: "le la les des et est une un dans pour que qui pas vous ce sur avec il sont du au aux plus par nous \
                cette ne être ou votre mais je de en elle",
    },
    Language {
        code: "es",
        name: "Spanish",
        scripts: &["Latin"],
        words: "el la los las de que en un una es por con para no se su del al lo como más pero este esta está son sus \
                puede muy ha ser fue también hay",
    },
    Language {
        code: "it",
        name: "Italian",
        scripts: &["Latin"],
        words: "il la di che un una per con non sono del della le gli da si come più ma questo anche nel alla dei \
                questa può essere delle ha lo dal sua in",
    },
    Language {
        code: "pt",
        name: "Portuguese",
        scripts: &["Latin"],
        words: "os as de que do da em um uma para com não se por mais dos como mas foi ao ele das tem seu sua você são \
                está também no na pelo ou",
    },
    Language {
        code: "nl",
        name: "Dutch",
        scripts: &["Latin"],
        words: "de het een en van is dat op te in voor met zijn niet aan er ook als bij maar om wordt kan deze naar \
                worden dit je hebben door die of we",
    },
    Language { code: "zh", name: "Chinese", scripts: &["Han"], words: "" },
    Language { code: "ja", name: "Japanese", scripts: &["kana", "Han"], words: "" },
    Language { code: "ko", name: "Korean", scripts: &["Hangul", "Han"], words: "" },
    Language { code: "ru", name: "Russian", scripts: &["Cyrillic"], words: "" },
    Language { code: "ar", name: "Arabic", scripts: &["Arabic"], words: "" },
    Language { code: "he", name: "Hebrew", scripts: &["Hebrew"], words: "" },
    Language { code: "el", name: "Greek", scripts: &["Greek"], words: "" },
    Language { code: "th", name: "Thai", scripts: &["Thai"], words: "" },
    Language { code: "hi", name: "Hindi", scripts: &["Devanagari"], words: "" },
];

/// The commonest words of each of [`LANGUAGES`].
static COMMON: LazyLock<Vec<HashSet<&str>>> =
    LazyLock::new(|| LANGUAGES.iter().map(|language| language.words.split_whitespace().collect()).collect());

/// Returns the language with this code.
pub(crate) fn language(code: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|language| language.code == code)
}

/// Returns the commonest words of a language; none for an unknown one.
pub(crate) fn stop_words(code: &str) -> Vec<&'static str> {
    language(code).map(|language| language.words.split_whitespace().collect()).unwrap_or_default()
}

/// Counts how many of the words are among the commonest of a language.
pub(crate) fn hits(language: &Language, words: &[String]) -> usize {
    let common = LANGUAGES.iter().position(|known| known.code == language.code).and_then(|at| COMMON.get(at));
    common.map_or(0, |common| words.iter().filter(|word| common.contains(word.as_str())).count())
}

/// The words of a text in lower case.
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

#[cfg(test)]
mod tests {
    use super::{LANGUAGES, SCRIPTS};
    use crate::checks::portable::case_fold::fold;

    #[test]
    fn the_lists_are_in_form() {
        for language in LANGUAGES {
            let words: Vec<&str> = language.words.split_whitespace().collect();
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
}
