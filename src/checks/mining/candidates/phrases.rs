//! Finds short phrases that are in enough records to separate anything, and in few enough.
//!
//! One to five words, counted level by level: a phrase is only looked at where its beginning and its end are frequent
//! (Agrawal & Srikant 1994), so a million words are a matter of a second. What is between two words is part of the
//! phrase, so that the output holds it letter by letter.

use std::collections::{BTreeSet, HashMap, HashSet};

use memchr::memmem::Finder;

use super::offer::{Bounds, Phrase, at_least, portable, spec};
use super::stems;
use super::words::words;
use crate::checks::kinds::not_contains;
use crate::checks::mining::bits::Bits;
use crate::checks::mining::limits::COVER_SUPPORT;
use crate::checks::mining::sample::Corpus;
use crate::domain::CheckSpec;
use crate::domain::name::is_printable;

/// The most words of a phrase.
const LONGEST: usize = 5;
/// How many phrases are measured exactly, at most.
const MEASURED: usize = 1_500;
/// How many phrases times records are measured.
const WORK: usize = 3_000_000;
/// No phrase.
const RARE: u32 = u32::MAX;

/// The phrases that could separate.
pub(super) struct Found {
    pub(super) phrases: Vec<Phrase>,
    /// Words that are in far more outputs as a part of longer ones.
    pub(super) blurred: Vec<String>,
    /// How many were counted.
    pub(super) tried: u64,
}

/// Finds and measures the phrases that could separate.
pub(super) fn find(corpus: &Corpus<'_>, bounds: Bounds) -> Found {
    let n = bounds.bad + bounds.good;
    let least = at_least(COVER_SUPPORT, bounds.bad.min(bounds.good));
    let mut count = Count { corpus, least, grams: Vec::new() };
    count.words();
    count.marks();
    let mut found = Found { phrases: Vec::new(), blurred: Vec::new(), tried: count.grams.len() as u64 };
    let reach = |held: usize| bounds.reach(held).max(bounds.reach(n.saturating_sub(held)));
    let mut texts: Vec<(f64, u32, usize, String)> = count
        .distinct()
        .into_iter()
        .map(|gram| {
            let text = count.text(&gram);
            (reach(gram.count as usize), handy(gram.words) * 100 + length(text), gram.count as usize, text.to_owned())
        })
        .collect();
    let stems = stems::stems(corpus, least, n - least.min(n));
    texts.extend(stems.into_iter().map(|(stem, held)| (reach(held), 1_000 - length(&stem).min(99), 0, stem)));
    texts.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then_with(|| a.3.cmp(&b.3)));
    texts.truncate(MEASURED.min(WORK / corpus.len().max(1)));
    let witnesses = corpus.whole().units;
    let mut seen: HashSet<Bits> = HashSet::new();
    // Of those in the same records the handiest is kept.
    texts.sort_by(|a, b| a.1.cmp(&b.1).then_with(|| a.3.cmp(&b.3)));
    for (_, rank, as_words, text) in texts {
        let finder = Finder::new(text.as_bytes());
        let holds = corpus.where_text(|other| finder.find(other.folded.as_bytes()).is_some());
        let held = holds.shared(&witnesses);
        if as_words > 0 && held > as_words + as_words / 10 && text.chars().all(char::is_alphanumeric) {
            found.blurred.push(text.clone());
        }
        if held < least || held + least > n || seen.contains(&holds) {
            continue;
        }
        let (text, ignores_case) = as_written(corpus, &holds, &text);
        if portable(&phrase_spec(&text, ignores_case)).is_none() {
            continue;
        }
        seen.insert(holds.clone());
        found.phrases.push(Phrase { text, ignores_case, holds, rank });
    }
    found
}

fn phrase_spec(text: &str, ignores_case: bool) -> CheckSpec {
    spec(&not_contains::KIND, [("text", text.into()), ("ignore-case", ignores_case.into())])
}

fn length(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(99).min(99)
}

/// Returns the phrase as it is written where it first is, and whether case matters to it.
fn as_written(corpus: &Corpus<'_>, holds: &Bits, phrase: &str) -> (String, bool) {
    let ignores_case = phrase.chars().any(char::is_alphabetic);
    let first = holds.first().and_then(|at| corpus.texts.get(at));
    let place = first.and_then(|text| Some((text, text.folded.find(phrase)?)));
    let Some((text, at)) = place else { return (phrase.to_owned(), ignores_case) };
    let before = text.folded.get(..at).map_or(0, |before| before.chars().count());
    (text.raw.chars().skip(before).take(phrase.chars().count()).collect(), ignores_case)
}

/// Whether a gap may be between two words of one phrase: a blank, a comma and a blank; never a line break.
fn joins(gap: &str) -> bool {
    gap.chars().count() <= 3 && gap.chars().all(is_printable)
}

/// One phrase, counted once per record.
#[derive(Clone)]
struct Gram {
    words: usize,
    count: u32,
    /// The same number for phrases that are in the same records.
    records: u64,
    last: u32,
    /// The record and the place where it is first.
    text: u32,
    start: usize,
    end: usize,
}

struct Count<'a> {
    corpus: &'a Corpus<'a>,
    /// A phrase in fewer records is of no use.
    least: usize,
    grams: Vec<Gram>,
}

impl Count<'_> {
    /// Counts phrases of one word, then of more.
    fn words(&mut self) {
        let texts = self.corpus.texts.get(..self.corpus.units).unwrap_or_default();
        let places: Vec<Vec<(usize, usize)>> = texts.iter().map(|text| words(&text.folded)).collect();
        let mut starts: HashMap<&str, u32> = HashMap::new();
        let mut continues: HashMap<&str, u32> = HashMap::new();
        let mut ids: Vec<Vec<u32>> = Vec::new();
        let mut nexts: Vec<Vec<u32>> = Vec::new();
        for (at, text) in texts.iter().enumerate() {
            let slice = |start: usize, end: usize| text.folded.get(start..end).unwrap_or_default();
            let (mut own, mut following) = (Vec::new(), Vec::new());
            let mut before = None;
            for &(start, end) in places.get(at).into_iter().flatten() {
                let fresh = self.grams.len();
                let id = *starts.entry(slice(start, end)).or_insert_with(|| number(fresh));
                self.count(id, at, (start, end), 1);
                own.push(id);
                let gap = before.map(|before| slice(before, start)).filter(|gap| joins(gap));
                let place = before.filter(|_| gap.is_some()).unwrap_or(start);
                let fresh = number(continues.len());
                let next = gap.map_or(RARE, |_| *continues.entry(slice(place, end)).or_insert(fresh));
                following.push(next);
                before = Some(end);
            }
            ids.push(own);
            nexts.push(following);
        }
        for length in 2..=LONGEST {
            let frequent: Vec<bool> = self.grams.iter().map(|gram| gram.count as usize >= self.least).collect();
            let is_frequent = |id: Option<&u32>| id.and_then(|id| frequent.get(*id as usize)).copied() == Some(true);
            let mut known: HashMap<(u32, u32), u32> = HashMap::new();
            let mut longer: Vec<Vec<u32>> = Vec::new();
            for (at, own) in ids.iter().enumerate() {
                let mut line = Vec::new();
                for (place, id) in own.iter().enumerate() {
                    let next = nexts.get(at).and_then(|nexts| nexts.get(place + length - 1)).copied().unwrap_or(RARE);
                    if next == RARE || !is_frequent(Some(id)) || !is_frequent(own.get(place + 1)) {
                        line.push(RARE);
                        continue;
                    }
                    let fresh = self.grams.len();
                    let id = *known.entry((*id, next)).or_insert_with(|| number(fresh));
                    let span = places.get(at).and_then(|all| Some((all.get(place)?.0, all.get(place + length - 1)?.1)));
                    self.count(id, at, span.unwrap_or_default(), length);
                    line.push(id);
                }
                longer.push(line);
            }
            ids = longer;
        }
    }

    /// Counts marks: up to three characters that are neither letters nor blanks, such as `**` or `###`.
    fn marks(&mut self) {
        let mut known: HashMap<&str, u32> = HashMap::new();
        let is_mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace() && is_printable(c);
        for (at, text) in self.corpus.texts.iter().take(self.corpus.units).enumerate() {
            let mut found: BTreeSet<(usize, usize)> = BTreeSet::new();
            let chars: Vec<(usize, char)> = text.folded.char_indices().collect();
            for (place, (start, _)) in chars.iter().enumerate() {
                for (byte, c) in chars.iter().skip(place).take(3).take_while(|(_, c)| is_mark(*c)) {
                    found.insert((*start, byte + c.len_utf8()));
                }
            }
            for (start, end) in found {
                let fresh = self.grams.len();
                let slice = text.folded.get(start..end).unwrap_or_default();
                let id = *known.entry(slice).or_insert_with(|| number(fresh));
                self.count(id, at, (start, end), 1);
            }
        }
    }

    fn count(&mut self, id: u32, at: usize, (start, end): (usize, usize), words: usize) {
        let text = number(at);
        if id as usize == self.grams.len() {
            self.grams.push(Gram { words, count: 0, records: 0, last: RARE, text, start, end });
        }
        let Some(gram) = self.grams.get_mut(id as usize).filter(|gram| gram.last != text) else { return };
        gram.last = text;
        gram.count += 1;
        gram.records ^= mixed(at as u64);
    }

    fn text(&self, gram: &Gram) -> &str {
        let text = self.corpus.texts.get(gram.text as usize);
        text.and_then(|text| text.folded.get(gram.start..gram.end)).unwrap_or_default()
    }

    /// Returns the phrases worth measuring: of those in the same records the shortest of each length.
    fn distinct(&self) -> Vec<Gram> {
        let mut best: HashMap<(u64, usize), &Gram> = HashMap::new();
        // A single letter explains nothing.
        let says = |gram: &&Gram| !matches!(self.text(gram).as_bytes(), [one] if one.is_ascii_alphanumeric());
        let units = self.corpus.units;
        let could = |gram: &&Gram| (self.least..units).contains(&(gram.count as usize));
        for gram in self.grams.iter().filter(could).filter(says) {
            let kept = best.entry((gram.records, gram.words)).or_insert(gram);
            if (self.text(gram).len(), self.text(gram)) < (self.text(kept).len(), self.text(kept)) {
                *kept = gram;
            }
        }
        best.into_values().cloned().collect()
    }
}

/// Ranks lengths: three words explain and are soon read; single words are easily parts of others.
fn handy(words: usize) -> u32 {
    match words {
        3 => 0,
        2 => 1,
        1 => 2,
        more => u32::try_from(more).unwrap_or(9),
    }
}

fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(RARE - 1)
}

/// Spreads a number over 64 bits (the finisher of `SplitMix64`, Steele et al. 2014).
const fn mixed(number: u64) -> u64 {
    let mut z = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
