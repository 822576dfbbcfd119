//! What is known of a mode or criterion, and what a suite can prove of it. Pure, no files.

mod chosen;
pub mod judge_examples;
pub(crate) mod masked;
pub(crate) mod proof;
pub(crate) mod stub_source;
mod weak;
