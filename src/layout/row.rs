//! One row as `ui` paints it: pieces of safe text, each with its look and its place in the source, and the marks on it.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::domain::Span;
use crate::text::cells;

/// The role of a piece of text; `ui` gives each a style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Look {
    /// Running text.
    Plain,
    /// Less important.
    Muted,
    /// The speaker in the left margin (`user`, `tool`).
    Speaker,
    /// The label of the answer that is judged, and the bar beside it.
    Judged,
    /// A Markdown heading.
    Heading,
    /// Strong text.
    Strong,
    /// Emphasised text.
    Emphasis,
    /// Inline code, and code without a known language.
    Code,
    /// A key of JSON or YAML, a keyword of a language.
    Keyword,
    /// A string literal.
    Literal,
    /// A number, `true`, `null`.
    Number,
    /// A comment in code.
    Comment,
    /// Brackets, bullets, rules.
    Punctuation,
    /// A link's text or address.
    Link,
    /// Quoted text.
    Quote,
    /// An invisible character made visible: `<RLO>`.
    Marker,
    /// Shown in place of something that cannot be shown: `[image, 12 KB]`.
    Placeholder,
}

/// A mark over a range of text. Several may overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// Evidence of a failure mode; the number picks the mode's colour.
    Evidence(usize),
    /// What a check objects to.
    Objection,
    /// A place where the search found its text.
    Hit,
    /// The current place of the search.
    CurrentHit,
    /// What is being selected.
    Selection,
}

/// Part of one row in one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Safe text.
    pub text: String,
    /// Its look.
    pub look: Look,
    /// The characters of the source text (of the row's turn) that it shows. `None` for what is not in the source
    /// (bullets, margins).
    pub source: Option<Range<u32>>,
    /// Whether each character of the piece is one of the source. If not, the whole piece shows the whole range, as
    /// markers, tabs, decoded entities and placeholders of too wide clusters do.
    pub is_exact: bool,
}

impl Piece {
    /// Makes a piece that is not in the source.
    pub(crate) fn inserted(text: impl Into<String>, look: Look) -> Self {
        Self { text: text.into(), look, source: None, is_exact: false }
    }
}

/// One wrapped row, at most the transcript's width in cells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// The turn it shows: `Some(Some(n))` a turn of the input, `Some(None)` the output, `None` a gap, a rule, or a
    /// remark on the record.
    pub turn: Option<Option<u32>>,
    /// The pieces, left to right.
    pub pieces: Vec<Piece>,
}

impl Row {
    /// Returns the row's safe text.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// Answers whether it has words beside labels and margins.
    pub fn has_words(&self) -> bool {
        let is_text = |piece: &Piece| !matches!(piece.look, Look::Judged | Look::Speaker);
        self.pieces.iter().any(|piece| is_text(piece) && !piece.text.trim().is_empty())
    }

    /// Returns the source characters that the row shows: from its first to one past its last.
    pub fn source(&self) -> Option<Range<u32>> {
        let shown = || self.pieces.iter().filter_map(|piece| piece.source.as_ref());
        Some(shown().map(|range| range.start).min()?..shown().map(|range| range.end).max()?)
    }

    /// Returns the pieces, split where marks begin and end, each with the marks over it, in the order given.
    ///
    /// A cluster that is marked in part is marked whole, and so is a piece that is not exact.
    pub fn marked(&self, marks: &[(Span, Mark)]) -> Vec<(Piece, Vec<Mark>)> {
        let mut out = Vec::with_capacity(self.pieces.len());
        for piece in &self.pieces {
            let over: Vec<(Range<u32>, Mark)> = match (&piece.source, self.turn) {
                (Some(source), Some(turn)) => marks
                    .iter()
                    .filter(|(span, _)| span.turn == turn && span.start < source.end && source.start < span.end)
                    .map(|(span, mark)| (span.start..span.end, *mark))
                    .collect(),
                _ => Vec::new(),
            };
            match &piece.source {
                Some(source) if !over.is_empty() && piece.is_exact => split(piece, source.start, &over, &mut out),
                _ => out.push((piece.clone(), over.into_iter().map(|(_, mark)| mark).collect())),
            }
        }
        out
    }
}

impl Piece {
    /// Leaves out the first cells and what lies beyond a width, which begins behind them; `true` where the piece is left.
    fn crop(&mut self, column: usize, view: &Range<usize>) -> bool {
        let end = column + cells(&self.text);
        if column >= view.start && end <= view.end {
            return !self.text.is_empty();
        }
        let mut at = column;
        let (mut text, mut source) = (String::new(), None::<Range<u32>>);
        let mut character = self.source.as_ref().map_or(0, |source| source.start);
        for cluster in self.text.graphemes(true) {
            let after = cluster.chars().fold(character, |count, _| count.saturating_add(1));
            let wide = cells(cluster);
            if at >= view.start && at + wide <= view.end {
                text.push_str(cluster);
                source = Some(source.map_or(character, |source| source.start)..after);
            } else if at < view.start && at + wide > view.start {
                // Half of a wide character.
                text.push(' ');
            }
            (character, at) = (after, at + wide);
        }
        if self.is_exact {
            self.is_exact = source.as_ref().is_some_and(|source| source.len() == text.chars().count());
            self.source = source;
        }
        self.text = text;
        !self.text.is_empty()
    }
}

/// Keeps of pieces what lies in these cells of them.
pub(super) fn crop(pieces: &mut Vec<Piece>, view: &Range<usize>) {
    let mut column = 0;
    pieces.retain_mut(|piece| {
        let wide = cells(&piece.text);
        let is_left = column < view.end && piece.crop(column, view);
        column += wide;
        is_left
    });
}

/// Splits an exact piece, cluster by cluster, and joins neighbours under the same marks.
fn split(piece: &Piece, first: u32, over: &[(Range<u32>, Mark)], out: &mut Vec<(Piece, Vec<Mark>)>) {
    let mut at = first;
    let mut open: Option<(Piece, Vec<Mark>)> = None;
    for cluster in piece.text.graphemes(true) {
        let end = cluster.chars().fold(at, |count, _| count.saturating_add(1));
        let marks: Vec<Mark> =
            over.iter().filter(|(range, _)| range.start < end && at < range.end).map(|(_, mark)| *mark).collect();
        match &mut open {
            Some((part, same)) if *same == marks => {
                part.text.push_str(cluster);
                part.source = part.source.as_ref().map(|source| source.start..end);
            }
            _ => {
                let source = Some(at..end);
                let part = Piece { text: cluster.to_owned(), look: piece.look, source, is_exact: true };
                out.extend(open.replace((part, marks)));
            }
        }
        at = end;
    }
    out.extend(open);
}

#[cfg(test)]
mod tests {
    use super::{Look, Mark, Piece, Row};
    use crate::domain::Span;

    fn line(text: &str, look: Look, source: std::ops::Range<u32>) -> Row {
        let is_exact = look != Look::Marker;
        Row { turn: Some(None), pieces: vec![Piece { text: text.to_owned(), look, source: Some(source), is_exact }] }
    }

    fn shown(line: &Row, marks: &[(Span, Mark)]) -> Vec<(String, Vec<Mark>)> {
        line.marked(marks).into_iter().map(|(piece, marks)| (piece.text, marks)).collect()
    }

    #[test]
    fn overlapping_marks_split_a_piece_where_they_begin_and_end() {
        let span = |start, end| Span { turn: None, start, end };
        let marks = [(span(12, 16), Mark::Evidence(1)), (span(14, 18), Mark::Selection)];
        let parts = shown(&line("abcdefghij", Look::Plain, 10..20), &marks);
        let (evidence, selection) = (Mark::Evidence(1), Mark::Selection);
        assert_eq!(
            parts,
            [
                ("ab".into(), vec![]),
                ("cd".into(), vec![evidence]),
                ("ef".into(), vec![evidence, selection]),
                ("gh".into(), vec![selection]),
                ("ij".into(), vec![]),
            ]
        );
        let other_turn = [(Span { turn: Some(0), start: 0, end: 99 }, Mark::Hit)];
        assert_eq!(shown(&line("abc", Look::Plain, 0..3), &other_turn), [("abc".into(), vec![])]);
    }

    #[test]
    fn a_marker_and_a_cluster_are_marked_whole() {
        let span = [(Span { turn: None, start: 1, end: 2 }, Mark::Hit)];
        assert_eq!(shown(&line("<TAG:hi>", Look::Marker, 0..4), &span), [("<TAG:hi>".into(), vec![Mark::Hit])]);
        let parts = shown(&line("👍🏽x", Look::Plain, 0..3), &span);
        assert_eq!(parts, [("👍🏽".into(), vec![Mark::Hit]), ("x".into(), vec![])]);
    }
}
