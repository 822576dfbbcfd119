//! Sets of records as bits: a check is run on every record once, everything after that is counting.

/// A set of records by their places.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Bits(Vec<u64>);

impl Bits {
    /// Returns the empty set of so many places.
    pub(crate) fn new(size: usize) -> Self {
        Self(vec![0; size.div_ceil(64)])
    }

    /// Returns the set of all places below `size` for which `holds` is true.
    pub(crate) fn of(size: usize, mut holds: impl FnMut(usize) -> bool) -> Self {
        let mut bits = Self::new(size);
        for place in (0..size).filter(|place| holds(*place)) {
            bits.set(place);
        }
        bits
    }

    pub(crate) fn set(&mut self, place: usize) {
        if let Some(word) = self.0.get_mut(place / 64) {
            *word |= 1 << (place % 64);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.0.fill(0);
    }

    pub(crate) fn has(&self, place: usize) -> bool {
        self.0.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 1)
    }

    pub(crate) fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Returns the first place in it.
    pub(crate) fn first(&self) -> Option<usize> {
        let at = self.0.iter().position(|word| *word != 0)?;
        self.0.get(at).map(|word| at * 64 + word.trailing_zeros() as usize)
    }

    /// Counts those in both.
    pub(crate) fn shared(&self, other: &Self) -> usize {
        self.0.iter().zip(&other.0).map(|(a, b)| (a & b).count_ones() as usize).sum()
    }

    /// Counts those in it and in `other` that are not in `taken`.
    pub(crate) fn fresh(&self, other: &Self, taken: &Self) -> usize {
        let words = self.0.iter().zip(&other.0).zip(&taken.0);
        words.map(|((a, b), taken)| (a & b & !taken).count_ones() as usize).sum()
    }

    /// Returns those in either.
    pub(crate) fn joined(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a | b).collect())
    }

    /// Returns those in both.
    pub(crate) fn met(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a & b).collect())
    }

    /// Returns those that are not in `other`.
    pub(crate) fn without(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a & !b).collect())
    }

    /// Adds those of `other`.
    pub(crate) fn join(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own |= other);
    }

    /// Returns how much of what is in either is in both (Jaccard).
    pub(crate) fn likeness(&self, other: &Self) -> f64 {
        share(self.shared(other), self.joined(other).count())
    }
}

/// Returns a part as a share of the whole.
#[expect(clippy::cast_precision_loss, reason = "counts of records")]
pub(crate) fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::Bits;

    #[test]
    fn sets_are_counted_across_words() {
        let (threes, twos) = (Bits::of(200, |at| at % 3 == 0), Bits::of(200, |at| at % 2 == 0));
        assert_eq!((threes.count(), twos.count(), threes.shared(&twos)), (67, 100, 34));
        assert_eq!(threes.joined(&twos).count(), 133);
        assert_eq!(twos.without(&threes).count(), 66);
        assert_eq!(threes.fresh(&threes, &twos), 33);
        assert_eq!(Bits::of(200, |at| at > 129).first(), Some(130));
        assert!(threes.has(99) && !threes.has(100) && !threes.has(1_000));
        assert!((threes.likeness(&threes) - 1.0).abs() < 1e-12 && threes.likeness(&Bits::new(200)) < 1e-12);
    }
}
