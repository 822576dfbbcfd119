//! The known word that is nearest to a mistyped one. Pure; knows no kinds.

/// The nearest of `known` by edit distance, when it is near enough to be what was meant (a third of its length).
pub(super) fn nearest<'a>(typed: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|word| (distance(typed, word), word))
        .filter(|(distance, word)| *distance <= word.chars().count().div_ceil(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// Levenshtein distance in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, cb) in row.iter_mut().skip(1).zip(&b) {
            let above = *cell;
            left = (diagonal + usize::from(ca != *cb)).min(above + 1).min(left + 1);
            *cell = left;
            diagonal = above;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_finds_its_word_and_nonsense_finds_none() {
        let known = ["contains", "regex", "min-length", "is-json"];
        assert_eq!(nearest("contain", known.into_iter()), Some("contains"));
        assert_eq!(nearest("isjson", known.into_iter()), Some("is-json"));
        assert_eq!(nearest("minlenght", known.into_iter()), Some("min-length"));
        assert_eq!(nearest("xyzzy", known.into_iter()), None);
    }
}
