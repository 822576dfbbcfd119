//! Plain text in rows, for notes and help: without speakers, looks and offsets.

use super::block::{Paragraph, Run};
use super::row::Look;
use super::wrap::{WrapPosition, build, measure};

/// Wraps text at `width` cells (at least 1) and makes it safe. Newlines end a row; an empty text has no rows.
#[must_use]
pub fn wrap_plain(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let paragraph = Paragraph::new(vec![Run::inserted(text, Look::Plain)]);
    let mut rows = Vec::new();
    let mut place = WrapPosition::start_of(&paragraph, 0);
    while !text.is_empty() && !place.is_past(&paragraph) {
        let row = measure(&paragraph, "", place, width);
        let mut pieces = Vec::new();
        build(&paragraph, "", false, (place, row.shown), width, &mut pieces);
        rows.push(pieces.into_iter().map(|piece| piece.text).collect());
        place = row.next;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::wrap_plain;

    #[test]
    fn words_stay_whole_where_they_can() {
        assert_eq!(wrap_plain("made-up guarantee name", 10), ["made-up", "guarantee", "name"]);
        assert_eq!(wrap_plain("abcdefghijkl mn", 5), ["abcde", "fghij", "kl mn"]);
        assert_eq!(wrap_plain("one\n\ntwo\n", 9), ["one", "", "two"]);
        assert_eq!(wrap_plain("这是一个测试", 5), ["这是", "一个", "测试"]);
        assert_eq!(wrap_plain("    indented words", 10), ["    indent", "ed words"]);
        assert_eq!(wrap_plain("", 9), Vec::<String>::new());
        assert_eq!(wrap_plain("", 0), Vec::<String>::new());
        assert_eq!(wrap_plain("a\u{202e}b 这", 1), ["a", "<", "R", "L", "O", ">", "b", "…"]);
    }
}
