//! A set of rows, as bits.

use crate::domain::RowId;

/// A set of rows. Rows are numbered from 1 without large gaps, so a bit for each is small: 125 KB for a million.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RowSet {
    bits: Vec<u64>,
}

impl RowSet {
    /// Returns the rows from `first` to `last`.
    pub(crate) fn range(first: i64, last: i64) -> Self {
        let (Ok(first), Ok(last)) = (usize::try_from(first.max(0)), usize::try_from(last)) else {
            return Self::default();
        };
        let mut bits = vec![u64::MAX; last / 64 + 1];
        bits.iter_mut().take(first / 64).for_each(|word| *word = 0);
        if let Some(word) = bits.get_mut(first / 64) {
            *word &= u64::MAX << (first % 64);
        }
        if let Some(word) = bits.last_mut() {
            *word &= u64::MAX >> (63 - last % 64);
        }
        Self { bits }
    }

    /// Adds a row.
    pub(crate) fn insert(&mut self, row: RowId) {
        let Ok(row) = usize::try_from(row.0) else { return };
        let (word, bit) = (row / 64, row % 64);
        if word >= self.bits.len() {
            self.bits.resize(word + 1, 0);
        }
        if let Some(bits) = self.bits.get_mut(word) {
            *bits |= 1 << bit;
        }
    }

    /// Returns whether the row is in the set.
    pub(crate) fn contains(&self, row: RowId) -> bool {
        let Ok(row) = usize::try_from(row.0) else { return false };
        self.bits.get(row / 64).is_some_and(|bits| bits >> (row % 64) & 1 == 1)
    }

    /// Adds the rows of another set.
    pub(crate) fn add(&mut self, other: &Self) {
        if other.bits.len() > self.bits.len() {
            self.bits.resize(other.bits.len(), 0);
        }
        self.bits.iter_mut().zip(&other.bits).for_each(|(bits, other)| *bits |= other);
    }

    /// Keeps only the rows that the other set has too.
    pub(crate) fn keep(&mut self, other: &Self) {
        self.bits.truncate(other.bits.len());
        self.bits.iter_mut().zip(&other.bits).for_each(|(bits, other)| *bits &= other);
    }

    /// Takes out the rows of another set.
    pub(crate) fn remove(&mut self, other: &Self) {
        self.bits.iter_mut().zip(&other.bits).for_each(|(bits, other)| *bits &= !other);
    }

    /// Returns how many rows it has.
    pub(crate) fn len(&self) -> u64 {
        self.bits.iter().map(|bits| u64::from(bits.count_ones())).sum()
    }

    /// Returns the rows above this one, in order.
    pub(crate) fn after(&self, row: RowId) -> impl Iterator<Item = RowId> {
        let first = usize::try_from(row.0.saturating_add(1)).unwrap_or(0);
        let words = self.bits.iter().enumerate().skip(first / 64);
        words.flat_map(move |(word, bits)| {
            let mut left = if word == first / 64 { bits & (u64::MAX << (first % 64)) } else { *bits };
            std::iter::from_fn(move || {
                let bit = usize::try_from(left.trailing_zeros()).ok().filter(|bit| *bit < 64)?;
                left &= left - 1;
                i64::try_from(word * 64 + bit).ok().map(RowId)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::RowSet;
    use crate::domain::RowId;

    fn of(rows: &[i64]) -> RowSet {
        let mut set = RowSet::default();
        for row in rows {
            set.insert(RowId(*row));
        }
        set
    }

    fn rows(set: &RowSet, after: i64) -> Vec<i64> {
        set.after(RowId(after)).map(|row| row.0).collect()
    }

    #[test]
    fn sets_are_joined_and_walked_in_order() {
        let mut set = of(&[3, 64, 200, 63]);
        assert_eq!((rows(&set, 0), set.len()), (vec![3, 63, 64, 200], 4));
        assert_eq!((rows(&set, 63), rows(&set, 64), rows(&set, 900)), (vec![64, 200], vec![200], vec![]));
        set.add(&of(&[5, 1000]));
        set.keep(&of(&[5, 63, 200, 1000, 4000]));
        set.remove(&of(&[200]));
        assert_eq!(rows(&set, 0), [5, 63, 1000]);
        assert!(set.contains(RowId(63)) && !set.contains(RowId(64)) && !set.contains(RowId(-1)));
        for (first, last) in [(2, 4), (1, 63), (1, 64), (64, 64), (63, 130), (128, 191), (5, 0), (9, 3), (1, -1)] {
            assert_eq!(rows(&RowSet::range(first, last), -1), (first..=last).collect::<Vec<_>>(), "{first} {last}");
        }
    }
}
