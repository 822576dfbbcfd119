//! Running checks natively: one file per kind, and the one table of them all ([`KINDS`]).

use crate::domain::{CheckSpec, Content};
use crate::error::Result;

/// What a check looks at.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The output's text.
    pub output: &'a str,
    /// The whole record, for latency, cost, tokens, finish reason.
    pub content: &'a Content,
}

/// Why a check fails an output: a reason in words, and the place in the output in characters, if there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// A sentence; may quote untrusted text.
    pub reason: String,
    /// The stretch of the output, half-open, in Unicode scalar values.
    pub place: Option<(u32, u32)>,
}

/// One parameter of a kind, for the command line, the help and the data files.
#[derive(Debug, Clone, Copy)]
pub struct Param {
    /// Its name in data files, and as `--name` on the command line.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Whether it is the kind's positional argument.
    pub positional: bool,
    /// One sentence.
    pub help: &'static str,
}

/// What a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Any text.
    Text,
    /// One or more texts (repeated arguments).
    Texts,
    /// A whole number.
    Count,
    /// A number.
    Number,
    /// Nothing: it is there or not.
    Flag,
    /// A file whose JSON is taken in.
    JsonFile,
}

/// A compiled check, ready for many outputs.
pub trait Compiled: Send + Sync {
    /// All objections to an output; empty when the check passes it.
    fn objections(&self, subject: &Subject<'_>) -> Vec<Objection>;
}

/// A kind of check.
pub struct Kind {
    /// Its word: `min-length`.
    pub word: &'static str,
    /// `text`, `shape` or `size`.
    pub group: &'static str,
    /// One sentence.
    pub help: &'static str,
    /// Its parameters.
    pub params: &'static [Param],
    /// Checks the parameters and prepares the check; refuses wrong ones in words.
    pub compile: fn(&CheckSpec) -> Result<Box<dyn Compiled>>,
}

/// Every kind, in the order of the help.
pub const KINDS: &[Kind] = &[];

/// The kind with this word.
///
/// # Errors
/// A `Usage` problem that names the nearest known word.
pub fn kind(word: &str) -> Result<&'static Kind> {
    let _ = word;
    todo!()
}

/// Reads `KIND [ARGUMENT] [OPTIONS]` as typed on a command line; file parameters are read through `read_file`.
///
/// # Errors
/// A `Usage` problem for an unknown kind or option, a missing or wrong value.
pub fn parse(words: &[String], read_file: &dyn Fn(&str) -> Result<String>) -> Result<CheckSpec> {
    let _ = (words, read_file);
    todo!()
}

/// Prepares a check.
///
/// # Errors
/// A `Usage` problem for an unknown kind or wrong parameters.
pub fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let _ = spec;
    todo!()
}

/// A check in words: `min-length 40 chars`, `regex ^\s*\{`.
#[must_use]
pub fn describe(spec: &CheckSpec) -> String {
    let _ = spec;
    todo!()
}
