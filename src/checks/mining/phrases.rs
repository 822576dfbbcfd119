//! Tries short phrases that are in many bad records and few good ones, or in nearly all good ones and fewer bad ones.
//!
//! One to five words, counted level by level: a phrase is only looked at where its beginning and its end are frequent
//! (Agrawal & Srikant 1994), so a million words are a matter of a second. What is between two words is part of the
//! phrase, so that the output holds it letter by letter.

use std::collections::{BTreeSet, HashMap};

use super::train::{Pool, Text, Train, spec};
use crate::checks::kinds::{contains, not_contains};
use crate::domain::name::is_printable;

/// The most words of a phrase.
const LONGEST: usize = 5;
/// How many phrases are measured exactly.
const MEASURED: usize = 120;
/// No phrase.
const RARE: u32 = u32::MAX;

/// Measures the phrases that separate best. Returns words that separate as words and do not as parts of longer ones.
pub(super) fn offer(pool: &mut Pool<'_>) -> Vec<String> {
    let train = pool.train;
    let mut count = Count { train, grams: Vec::new() };
    count.words();
    count.marks();
    pool.tried += count.grams.len() as u64;
    let mut blurred = Vec::new();
    for gram in count.telling() {
        let phrase = count.text(&gram).to_owned();
        let holds = |text: &Text<'_>| text.folded.contains(&phrase);
        let lacks = |text: &Text<'_>| !text.folded.contains(&phrase);
        let (text, ignores_case) = as_written(train, &phrase);
        let params = [("text", text.into()), ("ignore-case", ignores_case.into())];
        if count.is_unwanted(&gram) {
            let found = pool.offer(&spec(&not_contains::KIND, params), 1, &holds);
            let as_word = gram.bad as usize;
            let lost = found.is_none_or(|found| found.hits.caught.count() > as_word + as_word / 10);
            if lost && gram.words == 1 && phrase.chars().all(char::is_alphanumeric) {
                blurred.push(phrase);
            }
        } else {
            pool.offer(&spec(&contains::KIND, params), 1, &lacks);
        }
    }
    blurred
}

/// Returns the phrase as it is written where it first is in a bad record (else a good one), and whether case matters to it.
pub(super) fn as_written(train: &Train<'_>, phrase: &str) -> (String, bool) {
    let ignores_case = phrase.chars().any(char::is_alphabetic);
    for text in &train.texts {
        let Some(at) = text.folded.find(phrase) else { continue };
        let before = text.folded.get(..at).map_or(0, |before| before.chars().count());
        return (text.raw.chars().skip(before).take(phrase.chars().count()).collect(), ignores_case);
    }
    (phrase.to_owned(), ignores_case)
}

/// Returns the words of a text, by bytes: runs of letters and digits with apostrophes or hyphens inside, and each
/// character of a script without blanks.
pub(super) fn words(text: &str) -> Vec<(usize, usize)> {
    let mut words: Vec<(usize, usize)> = Vec::new();
    let mut open = false;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        if is_a_word(c) {
            words.push((at, end));
            open = false;
        } else if c.is_alphanumeric() {
            match words.last_mut().filter(|_| open) {
                Some(word) => word.1 = end,
                None => words.push((at, end)),
            }
            open = true;
        } else {
            let joins = matches!(c, '\'' | '’' | '-') && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
            open = open && joins;
        }
    }
    words
}

/// Whether a character is a word by itself, as in Chinese and Japanese.
const fn is_a_word(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// Whether a gap may be between two words of one phrase: a blank, a comma and a blank; never a line break.
fn joins(gap: &str) -> bool {
    gap.chars().count() <= 3 && gap.chars().all(is_printable)
}

/// One phrase, counted once per record.
#[derive(Clone)]
struct Gram {
    words: usize,
    bad: u32,
    good: u32,
    /// The same number for phrases that are in the same records.
    records: u64,
    last: u32,
    /// The record and the place where it is first.
    text: u32,
    start: usize,
    end: usize,
}

struct Count<'a> {
    train: &'a Train<'a>,
    grams: Vec<Gram>,
}

impl Count<'_> {
    /// Counts phrases of one word, then of more.
    fn words(&mut self) {
        let texts = &self.train.texts;
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
            let frequent: Vec<bool> = self.grams.iter().map(|gram| self.is_frequent(gram)).collect();
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
        for (at, text) in self.train.texts.iter().enumerate() {
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
            self.grams.push(Gram { words, bad: 0, good: 0, records: 0, last: RARE, text, start, end });
        }
        let is_bad = at < self.train.bad;
        let Some(gram) = self.grams.get_mut(id as usize).filter(|gram| gram.last != text) else { return };
        gram.last = text;
        *(if is_bad { &mut gram.bad } else { &mut gram.good }) += 1;
        gram.records ^= mixed(at as u64);
    }

    fn is_frequent(&self, gram: &Gram) -> bool {
        gram.bad as usize >= self.train.least_caught || self.is_wanted(gram)
    }

    /// Whether it is in nearly all good records.
    fn is_wanted(&self, gram: &Gram) -> bool {
        let good = self.train.good().len();
        good > 0 && gram.good as usize >= good - self.train.most_rejected
    }

    /// Whether it is in enough bad records, and in few enough good ones.
    fn is_unwanted(&self, gram: &Gram) -> bool {
        gram.bad as usize >= self.train.least_caught && gram.good as usize <= self.train.most_rejected
    }

    fn text(&self, gram: &Gram) -> &str {
        let text = self.train.texts.get(gram.text as usize);
        text.and_then(|text| text.folded.get(gram.start..gram.end)).unwrap_or_default()
    }

    /// Returns the phrases worth measuring, best first: of those in the same records the shortest of each length.
    fn telling(&self) -> Vec<Gram> {
        let mut best: HashMap<(u64, usize), &Gram> = HashMap::new();
        let missing = |gram: &Gram| self.train.bad - (gram.bad as usize).min(self.train.bad);
        let tells =
            |gram: &&Gram| self.is_unwanted(gram) || (self.is_wanted(gram) && missing(gram) >= self.train.least_caught);
        // A single letter explains nothing.
        let says = |gram: &&Gram| !matches!(self.text(gram).as_bytes(), [one] if one.is_ascii_alphanumeric());
        for gram in self.grams.iter().filter(tells).filter(says) {
            let kept = best.entry((gram.records, gram.words)).or_insert(gram);
            if self.text(gram).len() < self.text(kept).len() {
                *kept = gram;
            }
        }
        let mut telling: Vec<Gram> = best.into_values().cloned().collect();
        telling.sort_by(|a, b| {
            let score = |gram: &Gram| self.lift(gram);
            let order = score(b).total_cmp(&score(a)).then(handy(a.words).cmp(&handy(b.words)));
            order.then_with(|| self.text(a).len().cmp(&self.text(b).len())).then_with(|| self.text(a).cmp(self.text(b)))
        });
        telling.truncate(MEASURED);
        telling
    }

    /// Returns how much more often it is in bad records than in good ones, or the other way round.
    fn lift(&self, gram: &Gram) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a few thousand records")]
        let share = |part: u32, whole: usize| f64::from(part) / whole.max(1) as f64;
        let (bad, good) = (share(gram.bad, self.train.bad), share(gram.good, self.train.good().len()));
        if self.is_unwanted(gram) { bad - good } else { good - bad }
    }
}

/// Ranks lengths: three words explain and are soon read; single words are easily parts of others.
const fn handy(words: usize) -> usize {
    match words {
        3 => 0,
        2 => 1,
        1 => 2,
        more => more,
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

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_are_what_a_reader_takes_for_words() {
        let split = |text: &str| words(text).into_iter().map(|(a, b)| text[a..b].to_owned()).collect::<Vec<_>>();
        assert_eq!(
            split("I'm sorry, but state-of-the-art -x- it's’"),
            ["I'm", "sorry", "but", "state-of-the-art", "x", "it's"]
        );
        assert_eq!(split("很抱歉 AI2"), ["很", "抱", "歉", "AI2"]);
        assert!(split("** …").is_empty());
    }
}
