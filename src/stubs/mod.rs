//! Checks and judged records → files of an eval suite. `suites` holds one file per target suite, and the table of them.
//!
//! `evidence` is what is known and what a suite can prove of it; the suites turn that into texts; `output` brings these
//! to disk so that hand edits survive. Logged text and text that people typed are only in data files, never in code.
//! Knows no store and no screen.

pub mod ascii;
pub mod ci;
mod evidence;
mod judge;
mod module_head;
mod output;
mod python;
mod rust_helper;
mod schema;
mod sentences;
mod suites;

pub use evidence::judge_examples;
pub use evidence::masked::{MaskedProof, MaskedSource, mask_source};
pub use evidence::proof::{ByRecord, ENOUGH_BAD, ENOUGH_GOOD, Outcome, Proof, prove, prove_masked};
pub use evidence::stub_source::{Case, StubSource, StubState, stem};
pub use output::manifest::Manifest;
pub use output::merge::Merged;
pub use output::out_file::{OutFile, Ownership};
pub use output::stub_entry::{EntryCheck, LeftOut, StubEntry, text_hash};
pub use output::{files, manifest, merge, moved, signed};
pub use suites::suite::{CiJob, CiTools, Suite, SuiteResults, TestNaming};
pub use suites::{DEFAULT, SUITES, suite_named};
