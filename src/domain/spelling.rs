//! Finds the known word that a mistyped one was probably meant to be, and words the hint.

/// Only the first characters of a word are compared: what is longer was not mistyped.
const LONGEST: usize = 64;

/// Returns the shortest known word that begins with `typed`, else the nearest by edit distance: at most a third of the
/// typed characters wrong (at least one), a swap of neighbours counting as one.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let head = |word: &str| word.to_lowercase().chars().take(LONGEST).collect::<String>();
    let typed = head(typed);
    let length = typed.chars().count();
    let known: Vec<(&str, String)> = known.into_iter().map(|word| (word, head(word))).collect();
    let begins = known.iter().filter(|(_, lower)| length > 1 && lower.starts_with(&typed));
    let begun = begins.min_by_key(|(word, _)| word.len()).map(|(word, _)| *word);
    begun.or_else(|| {
        let distances = known.iter().map(|(word, lower)| (strsim::osa_distance(&typed, lower), *word));
        let near = distances.filter(|(distance, _)| *distance <= (length / 3).max(1));
        near.min_by_key(|(distance, _)| *distance).map(|(_, word)| word)
    })
}

/// Returns a hint for a mistyped word: the nearest one, and all of them where they are few.
pub fn hint(typed: &str, known: &[&str]) -> String {
    match nearest(typed, known.iter().copied()) {
        Some(word) if known.len() > 12 => format!("Did you mean `{word}`?"),
        Some(word) => format!("Did you mean `{word}`? Known: {}.", known.join(", ")),
        None => format!("Known: {}.", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_typing_slip_finds_its_word_and_nonsense_finds_none() {
        let known = ["verdict", "model", "mode", "meta"];
        assert_eq!(nearest("verdcit", known), Some("verdict"));
        assert_eq!(nearest("Modle", known), Some("model"));
        assert_eq!(nearest("mod", known), Some("mode"));
        assert_eq!(nearest("xyzzy", known), None);
        assert_eq!(nearest("", known), None);
        let kinds = ["contains", "regex", "min-length", "is-json"];
        assert_eq!(nearest("contain", kinds), Some("contains"));
        assert_eq!(nearest("isjson", kinds), Some("is-json"));
        assert_eq!(nearest("minlenght", kinds), Some("min-length"));
        assert_eq!(nearest("xyzzy", kinds), None);
    }

    #[test]
    fn a_beginning_finds_the_shortest_word_that_begins_so() {
        assert_eq!(nearest("Too-shrot", ["too-short", "made-up"]), Some("too-short"));
        assert_eq!(nearest("hallu", ["hallucination", "made-up"]), Some("hallucination"));
        assert_eq!(nearest("xyzzy", ["hallucination"]), None);
    }
}
