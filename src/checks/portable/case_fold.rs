//! Ignores case in the one way that Rust, Python and JavaScript share: character by character.

use super::Objection;

/// Returns the lower case of one character where that is one character, else the character itself (`İ`).
#[must_use]
pub(crate) fn lower(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(only), None) => only,
        _ => c,
    }
}

/// Returns a text ready to be compared: as it is, or in lower case. Positions in characters do not change.
#[must_use]
pub(crate) fn fold(text: &str, ignore_case: bool) -> String {
    if ignore_case { text.chars().map(lower).collect() } else { text.to_owned() }
}

/// Returns the places of a text in an output, in characters, without overlaps; at most `most`.
#[must_use]
pub(crate) fn places(output: &str, wanted: &str, ignore_case: bool, most: usize) -> Vec<(usize, usize)> {
    let folded;
    let (haystack, needle) = if ignore_case {
        folded = fold(output, true);
        (folded.as_str(), fold(wanted, true))
    } else {
        (output, wanted.to_owned())
    };
    let length = needle.chars().count();
    let (mut chars_before, mut bytes_before) = (0, 0);
    let mut places = Vec::new();
    for (byte, _) in haystack.match_indices(&needle).take(most) {
        chars_before += haystack.get(bytes_before..byte).map_or(0, |between| between.chars().count());
        bytes_before = byte;
        places.push((chars_before, chars_before + length));
    }
    places
}

/// The most places that one check points at.
pub(crate) const MOST_PLACES: usize = 50;

/// Objects to every place of `wanted`.
#[must_use]
pub(crate) fn object_to_places(output: &str, wanted: &str, ignore_case: bool) -> Vec<Objection> {
    let places = places(output, wanted, ignore_case, MOST_PLACES);
    places.into_iter().map(|(start, end)| Objection::at(format!("holds \"{wanted}\""), start, end)).collect()
}

#[cfg(test)]
mod tests {
    use super::{fold, lower, places};

    #[test]
    fn case_is_ignored_character_by_character() {
        assert_eq!((fold("AS AN AI", true).as_str(), fold("AS AN AI", false).as_str()), ("as an ai", "AS AN AI"));
        assert_eq!(lower('İ'), 'İ');
        assert_eq!(lower('Σ'), 'σ');
    }

    #[test]
    fn places_count_characters() {
        assert_eq!(places("é AI, ai", "ai", true, 9), vec![(2, 4), (6, 8)]);
        assert_eq!(places("aaaa", "aa", false, 9), vec![(0, 2), (2, 4)]);
    }
}
