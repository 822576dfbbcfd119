//! What of a text is compared: its words, and the n-grams of their characters.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use unicode_segmentation::UnicodeSegmentation;

/// So much of a text is looked at, in characters.
const CHARACTERS: usize = 600;
/// So much of one whose words alone are compared.
const CHARACTERS_IN_WORDS: usize = 2_000;
/// How much a common word counts beside another: it says that something is wrong, not what.
const COMMON: f32 = 0.25;
/// How much all n-grams of a word count beside the word itself, for a note seldom repeats the form of a word.
const NGRAMS: f32 = 2.0;

/// Marks that show the form of an output.
const MARKS: [&str; 10] = ["```", "{", "[", "!", "?", "*", "#", "|", "http", "\n\n"];
/// How much a mark counts beside a word.
const MARK: f32 = 2.0;

/// Words that say little about what a text says: they count less.
#[derive(Debug, Clone, Default)]
pub struct CommonWords(HashSet<&'static str>);

impl FromIterator<&'static str> for CommonWords {
    fn from_iter<I: IntoIterator<Item = &'static str>>(words: I) -> Self {
        Self(words.into_iter().collect())
    }
}

/// How finely a text is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    /// Words, and their n-grams of 3 to 5 characters: for notes of a few words.
    Characters,
    /// Words, and the marks that show a form (a fence, a list, a link): for outputs.
    Words,
}

/// The pieces of a text, each by its hash, in ascending order, with its weight in this text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pieces(pub(super) Vec<(u32, f32)>);

impl Pieces {
    /// Answers whether there is nothing to compare.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the hashes of its pieces.
    pub fn hashes(&self) -> impl Iterator<Item = u32> {
        self.0.iter().map(|(hash, _)| *hash)
    }
}

/// Cuts a text into pieces. Words count once, in lower case; those among the common ones count a quarter. Scripts that put
/// no blanks between words (Chinese, Japanese, Thai …) are cut into runs of one to three characters.
#[must_use]
pub fn pieces(text: &str, grain: Grain, common: &CommonWords) -> Pieces {
    let length = if grain == Grain::Words { CHARACTERS_IN_WORDS } else { CHARACTERS };
    let text: String = text.chars().take(length).flat_map(char::to_lowercase).collect();
    let mut found: BTreeMap<u32, f32> = BTreeMap::new();
    let mut add = |kind: u8, piece: &str, weight: f32| {
        let held = found.entry(hash(kind, piece)).or_insert(weight);
        *held = held.max(weight);
    };
    for (is_unspaced, run) in runs(&text) {
        if is_unspaced {
            let sizes = if grain == Grain::Words { 2..=2 } else { 1..=3 };
            for piece in sizes.flat_map(|size| ngrams(&run, size)) {
                add(b'r', &piece, 1.0);
            }
            continue;
        }
        for word in run.unicode_words() {
            let weight = if common.0.contains(word) { COMMON } else { 1.0 };
            add(b'w', word, weight);
            if grain == Grain::Characters {
                let bounded = format!(" {word} ");
                let grams: BTreeSet<String> = (3..=5).flat_map(|size| ngrams(&bounded, size)).collect();
                #[expect(clippy::cast_precision_loss, reason = "a few hundred at most")]
                let share = NGRAMS / (grams.len().max(1) as f32).sqrt();
                for gram in &grams {
                    add(b'g', gram, weight * share);
                }
            }
        }
    }
    if grain == Grain::Words {
        for mark in MARKS.iter().filter(|mark| text.contains(**mark)) {
            add(b'm', mark, MARK);
        }
    }
    Pieces(found.into_iter().collect())
}

/// Cuts a text into stretches of scripts that put blanks between words, and of those that put none.
fn runs(text: &str) -> Vec<(bool, String)> {
    let mut runs: Vec<(bool, String)> = Vec::new();
    for c in text.chars() {
        let is_unspaced = is_unspaced(c);
        match runs.last_mut() {
            Some((kind, run)) if *kind == is_unspaced => run.push(c),
            _ => runs.push((is_unspaced, c.into())),
        }
    }
    runs
}

/// Answers whether a character is of a script that puts no blanks between words, or, as Korean, few that bound a meaning.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff
        | 0x3041..=0x30ff | 0x31f0..=0x31ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xac00..=0xd7a3
        | 0xf900..=0xfaff | 0xff66..=0xff9f | 0x20000..=0x3ffff)
}

fn ngrams(text: &str, size: usize) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    characters.windows(size).map(|window| window.iter().collect()).collect()
}

/// Returns FNV-1a of a piece and its kind, 32 bits: two pieces of 10,000 notes share one seldom enough to change no group.
fn hash(kind: u8, piece: &str) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    for byte in std::iter::once(kind).chain(piece.bytes()) {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    hash
}
