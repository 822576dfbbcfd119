//! Record text → blocks → wrapped rows with offsets, lazily, at a given width. Pure, and without colour.
//!
//! [`Document`] is width-independent and made off the UI thread; [`Transcript`] is one document at one width, indexed
//! only as far as someone looked. `app` scrolls by rows, `ui` styles only the visible ones.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::domain::{Record, Span};

/// How a record is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rendering {
    /// Markdown and JSON rendered and highlighted.
    #[default]
    Rendered,
    /// The text as it was logged, made visible.
    Raw,
}

/// The part a piece of text plays; `ui` gives each a style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Look {
    /// Running text.
    Plain,
    /// Less important.
    Muted,
    /// The speaker in the left margin (`user`, `answer`).
    Speaker,
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
    /// What stands for something that cannot be shown: `[image, 12 KB]`.
    Placeholder,
}

/// A stretch of one row in one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Safe text.
    pub text: String,
    /// Its part.
    pub look: Look,
    /// The characters of the source text (of the row's turn) that it shows. Character by character, but for
    /// [`Look::Marker`] and tabs, where the whole piece stands for the whole range. `None` for what is not in the
    /// source (bullets, margins).
    pub source: Option<Range<u32>>,
}

/// One wrapped row, at most the transcript's width in cells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// The turn it shows: `Some(Some(n))` a turn of the input, `Some(None)` the output, `None` a gap or a rule.
    pub turn: Option<Option<u32>>,
    /// The pieces, left to right.
    pub pieces: Vec<Piece>,
}

/// A record, read into blocks, at no particular width.
#[derive(Debug, Clone, Default)]
pub struct Document {}

impl Document {
    /// Reads a record. Takes time proportional to its length: call it off the UI thread.
    #[must_use]
    pub fn of(record: &Record, rendering: Rendering) -> Self {
        let _ = (record, rendering);
        todo!()
    }

    /// Where `needle` stands, without case, in reading order; at most `limit` places.
    #[must_use]
    pub fn find(&self, needle: &str, limit: usize) -> Vec<Span> {
        let _ = (needle, limit);
        todo!()
    }

    /// The plain text of a turn (`None`: of the output), for selecting, in Unicode scalar values.
    #[must_use]
    pub fn text(&self, turn: Option<u32>) -> &str {
        let _ = turn;
        todo!()
    }

    /// How many turns the input has.
    #[must_use]
    pub fn turns(&self) -> u32 {
        todo!()
    }
}

/// A document at one width.
#[derive(Debug, Clone)]
pub struct Transcript {}

impl Transcript {
    /// Prepares a document at a width; lays nothing out yet. `folded` turns show their first row only.
    #[must_use]
    pub fn new(document: Arc<Document>, width: u16, folded: BTreeSet<u32>) -> Self {
        let _ = (document, width, folded);
        todo!()
    }

    /// Lays out up to and including this row; answers how many rows are known.
    pub fn reach(&mut self, row: usize) -> usize {
        let _ = row;
        todo!()
    }

    /// Whether every row is known.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        todo!()
    }

    /// The known rows of this range, ready to be styled.
    #[must_use]
    pub fn lines(&self, rows: Range<usize>) -> Vec<Line> {
        let _ = rows;
        todo!()
    }

    /// The row that shows this character of a turn (`None`: of the output); lays out as far as needed.
    pub fn row_of(&mut self, turn: Option<u32>, character: u32) -> usize {
        let _ = (turn, character);
        todo!()
    }

    /// The first row of each turn, then of the output, as far as known.
    #[must_use]
    pub fn turn_rows(&self) -> Vec<(Option<u32>, usize)> {
        todo!()
    }
}
