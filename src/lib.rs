//! gemba: look at what your model really said.
//!
//! ```text
//! ┌ queue ───┬ record ──────────────┬ judgements ┐   loop: poll → drain → update → perform → draw once
//! │ ✓ 3f9a2c │ USER  Can I get …    │ fail       │
//! │ ✗ 81bb07 │ OUTPUT  Of course! … │ h invented │   key  → command → app → Change → store/journal → tables
//! └──────────┴──────────────────────┴────────────┘   line → ingest → store;   tag → checks → stubs
//! ```
//!
//! Layers, highest first; a file names only layers below its own (`tests/architecture/`):
//!
//! - [`cli`]: one file a command. [`runtime`]: terminal, event loop, threads.
//! - [`ui`] draws what [`app`] holds. [`app`] is a pure machine: a message in, a changed model and effects out.
//! - [`config`]: settings. [`services`]: what `cli` and `runtime` both call. [`command`]: every action and its keys.
//! - [`store`]: SQLite, the only SQL. [`ingest`]: bytes to records. [`stubs`]: checks to files of an eval suite.
//! - [`report`]: figures to a page.
//! - [`views`]: what screens read. [`checks`]: tests of an output. [`measures`]: arithmetic.
//! - [`layout`], [`text`]: text from a log, laid out and made visible. [`redact`] masks secrets in it. [`domain`]: the vocabulary. [`error`]: problems.
//!
//! The ways of a key, a log line and a tag, and where each thing is added, are in `ARCHITECTURE.md`.

#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "unit tests may look at files and clocks"))]

pub mod app;
pub mod checks;
#[expect(clippy::disallowed_methods, reason = "the edge: clock, environment, files")]
pub mod cli;
pub mod command;
#[expect(clippy::disallowed_methods, reason = "finds the workspace, settings and the reviewer")]
pub mod config;
pub mod domain;
pub mod error;
pub mod ingest;
pub mod layout;
pub mod measures;
pub mod redact;
pub mod report;
#[expect(clippy::disallowed_methods, reason = "the edge: clock, threads, programs, the terminal")]
pub mod runtime;
pub mod services;
pub mod store;
pub mod stubs;
pub mod text;
pub mod ui;
pub mod views;
