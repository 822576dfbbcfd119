//! The pieces of Markdown that checks look for, read line by line so that every engine finds the same ones.

/// Returns the lines of a text, ended by LF, CR LF or CR.
fn lines(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\n', '\r']) {
        let (line, after) = rest.split_at(at);
        out.push(line);
        rest = after.strip_prefix("\r\n").or_else(|| after.get(1..)).unwrap_or_default();
    }
    out.push(rest);
    out
}

/// What fenced blocks a text has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fences {
    /// The language word of each closed block, `""` where there is none.
    pub(crate) closed: Vec<String>,
    /// Whether the last block is never closed.
    pub(crate) open: bool,
}

/// Finds fenced code blocks: at most three blanks, then three or more backticks or tildes; closed by at least as many
/// of the same with nothing behind (`CommonMark` 4.5).
pub(crate) fn fences(text: &str) -> Fences {
    let mut reader = FenceReader::default();
    for line in lines(text) {
        reader.take(line);
    }
    Fences { open: reader.open.is_some(), closed: reader.closed }
}

/// Follows the fences of a text from line to line.
#[derive(Default)]
struct FenceReader {
    closed: Vec<String>,
    open: Option<(char, usize, String)>,
}

impl FenceReader {
    /// Reads the next line; returns whether it is a fence or within a fenced block.
    fn take(&mut self, line: &str) -> bool {
        let Some((mark, count, behind)) = fence_marks(line) else { return self.open.is_some() };
        match &self.open {
            None if mark == '~' || !behind.contains('`') => {
                let language = behind.split([' ', '\t']).next().unwrap_or_default();
                self.open = Some((mark, count, language.to_owned()));
                true
            }
            None => false,
            Some((open_mark, open_count, language)) => {
                if mark == *open_mark && count >= *open_count && behind.is_empty() {
                    self.closed.push(language.clone());
                    self.open = None;
                }
                true
            }
        }
    }
}

/// A line of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line<'a> {
    /// Without its end.
    pub(crate) text: &'a str,
    /// Where it begins and ends, in characters.
    pub(crate) place: (usize, usize),
    /// Whether it is a fence or within a fenced block, which may be open to the end.
    pub(crate) is_code: bool,
}

/// Returns the lines of a text, each with its place and whether it is code.
pub(crate) fn code_and_lines(text: &str) -> Vec<Line<'_>> {
    let mut reader = FenceReader::default();
    let (mut bytes, mut chars) = (0, 0);
    let mut found = Vec::new();
    for one in lines(text) {
        let (length, count) = (one.len(), one.chars().count());
        found.push(Line { text: one, place: (chars, chars + count), is_code: reader.take(one) });
        let ends = if text.get(bytes + length..).is_some_and(|rest| rest.starts_with("\r\n")) { 2 } else { 1 };
        bytes += length + ends;
        chars += count + ends;
    }
    found
}

fn fence_marks(line: &str) -> Option<(char, usize, &str)> {
    let body = line.trim_start_matches(' ');
    if line.len() - body.len() > 3 {
        return None;
    }
    let mark = body.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let behind = body.trim_start_matches(mark);
    let count = body.len() - behind.len();
    (count >= 3).then(|| (mark, count, behind.trim_matches([' ', '\t'])))
}

/// Whether a text holds a pipe table: a header row with a `|`, and under it a delimiter row with as many cells (GFM).
pub(crate) fn has_table(text: &str) -> bool {
    let lines = lines(text);
    lines.windows(2).any(|pair| {
        let [header, delimiter] = pair else { return false };
        header.contains('|') && is_delimiter(delimiter) && cells(header).len() == cells(delimiter).len()
    })
}

/// Whether a line is the delimiter row of a table: `|---|:-:|`.
pub(crate) fn is_delimiter(line: &str) -> bool {
    line.contains('-')
        && cells(line).iter().all(|cell| {
            let cell = cell.trim_matches([' ', '\t']);
            let cell = cell.strip_prefix(':').unwrap_or(cell);
            let cell = cell.strip_suffix(':').unwrap_or(cell);
            !cell.is_empty() && cell.chars().all(|c| c == '-')
        })
}

/// Returns the cells of a row: split at pipes without a backslash before them, the outer pipes taken off.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim_matches([' ', '\t']);
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut escaped = false;
    let mut ends_with_pipe = false;
    for c in line.chars() {
        ends_with_pipe = c == '|' && !escaped;
        if ends_with_pipe {
            cells.push(String::new());
        } else if let Some(cell) = cells.last_mut() {
            cell.push(c);
        }
        escaped = c == '\\' && !escaped;
    }
    if ends_with_pipe {
        cells.pop();
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::{code_and_lines, fences, has_table, lines};

    #[test]
    fn lines_end_in_three_ways() {
        assert_eq!(lines("a\r\nb\rc\nd"), vec!["a", "b", "c", "d"]);
    }

    #[test]
    fn lines_know_their_places_and_what_is_code() {
        let found = code_and_lines("é\r\n```\nx\r```\ny");
        let found: Vec<_> = found.into_iter().map(|line| (line.text, line.place, line.is_code)).collect();
        assert_eq!(
            found,
            [
                ("é", (0, 1), false),
                ("```", (3, 6), true),
                ("x", (7, 8), true),
                ("```", (9, 12), true),
                ("y", (13, 14), false)
            ]
        );
    }

    #[test]
    fn fences_are_found_as_commonmark_has_them() {
        assert_eq!(fences("```Python x\ncode\n```").closed, vec!["Python"]);
        assert!(fences("```\ncode").open);
        assert_eq!(fences("````\n```\n````").closed, vec![""]);
        assert!(fences("    ```\n    ```").closed.is_empty());
        assert!(fences("``` a`b\n```").open);
    }

    #[test]
    fn tables_are_found() {
        assert!(has_table("|a|b|\n|-|-|\n|1|2|"));
        assert!(has_table("text\na | b\n:-- | --:"));
        assert!(!has_table("|a|b|\n|-|-|-|"));
        assert!(!has_table("a b\n---"));
        assert!(has_table("| a \\| b |\n| - |"));
    }
}
