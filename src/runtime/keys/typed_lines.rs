//! Standard input where it is no terminal: whole lines, one after the other.

use std::collections::VecDeque;
use std::io;

use rustix::io::Errno;

use super::keyboard::{Woken, wait};
use crate::runtime::mailbox::MailboxReceiver;

/// The longest line in bytes; a longer one is taken in pieces.
const LONGEST: usize = 1 << 20;

/// The lines that came and were not yet taken.
#[derive(Debug, Default)]
pub(crate) struct TypedLines {
    begun: Vec<u8>,
    lines: VecDeque<String>,
    has_ended: bool,
}

impl TypedLines {
    /// Sleeps until there is a line or mail. While lines wait, or after the end, only until there is mail.
    pub(crate) fn drain(&mut self, mail: &MailboxReceiver) {
        match wait(Some(mail), self.lines.is_empty() && !self.has_ended, None) {
            Woken::Keys => self.read(),
            Woken::HungUp => self.end(),
            Woken::Otherwise => {}
        }
    }

    /// Takes the next line, without its end.
    pub(crate) fn next(&mut self) -> Option<String> {
        self.lines.pop_front()
    }

    /// Answers whether every line was taken and none will come.
    pub(crate) fn is_over(&self) -> bool {
        self.has_ended && self.lines.is_empty()
    }

    fn read(&mut self) {
        let mut bytes = [0; 4096];
        match rustix::io::read(io::stdin(), &mut bytes) {
            Ok(0) => self.end(),
            Ok(count) => self.take(bytes.get(..count).unwrap_or_default()),
            Err(Errno::INTR | Errno::AGAIN) => {}
            Err(_) => self.end(),
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        for byte in bytes {
            if *byte == b'\n' || self.begun.len() >= LONGEST {
                self.cut();
            }
            if *byte != b'\n' {
                self.begun.push(*byte);
            }
        }
    }

    /// Ends the line that has begun.
    fn cut(&mut self) {
        let line = String::from_utf8_lossy(&self.begun).trim_end_matches('\r').to_owned();
        self.begun.clear();
        self.lines.push_back(line);
    }

    fn end(&mut self) {
        if !self.begun.is_empty() {
            self.cut();
        }
        self.has_ended = true;
    }
}

#[cfg(test)]
mod tests {
    use super::TypedLines;

    #[test]
    fn lines_come_whole_however_they_are_cut_and_the_last_needs_no_end() {
        let mut typed = TypedLines::default();
        for piece in ["pa", "ss\r\nfail wrong ", "tone\n\nno", "te"] {
            typed.take(piece.as_bytes());
        }
        assert!(!typed.is_over());
        typed.end();
        let lines: Vec<String> = std::iter::from_fn(|| typed.next()).collect();
        assert_eq!(lines, ["pass", "fail wrong tone", "", "note"]);
        assert!(typed.is_over());
    }
}
