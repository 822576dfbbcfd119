//! Text that came from a log, a file or a keyboard, and must not act on whoever shows it.
//!
//! [`Untrusted`] has no `Display`. Its only way to a screen or a printed line is `text::visible`, which makes
//! controls, bidi, zero-width and tag characters visible. [`Untrusted::raw`] is for what never reaches a terminal:
//! hashing, storing, matching, writing data files. An architecture test keeps it out of `ui/` and `cli/`.

use serde::{Deserialize, Serialize};

/// Untrusted text: compared and stored exactly, and escaped before it is shown.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Untrusted(String);

impl Untrusted {
    /// Wraps text as it came.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The exact text, for hashing, storing, matching and data files; never for a screen or a printed line.
    pub fn raw(&self) -> &str {
        &self.0
    }

    /// Takes the exact text out.
    pub fn into_raw(self) -> String {
        self.0
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The length in Unicode scalar values, the unit of spans and of every length in characters.
    pub fn chars(&self) -> usize {
        self.0.chars().count()
    }
}

impl From<&str> for Untrusted {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Untrusted {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl std::fmt::Debug for Untrusted {
    /// Escapes everything that is not plain ASCII, so that a debug print is as harmless as a shown text.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "\"{}\"", self.0.escape_default())
    }
}
