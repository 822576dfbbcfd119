//! JSON, laid out by its tokens: number text, duplicate keys and the order of keys stay as they were logged.

use std::ops::Range;

use crate::layout::block::{Margin, Paragraph, Run, SourceMap, SourceText};
use crate::layout::row::Look;

/// Deeper values are shown as they were logged.
const DEEPEST: usize = 512;
/// More lines than this are not laid out, so that a long array of numbers opens at once.
const MOST_LINES: usize = 50_000;
/// The indentation of one level, in cells.
const INDENT: usize = 2;

/// Returns the paragraphs of a JSON object or array, one for each line; `None` when the text is anything else.
pub(crate) fn paragraphs(source: SourceText<'_>) -> Option<Vec<Paragraph>> {
    let text = source.text;
    if !text.trim_start().starts_with(['{', '[']) || serde_json::from_str::<serde::de::IgnoredAny>(text).is_err() {
        return None;
    }
    let source_map = SourceMap::new(source);
    let mut page = Page { lines: Vec::new(), runs: Vec::new(), level: 0 };
    let mut tokens = Tokens { text, at: 0 }.peekable();
    // Inside an object, whether the next string is a key.
    let mut objects: Vec<bool> = Vec::new();
    let mut expects_key = false;
    while let Some(token) = tokens.next() {
        let word = text.get(token.clone()).unwrap_or_default();
        match word.as_bytes().first()? {
            b'{' | b'[' => {
                page.runs.push(source_map.run(token, Look::Punctuation));
                let closes = tokens.peek().and_then(|next| text.get(next.clone()));
                if matches!(closes, Some("}" | "]")) {
                    page.runs.extend(tokens.next().map(|next| source_map.run(next, Look::Punctuation)));
                } else {
                    objects.push(word == "{");
                    expects_key = word == "{";
                    page.end_line();
                    page.level += 1;
                }
            }
            b'}' | b']' => {
                page.end_line();
                objects.pop();
                expects_key = false;
                page.level = page.level.saturating_sub(1);
                page.runs.push(source_map.run(token, Look::Punctuation));
            }
            b',' => {
                page.runs.push(source_map.run(token, Look::Punctuation));
                expects_key = objects.last().copied().unwrap_or(false);
                page.end_line();
            }
            b':' => {
                page.runs.push(source_map.run(token, Look::Punctuation));
                page.runs.push(Run::inserted(" ", Look::Punctuation));
                expects_key = false;
            }
            b'"' => page.runs.push(source_map.run(token, if expects_key { Look::Keyword } else { Look::Literal })),
            _ => page.runs.push(source_map.run(token, Look::Number)),
        }
        if page.level > DEEPEST || page.lines.len() > MOST_LINES {
            return None;
        }
    }
    page.end_line();
    Some(page.lines)
}

/// The lines that are being made.
struct Page {
    lines: Vec<Paragraph>,
    runs: Vec<Run>,
    level: usize,
}

impl Page {
    fn end_line(&mut self) {
        if self.runs.is_empty() {
            return;
        }
        let margin = |level: usize| Margin::Blanks(level * INDENT);
        let runs = std::mem::take(&mut self.runs);
        self.lines.push(Paragraph { first: margin(self.level), rest: margin(self.level + 1), runs });
    }
}

/// The tokens of valid JSON, by their bytes.
struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Tokens<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let bytes = self.text.as_bytes();
        let start = self.at + bytes.get(self.at..)?.iter().position(|byte| !byte.is_ascii_whitespace())?;
        let rest = bytes.get(start..)?;
        let length = match rest.first()? {
            b'{' | b'}' | b'[' | b']' | b',' | b':' => 1,
            b'"' => string_length(rest),
            _ => {
                let end = rest.iter().position(|byte| matches!(byte, b',' | b'}' | b']') || byte.is_ascii_whitespace());
                end.unwrap_or(rest.len())
            }
        };
        self.at = start + length;
        Some(start..self.at)
    }
}

/// Returns the length of the string literal at the beginning, with its quotes.
fn string_length(bytes: &[u8]) -> usize {
    let mut escaped = false;
    for (at, byte) in bytes.iter().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    bytes.len()
}
