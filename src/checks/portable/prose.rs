//! Prepares a text to be read as prose: code removed, typography folded.

use super::case_fold;
use super::char_ranges::{at, run_end};

/// Returns the text with every fenced block and every code span as line breaks, so that places do not change. A fence
/// that is never closed reaches to the end; a lone backtick opens nothing.
pub(crate) fn without_code(text: &str) -> Vec<char> {
    let mut text: Vec<char> = text.chars().collect();
    let mut place = 0;
    while place < text.len() {
        if at(&text, place) != '`' {
            place += 1;
            continue;
        }
        let behind = run_end(&text, place, |c| c == '`');
        let end = match closing(&text, behind, behind - place) {
            Some(end) => end,
            None if behind - place >= 3 => text.len(),
            None => {
                place = behind;
                continue;
            }
        };
        text.iter_mut().take(end).skip(place).for_each(|c| *c = '\n');
        place = end;
    }
    text
}

/// Returns where the code ends that `marks` backticks have opened: behind the next run of three or more, or of exactly as many
/// on the same line.
fn closing(text: &[char], from: usize, marks: usize) -> Option<usize> {
    let mut place = from;
    while place < text.len() {
        match at(text, place) {
            '\n' | '\r' if marks < 3 => return None,
            '`' => {
                let end = run_end(text, place, |c| c == '`');
                if end - place == marks || (marks >= 3 && end - place >= 3) {
                    return Some(end);
                }
                place = end;
            }
            _ => place += 1,
        }
    }
    None
}

/// Returns the text in lower case, with plain quotes and hyphens, blanks as one space and no marks of emphasis; each character
/// with the place it came from.
pub(crate) fn plain(text: impl IntoIterator<Item = char>) -> Vec<(char, usize)> {
    let mut out: Vec<(char, usize)> = Vec::new();
    for (place, c) in text.into_iter().enumerate() {
        let c = match c {
            '*' | '`' => continue,
            '“' | '”' | '„' | '‟' | '«' | '»' => '"',
            '‘' | '’' | '‚' | '‛' => '\'',
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            c if c.is_whitespace() => ' ',
            c => case_fold::lower(c),
        };
        if c != ' ' || out.last().is_some_and(|(last, _)| *last != ' ') {
            out.push((c, place));
        }
    }
    out
}

/// Returns the same as [`plain`] as a text.
pub(crate) fn plain_text(text: impl IntoIterator<Item = char>) -> String {
    plain(text).into_iter().map(|(c, _)| c).collect()
}

#[cfg(test)]
mod tests {
    use super::{plain_text, without_code};

    fn without(text: &str) -> String {
        without_code(text).into_iter().collect::<String>().replace('\n', "_")
    }

    #[test]
    fn code_is_taken_out_in_place() {
        assert_eq!(without("a `B c` d"), "a _____ d");
        assert_eq!(without("a ``b ` c`` d"), "a _________ d");
        assert_eq!(without("a ` b"), "a ` b");
        assert_eq!(without("x\n```\nA\n```\ny"), format!("x{}y", "_".repeat(11)));
        assert_eq!(without("x ```open"), "x _______");
    }

    #[test]
    fn typography_is_folded() {
        assert_eq!(plain_text("  “It’s **all**\n\tfine” — “OK”".chars()), "\"it's all fine\" - \"ok\"");
    }
}
