//! Names that people give (failure modes, criteria, reviewers, sources) and the slugs that machines use for them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::{Problem, Result};

/// The longest name in Unicode scalar values.
pub const LONGEST_NAME: usize = 120;

/// A name fit to be printed: trimmed, one line, no control, bidi or invisible characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

impl Name {
    /// Takes a typed name.
    ///
    /// # Errors
    /// Refuses, in words, an empty name, one over [`LONGEST_NAME`] and one with characters that cannot be seen.
    pub fn new(typed: &str) -> Result<Self> {
        let text = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return Err(Problem::usage("A name cannot be empty."));
        }
        if text.chars().count() > LONGEST_NAME {
            return Err(Problem::usage(format!("A name has at most {LONGEST_NAME} characters.")));
        }
        if let Some(c) = text.chars().find(|c| !is_printable(*c)) {
            return Err(Problem::usage(format!("A name cannot hold the invisible character U+{:04X}.", u32::from(c))));
        }
        Ok(Self(text))
    }

    /// Takes a name from a file or a program: without its invisible characters, cut to [`LONGEST_NAME`]; `None` when
    /// nothing is left.
    pub fn cleaned(text: &str) -> Option<Self> {
        let spaced: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
        let words: String = spaced.chars().filter(|c| is_printable(*c)).collect();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        Self::new(&words.chars().take(LONGEST_NAME).collect::<String>()).ok()
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The slug of this name; see [`Slug::of`].
    pub fn slug(&self) -> Slug {
        Slug::of(&self.0)
    }
}

/// Whether a character shows as itself: no control, format, bidi, zero-width, variation or tag character.
pub fn is_printable(c: char) -> bool {
    !(c.is_control()
        || matches!(u32::from(c),
            0xAD | 0x34F | 0x61C | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F
            | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF
            | 0xFFA0 | 0xFFF0..=0xFFFB | 0xE0000..=0xE0FFF))
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl TryFrom<String> for Name {
    type Error = Problem;
    fn try_from(text: String) -> Result<Self> {
        Self::new(&text)
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0
    }
}

/// A machine's name for a thing: `[a-z0-9-]{1,60}`, safe in a file name, in code and in a filter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Slug(String);

impl Slug {
    /// Makes the slug of a name: ASCII letters and digits in lower case, every run of others one hyphen, at most 60
    /// characters. A name without an ASCII letter or digit gets `mode-<hash6>`, from blake3 of the name.
    pub fn of(name: &str) -> Self {
        let mut slug = String::new();
        for c in name.chars().flat_map(char::to_lowercase) {
            if c.is_ascii_alphanumeric() {
                slug.push(c);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        slug.truncate(60);
        let slug = slug.trim_end_matches('-');
        if slug.is_empty() {
            return Self(format!("mode-{}", &blake3::hash(name.as_bytes()).to_hex()[..6]));
        }
        Self(slug.to_owned())
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Name, Slug};

    #[test]
    fn a_slug_is_safe_everywhere() {
        assert_eq!(Slug::of("Too short!").as_str(), "too-short");
        assert_eq!(Slug::of("../../etc").as_str(), "etc");
        assert_eq!(Slug::of(&"x".repeat(300)).as_str().len(), 60);
        assert!(Slug::of("错误").as_str().starts_with("mode-"));
        assert_ne!(Slug::of("错误"), Slug::of("幻觉"));
    }

    #[test]
    fn a_name_refuses_what_cannot_be_seen() {
        assert_eq!(Name::new("  Too \t short ").unwrap().as_str(), "Too short");
        assert!(Name::new("a\u{202e}b").is_err());
        assert!(Name::new("a\u{1b}[31m").is_err());
        assert!(Name::new("").is_err());
    }
}
