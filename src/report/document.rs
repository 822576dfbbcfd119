//! A report as sections of blocks, which HTML and Markdown write alike. Strings in it may quote logs: whoever writes them
//! makes them visible and escapes them.

use super::charts::Chart;
use super::contents::Example;

/// One section.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Section {
    pub(super) title: &'static str,
    pub(super) blocks: Vec<Block>,
}

/// One block of a section.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Block {
    /// A paragraph; begins with a word of ours.
    Paragraph(String),
    /// The heading of a part.
    Heading(String),
    /// A table.
    Table(Table),
    /// A chart and its figures as a table; Markdown has the table alone.
    Chart(Chart, Table),
    /// A chart whose figures stand in another table; Markdown leaves it out.
    Drawing(Chart),
    /// A record, folded.
    Example(Example),
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    /// What it shows.
    pub(super) caption: String,
    /// The titles of its columns, and whether each holds figures.
    pub(super) columns: Vec<(&'static str, Figures)>,
    /// The rows, as wide as the columns.
    pub(super) rows: Vec<Vec<String>>,
}

/// Whether a column holds figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Figures {
    /// It does, so it is set right.
    Yes,
    /// It holds words.
    No,
}
