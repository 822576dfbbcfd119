//! The two pieces of Markdown that checks look for, read line by line so that every engine finds the same ones.

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
    let mut found = Fences { closed: Vec::new(), open: false };
    let mut current: Option<(char, usize, String)> = None;
    for line in lines(text) {
        let Some((mark, count, behind)) = fence_marks(line) else { continue };
        match &current {
            None if mark == '~' || !behind.contains('`') => {
                let language = behind.split([' ', '\t']).next().unwrap_or_default();
                current = Some((mark, count, language.to_owned()));
            }
            Some((open_mark, open_count, language))
                if mark == *open_mark && count >= *open_count && behind.is_empty() =>
            {
                found.closed.push(language.clone());
                current = None;
            }
            _ => {}
        }
    }
    found.open = current.is_some();
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

fn is_delimiter(line: &str) -> bool {
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
    use super::{fences, has_table, lines};

    #[test]
    fn lines_end_in_three_ways() {
        assert_eq!(lines("a\r\nb\rc\nd"), vec!["a", "b", "c", "d"]);
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
