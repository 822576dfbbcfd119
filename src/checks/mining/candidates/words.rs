//! Splits a text into what a reader takes for words.

/// Returns the words of a text, by bytes: runs of letters and digits with apostrophes or hyphens inside, and each
/// character of a script without blanks.
pub(crate) fn words(text: &str) -> Vec<(usize, usize)> {
    let mut words: Vec<(usize, usize)> = Vec::new();
    let mut open = false;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        if is_a_word(c) {
            words.push((at, end));
            open = false;
        } else if c.is_alphanumeric() {
            match words.last_mut().filter(|_| open) {
                Some(word) => word.1 = end,
                None => words.push((at, end)),
            }
            open = true;
        } else {
            let joins = matches!(c, '\'' | '’' | '-') && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
            open = open && joins;
        }
    }
    words
}

/// Whether a character is a word by itself, as in Chinese and Japanese.
const fn is_a_word(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_are_what_a_reader_takes_for_words() {
        let split = |text: &str| words(text).into_iter().map(|(a, b)| text[a..b].to_owned()).collect::<Vec<_>>();
        assert_eq!(
            split("I'm sorry, but state-of-the-art -x- it's’"),
            ["I'm", "sorry", "but", "state-of-the-art", "x", "it's"]
        );
        assert_eq!(split("很抱歉 AI2"), ["很", "抱", "歉", "AI2"]);
        assert!(split("** …").is_empty());
    }
}
