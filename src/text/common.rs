//! What a text shares with another one, in parts long enough to be left out where both are read one after the other.

use std::ops::Range;

use super::diff::kept_lines;

/// From so many lines on a part is left out.
const LINES_FROM: usize = 4;
/// From so many bytes on a part is left out, however few lines it has.
const BYTES_FROM: usize = 320;
/// Longer texts, and those of more lines, are compared from both ends only: the time of a diff grows with the square.
const LONGEST: usize = 64 << 10;
const LINES_AT_MOST: usize = 2_000;

/// Returns the parts of `new` that `old` holds too, in the same order, as bytes of `new`: whole lines, or where there are
/// none, words at the beginning and at the end. Short parts do not count.
pub fn common_parts(old: &str, new: &str) -> Vec<Range<usize>> {
    let is_long = |text: &str| text.len() > LONGEST || text.lines().take(LINES_AT_MOST + 1).count() > LINES_AT_MOST;
    let by_lines = if old != new && (is_long(old) || is_long(new)) { Vec::new() } else { lines(old, new) };
    if by_lines.is_empty() { ends(old, new) } else { by_lines }
}

/// Returns the runs of lines that are in both.
fn lines(old: &str, new: &str) -> Vec<Range<usize>> {
    if old == new {
        return long_enough(new, std::iter::once(0..new.len()));
    }
    long_enough(new, kept_lines(old, new).into_iter())
}

/// Returns the words at the beginning and at the end that are in both.
fn ends(old: &str, new: &str) -> Vec<Range<usize>> {
    let same = |(one, other): &(char, char)| one == other;
    let from_start: usize = new.chars().zip(old.chars()).take_while(same).map(|(one, _)| one.len_utf8()).sum();
    let head = new.get(..from_start).and_then(|head| head.rfind(char::is_whitespace)).map_or(0, |at| at + 1);
    let head = if new.is_char_boundary(head) { head } else { 0 };
    let (new_rest, old_rest) = (new.get(head..).unwrap_or_default(), old.get(head..).unwrap_or_default());
    let from_end: usize =
        new_rest.chars().rev().zip(old_rest.chars().rev()).take_while(same).map(|(one, _)| one.len_utf8()).sum();
    let tail = new.len() - from_end;
    let tail = new.get(tail..).and_then(|rest| rest.find(char::is_whitespace)).map_or(new.len(), |at| tail + at);
    long_enough(new, [0..head, tail..new.len()].into_iter())
}

fn long_enough(text: &str, parts: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let is_long = |part: &Range<usize>| {
        let text = text.get(part.clone()).unwrap_or_default();
        text.len() >= BYTES_FROM || text.lines().count() >= LINES_FROM
    };
    parts.filter(is_long).collect()
}

#[cfg(test)]
mod tests {
    use super::{BYTES_FROM, LONGEST, common_parts};

    fn left(old: &str, new: &str) -> String {
        let mut rest = new.to_owned();
        for part in common_parts(old, new).into_iter().rev() {
            rest.replace_range(part, "[…]");
        }
        rest
    }

    #[test]
    fn lines_of_both_are_left_out_wherever_they_are() {
        let rules = "Be brief.\nBe kind.\nBe true.\nName no prices.\n";
        let end = "Facts end.\nAnswer now.\nIn English.\nIn one sentence.\n";
        let prompt = |fact: &str| format!("{rules}{fact}\n{end}");
        assert_eq!(left(&prompt("Red."), &prompt("Blue.")), "[…]Blue.\n[…]");
        assert_eq!(left(&prompt("Red."), &prompt("Red.")), "[…]");
        assert_eq!(left("One.\nTwo.\n", "One.\nTwo.\n"), "One.\nTwo.\n", "too short to be left out");
    }

    #[test]
    fn a_text_of_one_line_keeps_whole_words_around_what_differs() {
        let rules = "Answer only from the facts. ".repeat(20);
        let prompt = |word: &str| format!("{rules}What is {word} made of? {rules}");
        assert_eq!(left(&prompt("amber"), &prompt("ambergris")), "[…]ambergris[…]");
        assert_eq!(left("ab", "ab"), "ab");
        assert_eq!(left("", "ééé"), "ééé");
        let wide = "é ".repeat(BYTES_FROM);
        assert_eq!(left(&format!("{wide}è"), &format!("{wide}é")), "[…]é");
    }

    #[test]
    fn texts_beyond_all_measure_are_compared_from_both_ends() {
        let long = "line of words\n".repeat(LONGEST / 10);
        assert_eq!(left(&format!("{long}a\n{long}"), &format!("{long}b\n{long}")).replace('\n', ""), "[…]b[…]");
    }
}
