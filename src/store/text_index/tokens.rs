//! Splits text into the words that are indexed and compared: lower case, without punctuation.
//!
//! Scripts without spaces between words (Chinese, Japanese, Thai, …) are split into pairs of characters.

use std::collections::HashSet;

/// The most characters of a word that are indexed; longer ones (base64, hashes) are found by their beginning, and then
/// compared in the text.
pub(crate) const LONGEST: usize = 40;

/// What a character is to a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Belongs to a word.
    Word,
    /// A character of a script without spaces.
    Unspaced,
    /// Stands between words.
    Between,
}

/// Scripts that write words without spaces, and Hangul, whose words carry their particles with them.
const UNSPACED: &[(u32, u32)] = &[
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1100, 0x11FF),
    (0x1780, 0x17FF),
    (0x2E80, 0x2FDF),
    (0x3005, 0x3007),
    (0x3040, 0x31FF),
    (0x3400, 0x9FFF),
    (0xA960, 0xA97F),
    (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFFDC),
    (0x1B000, 0x1B16F),
    (0x20000, 0x323AF),
];

/// Returns what a character is to a word. What belongs to one is also a word character (`\w`) of expressions, but for
/// the underscore, which stands between words.
pub(crate) fn class(c: char) -> Class {
    if c.is_ascii() {
        return if c.is_ascii_alphanumeric() { Class::Word } else { Class::Between };
    }
    if !regex_syntax::is_word_character(c) {
        return Class::Between;
    }
    let code = u32::from(c);
    let is_unspaced = UNSPACED.iter().any(|(first, last)| (*first..=*last).contains(&code));
    if is_unspaced { Class::Unspaced } else { Class::Word }
}

/// Returns the one character that stands for all cases of a character: `S`, `s` and `ſ` are `s`.
pub(crate) fn fold(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    // A capital of it would be the capital of another letter.
    if c == 'ı' {
        return c;
    }
    single(single(c, char::to_uppercase), char::to_lowercase)
}

/// Maps a character to another one, unless that would be several.
fn single<I: Iterator<Item = char>>(c: char, map: impl Fn(char) -> I) -> char {
    let mut mapped = map(c);
    match (mapped.next(), mapped.next()) {
        (Some(only), None) => only,
        _ => c,
    }
}

/// Collects the distinct words of some texts.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    known: HashSet<String>,
    word: String,
}

impl Tokens {
    /// Adds the words of a text; answers false, as what visits texts goes on until something is found.
    pub(crate) fn add(&mut self, text: &str) -> bool {
        each(text, &mut self.word, &mut |word| {
            if !self.known.contains(word) {
                self.known.insert(word.to_owned());
            }
        });
        false
    }

    /// Appends all words to `line`, with a space behind each, and forgets them.
    pub(crate) fn drain_to(&mut self, line: &mut String) {
        for word in self.known.drain() {
            line.push_str(&word);
            line.push(' ');
        }
    }
}

/// Visits every word of a text; `word` is scratch space.
pub(crate) fn each(text: &str, word: &mut String, visit: &mut dyn FnMut(&str)) {
    let mut length = 0;
    word.clear();
    let mut last: Option<char> = None;
    let mut end_word = |word: &mut String, length: &mut usize| {
        if *length > 0 {
            visit(word);
            word.clear();
            *length = 0;
        }
    };
    let mut pair = String::new();
    let mut pairs: Vec<String> = Vec::new();
    for c in text.chars() {
        let class = class(c);
        if class != Class::Unspaced
            && let Some(alone) = last.take()
        {
            pairs.push(alone.to_string());
        }
        match class {
            Class::Word => {
                if length < LONGEST {
                    word.push(fold(c));
                    length += 1;
                }
            }
            Class::Between => end_word(word, &mut length),
            Class::Unspaced => {
                end_word(word, &mut length);
                let c = fold(c);
                if let Some(before) = last.replace(c) {
                    pair.clear();
                    pair.extend([before, c]);
                    pairs.push(pair.clone());
                }
            }
        }
    }
    end_word(word, &mut length);
    if let Some(alone) = last {
        pairs.push(alone.to_string());
    }
    for pair in pairs {
        visit(&pair);
    }
}

#[cfg(test)]
mod tests {
    use super::{Tokens, fold};

    fn words(text: &str) -> Vec<String> {
        let mut tokens = Tokens::default();
        tokens.add(text);
        let mut line = String::new();
        tokens.drain_to(&mut line);
        let mut words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        words.sort();
        words
    }

    #[test]
    fn words_are_told_apart_once_each_and_without_case() {
        assert_eq!(words("Refund, refund! user_id = 7 (naïve)"), ["7", "id", "naïve", "refund", "user"]);
        assert_eq!(words(&"x".repeat(200)), ["x".repeat(super::LONGEST)]);
        assert_eq!(words("  ...  "), Vec::<String>::new());
    }

    #[test]
    fn scripts_without_spaces_are_split_into_pairs_and_the_last_character() {
        assert_eq!(words("iPhone退款吗?"), ["iphone", "吗", "款吗", "退款"]);
    }

    #[test]
    fn every_case_of_a_letter_is_one_letter() {
        for (a, b) in [('S', 'ſ'), ('k', '\u{212a}'), ('σ', 'ς'), ('ß', 'ẞ'), ('É', 'é'), ('µ', 'μ')] {
            assert_eq!(fold(a), fold(b), "{a} {b}");
        }
        assert_ne!(fold('i'), fold('ı'));
    }
}
