//! The codebook: failure modes, criteria and checks.

mod view;

pub use view::CodebookView;
