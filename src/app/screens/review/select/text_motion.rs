//! Motions in text by words, sentences, lines and paragraphs. Pure; an index of a character in, one out.

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Answers whether two neighbours belong to one word.
fn joins(a: char, b: char) -> bool {
    !a.is_whitespace() && !b.is_whitespace() && is_word(a) == is_word(b)
}

/// Returns the first character from `at` on that is not blank, or `at` where there is none.
pub(crate) fn skip_blank(text: &[char], at: usize) -> usize {
    let rest = text.iter().skip(at).position(|c| !c.is_whitespace());
    rest.map_or(at, |skipped| at + skipped)
}

/// Returns the last character of the word at `at`.
pub(crate) fn word_end(text: &[char], at: usize) -> usize {
    let mut end = at;
    while let (Some(a), Some(b)) = (text.get(end), text.get(end + 1)) {
        if !joins(*a, *b) {
            break;
        }
        end += 1;
    }
    end
}

/// Returns the end of the next word behind `at`.
pub(crate) fn next_word_end(text: &[char], at: usize) -> usize {
    let own_end = word_end(text, at);
    if own_end > at {
        return own_end;
    }
    let next = skip_blank(text, at + 1);
    if next >= text.len() { at } else { word_end(text, next) }
}

/// Returns the first character of the word at `at`.
pub(crate) fn word_start(text: &[char], at: usize) -> usize {
    let mut start = at;
    while let Some(before) = start.checked_sub(1) {
        let (Some(a), Some(b)) = (text.get(before), text.get(start)) else { break };
        if !joins(*a, *b) {
            break;
        }
        start = before;
    }
    start
}

/// Returns the start of the next word behind `at`.
pub(crate) fn next_word_start(text: &[char], at: usize) -> Option<usize> {
    let next = skip_blank(text, word_end(text, at) + 1);
    text.get(next).is_some_and(|c| !c.is_whitespace()).then_some(next)
}

/// Returns the end of the word before the one at `at`.
pub(crate) fn previous_word_end(text: &[char], at: usize) -> Option<usize> {
    (0..word_start(text, at)).rev().find(|before| text.get(*before).is_some_and(|c| !c.is_whitespace()))
}

/// Returns the start of the word at `at`, or of the one before where `at` is a start.
pub(crate) fn word_back(text: &[char], at: usize) -> usize {
    let Some(mut start) = at.checked_sub(1) else { return 0 };
    while start > 0 && text.get(start).is_some_and(|c| c.is_whitespace()) {
        start -= 1;
    }
    word_start(text, start)
}

/// Answers whether a sentence ends with the character at `at`.
fn ends_sentence(text: &[char], at: usize) -> bool {
    let ends = matches!(text.get(at), Some('.' | '!' | '?' | '。' | '！' | '？' | '…'));
    let full = matches!(text.get(at), Some('。' | '！' | '？'));
    ends && (full || text.get(at + 1).is_none_or(|next| next.is_whitespace()))
}

/// Returns the end of the sentence at `at`, or of the next one where `at` is an end.
pub(crate) fn sentence_end(text: &[char], at: usize) -> usize {
    let ends = |at: &usize| ends_sentence(text, *at) || is_paragraph_end(text, *at);
    (at + 1..text.len()).find(ends).unwrap_or(text.len().saturating_sub(1))
}

/// Returns the start of the sentence at `at`, or of the one before where `at` is a start.
pub(crate) fn sentence_back(text: &[char], at: usize) -> usize {
    let mut starts = std::iter::once(0).chain(
        (0..at)
            .filter(|end| ends_sentence(text, *end) || is_paragraph_end(text, *end))
            .map(|end| skip_blank(text, end + 1)),
    );
    let mut last = 0;
    for start in starts.by_ref() {
        if start < at {
            last = last.max(start);
        }
    }
    last
}

/// Answers whether the character at `at` is the last before a blank line.
fn is_paragraph_end(text: &[char], at: usize) -> bool {
    text.get(at).is_some_and(|c| !c.is_whitespace())
        && text.get(at + 1) == Some(&'\n')
        && text.iter().skip(at + 2).find(|c| !matches!(c, ' ' | '\t' | '\r')) == Some(&'\n')
}

/// Returns the end of the paragraph at `at`, or of the next one where `at` is an end.
pub(crate) fn paragraph_end(text: &[char], at: usize) -> usize {
    (at + 1..text.len()).find(|at| is_paragraph_end(text, *at)).unwrap_or(text.len().saturating_sub(1))
}

/// Returns the start of the paragraph at `at`, or of the one before where `at` is a start.
pub(crate) fn paragraph_back(text: &[char], at: usize) -> usize {
    let starts = (0..at).rev().filter(|end| is_paragraph_end(text, *end)).map(|end| skip_blank(text, end + 1));
    starts.filter(|start| *start < at).max().unwrap_or(0)
}

/// Returns the start of the line of `at`.
pub(crate) fn line_start(text: &[char], at: usize) -> usize {
    (0..at.min(text.len())).rev().find(|before| text.get(*before) == Some(&'\n')).map_or(0, |newline| newline + 1)
}

/// Returns the last character of the line of `at`, its newline not counted.
pub(crate) fn line_end(text: &[char], at: usize) -> usize {
    if text.get(at) == Some(&'\n') {
        return at;
    }
    let newline = (at..text.len()).find(|at| text.get(*at) == Some(&'\n'));
    newline.unwrap_or(text.len()).saturating_sub(1).max(at.min(text.len().saturating_sub(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn words_end_where_letters_do() {
        let text = text("You are entitled, now");
        assert_eq!(word_end(&text, 0), 2);
        assert_eq!(next_word_end(&text, 2), 6);
        assert_eq!(next_word_end(&text, 6), 15);
        assert_eq!(next_word_end(&text, 15), 16);
        assert_eq!(next_word_end(&text, 20), 20);
        assert_eq!(word_back(&text, 15), 8);
        assert_eq!(word_back(&text, 8), 4);
        assert_eq!(word_back(&text, 0), 0);
        assert_eq!(next_word_start(&text, 5), Some(8));
        assert_eq!(next_word_start(&text, 15), Some(16));
        assert_eq!(next_word_start(&text, 19), None);
        assert_eq!(previous_word_end(&text, 9), Some(6));
        assert_eq!(previous_word_end(&text, 2), None);
    }

    #[test]
    fn sentences_and_paragraphs_end_before_the_next_begins() {
        let text = text("One here. Two there!\n\nThree.\nFour");
        assert_eq!(sentence_end(&text, 0), 8);
        assert_eq!(sentence_end(&text, 8), 19);
        assert_eq!(sentence_back(&text, 14), 10);
        assert_eq!(sentence_back(&text, 10), 0);
        assert_eq!(paragraph_end(&text, 3), 19);
        assert_eq!(paragraph_end(&text, 19), text.len() - 1);
        assert_eq!(paragraph_back(&text, 24), 22);
        assert_eq!(paragraph_back(&text, 22), 0);
        assert_eq!((line_start(&text, 25), line_end(&text, 25)), (22, 27));
    }

    #[test]
    fn nothing_moves_in_a_text_of_one_character() {
        let text = text("x");
        for motion in [next_word_end, word_back, sentence_end, sentence_back, paragraph_end, paragraph_back] {
            assert_eq!(motion(&text, 0), 0);
        }
        assert_eq!((line_start(&text, 0), line_end(&text, 0)), (0, 0));
    }
}
