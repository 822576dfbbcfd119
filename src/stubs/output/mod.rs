//! An output folder on disk: which files it holds, its manifest and README, and how they are merged with hand edits.

mod files;
pub mod manifest;
#[expect(clippy::disallowed_methods, reason = "the stub folder")]
pub mod merge;
#[expect(clippy::disallowed_methods, reason = "the stub folder")]
pub mod moved;
pub(crate) mod out_file;
mod readme;
pub mod signed;
pub(crate) mod stub_entry;

pub use files::files;
