//! How much was found, by rule: how many mentions, and of how many different things.

use std::collections::{BTreeMap, BTreeSet};

use super::numbers::Found;
use super::rules::{OWN, RULES};
use crate::text::grouped;

/// What was found by one rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct OfRule {
    mentions: u64,
    numbers: BTreeSet<u32>,
}

/// What was found, by rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    by_rule: BTreeMap<&'static str, OfRule>,
}

impl serde::Serialize for Counts {
    /// Writes how many different things each rule found, by its word.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.rows().map(|(word, _, different)| (word, different)))
    }
}

impl Counts {
    /// Counts one mention.
    pub fn add(&mut self, found: &Found) {
        let of_rule = self.by_rule.entry(found.rule).or_default();
        of_rule.mentions += 1;
        of_rule.numbers.insert(found.number);
    }

    /// Adds what was found in another text.
    pub fn merge(&mut self, other: &Self) {
        for (rule, counts) in &other.by_rule {
            let of_rule = self.by_rule.entry(rule).or_default();
            of_rule.mentions += counts.mentions;
            of_rule.numbers.extend(&counts.numbers);
        }
    }

    /// Returns whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.by_rule.is_empty()
    }

    /// Returns how many mentions were found in all.
    pub fn mentions(&self) -> u64 {
        self.by_rule.values().map(|counts| counts.mentions).sum()
    }

    /// Returns for each rule that found something its word, how many mentions, and of how many different things.
    pub fn rows(&self) -> impl Iterator<Item = (&'static str, u64, u64)> + '_ {
        let order = RULES.iter().chain(OWN).map(|rule| rule.word);
        order.filter_map(|word| {
            let counts = self.by_rule.get(word)?;
            Some((word, counts.mentions, counts.numbers.len() as u64))
        })
    }

    /// Says how many different things of each kind were found: `12 e-mail addresses, 1 key`. Empty for nothing.
    pub fn words(&self) -> String {
        let rows = self.rows().map(|(word, _, different)| {
            let nouns = RULES.iter().chain(OWN).find(|rule| rule.word == word).map_or(("", ""), |rule| rule.nouns);
            format!("{} {}", grouped(different), if different == 1 { nouns.0 } else { nouns.1 })
        });
        rows.collect::<Vec<_>>().join(", ")
    }
}
