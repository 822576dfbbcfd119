//! Runs the rules over a text, joins what overlaps, numbers what was found and puts placeholders in its place.

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use regex::Regex;
use unicode_segmentation::GraphemeCursor;

use super::counts::Counts;
use super::numbers::{Found, Key};
use super::placeholder;
use super::policy::{Policy, expression};
use super::rule::{Rule, before, is_word};
use super::rules::{OWN, RULES};
use super::view::View;
use crate::error::Result;
use crate::text::before_cut;

/// A text with placeholders, and how much they replace.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Masked {
    /// The text.
    pub text: String,
    /// What was replaced.
    pub counts: Counts,
}

/// The rules that hold, ready to run. A copy shares them.
#[derive(Debug, Clone)]
pub struct Redactor {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    rules: Vec<(usize, &'static Rule)>,
    words: Option<Regex>,
    /// The user's words as they were given.
    own: Vec<String>,
    patterns: Vec<Regex>,
    key: Key,
}

impl Default for Redactor {
    /// Makes one with all rules, that numbers as no workspace does.
    fn default() -> Self {
        let rules = RULES.iter().enumerate().map(|(order, rule)| (order + OWN.len(), rule)).collect();
        Self { inner: Arc::new(Inner { rules, words: None, own: Vec::new(), patterns: Vec::new(), key: Key::of(0) }) }
    }
}

/// A span of one rule, and what two mentions have in common.
struct Hit {
    range: Range<usize>,
    order: usize,
    same: String,
}

impl Redactor {
    /// Makes a redactor of what the settings say.
    ///
    /// # Errors
    /// Those of [`Policy::check`].
    pub fn new(policy: &Policy, key: Key) -> Result<Self> {
        policy.check()?;
        let is_on = |(_, rule): &(usize, &Rule)| !policy.off.iter().any(|off| off == rule.word);
        let rules = RULES.iter().enumerate().map(|(order, rule)| (order + OWN.len(), rule)).filter(is_on).collect();
        let patterns = policy.patterns.iter().map(|pattern| expression(pattern)).collect::<Result<_>>()?;
        let own = policy.words.iter().map(|word| word.trim().to_owned()).collect();
        Ok(Self { inner: Arc::new(Inner { rules, words: words(&policy.words)?, own, patterns, key }) })
    }

    /// Finds all secrets and personal data, in the order of the text and without overlaps. Takes time in proportion to the
    /// length of the text.
    pub fn find(&self, text: &str) -> Vec<Found> {
        let mut hits = Vec::new();
        // What the view spells alike has the same number, so it goes first.
        for view in View::all(text) {
            let known = hits.len();
            self.hits(&view.text, &mut hits);
            for hit in hits.iter_mut().skip(known) {
                hit.range = view.span(&hit.range);
            }
        }
        self.hits(text, &mut hits);
        hits.retain(|hit| {
            !hit.range.is_empty()
                && !placeholder::holds(text, &hit.range)
                && text.is_char_boundary(hit.range.start)
                && text.is_char_boundary(hit.range.end)
        });
        if !text.is_ascii() {
            for hit in &mut hits {
                hit.range = whole_clusters(text, &hit.range);
            }
        }
        hits.sort_by_key(|hit| hit.range.start);
        let mut joined: Vec<Hit> = Vec::new();
        for hit in hits {
            match joined.last_mut().filter(|last| hit.range.start < last.range.end) {
                Some(last) => {
                    let range = last.range.start..last.range.end.max(hit.range.end);
                    if hit.order < last.order {
                        *last = hit;
                    }
                    last.range = range;
                }
                None => joined.push(hit),
            }
        }
        joined.into_iter().map(|hit| self.found(hit)).collect()
    }

    /// Puts placeholders in the place of all that is found.
    pub fn mask(&self, text: &str) -> Masked {
        let mut masked = Masked::default();
        let mut from = 0;
        for found in self.find(text) {
            masked.text.push_str(text.get(from..found.range.start).unwrap_or_default());
            // Writing into a String cannot fail.
            let _ = write!(masked.text, "[{} {}]", found.rule, found.number);
            masked.counts.add(&found);
            from = found.range.end;
        }
        masked.text.push_str(text.get(from..).unwrap_or_default());
        masked
    }

    /// Masks a beginning whose rest was cut off where nothing knew of secrets: what may be half of one at its end is left out.
    pub fn mask_beginning(&self, beginning: &str) -> Masked {
        let kept = before_cut(beginning);
        let kept = kept.get(..self.start_of_own(kept)).unwrap_or(kept);
        let mut masked = self.mask(kept.trim_end());
        masked.text.push('…');
        masked
    }

    /// Masks a part of a text. What is cut by its ends is masked whole: half a key is a secret too.
    pub fn mask_span(&self, whole: &str, part: Range<usize>) -> Masked {
        let mut wide = part.clone();
        for found in self.find(whole) {
            if found.range.start < part.end && found.range.end > part.start {
                wide = wide.start.min(found.range.start)..wide.end.max(found.range.end);
            }
        }
        self.mask(whole.get(wide).or(whole.get(part)).unwrap_or_default())
    }

    /// Returns where a word of the user begins that a text which was cut off ends in the middle of.
    fn start_of_own(&self, text: &str) -> usize {
        let begins = |word: &String| {
            let heads = word.char_indices().rev().filter_map(|(at, _)| word.get(..at)).filter(|head| !head.is_empty());
            let start = |head: &str| {
                let start = text.len().checked_sub(head.trim_end().len())?;
                let is_head = text.get(start..)?.to_lowercase() == head.trim_end().to_lowercase();
                (is_head && !before(text, start).is_some_and(is_word)).then_some(start)
            };
            heads.into_iter().find_map(start)
        };
        self.inner.own.iter().filter_map(begins).min().unwrap_or(text.len())
    }

    /// Counts what a text holds.
    pub fn count(&self, text: &str) -> Counts {
        let mut counts = Counts::default();
        self.find(text).iter().for_each(|found| counts.add(found));
        counts
    }

    fn hits(&self, text: &str, hits: &mut Vec<Hit>) {
        let mut spans = Vec::new();
        let mut take = |order: usize, same: fn(&str) -> String, spans: &mut Vec<Range<usize>>| {
            hits.extend(spans.drain(..).map(|range| {
                let same = same(text.get(range.clone()).unwrap_or_default());
                Hit { range, order, same }
            }));
        };
        if let Some(words) = &self.inner.words {
            spans.extend(words.find_iter(text).map(|found| found.range()));
            take(0, str::to_lowercase, &mut spans);
        }
        for pattern in &self.inner.patterns {
            spans.extend(pattern.find_iter(text).map(|found| found.range()));
            take(1, str::to_owned, &mut spans);
        }
        for (order, rule) in &self.inner.rules {
            (rule.find)(text, &mut spans);
            take(*order, rule.same, &mut spans);
        }
    }

    fn found(&self, hit: Hit) -> Found {
        let rule = OWN.iter().chain(RULES).nth(hit.order).map_or("", |rule| rule.word);
        let number = self.inner.key.number(rule, &hit.same);
        Found { range: hit.range, rule, number }
    }
}

/// Returns a span with the whole of what is drawn as one sign at its ends: no mark is left without its letter.
fn whole_clusters(text: &str, span: &Range<usize>) -> Range<usize> {
    let boundary = |at: usize, forwards: bool| {
        let mut cursor = GraphemeCursor::new(at, text.len(), true);
        if cursor.is_boundary(text, 0).unwrap_or(true) {
            return at;
        }
        let other = if forwards { cursor.next_boundary(text, 0) } else { cursor.prev_boundary(text, 0) };
        other.ok().flatten().unwrap_or(at)
    };
    boundary(span.start, false)..boundary(span.end, true)
}

/// Makes one expression of the user's words: whole words, whatever their case.
fn words(words: &[String]) -> Result<Option<Regex>> {
    if words.is_empty() {
        return Ok(None);
    }
    let mut sorted: Vec<&str> = words.iter().map(|word| word.trim()).collect();
    sorted.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let edge = |c: Option<char>| if c.is_some_and(is_word) { r"\b" } else { "" };
    let alternatives = sorted
        .iter()
        .map(|word| format!("{}{}{}", edge(word.chars().next()), regex::escape(word), edge(word.chars().next_back())));
    expression(&format!("(?i){}", alternatives.collect::<Vec<_>>().join("|"))).map(Some)
}
