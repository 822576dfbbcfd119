//! The oracle: what gemba may write to a terminal, and nothing else.
//!
//! Every byte goes through `vte`. Allowed are plain text that shows as it is, the few sequences that draw a screen, the
//! modes of the guard, and the one clipboard sequence of an explicit copy. The oracle also keeps the list of modes that
//! are on, so that a test can ask whether each was switched off again.

use std::collections::BTreeSet;

use vte::{Params, Parser, Perform};

/// What one run wrote, judged.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// What should never have been written, in words.
    pub(crate) breaches: Vec<String>,
    /// The private modes that are on at the end; the cursor counts as on while it is hidden.
    pub(crate) modes: BTreeSet<u16>,
    /// The clipboard sequences.
    pub(crate) copies: Vec<String>,
    /// How often a whole screen was cleared.
    pub(crate) clears: usize,
}

impl Verdict {
    /// Judges all bytes of a run.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let mut verdict = Self::default();
        Parser::new().advance(&mut verdict, bytes);
        verdict
    }

    /// Fails with the list when there is any breach.
    pub(crate) fn assert_clean(&self) {
        assert!(self.breaches.is_empty(), "gemba wrote to the terminal:\n  {}", self.breaches.join("\n  "));
    }

    fn breach(&mut self, what: String) {
        if self.breaches.len() < 20 {
            self.breaches.push(what);
        }
    }

    fn in_alternate_screen(&self) -> bool {
        self.modes.contains(&1049)
    }
}

/// Whether a character shows as it is, in one place, in reading order.
fn is_plain(c: char) -> bool {
    !matches!(c,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// The private modes that the guard switches on and off, and the frame's brackets.
const MODES: [u16; 6] = [25, 1000, 1006, 1049, 2004, 2026];

impl Perform for Verdict {
    fn print(&mut self, c: char) {
        if !is_plain(c) {
            self.breach(format!("the character U+{:04X} as it is", u32::from(c)));
        }
    }

    fn execute(&mut self, byte: u8) {
        // Lines of text outside the screen end in CR LF.
        if !matches!(byte, b'\r' | b'\n') || self.in_alternate_screen() {
            self.breach(format!("the control 0x{byte:02x}"));
        }
    }

    fn hook(&mut self, _: &Params, _: &[u8], _: bool, action: char) {
        self.breach(format!("a device control string ({action})"));
    }

    fn osc_dispatch(&mut self, params: &[&[u8]], bell_terminated: bool) {
        let base64 = |text: &[u8]| text.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(byte));
        match params {
            [b"52", b"c", text] if base64(text) && !bell_terminated => {
                self.copies.push(String::from_utf8_lossy(text).into_owned());
            }
            _ => self.breach(format!("an operating system command {:?}", params.first())),
        }
    }

    fn csi_dispatch(&mut self, params: &Params, intermediates: &[u8], ignore: bool, action: char) {
        let numbers: Vec<u16> = params.iter().flatten().copied().collect();
        let allowed = !ignore
            && match (intermediates, action) {
                // Colours and styles; place the cursor.
                ([], 'm' | 'H') => true,
                ([], 'J' | 'K') => numbers.iter().all(|number| *number <= 2),
                ([b'?'], 'h' | 'l') => numbers.iter().all(|number| MODES.contains(number)),
                _ => false,
            };
        if !allowed {
            self.breach(format!("the control sequence {intermediates:?} {numbers:?} {action}"));
        }
        if action == 'J' && numbers.first() == Some(&2) {
            self.clears += 1;
        }
        if intermediates == b"?" {
            for number in numbers {
                // "Show the cursor" is the mode that ends "hide the cursor".
                if (action == 'h') == (number != 25) {
                    self.modes.insert(number);
                } else {
                    self.modes.remove(&number);
                }
            }
        }
    }

    fn esc_dispatch(&mut self, intermediates: &[u8], _: bool, byte: u8) {
        // The end of the clipboard's sequence.
        if !(intermediates.is_empty() && byte == b'\\') {
            self.breach(format!("the escape sequence {intermediates:?} {:?}", char::from(byte)));
        }
    }
}

#[test]
fn the_oracle_lets_a_drawn_screen_pass() {
    let verdict = Verdict::of(
        b"\x1b[?1049h\x1b[2J\x1b[?25l\x1b[?2026h\x1b[1;1H\x1b[38;5;2;1mplain \xc3\xa9\x1b[0m\x1b[K\x1b[?2026l\x1b]52;c;aGk=\x1b\\\x1b[?25h\x1b[?1049l\r\n",
    );
    verdict.assert_clean();
    assert_eq!((verdict.modes.len(), verdict.copies.len(), verdict.clears), (0, 1, 1));
}

#[test]
fn the_oracle_stops_what_could_act_on_a_terminal() {
    let hostile: [&[u8]; 14] = [
        b"\x1b]0;title\x07",
        b"\x1b]52;c;aGk=\x07",
        b"\x1b]52;c;?\x1b\\",
        b"\x1b]8;;http://x\x1b\\link",
        b"\x1bPq#0\x1b\\",
        b"\x1b[5n",
        b"\x1b[>c",
        b"\x1b[?1003h",
        b"\x1bc",
        b"\x07",
        b"\xe2\x80\xae",
        b"\xef\xbb\xbf",
        b"\xc2\x9b31m",
        b"\xf3\xa0\x81\xa8",
    ];
    for bytes in hostile {
        assert!(!Verdict::of(bytes).breaches.is_empty(), "{bytes:?} passed");
    }
}
