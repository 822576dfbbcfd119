//! Lines of a page beside a list, and what one text changed against another word by word. How they look is up to `ui`.

use crate::domain::Untrusted;
use crate::layout::wrap_plain;
use crate::text::{WordChange, cells, visible_line, word_diff};

/// How a piece of a line is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Text.
    Plain,
    /// Names and numbers of a title.
    Strong,
    /// Facts beside it.
    Muted,
    /// What the version before did not say.
    Added,
    /// What it said and this one does not.
    Removed,
    /// What asks for action.
    Warn,
    /// A key.
    Key,
}

/// A line of the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DetailLine {
    /// Its pieces, already safe.
    pub pieces: Vec<(Tone, String)>,
    /// The version whose title this is, counted from the newest.
    pub version: Option<usize>,
}

/// Wraps pieces at blanks; lines behind the first are as far in.
pub(crate) fn flow(pieces: Vec<(Tone, String)>, indent: usize, width: usize, lines: &mut Vec<DetailLine>) {
    let margin = || (Tone::Plain, " ".repeat(indent));
    let mut line = DetailLine { pieces: vec![margin()], version: None };
    let mut used = indent;
    for (tone, text) in pieces {
        for word in text.split_inclusive(' ') {
            if used > indent && used + cells(word.trim_end()) > width {
                // A blank behind the last word would be cut as if it were text.
                if let Some((_, last)) = line.pieces.last_mut() {
                    last.truncate(last.trim_end().len());
                }
                lines.push(std::mem::replace(&mut line, DetailLine { pieces: vec![margin()], version: None }));
                used = indent;
            }
            let mut word = word.to_owned();
            if used + cells(word.trim_end()) > width {
                let mut rows = wrap_plain(&word, width.saturating_sub(indent).max(1));
                word = rows.pop().unwrap_or_default();
                lines.extend(
                    rows.into_iter().map(|row| DetailLine { pieces: vec![margin(), (tone, row)], version: None }),
                );
            }
            used += cells(&word);
            line.pieces.push((tone, word));
        }
    }
    if used > indent {
        lines.push(line);
    }
}

/// Returns what a text says against the one before it; without one, as it is.
pub(crate) fn changed(before: Option<&Untrusted>, text: &Untrusted) -> Vec<(Tone, String)> {
    let Some(before) = before else { return vec![(Tone::Plain, visible_line(text).into_string())] };
    let marked = |(change, piece): (WordChange, Untrusted)| {
        let piece = visible_line(&piece);
        match change {
            WordChange::Kept => (Tone::Plain, piece.into_string()),
            WordChange::Removed => (Tone::Removed, format!("[-{piece}-]")),
            WordChange::Added => (Tone::Added, format!("{{+{piece}+}}")),
        }
    };
    word_diff(before, text).into_iter().map(marked).collect()
}

/// Returns what a text changes against the one before it, wrapped.
pub fn changed_lines(before: Option<&Untrusted>, text: &Untrusted, width: usize) -> Vec<DetailLine> {
    let mut lines = Vec::new();
    flow(changed(before, text), 0, width, &mut lines);
    lines
}

#[cfg(test)]
mod tests {
    use super::{Tone, changed_lines};

    #[test]
    fn what_changed_is_marked_without_colour_and_wrapped() {
        let lines = changed_lines(Some(&"Is polite and brief.".into()), &"Is polite, never gushing.".into(), 16);
        let text: Vec<String> =
            lines.iter().map(|line| line.pieces.iter().map(|(_, text)| text.as_str()).collect()).collect();
        assert!(text.iter().all(|line| line.trim_end().chars().count() <= 16), "{text:?}");
        let whole = text.concat();
        assert!(whole.contains("[-") && whole.contains("{+"), "{whole}");
        assert!(lines.iter().flat_map(|line| &line.pieces).any(|(tone, _)| *tone == Tone::Added));
    }

    #[test]
    fn a_word_longer_than_the_line_is_cut() {
        let lines = changed_lines(None, &"x".repeat(50).as_str().into(), 20);
        assert_eq!(lines.len(), 3);
    }

    #[test]
    fn a_line_that_is_just_full_ends_without_a_blank() {
        let lines = changed_lines(None, &"ten letters then more".into(), 11);
        assert_eq!(lines[0].pieces.last().unwrap().1, "letters");
    }
}
