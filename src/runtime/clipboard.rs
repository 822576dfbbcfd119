//! The clipboard by OSC 52, on an explicit copy key only. The text is already safe; the clipboard is never read.

use crossterm::Command;
use crossterm::clipboard::CopyToClipboard;

use super::terminal::{lost, write_out};
use crate::error::{Problem, Result};

/// The longest sequence; terminals silently drop longer ones, so gemba refuses them.
const LARGEST: usize = 75 * 1024;

/// Sends text to the terminal's clipboard.
///
/// # Errors
/// `Input` for a text beyond 75 KB; `Io` when the terminal does not take it.
pub(super) fn copy(text: &str) -> Result<()> {
    write_out(sequence(text)?.as_bytes()).map_err(lost)
}

fn sequence(text: &str) -> Result<String> {
    if text.len() > LARGEST {
        let kilobytes = text.len().div_ceil(1024);
        return Err(Problem::input(format!("{kilobytes} KB are too long to copy; terminals take 75 KB at most."))
            .hint("Select a part of it first (v), or use gemba show --json."));
    }
    let mut sequence = String::new();
    CopyToClipboard::to_clipboard_from(text)
        .write_ansi(&mut sequence)
        .map_err(|_| Problem::io("The text could not be written to the terminal."))?;
    Ok(sequence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_one_sequence_that_holds_no_byte_of_the_text_as_it_is() {
        let sequence = sequence("a\u{7}b\u{1b}]0;x").unwrap();
        let inner = sequence.strip_prefix("\u{1b}]52;c;").and_then(|rest| rest.strip_suffix("\u{1b}\\")).unwrap();
        assert!(inner.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte)), "{inner}");
    }

    #[test]
    fn what_a_terminal_would_drop_is_refused() {
        assert!(sequence(&"x".repeat(LARGEST)).is_ok());
        let problem = sequence(&"x".repeat(LARGEST + 1)).unwrap_err();
        assert_eq!(problem.sentence, "76 KB are too long to copy; terminals take 75 KB at most.");
    }
}
