//! Finding words in a text, without case, in characters. Simple lower-casing, as everywhere in gemba.

/// Finds the places of `needle` in `haystack`, not overlapping, as half-open ranges of characters; at most `limit`.
pub(super) fn places(haystack: &str, needle: &str, limit: usize) -> Vec<(u32, u32)> {
    let needle: Vec<char> = needle.chars().map(lower).collect();
    let Some(first) = needle.first().copied() else { return Vec::new() };
    let length = u32::try_from(needle.len()).unwrap_or(u32::MAX);
    let mut found = Vec::new();
    let (mut at, mut rest) = (0_u32, haystack.chars());
    while found.len() < limit {
        let Some(c) = rest.next() else { break };
        let is_here = lower(c) == first && {
            let mut ahead = rest.clone();
            needle.iter().skip(1).all(|wanted| ahead.next().is_some_and(|c| lower(c) == *wanted))
        };
        if is_here {
            found.push((at, at.saturating_add(length)));
            // `nth` counts from 0: skip the rest of the needle.
            if let Some(skip) = needle.len().checked_sub(2) {
                rest.nth(skip);
            }
            at = at.saturating_add(length);
        } else {
            at = at.saturating_add(1);
        }
    }
    found
}

fn lower(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let mut all = c.to_lowercase();
    match (all.next(), all.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn words_are_found_without_case_and_counted_in_characters() {
        assert_eq!(places("Ärger über ÜBER Über", "über", 9), [(6, 10), (11, 15), (16, 20)]);
        assert_eq!(places("aaaaa", "AA", 9), [(0, 2), (2, 4)]);
        assert_eq!(places("abcabc", "c", 1), [(2, 3)]);
        assert_eq!(places("abc", "abcd", 9), []);
        assert_eq!(places("abc", "", 9), []);
    }
}
