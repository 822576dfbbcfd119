//! Finds stems: beginnings that several words share, so that `improve`, `improves` and `improvement` count as one.

use std::collections::{HashMap, HashSet};

use super::words::words;
use crate::checks::mining::sample::Corpus;

/// The lengths of a stem, in letters.
const LENGTHS: std::ops::RangeInclusive<usize> = 5..=8;

/// What is known of a beginning.
#[derive(Default)]
struct Beginning<'a> {
    words: HashSet<&'a str>,
    held: usize,
    last: Option<usize>,
}

/// Returns the beginnings of at least two words, with how many outputs hold one; those in `least` to `most` outputs.
pub(super) fn stems(corpus: &Corpus<'_>, least: usize, most: usize) -> Vec<(String, usize)> {
    let mut found: HashMap<&str, Beginning<'_>> = HashMap::new();
    for (at, text) in corpus.texts.iter().take(corpus.units).enumerate() {
        for (start, end) in words(&text.folded) {
            let Some(word) = text.folded.get(start..end) else { continue };
            for length in LENGTHS {
                let Some((end, _)) = word.char_indices().nth(length) else { break };
                let Some(stem) = word.get(..end).filter(|stem| stem.chars().all(char::is_alphabetic)) else { break };
                let beginning = found.entry(stem).or_default();
                beginning.words.insert(word);
                if beginning.last != Some(at) {
                    beginning.last = Some(at);
                    beginning.held += 1;
                }
            }
        }
    }
    found.retain(|_, beginning| beginning.words.len() > 1 && (least..=most).contains(&beginning.held));
    found.into_iter().map(|(stem, beginning)| (stem.to_owned(), beginning.held)).collect()
}
