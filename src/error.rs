//! The one error type of gemba: what went wrong, where, and what to do next.
//!
//! Every floor returns [`Problem`]. It knows its exit code and nothing of screens: the sentence may quote bytes of a
//! log, so whoever prints it passes it through `text::visible` first.

use std::fmt;

/// The classes of failure that a caller can act on; each has one exit code (`contracts.md`, exit codes).
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
    /// The process exit code of this class.
    #[must_use]
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

/// A failure in words: one sentence that says what and where, and, if there is one, what to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The class, and so the exit code.
    pub kind: Kind,
    /// What happened and where, as a whole sentence. May quote untrusted bytes.
    pub sentence: String,
    /// What to do next, as a whole sentence.
    pub hint: Option<String>,
}

/// The result of everything in gemba that can fail.
pub type Result<T> = std::result::Result<T, Problem>;

impl Problem {
    /// A problem of the given class.
    pub fn new(kind: Kind, sentence: impl Into<String>) -> Self {
        Self { kind, sentence: sentence.into(), hint: None }
    }

    /// Wrong usage (exit code 2).
    pub fn usage(sentence: impl Into<String>) -> Self {
        Self::new(Kind::Usage, sentence)
    }

    /// Unreadable input (exit code 3).
    pub fn input(sentence: impl Into<String>) -> Self {
        Self::new(Kind::Input, sentence)
    }

    /// A workspace that cannot be used (exit code 4).
    pub fn workspace(sentence: impl Into<String>) -> Self {
        Self::new(Kind::Workspace, sentence)
    }

    /// A failed read or write (exit code 5).
    pub fn io(sentence: impl Into<String>) -> Self {
        Self::new(Kind::Io, sentence)
    }

    /// Adds what the user can do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)?;
        if let Some(hint) = &self.hint {
            write!(f, " {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
