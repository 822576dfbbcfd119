//! One test binary: linking is the slow part. Each module is one concern.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    unreachable_pub,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::disallowed_methods
)]

mod architecture;
mod checks;
mod cli;
mod conformance;
mod flows;
mod hostile_inputs;
mod ingest;
mod picture;
mod redaction;
mod safety;
mod sample;
mod store;
mod terminal;
mod upgrade;
