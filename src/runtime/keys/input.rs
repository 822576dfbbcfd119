//! Decodes the terminal's bytes into keys and pastes.
//!
//! gemba reads its keyboard itself, because an event loop that sleeps in one `poll` over keyboard and workers neither
//! steals the keys of `$EDITOR` nor spins when the terminal is hung up. This file is pure: bytes in, inputs out.

use super::mouse;
use crate::app::message::Pointer;
use crate::command::{Chord, Key};

const PASTE_BEGIN: &[u8] = b"\x1b[200~";
const PASTE_END: &[u8] = b"\x1b[201~";

/// A longer sequence is dropped.
const LONGEST_SEQUENCE: usize = 64;

/// The largest paste that is taken; the rest of it is left out.
const LARGEST_PASTE: usize = 1 << 20;

/// One input of the keyboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Input {
    /// A key.
    Key(Chord),
    /// A bracketed paste.
    Paste(String),
    /// The mouse.
    Mouse(Pointer),
}

/// Takes bytes as they come, in pieces of any size.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    pending: Vec<u8>,
    paste: Option<Vec<u8>>,
}

/// The result of decoding the beginning of the pending bytes.
enum Step {
    /// So many bytes, and the input that they are, if any.
    Done(usize, Option<Input>),
    /// The beginning of something longer.
    More,
}

impl Decoder {
    /// Whether a sequence has begun and not ended; if nothing follows soon, [`Decoder::flush`] decides.
    pub(crate) fn is_waiting(&self) -> bool {
        !self.pending.is_empty() && self.paste.is_none()
    }

    /// Decodes the bytes of one read.
    pub(crate) fn feed(&mut self, bytes: &[u8], inputs: &mut Vec<Input>) {
        if self.paste.is_some() && matches!(bytes, [0x03 | 0x1b]) {
            // A paste whose end got lost would swallow every later key: a lone ctrl-c or Esc ends it.
            if let Some(paste) = &mut self.paste {
                paste.append(&mut self.pending);
            }
            self.end_paste(inputs);
            return;
        }
        self.pending.extend_from_slice(bytes);
        loop {
            if self.paste.is_some() {
                if !self.take_paste(inputs) {
                    return;
                }
                continue;
            }
            if self.pending.is_empty() {
                return;
            }
            if self.pending.starts_with(PASTE_BEGIN) {
                self.pending.drain(..PASTE_BEGIN.len());
                self.paste = Some(Vec::new());
                continue;
            }
            match step(&self.pending) {
                Step::Done(length, input) => {
                    self.pending.drain(..length.max(1).min(self.pending.len()));
                    inputs.extend(input);
                }
                Step::More if self.pending.len() > LONGEST_SEQUENCE => self.pending.clear(),
                Step::More => return,
            }
        }
    }

    /// Ends a sequence that nothing followed: a lone ESC is the Esc key, any other beginning is dropped.
    pub(crate) fn flush(&mut self, inputs: &mut Vec<Input>) {
        if !self.is_waiting() {
            return;
        }
        if self.pending == b"\x1b" {
            inputs.push(Input::Key(Chord::plain(Key::Esc)));
        }
        self.pending.clear();
    }

    /// Moves pending bytes into the paste; returns whether it ended.
    fn take_paste(&mut self, inputs: &mut Vec<Input>) -> bool {
        let end = self.pending.windows(PASTE_END.len()).position(|window| window == PASTE_END);
        // Without an end in sight, the last bytes may be its beginning.
        let keep = end.unwrap_or_else(|| self.pending.len().saturating_sub(PASTE_END.len() - 1));
        let text: Vec<u8> = self.pending.drain(..keep).collect();
        if let Some(paste) = &mut self.paste {
            let room = LARGEST_PASTE.saturating_sub(paste.len());
            paste.extend(text.into_iter().take(room));
        }
        if end.is_some() {
            self.pending.drain(..PASTE_END.len());
            self.end_paste(inputs);
        }
        end.is_some()
    }

    fn end_paste(&mut self, inputs: &mut Vec<Input>) {
        if let Some(paste) = self.paste.take() {
            // Terminals send line ends as carriage returns.
            let text = String::from_utf8_lossy(&paste).replace("\r\n", "\n").replace('\r', "\n");
            inputs.push(Input::Paste(text));
        }
    }
}

const fn key(key: Key) -> Input {
    Input::Key(Chord::plain(key))
}

fn step(bytes: &[u8]) -> Step {
    match bytes {
        [] | [0x1b] => Step::More,
        [0x1b, b'[', rest @ ..] => control_sequence(rest),
        [0x1b, b'O', rest @ ..] => match rest {
            [] => Step::More,
            [b'M', ..] => Step::Done(3, Some(key(Key::Enter))),
            [last, ..] => Step::Done(3, letter_key(*last).map(key)),
        },
        // Esc twice: the first is the key, the second may begin something.
        [0x1b, 0x1b, ..] => Step::Done(1, Some(key(Key::Esc))),
        // Alt and a key: never bound, and never to be mistaken for the key alone.
        [0x1b, rest @ ..] => match step(rest) {
            Step::Done(length, _) => Step::Done(length + 1, None),
            Step::More => Step::More,
        },
        [b'\r', ..] => Step::Done(1, Some(key(Key::Enter))),
        [b'\t', ..] => Step::Done(1, Some(key(Key::Tab))),
        [0x7f | 0x08, ..] => Step::Done(1, Some(key(Key::Backspace))),
        [control @ 0x01..=0x1a, ..] => Step::Done(1, Some(Input::Key(Chord::ctrl(char::from(control - 1 + b'a'))))),
        [0x00..=0x1f, ..] => Step::Done(1, None),
        _ => character(bytes),
    }
}

/// `ESC [` parameters, intermediates, and a final byte.
fn control_sequence(rest: &[u8]) -> Step {
    let Some(end) = rest.iter().position(|byte| !(0x20..=0x3f).contains(byte)) else { return Step::More };
    let length = end + 3;
    let (parameters, last) = (rest.get(..end).unwrap_or_default(), rest.get(end).copied().unwrap_or_default());
    if !(0x40..=0x7e).contains(&last) {
        // Not a sequence after all: drop its beginning, keep the byte that broke it.
        return Step::Done(length - 1, None);
    }
    if let Some(report) = parameters.strip_prefix(b"<") {
        return Step::Done(length, mouse::pointer(report, last == b'M').map(Input::Mouse));
    }
    let mut numbers = parameters
        .split(|byte| *byte == b';')
        .map(|digits| std::str::from_utf8(digits).ok().and_then(|digits| digits.parse::<u16>().ok()).unwrap_or(1));
    let (first, modifiers) = (numbers.next().unwrap_or(1), numbers.next().unwrap_or(1).saturating_sub(1));
    let named = match last {
        b'~' => match first {
            1 | 7 => Some(Key::Home),
            4 | 8 => Some(Key::End),
            3 => Some(Key::Delete),
            5 => Some(Key::PageUp),
            6 => Some(Key::PageDown),
            _ => None,
        },
        other => letter_key(other),
    };
    let alt = modifiers & 0b1010 != 0;
    let ctrl = modifiers & 0b100 != 0;
    Step::Done(length, named.filter(|_| !alt).map(|key| Input::Key(Chord { key, ctrl })))
}

const fn letter_key(letter: u8) -> Option<Key> {
    match letter {
        b'A' => Some(Key::Up),
        b'B' => Some(Key::Down),
        b'C' => Some(Key::Right),
        b'D' => Some(Key::Left),
        b'H' => Some(Key::Home),
        b'F' => Some(Key::End),
        b'Z' => Some(Key::BackTab),
        _ => None,
    }
}

/// A UTF-8 character; a byte that is not of one is dropped.
fn character(bytes: &[u8]) -> Step {
    let head = bytes.get(..bytes.len().min(4)).unwrap_or_default();
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.valid_up_to() > 0 => {
            std::str::from_utf8(head.get(..error.valid_up_to()).unwrap_or_default()).unwrap_or_default()
        }
        Err(error) => return error.error_len().map_or(Step::More, |length| Step::Done(length, None)),
    };
    text.chars().next().map_or(Step::Done(1, None), |c| {
        // C1 controls come as two bytes of UTF-8 and are no keys.
        Step::Done(c.len_utf8(), (!c.is_control()).then_some(Input::Key(Chord::char(c))))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(pieces: &[&[u8]]) -> Vec<Input> {
        let (mut decoder, mut inputs) = (Decoder::default(), Vec::new());
        for piece in pieces {
            decoder.feed(piece, &mut inputs);
        }
        decoder.flush(&mut inputs);
        inputs
    }

    fn keys(bytes: &[u8]) -> String {
        let shown = decode(&[bytes]).into_iter().map(|input| match input {
            Input::Mouse(pointer) => format!("{pointer:?}"),
            Input::Key(chord) => chord.to_string(),
            Input::Paste(text) => format!("paste {text:?}"),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_key_is_known_by_its_character() {
        assert_eq!(keys(b"pF "), "p F Space");
        assert_eq!(keys("éß漢👍".as_bytes()), "é ß 漢 👍");
        assert_eq!(keys(b"\r\n\t\x7f\x08\x03\x1a"), "Enter ctrl-j Tab Backspace Backspace ctrl-c ctrl-z");
    }

    #[test]
    fn sequences_become_named_keys() {
        assert_eq!(keys(b"\x1b[A\x1b[B\x1bOC\x1b[D"), "Up Down Right Left");
        assert_eq!(keys(b"\x1b[5~\x1b[6~\x1b[3~\x1b[1~\x1b[4~\x1b[Z"), "PgUp PgDn Delete Home End shift-Tab");
        assert_eq!(keys(b"\x1b[1;5A\x1b[1;2B"), "ctrl-Up Down");
    }

    #[test]
    fn alt_is_never_mistaken_for_the_key_alone() {
        assert_eq!(keys(b"\x1bp\x1bf"), "");
        assert_eq!(keys(b"\x1b[1;3Ax"), "x");
    }

    #[test]
    fn escape_is_a_key_when_nothing_follows() {
        assert_eq!(keys(b"\x1b"), "Esc");
        assert_eq!(keys(b"\x1b\x1b"), "Esc Esc");
        assert_eq!(decode(&[b"\x1b", b"[A"]), vec![Input::Key(Chord::plain(Key::Up))]);
    }

    #[test]
    fn a_paste_is_one_text_however_it_is_cut() {
        let bytes = b"\x1b[200~pp\x1b[31mff\r\x1b[201~x";
        let whole = decode(&[bytes]);
        assert_eq!(whole.first(), Some(&Input::Paste("pp\x1b[31mff\n".into())));
        assert_eq!(whole.len(), 2);
        for cut in 1..bytes.len() {
            assert_eq!(decode(&[&bytes[..cut], &bytes[cut..]]), whole, "cut at {cut}");
        }
    }

    #[test]
    fn a_paste_whose_end_got_lost_is_ended_by_a_lone_escape() {
        let inputs = decode(&[b"\x1b[200~half", b"\x1b", b"j"]);
        assert_eq!(inputs, vec![Input::Paste("half".into()), Input::Key(Chord::char('j'))]);
    }

    #[test]
    fn unknown_sequences_and_broken_bytes_are_dropped() {
        assert_eq!(keys(b"\x1b[1;1yj\x1b[?62cj\xff\xfej\x1b[99~j\xc2\x9bj"), "j j j j j");
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_in_any_pieces_give_the_same_keys(bytes in proptest::collection::vec(0u8..=255, 0..80), cut in 0usize..80) {
            // A lone byte after a lost paste is special on purpose; so is a cut right there.
            let cut = cut.min(bytes.len());
            let (head, tail) = bytes.split_at(cut);
            if !matches!(head, [0x03 | 0x1b]) && !matches!(tail, [0x03 | 0x1b]) {
                proptest::prop_assert_eq!(decode(&[head, tail]), decode(&[&bytes]));
            }
        }
    }
}
