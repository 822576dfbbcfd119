//! The shape of an output, seen once at import, and the one-line preview of a question.

use serde::de::IgnoredAny;

use crate::domain::filter::Format;

/// The shape of an output: see [`Format`].
pub(crate) fn of(output: &str) -> Format {
    let text = output.trim();
    if text.is_empty() {
        return Format::Empty;
    }
    if text.starts_with(['{', '[']) {
        let is_json = serde_json::from_str::<IgnoredAny>(text).is_ok();
        return if is_json { Format::Json } else { Format::InvalidJson };
    }
    if text.starts_with("```json") || text.starts_with("```JSON") {
        return Format::InvalidJson;
    }
    if text.lines().any(is_markdown_line) { Format::Markdown } else { Format::Text }
}

fn is_markdown_line(line: &str) -> bool {
    let line = line.trim_start();
    let heading = line.trim_start_matches('#');
    let marks = line.len() - heading.len();
    if (1..=6).contains(&marks) && heading.starts_with(' ') {
        return true;
    }
    if ["- ", "* ", "+ ", "```", "~~~"].iter().any(|mark| line.starts_with(mark)) {
        return true;
    }
    let after_number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    if after_number.len() < line.len() && (after_number.starts_with(". ") || after_number.starts_with(") ")) {
        return true;
    }
    // The rule below a table's head: |---|:--|
    line.len() >= 3 && line.starts_with('|') && line.contains('-') && line.chars().all(|c| "|-: \t".contains(c))
}

/// The number that stands for a shape in the table.
pub(crate) const fn number(shape: Format) -> u8 {
    match shape {
        Format::Json => 1,
        Format::InvalidJson => 2,
        Format::Markdown => 3,
        Format::Text => 4,
        Format::Empty => 5,
    }
}

/// How many characters a preview has at most.
const PREVIEW: usize = 80;

/// The beginning of a text on one line, at most 80 characters.
pub(crate) fn preview(text: &str) -> String {
    if let Some(start) = plain_start(text) {
        return start.trim_end().to_owned();
    }
    // Most characters are one byte.
    let mut line = String::with_capacity(PREVIEW + PREVIEW / 4);
    let mut left = PREVIEW;
    for word in text.split_whitespace() {
        if !line.is_empty() {
            if left == 0 {
                break;
            }
            line.push(' ');
            left -= 1;
        }
        let end = if word.len() <= left { None } else { word.char_indices().nth(left) };
        let word = end.and_then(|(end, _)| word.get(..end)).unwrap_or(word);
        line.push_str(word);
        left -= word.chars().count();
    }
    line.truncate(line.trim_end().len());
    line
}

/// Returns the first 80 characters of a text that are ASCII with single blanks between words, as most are.
fn plain_start(text: &str) -> Option<&str> {
    let start = text.as_bytes().first_chunk::<PREVIEW>()?;
    let is_plain = start.iter().all(|byte| matches!(byte, b' '..=b'~'));
    let is_single = start.first() != Some(&b' ') && !start.windows(2).any(|two| two == b"  ");
    text.get(..PREVIEW).filter(|_| is_plain && is_single)
}

#[cfg(test)]
mod tests {
    use super::{Format, of, preview};

    #[test]
    fn a_shape_is_what_a_person_would_call_it() {
        assert_eq!(of(" {\"a\": [1]}\n"), Format::Json);
        assert_eq!(of("{\"a\": NaN}"), Format::InvalidJson);
        assert_eq!(of("```json\n{}\n```"), Format::InvalidJson);
        assert_eq!(of("Sure:\n\n1. one\n2. two"), Format::Markdown);
        assert_eq!(of("|a|b|\n|-|-|\n|1|2|"), Format::Markdown);
        assert_eq!(of("I am #1 - really."), Format::Text);
        assert_eq!(of("42"), Format::Text);
        assert_eq!(of(" \n"), Format::Empty);
        assert_eq!(of(&"[".repeat(200_000)), Format::InvalidJson);
    }

    #[test]
    fn a_preview_is_one_line_of_at_most_eighty_characters() {
        assert_eq!(preview("  a\n b\tc "), "a b c");
        assert_eq!(preview(&"é".repeat(200)).chars().count(), 80);
        assert_eq!(preview(&format!("{} b", "x".repeat(80))).chars().count(), 80);
        assert_eq!(preview(&format!("{} {}", "x".repeat(79), "y".repeat(9))), "x".repeat(79));
        assert_eq!(preview(&"two  words ".repeat(9)), "two words ".repeat(8).trim_end());
        assert_eq!(preview(&"one word ".repeat(9)), "one word ".repeat(9).trim_end().get(..80).unwrap());
    }
}
