//! Runs the rules over a text, joins what overlaps, numbers what was found and puts placeholders in its place.

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use regex::Regex;

use super::counts::Counts;
use super::numbers::{Found, Key};
use super::placeholder;
use super::policy::{Policy, expression};
use super::rule::{Rule, is_word};
use super::rules::{OWN, RULES};
use super::view::View;
use crate::error::Result;

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
    patterns: Vec<Regex>,
    key: Key,
}

impl Default for Redactor {
    /// Makes one with all rules, that numbers as no workspace does.
    fn default() -> Self {
        let rules = RULES.iter().enumerate().map(|(order, rule)| (order + OWN.len(), rule)).collect();
        Self { inner: Arc::new(Inner { rules, words: None, patterns: Vec::new(), key: Key::of(0) }) }
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
        Ok(Self { inner: Arc::new(Inner { rules, words: words(&policy.words)?, patterns, key }) })
    }

    /// Finds all secrets and personal data, in the order of the text and without overlaps. Takes time in proportion to the
    /// length of the text.
    pub fn find(&self, text: &str) -> Vec<Found> {
        let mut hits = Vec::new();
        // What the view spells alike has the same number, so it goes first.
        if let Some(view) = View::of(text) {
            self.hits(&view.text, &mut hits);
            for hit in &mut hits {
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
