//! Shuffled labels: the same number of bad records, drawn anew from all, the same draws every time.

use super::bits::Bits;
use super::limits::SEED;

/// Draws labels.
pub(super) struct Shuffle {
    places: Vec<usize>,
    /// How many are drawn: the bad ones, or the good ones where these are fewer.
    drawn: usize,
    /// Where the good ones are drawn: the places they are taken from.
    all: Option<Bits>,
    bad: Bits,
    state: u64,
}

impl Shuffle {
    /// Prepares draws of `bad` of the places in `units`.
    pub(super) fn new(units: &Bits, size: usize, bad: usize, seed: u64) -> Self {
        let places: Vec<usize> = (0..size).filter(|place| units.has(*place)).collect();
        let draws_good = bad * 2 > places.len();
        let drawn = if draws_good { places.len() - bad } else { bad };
        let hash = blake3::keyed_hash(blake3::hash(SEED).as_bytes(), &seed.to_le_bytes());
        let state = hash.as_bytes().iter().take(8).fold(0, |state, byte| state << 8 | u64::from(*byte));
        Self { places, drawn, all: draws_good.then(|| units.clone()), bad: Bits::new(size), state }
    }

    /// Returns the next labels: the bad records.
    pub(super) fn next(&mut self) -> &Bits {
        self.bad.clear();
        for at in 0..self.drawn {
            let left = (self.places.len() - at) as u64;
            let offset = usize::try_from((u128::from(self.random()) * u128::from(left)) >> 64).unwrap_or(0);
            self.places.swap(at, at + offset);
            if let Some(place) = self.places.get(at) {
                self.bad.set(*place);
            }
        }
        if let Some(all) = &self.all {
            self.bad = all.without(&self.bad);
        }
        &self.bad
    }

    /// Returns the next number of `SplitMix64` (Steele et al. 2014).
    const fn random(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::{Bits, Shuffle};

    #[test]
    fn each_draw_has_as_many_bad_ones_from_all_over() {
        let units = Bits::of(100, |at| at % 2 == 0);
        for bad in [1, 20, 40] {
            let mut shuffle = Shuffle::new(&units, 100, bad, 7);
            let mut ever = Bits::new(100);
            for _ in 0..400 {
                let drawn = shuffle.next();
                assert_eq!((drawn.count(), drawn.shared(&units)), (bad, bad));
                ever.join(drawn);
            }
            assert_eq!(ever.count(), 50);
        }
        let twice = || Shuffle::new(&units, 100, 20, 7).next().clone();
        assert_eq!(twice(), twice());
    }
}
