//! Reports for people who do not use gemba: plain figures and examples in, a page of HTML or Markdown out.
//!
//! `contents` is what comes in; each file in `sections` makes one section of it, as the blocks of `document`; `charts`
//! draw; `html` and `markdown` write. Whatever was logged or typed becomes text here, never an element, a link or an image:
//! `html::element` and `markdown` alone write, and both make text visible and escape it. Names no store.

mod charts;
mod contents;
mod document;
mod html;
mod markdown;
mod sections;
mod words;

pub use contents::{
    AgreementContents, AgreementRow, AlignedLine, CheckTarget, DriftLine, Example, ExampleGroup, Passage, RateLine,
    RecordCounts, ReportContents,
};
pub use html::html;
pub use markdown::markdown;
