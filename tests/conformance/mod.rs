//! The generated suites, run by the real pytest and the real promptfoo, must say what gemba says, case by case; and so
//! must the statistics packages of its figures.
//!
//! The tools come from `tests/tools.sh`; where they are absent, a test says in words that it was skipped.

mod agreement;
mod breadth;
mod canary;
mod characters;
mod corpus;
mod edits;
mod engines;
mod helpers;
mod hooks;
mod judges;
mod linted;
mod masked;
mod measures;
mod patterns;
mod prose;
mod redos;
mod runs;
mod rust;
mod schemas;
mod sources;
pub(crate) mod tools;
mod weak;
