//! The parts of a document: items, their paragraphs, and the runs of text in them. Width-independent.
//!
//! Runs point into the document's texts wherever they can, so that a long output is held once.

use std::ops::Range;

use super::row::Look;

/// The turn that something belongs to, as in [`super::Row::turn`].
pub(super) type ShownTurn = Option<Option<u32>>;

/// One block of a record: a part of a turn, or a remark on the record.
#[derive(Debug, Clone, Default)]
pub(super) struct Item {
    /// The turn.
    pub(super) turn: ShownTurn,
    /// Which of the document's texts the runs point into.
    pub(super) text: usize,
    /// Whether that text is the one that spans of the turn count in.
    pub(super) sourced: bool,
    /// The label in the left margin beside the first row; `None` when the item continues a turn.
    pub(super) label: Option<String>,
    /// What is shown, top to bottom. Never empty.
    pub(super) paragraphs: Vec<Paragraph>,
}

impl Item {
    /// Returns the first source character that the item shows; `None` when it is not sourced.
    pub(super) fn first_char(&self) -> Option<u32> {
        let runs = || self.paragraphs.iter().flat_map(|paragraph| &paragraph.runs);
        if self.sourced { runs().find_map(Run::first_char) } else { None }
    }
}

/// Text that is wrapped as one; newlines in it end a row.
#[derive(Debug, Clone, Default)]
pub(super) struct Paragraph {
    /// The margin of the first row: bullets, bars, indentation.
    pub(super) first: Margin,
    /// The margin of the other rows.
    pub(super) rest: Margin,
    /// The text.
    pub(super) runs: Vec<Run>,
}

impl Paragraph {
    /// Makes a paragraph without a margin.
    pub(crate) fn new(runs: Vec<Run>) -> Self {
        Self { runs, ..Self::default() }
    }
}

/// The margin left of a row.
#[derive(Debug, Clone)]
pub(super) enum Margin {
    /// So many blanks.
    Blanks(usize),
    /// Bullets and bars.
    Parts(Vec<(String, Look)>),
}

impl Default for Margin {
    fn default() -> Self {
        Self::Blanks(0)
    }
}

/// Text in one look.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) content: Content,
    pub(super) look: Look,
}

/// Where the text of a run comes from.
#[derive(Debug, Clone)]
pub(super) enum Content {
    /// From the item's text: its bytes, and the number of its first character.
    Source { bytes: Range<u32>, first: u32 },
    /// From the run itself, in place of these source characters as a whole, if of any.
    Inserted { text: Box<str>, source: Option<Range<u32>> },
}

impl Run {
    /// Makes a run of text that is not in the source. Need not be safe.
    pub(crate) fn inserted(text: impl Into<Box<str>>, look: Look) -> Self {
        Self { content: Content::Inserted { text: text.into(), source: None }, look }
    }

    /// Returns the number of the first source character, if there is one.
    pub(super) fn first_char(&self) -> Option<u32> {
        match &self.content {
            Content::Source { first, .. } => Some(*first),
            Content::Inserted { source, .. } => source.as_ref().map(|range| range.start),
        }
    }

    /// Returns the run's text.
    pub(super) fn text<'a>(&'a self, item_text: &'a str) -> &'a str {
        match &self.content {
            Content::Source { bytes, .. } => {
                item_text.get(bytes.start as usize..bytes.end as usize).unwrap_or_default()
            }
            Content::Inserted { text, .. } => text,
        }
    }
}

/// A part of a text that is read for rendering, with its position in the item's text.
#[derive(Debug, Clone, Copy)]
pub(super) struct SourceText<'a> {
    /// The part.
    pub(super) text: &'a str,
    /// Where it begins in the item's text, in bytes.
    pub(super) byte: usize,
    /// Where it begins in the item's text, in characters.
    pub(super) char: usize,
}

/// Maps bytes of a source text to characters, without counting from the beginning each time.
#[derive(Debug)]
pub(super) struct SourceMap<'a> {
    source: SourceText<'a>,
    /// The characters before every 256th byte; empty for pure ASCII.
    counts: Vec<usize>,
}

/// How many bytes lie between two counts.
const STEP: usize = 256;

impl<'a> SourceMap<'a> {
    pub(super) fn new(source: SourceText<'a>) -> Self {
        let mut counts = Vec::new();
        if !source.text.is_ascii() {
            let mut count = 0;
            for chunk in source.text.as_bytes().chunks(STEP) {
                counts.push(count);
                count += starts(chunk);
            }
            counts.push(count);
        }
        Self { source, counts }
    }

    /// Returns the number of the character at this byte, in the item's text.
    pub(super) fn char_at(&self, byte: usize) -> usize {
        let Some(before) = self.counts.get(byte / STEP) else { return self.source.char + byte };
        let tail = self.source.text.as_bytes().get(byte / STEP * STEP..byte).unwrap_or_default();
        self.source.char + before + starts(tail)
    }

    /// Returns the run of these bytes.
    pub(super) fn run(&self, bytes: Range<usize>, look: Look) -> Run {
        let first = narrow(self.char_at(bytes.start));
        let bytes = narrow(self.source.byte + bytes.start)..narrow(self.source.byte + bytes.end);
        Run { content: Content::Source { bytes, first }, look }
    }

    /// Returns the text of a run that was made here.
    pub(super) fn text_of<'r>(&'r self, run: &'r Run) -> &'r str {
        match &run.content {
            Content::Source { bytes, .. } => {
                let at = |byte: u32| (byte as usize).checked_sub(self.source.byte);
                let range = at(bytes.start).zip(at(bytes.end)).map(|(start, end)| start..end);
                range.and_then(|range| self.source.text.get(range)).unwrap_or_default()
            }
            Content::Inserted { text, .. } => text,
        }
    }

    /// Returns a run of other text that is shown in place of these bytes.
    pub(super) fn replacement(&self, bytes: Range<usize>, text: impl Into<Box<str>>, look: Look) -> Run {
        let source = narrow(self.char_at(bytes.start))..narrow(self.char_at(bytes.end));
        Run { content: Content::Inserted { text: text.into(), source: Some(source) }, look }
    }
}

/// Returns how many characters begin in these bytes.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

/// Narrows an offset to 32 bits: a record is cut long before 4 GiB.
pub(super) fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
