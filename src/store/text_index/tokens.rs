//! Splits text into the words that are indexed and compared: lower case, without punctuation.
//!
//! Scripts without spaces between words (Chinese, Japanese, Thai, …) are split into pairs of characters.

use std::hash::BuildHasher;

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

/// Collects the distinct words of some texts: one behind the other, and a table of where each stands.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    /// The words, with a space behind each.
    line: String,
    /// Where each word begins and ends.
    places: Vec<(usize, usize)>,
    /// By the hash of the word: the round that took the slot, and which place it leads to. A power of two in length, at
    /// most half of it taken in this round.
    slots: Vec<(u32, u32)>,
    /// Counted up whenever the words are taken out, which frees all slots.
    round: u32,
    hasher: foldhash::fast::RandomState,
    word: String,
}

/// So many slots are kept for the next record; those of one of a million words are not.
const KEPT_SLOTS: usize = 4096;

impl Tokens {
    /// Adds the words of a text; answers false, as what visits texts goes on until something is found.
    pub(crate) fn add(&mut self, text: &str) -> bool {
        let mut word = std::mem::take(&mut self.word);
        each(text, &mut word, &mut |word| self.insert(word));
        self.word = word;
        false
    }

    fn insert(&mut self, word: &str) {
        if self.slots.len() < 2 * (self.places.len() + 1) {
            self.grow();
        }
        if self.claim(word, self.places.len()) {
            let start = self.line.len();
            self.line.push_str(word);
            self.places.push((start, self.line.len()));
            self.line.push(' ');
        }
    }

    /// Gives a word a slot that leads to this place; returns whether it had none before.
    fn claim(&mut self, word: &str, place: usize) -> bool {
        let mask = self.slots.len() - 1;
        let first = usize::try_from(self.hasher.hash_one(word) & 0xffff_ffff).unwrap_or(0);
        for step in 0..=mask {
            let Some(slot) = self.slots.get_mut((first + step) & mask) else { return false };
            let taken = (slot.0 == self.round).then(|| self.places.get(slot.1 as usize)).flatten();
            match taken.map(|(start, end)| self.line.get(*start..*end)) {
                None => {
                    *slot = (self.round, u32::try_from(place).unwrap_or(u32::MAX));
                    return true;
                }
                Some(known) if known == Some(word) => return false,
                Some(_) => {}
            }
        }
        false
    }

    fn grow(&mut self) {
        let larger = (self.slots.len() * 2).max(KEPT_SLOTS / 4);
        self.next_round();
        self.slots.resize(larger, (0, 0));
        let (line, places) = (std::mem::take(&mut self.line), std::mem::take(&mut self.places));
        for (start, end) in places {
            self.insert(line.get(start..end).unwrap_or_default());
        }
    }

    fn next_round(&mut self) {
        self.round = self.round.wrapping_add(1);
        if self.round == 0 {
            self.slots.fill((0, 0));
            self.round = 1;
        }
    }

    /// Returns all words, with a space behind each, and forgets them.
    pub(crate) fn take(&mut self) -> String {
        self.places.clear();
        self.slots.truncate(KEPT_SLOTS);
        self.next_round();
        std::mem::take(&mut self.line)
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
    let mut rest = text;
    loop {
        // Mostly a word is a run of ASCII letters: taken at once.
        let run = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
        if let Some(letters) = rest.get(..run.min(LONGEST - length)).filter(|letters| !letters.is_empty()) {
            let before = word.len();
            word.push_str(letters);
            word.get_mut(before..).unwrap_or_default().make_ascii_lowercase();
            length += letters.len();
        }
        if run > 0 {
            pairs.extend(last.take().map(String::from));
        }
        let mut following = rest.get(run..).unwrap_or_default().chars();
        let Some(c) = following.next() else { break };
        rest = following.as_str();
        let class = class(c);
        if class != Class::Unspaced {
            pairs.extend(last.take().map(String::from));
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
    pairs.extend(last.map(String::from));
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
        sorted(&mut tokens)
    }

    fn sorted(tokens: &mut Tokens) -> Vec<String> {
        let mut words: Vec<String> = tokens.take().split_whitespace().map(str::to_owned).collect();
        words.sort();
        words
    }

    #[test]
    fn thousands_of_words_are_told_apart_and_forgotten_when_taken() {
        let mut tokens = Tokens::default();
        for at in 0..30_000 {
            tokens.add(&format!("W{} w{at}, ", at % 7_000));
        }
        let mut all: Vec<String> = (0..30_000).map(|at| format!("w{at}")).collect();
        all.sort();
        assert_eq!(sorted(&mut tokens), all);
        tokens.add("w1 w1 w2");
        assert_eq!(sorted(&mut tokens), ["w1", "w2"]);
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
        assert_eq!(words("退iPhone款X"), ["iphone", "x", "款", "退"]);
        assert_eq!(words(&format!("{}é退", "x".repeat(39))), [format!("{}é", "x".repeat(39)), "退".to_owned()]);
    }

    #[test]
    fn every_case_of_a_letter_is_one_letter() {
        for (a, b) in [('S', 'ſ'), ('k', '\u{212a}'), ('σ', 'ς'), ('ß', 'ẞ'), ('É', 'é'), ('µ', 'μ')] {
            assert_eq!(fold(a), fold(b), "{a} {b}");
        }
        assert_ne!(fold('i'), fold('ı'));
    }
}
