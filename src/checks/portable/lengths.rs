//! Lengths of a text in characters, words and sentences, defined so that every engine counts alike.

/// What a length is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Unicode scalar values.
    Chars,
    /// Runs of what is not Unicode white space.
    Words,
    /// See [`sentences`].
    Sentences,
}

impl Unit {
    /// All units.
    pub(crate) const ALL: [Self; 3] = [Self::Chars, Self::Words, Self::Sentences];

    /// Returns the unit's word, which is also its parameter's name.
    #[must_use]
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Chars => "chars",
            Self::Words => "words",
            Self::Sentences => "sentences",
        }
    }

    /// Returns the length of a text in this unit.
    #[must_use]
    pub(crate) fn count(self, text: &str) -> u64 {
        let count = match self {
            Self::Chars => text.chars().count(),
            Self::Words => text.split_whitespace().count(),
            Self::Sentences => sentences(text),
        };
        count as u64
    }

    /// Returns the place in characters where the text goes beyond `most`, to its end.
    #[must_use]
    pub(crate) fn beyond(self, text: &str, most: u64) -> (usize, usize) {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let end = text.chars().count();
        let byte = match self {
            Self::Chars => return (most.min(end), end),
            Self::Words => {
                text.split_whitespace().nth(most).map(|word| word.as_ptr() as usize - text.as_ptr() as usize)
            }
            Self::Sentences => return (0, end),
        };
        let start = byte.and_then(|byte| text.get(..byte)).map_or(0, |before| before.chars().count());
        (start, end)
    }
}

/// Counts the sentences of a text, as [`sentence_places`] has them.
#[must_use]
pub(crate) fn sentences(text: &str) -> usize {
    sentence_places(text).len()
}

/// Returns where the sentences of a text are, in characters. One ends at `.`, `!`, `?` or `…` before white space or the end
/// (closing quotes and brackets may stand between), at `。`, `！` or `？` anywhere, and at a line break; what is left over is
/// one. A stretch of nothing but white space and such marks is no sentence.
#[must_use]
pub(crate) fn sentence_places(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let (mut start, mut place) = (None, 0);
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let ends = match c {
            '\n' | '\r' | '。' | '！' | '？' => true,
            '.' | '!' | '?' | '…' => {
                rest.as_str().chars().find(|next| !is_closing(*next)).is_none_or(char::is_whitespace)
            }
            _ => false,
        };
        if ends {
            let end = place + usize::from(!matches!(c, '\n' | '\r'));
            found.extend(start.take().map(|start| (start, end)));
        } else if start.is_none() && !c.is_whitespace() && !is_closing(c) && !matches!(c, '.' | '!' | '?' | '…') {
            start = Some(place);
        }
        place += 1;
    }
    found.extend(start.map(|start| (start, place)));
    found
}

/// Whether a mark may stand between the end of a sentence and the blank after it.
pub(crate) const fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | ')' | ']' | '}' | '”' | '’' | '»' | '›' | '」' | '』' | '）' | '*' | '_')
}

/// Returns a count as a number to reckon with.
#[expect(clippy::cast_precision_loss, reason = "counts of words are far below 2^52")]
pub(crate) const fn exact(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::{Unit, sentence_places, sentences};

    #[test]
    fn sentences_end_where_a_reader_would_end_them() {
        assert_eq!(sentences(""), 0);
        assert_eq!(sentences("Wait... what?! It is 3.5 now."), 3);
        assert_eq!(sentences("He said \"Stop.\" Then he left"), 2);
        assert_eq!(sentences("这是一个测试。好！"), 2);
        assert_eq!(sentences("- one\n- two\n\n- three"), 3);
        assert_eq!(sentences("... !"), 0);
        assert_eq!(sentence_places(" é one.\nTwo! 三。 four"), [(1, 7), (8, 12), (13, 15), (16, 20)]);
    }

    #[test]
    fn lengths_count_scalar_values_and_unicode_words() {
        assert_eq!(Unit::Chars.count("👍🏽e\u{301}"), 4);
        assert_eq!(Unit::Words.count("a\u{85}b\u{2003}c\u{200b}d \u{1c}e"), 4);
    }

    #[test]
    fn the_place_begins_at_the_first_word_too_many() {
        assert_eq!(Unit::Words.beyond("é two three", 1), (2, 11));
        assert_eq!(Unit::Chars.beyond("abcdef", 4), (4, 6));
    }
}
