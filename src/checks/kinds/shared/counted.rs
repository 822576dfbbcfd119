//! What can be counted in a text, each defined so that every engine and every Unicode version counts alike.

use serde_json::{Map, Value};

use super::portable::lengths::sentence_places;
use super::portable::{CheckSpec, Problem, Result, params};
use super::{blocks, emoji, marks};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counted {
    /// See [`blocks::paragraphs`].
    Paragraphs,
    /// Lines that are not blank; they end at LF, CR LF or CR.
    Lines,
    /// See [`blocks::is_bullet`].
    Bullets,
    /// See [`blocks::is_numbered`].
    NumberedItems,
    /// See [`blocks::is_heading`].
    Headings,
    /// See [`sentence_places`].
    Sentences,
    /// Runs of what is not Unicode white space.
    Words,
    /// See [`emoji::places`].
    Emoji,
    /// See [`marks::hashtags`].
    Hashtags,
    /// See [`marks::placeholders`].
    Placeholders,
    /// See [`blocks::markdown`].
    Markdown,
}

impl Counted {
    /// All, in the order of the help.
    pub(crate) const ALL: [Self; 11] = [
        Self::Paragraphs,
        Self::Lines,
        Self::Bullets,
        Self::NumberedItems,
        Self::Headings,
        Self::Sentences,
        Self::Words,
        Self::Emoji,
        Self::Hashtags,
        Self::Placeholders,
        Self::Markdown,
    ];

    /// Returns the word by which it is typed.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Paragraphs => "paragraphs",
            Self::Lines => "lines",
            Self::Bullets => "bullets",
            Self::NumberedItems => "numbered-items",
            Self::Headings => "headings",
            Self::Sentences => "sentences",
            Self::Words => "words",
            Self::Emoji => "emoji",
            Self::Hashtags => "hashtags",
            Self::Placeholders => "placeholders",
            Self::Markdown => "markdown",
        }
    }

    /// Returns what one of them and what several are called.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Paragraphs => ("paragraph", "paragraphs"),
            Self::Lines => ("line", "lines"),
            Self::Bullets => ("bullet", "bullets"),
            Self::NumberedItems => ("numbered item", "numbered items"),
            Self::Headings => ("heading", "headings"),
            Self::Sentences => ("sentence", "sentences"),
            Self::Words => ("word", "words"),
            Self::Emoji => ("emoji", "emoji"),
            Self::Hashtags => ("hashtag", "hashtags"),
            Self::Placeholders => ("placeholder", "placeholders"),
            Self::Markdown => ("mark of Markdown", "marks of Markdown"),
        }
    }

    /// Words a number of them: `3 numbered items`.
    pub(crate) fn many(self, count: u64) -> String {
        let (one, several) = self.names();
        format!("{count} {}", if count == 1 { one } else { several })
    }

    /// Returns what a word means; `None` for any other word.
    pub(crate) fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|counted| counted.word() == word)
    }

    /// Returns where they are, in characters.
    pub(crate) fn places(self, text: &str) -> Vec<(usize, usize)> {
        match self {
            Self::Paragraphs => blocks::paragraphs(text),
            Self::Lines => blocks::lines(text),
            Self::Bullets => blocks::lines_that(text, blocks::is_bullet),
            Self::NumberedItems => blocks::lines_that(text, blocks::is_numbered),
            Self::Headings => blocks::lines_that(text, blocks::is_heading),
            Self::Sentences => sentence_places(text),
            Self::Words => words(text),
            Self::Emoji => emoji::places(&text.chars().collect::<Vec<_>>()),
            Self::Hashtags => marks::hashtags(text),
            Self::Placeholders => marks::placeholders(text),
            Self::Markdown => blocks::markdown(text),
        }
    }
}

fn words(text: &str) -> Vec<(usize, usize)> {
    let (mut found, mut start, mut end) = (Vec::new(), None, 0);
    for (place, c) in text.chars().enumerate() {
        if c.is_whitespace() {
            found.extend(start.take().map(|start| (start, place)));
        } else if start.is_none() {
            start = Some(place);
        }
        end = place + 1;
    }
    found.extend(start.map(|start| (start, end)));
    found
}

/// Refuses parameters whose `of` is nothing that can be counted.
pub(crate) fn checked(word: &str, example: &str, given: &Map<String, Value>) -> Result<()> {
    params::require(word, given, "of", example)?;
    let of = given.get("of").and_then(Value::as_str).unwrap_or_default();
    if Counted::named(of).is_some() {
        return Ok(());
    }
    let known: Vec<&str> = Counted::ALL.into_iter().map(Counted::word).collect();
    let problem = Problem::usage(format!("The check `{word}` cannot count `{of}`."));
    Err(problem.hint(format!("It counts {}.", known.join(", "))))
}

/// Returns what a check with normalized parameters counts.
pub(crate) fn read(spec: &CheckSpec) -> Counted {
    Counted::named(params::text(spec, "of")).unwrap_or(Counted::Lines)
}

#[cfg(test)]
mod tests {
    use super::super::portable::lengths::Unit;
    use super::Counted;

    #[test]
    fn what_is_counted_is_named_once() {
        for counted in Counted::ALL {
            assert_eq!(Counted::named(counted.word()), Some(counted));
        }
        assert_eq!(Counted::NumberedItems.many(1), "1 numbered item");
        assert_eq!(Counted::named("chars"), None);
    }

    #[test]
    fn words_are_counted_as_lengths_count_them() {
        for text in ["", " ", "a", "é b\u{85}c\u{200b}d \u{1c}e\n"] {
            assert_eq!(Counted::Words.places(text).len() as u64, Unit::Words.count(text), "{text:?}");
        }
        assert_eq!(Counted::Words.places("é bc"), [(0, 1), (2, 4)]);
    }
}
