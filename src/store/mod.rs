//! The embedded store: one SQLite file in a workspace folder; the only SQL in gemba.
//!
//! [`Writer`] is the one writing connection, [`Reader`] a reading one that can be interrupted. Neither knows a screen.
//! In: `records` take an import, `journal` takes what people say and projects it into tables. Out: `query` reads them.

mod blind;
mod check_term;
mod codebook;
mod columns;
#[expect(clippy::disallowed_methods, reason = "the workspace's files")]
mod connection;
mod errors;
#[expect(clippy::disallowed_methods, reason = "a thread that ends before the first import is published")]
mod first_import;
mod journal;
mod query;
mod reader;
mod records;
mod sessions;
mod text_index;
mod union;
mod writer;

pub use blind::{Snapshot, Viewer};
pub use connection::backup::restore;
pub use connection::copy::Copied;
pub use connection::doctor::{Health, Remedy};
pub use connection::fs_warnings::warnings;
pub use connection::owner::{foreign_owner, is_only_read, is_own};
pub use connection::paths::database;
pub use query::judged::{Judged, Stamp};
pub use reader::{Interrupt, Reader};
pub use records::find::{ExternalIds, KnownRows};
pub use records::insert::{SourceId, Stored};
pub use records::prepared::{PreparedChunk, Preparer};
pub use records::remove::Removal;
pub use records::reread::Reread;
pub use records::upgrade::Upgraded;
pub use sessions::{Draft, FrozenSample, GoldAnswer, WrittenStub};
pub use text_index::build::IndexState;
pub use union::{
    Hash, JournalEntry, KeptRecord, KeptSession, SharedAsk, SharedSession, SharedSource, UnionCheck, UnionSummary,
    United, WriterHead,
};
pub use writer::Writer;
