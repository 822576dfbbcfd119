//! Untrusted text and how it becomes visible, and how wide it is in terminal cells.
//!
//! The one way from [`Untrusted`] to a screen or a printed line. `special` lists the characters that do not show
//! themselves, `atoms` reads a text piece by piece, `width` measures, `diff` and `common` compare two texts, `figures`
//! formats numbers, `covered` lays placeholders over what others may not see, `beginning` what a cut made half of something. Knows nothing of rows, looks or colours.

mod atoms;
mod beginning;
mod common;
mod covered;
mod diff;
mod figures;
mod json;
mod markdown;
mod shell_words;
mod special;
mod trace_link;
mod width;

use crate::domain::{Name, Untrusted};
use covered::{covered_beginning, is_covering};

pub use atoms::{Atom, Atoms, Marker, Shown, atoms};
pub use beginning::before_cut;
pub use common::common_parts;
pub use covered::{Covering, Extent, covered, under};
pub use diff::{WordChange, word_diff};
pub use figures::{counted, grouped, listed, p_value, percent, percent_between, percent_or};
pub use json::json_safe;
pub use markdown::in_markdown;
pub use shell_words::{Backslash, shell_word, split_words};
pub use trace_link::{TraceLinks, Traced, flaw_of_address};
pub use width::{cells, fit};

/// Characters of a text that is covered as one, at most: a private key.
const LONGEST_COVERED: usize = 8_192;

/// Every how many cells a tab stops.
pub const TAB: usize = 4;

/// Text that is safe to show: every control, bidi, zero-width, variation and tag character is made visible.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Visible(String);

impl Visible {
    /// Returns the safe text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Takes the safe text out.
    pub fn into_string(self) -> String {
        self.0
    }

    /// Returns the width of the longest line in terminal cells.
    pub fn cells(&self) -> usize {
        self.0.lines().map(cells).max().unwrap_or(0)
    }
}

impl std::fmt::Display for Visible {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

/// Makes text safe on one line: a newline becomes `⏎`, a tab a blank, everything else as `docs/safety.md` 5.1 says.
pub fn visible_line(text: &Untrusted) -> Visible {
    visible_words(text.raw())
}

/// Makes a sentence safe on one line that the program made but that may quote untrusted text (a problem, a report).
pub fn visible_words(sentence: &str) -> Visible {
    let sentence = covered(sentence);
    let mut out = String::with_capacity(sentence.len());
    for atom in atoms(&sentence) {
        match atom.shown {
            Shown::Ascii(text) | Shown::Cluster(text, _) => out.push_str(text),
            Shown::Marker(marker) => marker.write(&mut out),
            Shown::Tab => out.push(' '),
            Shown::Newline => out.push('⏎'),
        }
    }
    Visible(out)
}

/// Makes text safe on one line of at most `width` cells; reads no more of a long text than it needs.
pub fn visible_start(text: &Untrusted, width: usize) -> Visible {
    // Every atom takes a cell, and a cluster at most some dozens of bytes; what is covered may be longer than its cover.
    let enough = width.saturating_mul(10).saturating_add(64);
    let enough = text.raw().char_indices().nth(if is_covering() { enough + LONGEST_COVERED } else { enough });
    let start = enough.and_then(|(end, _)| text.raw().get(..end)).unwrap_or(text.raw());
    Visible(fit(visible_words(start).as_str(), width))
}

/// Makes a beginning safe on one line of at most `width` cells whose rest was cut off elsewhere: where text is covered, nothing of
/// what the cut may have made half of a secret.
pub fn visible_beginning(beginning: &Untrusted, width: usize) -> Visible {
    visible_start(&Untrusted::from(&*covered_beginning(beginning.raw())), width)
}

/// Makes text safe and keeps its newlines; tabs become blanks to the next multiple of four.
pub fn visible_block(text: &Untrusted) -> Visible {
    let text = covered(text.raw());
    let mut out = String::with_capacity(text.len());
    let mut column = 0;
    for atom in atoms(&text) {
        match atom.shown {
            Shown::Ascii(text) => {
                out.push_str(text);
                column += text.len();
            }
            Shown::Cluster(text, width) => {
                out.push_str(text);
                column += width;
            }
            Shown::Marker(marker) => {
                marker.write(&mut out);
                column += marker.cells();
            }
            Shown::Tab => {
                let blanks = TAB - column % TAB;
                out.extend(std::iter::repeat_n(' ', blanks));
                column += blanks;
            }
            Shown::Newline => {
                out.push('\n');
                column = 0;
            }
        }
    }
    Visible(out)
}

/// Makes a name safe. Names refuse invisible characters; combining marks without a base are made visible here.
pub fn visible_name(name: &Name) -> Visible {
    visible_words(name.as_str())
}

/// Copies a text without anything that acts or hides: newlines and tabs stay, controls, bidi, zero-width and tag characters
/// go, and `\r\n` becomes a newline. Returns how many characters were removed.
pub fn plain_for_copy(text: &Untrusted) -> (String, usize) {
    let text = covered(text.raw());
    let mut out = String::with_capacity(text.len());
    let mut removed = 0;
    let mut reader = atoms(&text).peekable();
    while let Some(atom) = reader.next() {
        match atom.shown {
            Shown::Ascii(text) | Shown::Cluster(text, _) => out.push_str(text),
            Shown::Tab => out.push('\t'),
            Shown::Newline => out.push('\n'),
            Shown::Marker(marker) => {
                let ends_a_line = reader.peek().is_some_and(|next| next.shown == Shown::Newline);
                if !(marker == Marker::Picture('␍') && ends_a_line) {
                    removed += atom.chars;
                }
            }
        }
    }
    (out, removed)
}

#[cfg(test)]
mod tests;
