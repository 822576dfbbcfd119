//! A yes-or-no question on the terminal.

use std::io::{self, BufRead, IsTerminal, Read};

use super::printer::remark;

/// The longest answer that is read, in bytes.
const LONGEST_ANSWER: u64 = 1_000;

/// Returns whether somebody is there who can answer.
pub(crate) fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks on standard error and returns whether the answer is `y` or `yes`; returns `false` where there is no terminal to ask on.
pub(crate) fn agrees(question: &str) -> bool {
    if !can_ask() {
        return false;
    }
    remark(&format!("{question} Type y and Enter; anything else means no."));
    let mut answer = String::new();
    let read = io::stdin().lock().take(LONGEST_ANSWER).read_line(&mut answer);
    read.is_ok() && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}
