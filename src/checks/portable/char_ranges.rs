//! Letters, words and characters by place, defined by ranges so that every engine and every Unicode version sees the
//! same ones. Knows no check.

/// The letters of the scripts that have upper and lower case and of which the kinds know something (Latin, Greek,
/// Cyrillic), with combining marks.
const LETTERS: &[(char, char)] = &[
    ('A', 'Z'),
    ('a', 'z'),
    ('\u{aa}', '\u{aa}'),
    ('\u{b5}', '\u{b5}'),
    ('\u{ba}', '\u{ba}'),
    ('\u{c0}', '\u{d6}'),
    ('\u{d8}', '\u{f6}'),
    ('\u{f8}', '\u{24f}'),
    ('\u{300}', '\u{37d}'),
    ('\u{37f}', '\u{386}'),
    ('\u{388}', '\u{52f}'),
    ('\u{1e00}', '\u{1fff}'),
];

/// [`LETTERS`] as the inside of a class in a regular expression.
pub(crate) const CLASS: &str = concat!(
    r"A-Za-z\u{aa}\u{b5}\u{ba}\u{c0}-\u{d6}\u{d8}-\u{f6}\u{f8}-\u{24f}\u{300}-\u{37d}\u{37f}-\u{386}",
    r"\u{388}-\u{52f}\u{1e00}-\u{1fff}"
);

/// Whether a character is a letter of [`LETTERS`].
pub(crate) fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    LETTERS.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

/// Returns the character at a place; U+0000 beyond the end.
pub(crate) fn at(text: &[char], place: usize) -> char {
    text.get(place).copied().unwrap_or('\0')
}

/// Returns the character `back` places before a place; U+0000 before the beginning.
pub(crate) fn before(text: &[char], place: usize, back: usize) -> char {
    place.checked_sub(back).map_or('\0', |place| at(text, place))
}

/// Returns the runs of letters of a text, half-open.
pub(crate) fn words(text: &[char]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = None;
    for (place, c) in text.iter().enumerate() {
        match (start, is_letter(*c)) {
            (None, true) => start = Some(place),
            (Some(first), false) => {
                found.push((first, place));
                start = None;
            }
            _ => {}
        }
    }
    found.extend(start.map(|first| (first, text.len())));
    found
}

/// Returns a stretch of a text.
pub(crate) fn slice(text: &[char], start: usize, end: usize) -> String {
    text.get(start..end).unwrap_or_default().iter().collect()
}

/// Returns the end of the run of characters with a property that begins at a place.
pub(crate) fn run_end(text: &[char], start: usize, has: impl Fn(char) -> bool) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    start + rest.iter().take_while(|c| has(**c)).count()
}

/// Returns the tokens of a text, in lower case, with their places: split at white space; a character beyond U+2E80
/// (where words are not separated by blanks) is a token by itself.
pub(crate) fn tokens(text: &[char]) -> Vec<(String, usize, usize)> {
    let mut found: Vec<(String, usize, usize)> = Vec::new();
    let mut is_open = false;
    for (place, c) in text.iter().enumerate() {
        let is_alone = *c >= '\u{2e80}';
        if c.is_whitespace() {
            is_open = false;
        } else if let Some((token, _, end)) = found.last_mut().filter(|_| is_open && !is_alone) {
            token.push(super::case_fold::lower(*c));
            *end = place + 1;
        } else {
            found.push((super::case_fold::lower(*c).to_string(), place, place + 1));
            is_open = !is_alone;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{tokens, words};

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn the_class_holds_the_letters() {
        let class = regex::Regex::new(&format!("^[{}]$", super::CLASS)).unwrap();
        for c in '\0'..='\u{2fff}' {
            assert_eq!(class.is_match(c.encode_utf8(&mut [0; 4])), super::is_letter(c), "{c:?}");
        }
    }

    #[test]
    fn words_are_runs_of_letters() {
        assert_eq!(words(&chars("O'Brien, Ада 中")), vec![(0, 1), (2, 7), (9, 12)]);
    }

    #[test]
    fn tokens_split_at_blanks_and_around_ideographs() {
        let found: Vec<String> = tokens(&chars("Ab 中c文 d")).into_iter().map(|(token, ..)| token).collect();
        assert_eq!(found, ["ab", "中", "c", "文", "d"]);
    }
}
