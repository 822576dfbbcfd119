//! The one error type of gemba: what went wrong and where, what to do next, and what caused it.
//!
//! Every layer returns [`Problem`]. It knows its exit code and nothing of screens: sentence, hints and causes may quote
//! bytes of a log, so whoever prints them passes them through `text::visible` first.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// The classes of failure that a caller can act on; each has one exit code (`docs/contracts.md`, exit codes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A gate that the user asked for tripped (`stubs --check`).
    Gate,
    /// Wrong usage: unknown flag, id, mode, filter word; a screen without a terminal.
    Usage,
    /// The input cannot be read, or holds nothing that can be imported.
    Input,
    /// The workspace is locked, damaged, foreign, newer, or read-only.
    Workspace,
    /// The disk is full, or an I/O operation failed.
    Io,
}

impl Kind {
    /// Returns the process exit code of this class.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Gate => 1,
            Self::Usage => 2,
            Self::Input => 3,
            Self::Workspace => 4,
            Self::Io => 5,
        }
    }
}

/// What to do next, as a whole sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// Any advice.
    Advice(String),
    /// Advice to run `gemba doctor`, which `gemba doctor` itself leaves out.
    RunDoctor(String),
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Advice(text) | Self::RunDoctor(text) => f.write_str(text),
        }
    }
}

impl<T: Into<String>> From<T> for Hint {
    fn from(text: T) -> Self {
        Self::Advice(text.into())
    }
}

/// A failure in words: one sentence that says what and where, what to do next, and the error behind it.
#[derive(Debug, Clone)]
pub struct Problem {
    /// The class, and so the exit code.
    pub kind: Kind,
    /// What happened and where, as a whole sentence. May quote untrusted bytes.
    pub sentence: String,
    /// What to do next; the first is the most likely to help.
    pub hints: Vec<Hint>,
    /// The error that was met, with its own sources.
    pub cause: Option<Arc<dyn Error + Send + Sync>>,
}

/// The result of everything in gemba that can fail.
pub type Result<T> = std::result::Result<T, Problem>;

impl Problem {
    /// Makes a problem of the given class.
    pub fn new(kind: Kind, sentence: impl Into<String>) -> Self {
        Self { kind, sentence: sentence.into(), hints: Vec::new(), cause: None }
    }

    /// Reports wrong usage (exit code 2).
    pub fn usage(sentence: impl Into<String>) -> Self {
        Self::new(Kind::Usage, sentence)
    }

    /// Reports unreadable input (exit code 3).
    pub fn input(sentence: impl Into<String>) -> Self {
        Self::new(Kind::Input, sentence)
    }

    /// Reports a workspace that cannot be used (exit code 4).
    pub fn workspace(sentence: impl Into<String>) -> Self {
        Self::new(Kind::Workspace, sentence)
    }

    /// Reports a failed read or write (exit code 5).
    pub fn io(sentence: impl Into<String>) -> Self {
        Self::new(Kind::Io, sentence)
    }

    /// Adds what the user can do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Hint>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Keeps the error that was met.
    #[must_use]
    pub fn caused_by(mut self, cause: impl Error + Send + Sync + 'static) -> Self {
        self.cause = Some(Arc::new(cause));
        self
    }

    /// Returns all hints in one line.
    pub fn advice(&self) -> String {
        self.hints.iter().map(Hint::to_string).collect::<Vec<_>>().join(" ")
    }

    /// Returns the errors behind this problem, the nearest first.
    pub fn causes(&self) -> impl Iterator<Item = &(dyn Error + 'static)> {
        std::iter::successors(self.source(), |error| (*error).source())
    }
}

/// Compares what is told: two problems in the same words are equal, whatever error is behind them.
impl PartialEq for Problem {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind && self.sentence == other.sentence && self.hints == other.hints
    }
}

impl Eq for Problem {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)?;
        self.hints.iter().try_for_each(|hint| write!(f, " {hint}"))
    }
}

impl Error for Problem {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_ref().map(|cause| cause.as_ref() as &(dyn Error + 'static))
    }
}

#[cfg(test)]
mod tests {
    use std::fmt;

    use super::{Error, Hint, Problem};

    #[derive(Debug)]
    struct Outer(std::num::ParseIntError);

    impl fmt::Display for Outer {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("no number")
        }
    }

    impl Error for Outer {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&self.0)
        }
    }

    #[test]
    fn a_problem_keeps_every_error_behind_it_also_when_it_is_cloned() {
        let inner = "x".parse::<u8>().unwrap_err();
        let problem = Problem::usage("Wrong.").caused_by(Outer(inner)).clone();
        let causes: Vec<String> = problem.causes().map(ToString::to_string).collect();
        assert_eq!(causes, ["no number", "invalid digit found in string"]);
        assert_eq!(Problem::usage("Wrong.").causes().count(), 0);
    }

    #[test]
    fn hints_add_up_in_their_order() {
        let problem = Problem::usage("Wrong.").hint("First.").hint(Hint::RunDoctor("Second.".to_owned()));
        assert_eq!(problem.advice(), "First. Second.");
        assert_eq!(problem.to_string(), "Wrong. First. Second.");
    }
}
