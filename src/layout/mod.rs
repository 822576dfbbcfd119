//! Record text → blocks → wrapped rows with offsets, lazily, at a given width. Pure, and without colour.
//!
//! [`Document`] is width-independent and made off the UI thread (`document` gathers, `markdown`, `json` and `code` read
//! what they know). [`Transcript`] is one document at one width, indexed only as far as someone looked (`wrap` lays one
//! row after another). `app` scrolls by rows, `ui` styles only the visible ones.

mod block;
mod code;
mod document;
mod json;
mod line;
mod listing;
mod markdown;
mod note;
mod search;
mod table;
mod transcript;
mod wrap;
mod writer;

pub use document::Document;
pub use line::{Line, Look, Mark, Piece};
pub use listing::{ListedRow, listing};
pub use note::wrap_plain;
pub use transcript::Transcript;

/// How a record is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rendering {
    /// Markdown and JSON rendered and highlighted.
    #[default]
    Rendered,
    /// The text as it was logged, made visible.
    Raw,
}

#[cfg(test)]
mod tests;
