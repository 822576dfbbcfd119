//! Text with a structure of its own, read into paragraphs that point back into the source: Markdown, JSON, code.

mod highlighter;
pub(crate) mod json;
pub(crate) mod markdown;
mod paragraph_writer;
mod table;

pub(crate) use highlighter::Highlighter;
