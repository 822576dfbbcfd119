//! Covers: several texts of which an output must hold none, or at least one, grown one after the other, each at a price.

use super::bits::{Bits, share};
use super::candidates::Phrase;
use super::limits::{COVER_GAIN, COVER_MOST};

/// What an equal share of the wrong records costs.
const PRICE: f64 = 1.5;
/// How many texts are tried as parts, the best alone first.
const TRIED: usize = 40;

/// Labels to be told apart, true or shuffled.
pub(super) struct Labels<'a> {
    /// The records that the texts are to be in.
    pub(super) wanted: &'a Bits,
    /// The records that they are not to be in.
    pub(super) unwanted: &'a Bits,
    /// How many of each there are.
    pub(super) counts: (usize, usize),
}

impl Labels<'_> {
    fn price(&self, wanted: usize, unwanted: usize) -> f64 {
        share(wanted, self.counts.0) - PRICE * share(unwanted, self.counts.1)
    }
}

/// A phrase with the number of records that hold it and of wanted ones among them.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) phrase: &'a Phrase,
    pub(super) held: usize,
    pub(super) wanted: usize,
}

/// Several texts together.
pub(super) struct Cover<'a> {
    pub(super) parts: Vec<&'a Phrase>,
    pub(super) holds: Bits,
}

/// Grows a cover; empty where not even one text is worth its price.
pub(super) fn grow<'a>(parts: &[Part<'a>], labels: &Labels<'_>, size: usize) -> Cover<'a> {
    let mut tried: Vec<(f64, Part<'a>)> = parts
        .iter()
        .map(|part| (labels.price(part.wanted, part.held - part.wanted), *part))
        .filter(|(price, _)| *price >= COVER_GAIN)
        .collect();
    let order =
        |a: &(f64, Part<'_>), b: &(f64, Part<'_>)| b.0.total_cmp(&a.0).then(a.1.phrase.rank.cmp(&b.1.phrase.rank));
    if tried.len() > TRIED {
        tried.select_nth_unstable_by(TRIED, order);
        tried.truncate(TRIED);
    }
    tried.sort_by(order);
    let mut cover = Cover { parts: Vec::new(), holds: Bits::new(size) };
    while cover.parts.len() < COVER_MOST {
        let mut best: Option<(f64, &'a Phrase)> = None;
        for (alone, part) in &tried {
            let reached = best.map_or(COVER_GAIN, |(gain, _)| gain);
            // What a text adds to others is no more than what it is worth alone by its wanted records.
            if *alone < reached && share(part.wanted, labels.counts.0) < reached {
                continue;
            }
            let holds = &part.phrase.holds;
            let fresh = holds.fresh(labels.wanted, &cover.holds);
            // One record more is chance.
            if fresh < 2 {
                continue;
            }
            let added = labels.price(fresh, holds.fresh(labels.unwanted, &cover.holds));
            if added > reached || (best.is_none() && added >= COVER_GAIN) {
                best = Some((added, part.phrase));
            }
        }
        let Some((_, phrase)) = best else { break };
        cover.holds.join(&phrase.holds);
        cover.parts.push(phrase);
    }
    cover
}
