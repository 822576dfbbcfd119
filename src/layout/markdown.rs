//! Markdown
use super::block::{Paragraph, Stretch};
use super::code::Highlighter;

pub(super) fn paragraphs(_: Stretch<'_>, _: &Highlighter) -> Vec<Paragraph> {
    Vec::new()
}
