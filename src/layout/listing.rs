//! A generated file as rows of safe text in looks, for a stub's preview. Bounded; wraps nothing, knows no stubs.

use super::markup::Highlighter;
use super::row::Look;
use crate::text::visible_words;

/// One row: pieces of safe text, each in its look.
pub type ListedRow = Vec<(String, Look)>;

/// Highlights a file by the language of its file name extension, a row for each line, at most `rows` of them.
pub fn listing(path: &str, text: &str, rows: usize) -> Vec<ListedRow> {
    let highlighter = Highlighter::default();
    let mut block = highlighter.block(language(path));
    let row = |line: &str| {
        let tokens = block.as_mut().and_then(|block| block.line(line));
        let tokens = tokens.unwrap_or_else(|| vec![(0..line.len(), Look::Code)]);
        let piece = |(range, look)| Some((visible_words(line.get(range)?).into_string(), look));
        tokens.into_iter().filter_map(piece).collect()
    };
    text.lines().take(rows).map(row).collect()
}

/// Returns the language of a file, in the word that code fences use.
fn language(path: &str) -> &str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "mjs" | "cjs" | "ts" => "js",
        "jsonl" => "json",
        ending => ending,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looks(path: &str, text: &str) -> Vec<(String, Look)> {
        listing(path, text, 9).into_iter().flatten().collect()
    }

    #[test]
    fn code_is_taken_apart_by_the_language_of_its_file() {
        let python = looks("evals/test_a.py", "import os  # why");
        assert_eq!(python.first().unwrap(), &("import".to_owned(), Look::Keyword));
        assert!(python.contains(&("# why".to_owned(), Look::Comment)), "{python:?}");
        assert!(looks("a.test.ts", "const a = 'b';").contains(&("'b'".to_owned(), Look::Literal)));
        assert!(looks("a.yaml", "key: 1").contains(&("1".to_owned(), Look::Number)));
        assert_eq!(looks("LICENSE", "import os"), [("import os".to_owned(), Look::Code)]);
    }

    #[test]
    fn rows_are_bounded_and_safe() {
        assert_eq!(listing("a.py", &"x\n".repeat(100), 5).len(), 5);
        let hostile = looks("a.py", "x = '\u{202e}\u{1b}[31m'");
        assert!(hostile.iter().all(|(text, _)| !text.contains(['\u{202e}', '\u{1b}'])), "{hostile:?}");
    }
}
