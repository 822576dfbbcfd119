//! The known word that is nearest to a mistyped one. Pure; knows no kinds.

use super::nearness;

/// The nearest of `known` by edit distance, when it is near enough to be what was meant (a third of its length).
pub(super) fn nearest<'a>(typed: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let typed: Vec<char> = typed.chars().collect();
    known
        .map(|word| (nearness::distance(&typed, &word.chars().collect::<Vec<char>>()), word))
        .filter(|(distance, word)| *distance <= word.chars().count().div_ceil(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
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
