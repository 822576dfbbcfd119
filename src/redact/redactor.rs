//! Runs the rules over a text, joins what overlaps, numbers what was found and puts placeholders in its place.
//!
//! A number is made of the thing itself and a secret number of the workspace: the same person has the same number on every
//! screen and in every file of a workspace, without a list being kept, and who does not have the workspace cannot try out
//! which address a number stands for.

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use regex::Regex;

use super::counts::Counts;
use super::policy::{Policy, expression};
use super::rule::{Rule, is_word};
use super::rules::{OWN, RULES};
use super::view::View;
use crate::error::Result;

/// What the numbers of a workspace are made with. It leaves the workspace in backups only.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; 32]);

impl Key {
    /// Makes the key of a workspace's secret number.
    pub fn of(secret: i64) -> Self {
        Self(blake3::derive_key("gemba redaction numbers", &secret.to_le_bytes()))
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// The word of the rule that names it.
    pub rule: &'static str,
    /// The number of the person or thing, six digits.
    pub number: u32,
}

impl Found {
    /// Returns what stands in its place: `[email 483920]`.
    pub fn placeholder(&self) -> String {
        format!("[{} {}]", self.rule, self.number)
    }
}

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
            !hit.range.is_empty() && text.is_char_boundary(hit.range.start) && text.is_char_boundary(hit.range.end)
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
        let mut hasher = blake3::Hasher::new_keyed(&self.inner.key.0);
        hasher.update(rule.as_bytes()).update(&[0]).update(hit.same.as_bytes());
        let mut bytes = [0; 8];
        hasher.finalize_xof().fill(&mut bytes);
        let number = 100_000 + u64::from_le_bytes(bytes) % 900_000;
        Found { range: hit.range, rule, number: u32::try_from(number).unwrap_or_default() }
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

#[cfg(test)]
mod tests {
    use super::{Key, Policy, RULES, Redactor};

    fn redactor() -> Redactor {
        Redactor::new(&Policy::default(), Key::of(7)).unwrap()
    }

    fn rules_of(text: &str) -> Vec<&'static str> {
        redactor().find(text).iter().map(|found| found.rule).collect()
    }

    #[test]
    fn two_mentions_of_one_person_have_one_number_however_they_are_written() {
        let find = |text: &str| redactor().find(text)[0].number;
        assert_eq!(find("Ana.Soto@Example.com"), find("x ana.soto%40example.com y"));
        assert_eq!(find("tel +49 151 1234 5678"), find("0151-12345678"));
        assert_eq!(find("+1 (415) 555-2671"), find("415.555.2671"));
        assert_ne!(find("ana@example.com"), find("ben@example.com"));
        let other = Redactor::new(&Policy::default(), Key::of(8)).unwrap();
        assert_ne!(
            find("ana@example.com"),
            other.find("ana@example.com")[0].number,
            "a workspace has numbers of its own"
        );
    }

    #[test]
    fn spans_that_overlap_are_one_and_nothing_of_them_is_left() {
        let text = "url=https://bob:s3cr3t@example.com/x and Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefgh";
        let masked = redactor().mask(text).text;
        for part in ["bob", "s3cr3t", "eyJ", "abcdefgh"] {
            assert!(!masked.contains(part), "{masked}");
        }
        assert!(masked.starts_with("url=https://[login "), "{masked}");
        assert_eq!(redactor().mask(&masked).text, masked, "placeholders are left alone");
    }

    #[test]
    fn words_and_expressions_of_the_user_are_masked_and_rules_switched_off() {
        let policy = Policy {
            words: vec!["Project Heron".into(), "ACME".into()],
            patterns: vec![r"EMP-\d{6}".into()],
            off: vec!["email".into()],
        };
        let redactor = Redactor::new(&policy, Key::of(7)).unwrap();
        let masked = redactor.mask("project heron of Acme, EMP-123456, a@example.com; acmeville");
        assert!(masked.text.contains("a@example.com; acmeville") && !masked.text.contains("EMP-1"), "{}", masked.text);
        assert_eq!(masked.counts.words(), "2 words of yours, 1 match of an expression of yours");
        for (policy, word) in [
            (Policy { off: vec!["emial".into()], ..Policy::default() }, "`email`"),
            (Policy { patterns: vec!["(".into()], ..Policy::default() }, "single quotes"),
            (Policy { patterns: vec!["x*".into()], ..Policy::default() }, "single quotes"),
        ] {
            let problem = Redactor::new(&policy, Key::of(7)).unwrap_err();
            assert!(problem.advice().contains(word), "{problem}");
        }
    }

    #[test]
    fn ordinary_text_is_left_alone() {
        for text in [
            "The meeting is on 2024-05-12 14:30, room 1.2.3, budget 12,345,678.90 or 3.14159265358979.",
            "Chapter 1.2.3.4 of version 10.0.19041.1 costs $1234567890; ISBN 978-3-16-148410-0; 127.0.0.1",
            "password: required; token = tokenizer.encode(text); api_key=os.environ['KEY']; Basic understanding",
            "std::vec::Vec, 12:34:56, a::b, icon@2x.png, git@github.com:a/b, @decorator, 0123456789",
            "commit 3f2504e04f8911d39a0c0305e82c3301, uuid 3f2504e0-4f89-11d3-9a0c-0305e82c3301",
            "sk-your-key-here, AKIAIOSFODNN, Bearer of good news, 10 20 30 40 50 60, 1 000 000 000",
        ] {
            assert_eq!(rules_of(text), Vec::<&str>::new(), "{text}: {}", redactor().mask(text).text);
        }
    }

    #[test]
    fn every_rule_finds_what_stands_in_json() {
        for (rule, text) in [
            ("key", r#"{"a":"x\nAKIAIOSFODNN7EXAMPLE"}"#),
            ("pem", r#"{"k":"-----BEGIN PRIVATE KEY-----\nMIIE\/abc+def==\n-----END PRIVATE KEY-----\n"}"#),
            ("jwt", r#"{"t":"\teyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefgh"}"#),
            ("login", r#"{"u":"postgres:\/\/app:hunter2@db.example.com\/x"}"#),
            ("auth", r#"{"Authorization":"Basic dXNlcjpwYXNz"}"#),
            ("password", r#"{"body":"{\"api_key\": \"9f8e7d6c5b4a\"}"}"#),
            ("email", r#"{"m":"\u003cm\u00fcller\u0040b\u00fccher.example\u003e"}"#),
            ("iban", r#"{"i":"\tDE89 3704 0044 0532 0130 00\n"}"#),
            ("card", r#"{"c":"\n4111 1111 1111 1111\n"}"#),
            ("mac", r#"{"m":"\n00:1A:2b:3c:4d:5E"}"#),
            ("ip", r#"{"i":"\n203.0.113.7\n2001:db8::8a2e:370:7334"}"#),
            ("phone", r#"{"p":"\n+44 20 7946 0958"}"#),
        ] {
            assert!(rules_of(text).contains(&rule), "{rule}: {text} {:?}", redactor().mask(text).text);
        }
        assert_eq!(RULES.len(), 12, "a rule without a line in this test");
    }

    #[test]
    fn what_was_cut_is_found_too() {
        for text in [
            "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx",
            "sk-proj-abc123def456ghi789jkl",
        ] {
            assert_eq!(redactor().find(text).last().map(|found| found.range.end), Some(text.len()), "{text}");
        }
    }
}
