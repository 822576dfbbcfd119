//! Running checks natively: one file per kind (`kinds/`), and the one table of them all ([`KINDS`]).
//!
//! What several kinds share stands beside them: `fold` (ignoring case), `pattern` (regular expressions and how they
//! are printed for other engines), `strict_json`, `lengths`, `markdown`, `letters`, `numbers`, `links`, `prose`,
//! `tongues`. Word lists are kept here once; the helpers of other languages get them as data. Nothing here knows the
//! store or a screen.

mod canonical;
mod describe;
pub mod ecma;
pub mod fold;
mod kinds;
pub mod lengths;
mod letters;
pub mod line;
mod links;
mod markdown;
pub mod mine;
mod nearness;
mod number_words;
mod numbers;
mod params;
mod path;
pub mod pattern;
mod prepared;
mod prose;
mod refusals;
pub mod strict_json;
mod tongues;
mod typing;
mod words;

use serde_json::{Map, Value};

use crate::domain::{CheckSpec, Content, Record, spelling};
use crate::error::{Problem, Result};

pub use canonical::canonical;
pub use describe::describe;
pub use kinds::KINDS;
pub use prepared::{Answer, CommandLine, Commands, Nature, Prepared, Ran, Runner, prepare, sound};
pub use typing::{Typing, complete, typing};
pub use words::parse;

/// What a check looks at.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The output's text.
    pub output: &'a str,
    /// The whole record, for latency, cost, tokens, finish reason.
    pub content: &'a Content,
}

impl<'a> Subject<'a> {
    /// A record as checks look at it.
    #[must_use]
    pub fn of(record: &'a Record) -> Self {
        Self { output: record.content.output.raw(), content: &record.content }
    }
}

/// Why a check fails an output: a reason in words, and the place in the output in characters, if there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// A sentence; may quote untrusted text.
    pub reason: String,
    /// The stretch of the output, half-open, in Unicode scalar values.
    pub place: Option<(u32, u32)>,
}

impl Objection {
    /// An objection to the output as a whole.
    #[must_use]
    pub fn whole(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), place: None }
    }

    /// An objection to a stretch of the output, half-open, in characters.
    #[must_use]
    pub fn at(reason: impl Into<String>, start: usize, end: usize) -> Self {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { reason: reason.into(), place: Some((count(start), count(end))) }
    }
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
    /// A file whose text is taken in.
    TextFile,
}

/// A compiled check, ready for many outputs.
pub trait Compiled: Send + Sync {
    /// All objections to an output; empty when the check passes it.
    fn objections(&self, subject: &Subject<'_>) -> Vec<Objection>;
}

/// A language that generated checks run in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Engine {
    /// Python 3.9 or later, standard library only.
    Python,
    /// Node.js 18 or later, nothing installed.
    JavaScript,
    /// Rust 1.89 or later, with the crates regex, serde and `serde_json`.
    Rust,
}

impl Engine {
    /// The language's name as people write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Python => "Python",
            Self::JavaScript => "JavaScript",
            Self::Rust => "Rust",
        }
    }
}

/// Parameters by name.
pub type Params = Map<String, Value>;

/// Prepares a check from settled parameters.
pub type Compile = fn(&CheckSpec) -> Result<Box<dyn Compiled>>;

/// A kind's parameters as data for a helper, or the reason why its language cannot express them.
pub type Express = fn(&CheckSpec, Engine) -> std::result::Result<Value, String>;

/// A kind of check.
pub struct Kind {
    /// Its word: `min-length`.
    pub word: &'static str,
    /// `text`, `shape`, `size`, `grounding`, `manner`, `reference`, `own` (people's own) or `judge`.
    pub group: &'static str,
    /// One sentence.
    pub help: &'static str,
    /// Its parameters.
    pub params: &'static [Param],
    /// Brings parameters of the right types into their one canonical form; refuses wrong ones in words.
    pub settle: fn(Params) -> Result<Params>,
    /// Prepares the check from settled parameters.
    pub compile: Compile,
    /// The parameters as the generated helper of a language wants them, or why that language cannot express them.
    pub express: Express,
}

/// The kind with this word.
///
/// # Errors
/// A `Usage` problem that names the nearest known word.
pub fn kind(word: &str) -> Result<&'static Kind> {
    KINDS.iter().find(|kind| kind.word == word).ok_or_else(|| {
        let nearest = spelling::nearest(word, KINDS.iter().map(|kind| kind.word));
        let all: Vec<&str> = KINDS.iter().map(|kind| kind.word).collect();
        let hint = match nearest {
            Some(known) => format!("Did you mean `{known}`?"),
            None => format!("Known kinds: {}.", all.join(", ")),
        };
        Problem::usage(format!("There is no kind of check called `{word}`.")).hint(hint)
    })
}

/// Prepares a check that gemba evaluates itself; [`prepare`] takes every kind.
///
/// # Errors
/// A `Usage` problem for an unknown kind or wrong parameters, and for a kind that gemba does not evaluate itself.
pub fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let spec = canonical(spec)?;
    (kind(&spec.kind)?.compile)(&spec)
}

/// The data from which the generated helper of `engine` evaluates this check: `{"kind": …, "params": …}`.
///
/// # Errors
/// Why this language cannot express the check, as a sentence.
pub fn express(spec: &CheckSpec, engine: Engine) -> std::result::Result<Value, String> {
    let spec = canonical(spec).map_err(|problem| problem.sentence)?;
    let kind = kind(&spec.kind).map_err(|problem| problem.sentence)?;
    let mut params = (kind.express)(&spec, engine)?;
    if engine == Engine::Rust {
        // Its helper is made of the kinds' own sources, and so it reads settled parameters; a schema, though, is
        // evaluated by code of its own and goes as it was printed.
        let schema = params.get_mut("schema").map(Value::take);
        params = Value::Object(spec.params.clone());
        if let Some(schema) = schema {
            params["schema"] = schema;
        }
    }
    Ok(serde_json::json!({ "kind": kind.word, "params": params }))
}
