//! Checks and judged records → files of an eval suite. One file per target suite, and the one table of them all.
//!
//! `plan` says what is known and what each suite can prove of it; the files named after a suite turn that into its
//! texts; `merge` brings these to disk so that hand edits survive. Logged text and text that people typed stand
//! only in data files, never in code. Knows no store and no screen.

pub mod ascii;
pub mod ci;
mod files;
mod judge;
pub mod judge_examples;
pub mod manifest;
#[expect(clippy::disallowed_methods, reason = "writes the stub folder")]
pub mod merge;
mod module_head;
mod out_file;
mod proof;
mod readme;
mod rust_helper;
mod schema;
pub mod signed;
mod stub_entry;
mod stub_source;
mod stub_state;
mod suite;
mod suites;

pub use files::files;
pub use manifest::Manifest;
pub use merge::Merged;
pub use out_file::{OutFile, Ownership};
pub use proof::{ByRecord, ENOUGH_BAD, ENOUGH_GOOD, MOST_GOOD, Outcome, Proof, prove};
pub use stub_entry::{EntryCheck, LeftOut, StubEntry, text_hash};
pub use stub_source::{Case, StubSource, stem};
pub use stub_state::StubState;
pub use suite::{CiJob, CiTools, Suite, SuiteResults, TestNaming};
pub use suites::{DEFAULT, SUITES, suite};
