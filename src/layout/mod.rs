//! Record text → blocks → wrapped rows with offsets, lazily, at a given width. Pure, and without colour.
//!
//! [`Document`] is width-independent and made off the UI thread (`document_reader` gathers, `markup` reads Markdown, JSON
//! and code). [`Transcript`] is one document at one width, indexed only as far as someone looked (`wrap` measures and
//! builds rows). `app` scrolls by rows, `ui` styles only the visible ones. `covered` masks a document.

mod block;
mod cover_runs;
mod covered;
mod document;
mod document_reader;
mod fold;
mod listing;
mod markup;
mod row;
mod row_builder;
mod search;
mod transcript;
mod wrap;

pub use document::{Document, Rendering};
pub use listing::{ListedRow, listing};
pub use row::{Look, Mark, Piece, Row};
pub use transcript::Transcript;
pub use wrap::wrap_plain;

#[cfg(test)]
mod tests;
