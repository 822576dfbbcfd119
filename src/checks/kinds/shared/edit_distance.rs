//! How near two sequences are: the longest common subsequence and the edit distance. Knows no texts.

/// Longer sequences are compared up to here, so that the worst case stays below a tenth of a second.
pub(crate) const LONGEST: usize = 5000;

/// The length of the longest common subsequence.
pub(crate) fn common<T: PartialEq>(a: &[T], b: &[T]) -> usize {
    let mut row = vec![0; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        let mut left = 0;
        for (cell, y) in row.iter_mut().skip(1).zip(b) {
            let above = *cell;
            left = if x == y { diagonal + 1 } else { above.max(left) };
            *cell = left;
            diagonal = above;
        }
    }
    row.last().copied().unwrap_or_default()
}

/// The Levenshtein distance.
pub(crate) fn distance<T: PartialEq>(a: &[T], b: &[T]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let (mut diagonal, mut left) = (i, i + 1);
        for (cell, y) in row.iter_mut().skip(1).zip(b) {
            let above = *cell;
            left = (diagonal + usize::from(x != y)).min(above + 1).min(left + 1);
            *cell = left;
            diagonal = above;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{common, distance};

    #[test]
    fn known_pairs() {
        let both = |a: &str, b: &str| {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            (common(&a, &b), distance(&a, &b))
        };
        assert_eq!(both("kitten", "sitting"), (4, 3));
        assert_eq!(both("", "abc"), (0, 3));
        assert_eq!(both("abc", ""), (0, 3));
        assert_eq!(both("flaw", "lawn"), (3, 2));
        assert_eq!(both("aaaa", "aa"), (2, 2));
    }
}
