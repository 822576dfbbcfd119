//! When colour may be used.

use crate::domain::spelling;
use crate::error::{Problem, Result};

/// When the screen and the help may use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Color {
    /// When it goes to a terminal and `NO_COLOR` is not set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    /// All, in the order of the help.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Always, Self::Never];

    /// Returns what the choice means, for the help.
    pub const fn help(self) -> &'static str {
        match self {
            Self::Auto => "On a terminal, unless `NO_COLOR` is set.",
            Self::Always => "Always.",
            Self::Never => "Never.",
        }
    }

    /// Returns the word of this choice.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Always => "always",
            Self::Never => "never",
        }
    }

    /// Reads a word of [`Color::word`].
    ///
    /// # Errors
    /// A `Usage` problem with the nearest known word.
    pub fn from_word(word: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|color| color.word() == word).ok_or_else(|| {
            let words = Self::ALL.map(Self::word);
            Problem::usage(format!("`{word}` is not a colour setting.")).hint(spelling::hint(word, &words))
        })
    }
}
