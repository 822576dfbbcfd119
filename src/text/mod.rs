//! Untrusted text and how it becomes visible, and how wide it is in terminal cells.

use crate::domain::Untrusted;

/// Text that is safe to show: every control, bidi, zero-width, variation and tag character has become visible.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Visible(String);

impl Visible {
    /// The safe text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Visible {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

/// Makes text safe on one line: a newline becomes `⏎`, a tab a blank, everything else as `safety.md` 5.1 says.
#[must_use]
pub fn visible_line(text: &Untrusted) -> Visible {
    let _ = text;
    todo!()
}

/// Makes text safe and keeps its newlines; tabs become blanks to the next multiple of four.
#[must_use]
pub fn visible_block(text: &Untrusted) -> Visible {
    let _ = text;
    todo!()
}

/// Makes JSON text terminal-safe and still exact: unsafe characters become `\uXXXX` escapes.
#[must_use]
pub fn json_safe(json: &str) -> String {
    let _ = json;
    todo!()
}

/// The width of safe text in terminal cells.
#[must_use]
pub fn cells(text: &str) -> usize {
    let _ = text;
    todo!()
}

/// Cuts safe text to at most `width` cells, with `…` as its last cell where something was cut. Never splits a grapheme.
#[must_use]
pub fn fit(text: &str, width: usize) -> String {
    let _ = (text, width);
    todo!()
}
