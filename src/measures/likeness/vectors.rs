//! Pieces weighted by how rare they are, and how alike two texts are by them.

use std::collections::HashMap;

use super::pieces::Pieces;

/// Of fewer texts it is not known which pieces are common: pieces are weighted as if there were so many. Otherwise two texts
/// that are left would be unlike because they share all that they share.
const LEAST: u32 = 50;

/// In how many texts each piece stands.
#[derive(Debug, Clone, Default)]
pub struct Weights {
    texts: u32,
    holding: HashMap<u32, u32>,
}

/// A text as a vector of length 1; of length 0 where it has no pieces.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Vector(pub(super) Vec<(u32, f32)>);

impl Weights {
    /// Counts a text.
    pub fn add(&mut self, pieces: &Pieces) {
        self.texts += 1;
        for hash in pieces.hashes() {
            *self.holding.entry(hash).or_default() += 1;
        }
    }

    /// Counts a text no longer.
    pub fn remove(&mut self, pieces: &Pieces) {
        self.texts = self.texts.saturating_sub(1);
        for hash in pieces.hashes() {
            if let Some(count) = self.holding.get_mut(&hash) {
                *count = count.saturating_sub(1);
            }
        }
    }

    /// Returns in how many texts a piece stands.
    #[must_use]
    pub fn holding(&self, hash: u32) -> u32 {
        self.holding.get(&hash).copied().unwrap_or_default()
    }

    /// Returns how much a piece counts: ln(1 + (N − d + ½)/(d + ½)) for one that stands in d of N texts, as BM25 has it
    /// (Robertson & Zaragoza 2009). In a small set the smoothed logarithm of N/d tells rare from common too little.
    fn rarity(&self, hash: u32) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "counts of texts")]
        let (texts, holding) = (self.texts.max(LEAST) as f32, self.holding(hash) as f32);
        (1.0 + ((texts - holding).max(0.0) + 0.5) / (holding + 0.5)).ln()
    }

    /// Returns the vector of a text.
    #[must_use]
    pub fn vector(&self, pieces: &Pieces) -> Vector {
        let mut weighted: Vec<(u32, f32)> =
            pieces.0.iter().map(|(hash, weight)| (*hash, weight * self.rarity(*hash))).collect();
        let length = weighted.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        if length > 0.0 {
            for (_, weight) in &mut weighted {
                *weight /= length;
            }
        }
        Vector(weighted)
    }
}

impl Vector {
    /// Returns how alike two texts are: the cosine of their vectors, from 0 to 1.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> f32 {
        let (mut own, mut others) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut sum = 0.0;
        while let (Some((hash, weight)), Some((other_hash, other_weight))) = (own.peek(), others.peek()) {
            match hash.cmp(other_hash) {
                std::cmp::Ordering::Less => drop(own.next()),
                std::cmp::Ordering::Greater => drop(others.next()),
                std::cmp::Ordering::Equal => {
                    sum += weight * other_weight;
                    own.next();
                    others.next();
                }
            }
        }
        sum
    }
}
