//! The lines of a text by what they are in Markdown: paragraphs, bullets, numbered items, headings; never within a fence.

use std::sync::LazyLock;

use regex::Regex;

use super::portable::markdown::{Line, code_and_lines, is_delimiter};

/// Marks of bullets that need no blank behind them.
const BULLETS: &str = "•◦‣▪●○■⁃";

/// The number of a numbered item, with what may stand before it and the blank behind it.
static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let ascii = r"(?:\(?[0-9]{1,3}\)|[0-9]{1,3}\.)[*_]{0,3}\s";
    Regex::new(&format!("^\\s*(?:#{{1,6}}\\s+)?[*_]{{0,3}}(?:{ascii}|[0-9]{{1,3}}[、．])\\s*\\S")).ok()
});

/// Emphasis with two asterisks, code and a link, each on one line.
static SPANS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\*\*[^\s*](?:[^*]*[^\s*])?\*\*|`[^`]+`|\[[^\[\]]+\]\([^\s()]+\)").ok());

fn is_blank(line: &str) -> bool {
    line.chars().all(char::is_whitespace)
}

/// Whether a line is a heading: at most three spaces, one to six `#`, and a blank or nothing behind them.
pub(crate) fn is_heading(line: &str) -> bool {
    let body = line.trim_start_matches(' ');
    let behind = body.trim_start_matches('#');
    let (indent, marks) = (line.len() - body.len(), body.len() - behind.len());
    indent <= 3 && (1..=6).contains(&marks) && (behind.is_empty() || behind.starts_with([' ', '\t']))
}

/// Whether a line is a bullet, at any depth: blanks, then `-`, `*` or `+` and a blank, or one of [`BULLETS`], and something
/// behind it. A rule is none.
pub(crate) fn is_bullet(line: &str) -> bool {
    let body = line.trim_start();
    let mut rest = body.chars();
    let is_marked = match rest.next() {
        Some('-' | '*' | '+') => rest.clone().next().is_some_and(char::is_whitespace) && !is_rule(line),
        Some(mark) => BULLETS.contains(mark),
        None => false,
    };
    is_marked && !is_blank(rest.as_str())
}

/// Whether a line is a numbered item: up to three digits and `.` or `)` with a blank behind them (`1.`, `2)`, `(3)`), or `、`
/// or `．` without, then something more. Blanks, the marks of a heading and up to three `*` or `_` may stand before the number.
pub(crate) fn is_numbered(line: &str) -> bool {
    NUMBER.as_ref().is_some_and(|number| number.is_match(line))
}

/// Whether a line is a rule: three or more of one of `-`, `*`, `_`, `=` with nothing but blanks between them.
fn is_rule(line: &str) -> bool {
    let mut marks = line.chars().filter(|c| !c.is_whitespace());
    let first = marks.next();
    let mut count = 1;
    let is_alike = marks.all(|mark| {
        count += 1;
        Some(mark) == first
    });
    first.is_some_and(|first| "-*_=".contains(first)) && is_alike && count >= 3
}

/// Returns the lines that are not blank.
pub(crate) fn lines(text: &str) -> Vec<(usize, usize)> {
    code_and_lines(text).into_iter().filter(|line| !is_blank(line.text)).map(|line| line.place).collect()
}

/// Returns the lines that are of a sort, outside fences.
pub(crate) fn lines_that(text: &str, is_so: fn(&str) -> bool) -> Vec<(usize, usize)> {
    let lines = code_and_lines(text).into_iter().filter(|line| !line.is_code && is_so(line.text));
    lines.map(|line| line.place).collect()
}

/// Returns the paragraphs: runs of lines of text. Blank lines, headings, items of lists with the lines that go on with them,
/// rows of tables (they begin with `|`), rules and fenced blocks are none, and end one.
pub(crate) fn paragraphs(text: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let (mut is_open, mut is_item) = (false, false);
    for Line { text: line, place, is_code } in code_and_lines(text) {
        let is_list = !is_code && (is_bullet(line) || is_numbered(line));
        let is_other = is_code || is_blank(line) || is_heading(line) || is_rule(line);
        if is_list || is_other || line.trim_start().starts_with('|') {
            is_open = false;
            is_item = is_list;
        } else if let Some((_, end)) = found.last_mut().filter(|_| is_open) {
            *end = place.1;
        } else if !is_item {
            found.push(place);
            is_open = true;
        }
    }
    found
}

/// Returns the marks of Markdown: headings, bullets with `-`, `*` or `+`, rules, the delimiter rows of tables and stretches
/// of fenced blocks; elsewhere emphasis with two asterisks, code between two backticks and links, each on one line.
pub(crate) fn markdown(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut was_code = false;
    for Line { text: line, place, is_code } in code_and_lines(text) {
        let is_marked = !line.trim_start().starts_with(|c| BULLETS.contains(c)) && is_bullet(line);
        let is_table = line.contains('|') && is_delimiter(line);
        if is_code {
            found.extend((!was_code).then_some(place));
        } else if is_heading(line) || is_marked || is_rule(line) || is_table {
            found.push(place);
        } else {
            let spans = SPANS.iter().flat_map(|spans| spans.find_iter(line));
            let chars = |byte: usize| place.0 + line.get(..byte).map_or(0, |before| before.chars().count());
            found.extend(spans.map(|span| (chars(span.start()), chars(span.end()))));
        }
        was_code = is_code;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{is_bullet, is_heading, is_numbered, is_rule, markdown, paragraphs};

    #[test]
    fn lines_are_what_a_reader_takes_them_for() {
        for line in ["- x", "  * x", "+\tx", "•x", "\u{3000}- x", "-\u{a0}x", "- [ ] x"] {
            assert!(is_bullet(line), "{line}");
        }
        for line in ["-", "- ", "-x", "**x**", "- - -", "* * *", "a - b", "•", "-- x", "1. x"] {
            assert!(!is_bullet(line), "{line}");
        }
        for line in ["1. x", "12) x", "(3) x", "  2.\tx", "**1. Name**", "**2.** x", "### 3. x", "1、x", "1.\u{2003}x"]
        {
            assert!(is_numbered(line), "{line}");
        }
        for line in ["1.", "1. ", "1.5 x", "1984. x", "1 x", "- 1. x", "١. x", "(1. x", "****1. x"] {
            assert!(!is_numbered(line), "{line}");
        }
        for line in ["# x", "###### x", "   ## x", "#", "#\tx"] {
            assert!(is_heading(line), "{line}");
        }
        for line in ["#x", "####### x", "    # x", "\t# x", "x # y", "#\u{a0}x"] {
            assert!(!is_heading(line), "{line}");
        }
        assert!(is_rule("---") && is_rule(" * * * ") && is_rule("=====") && !is_rule("--") && !is_rule("-*-"));
    }

    #[test]
    fn paragraphs_are_prose_alone() {
        let text = "# Title\n\nOne\ngoes on.\r\n\r\nTwo.\n- item\n  of it\n\n1. item\n\n---\n| a |\n```\ncode\n\ncode\n```\nThree";
        assert_eq!(paragraphs(text), [(9, 21), (25, 29), (84, 89)]);
        assert!(paragraphs("").is_empty() && paragraphs(" \n\u{2028}\n").is_empty());
        assert_eq!(paragraphs("a\u{2028}b").len(), 1);
    }

    #[test]
    fn marks_of_markdown_are_each_counted_once() {
        for (text, count) in [
            ("Plain text - with a dash, 2 * 3 * 4 and a_b_c.", 0),
            ("1. one\n2. two\n\u{2022} three", 0),
            ("**bold** and `code` and [a](b)", 3),
            ("2 * ** * [a] (b) `", 0),
            ("# a **b**\n- c\n```\n- d\n```\n|a|b|\n|-|-|\n---", 5),
            ("```\na\n```\n~~~\nb", 1),
        ] {
            assert_eq!(markdown(text).len(), count, "{text}");
        }
    }
}
