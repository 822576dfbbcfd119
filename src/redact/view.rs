//! A text as it was before it was logged: escapes of JSON, URLs and HTML undone, colours of terminals left out, digits, blanks
//! and hyphens of all scripts as the plain ones. Knows for each place where it stands in the text itself.

use std::ops::Range;

/// A text with its escapes undone.
pub(super) struct View {
    /// The text.
    pub(super) text: String,
    /// Places where text and view begin to run in step, or one stands for the other: (in the view, in the text).
    steps: Vec<(usize, usize)>,
    /// The length of the text itself.
    end: usize,
    /// Whether colours of terminals were left out.
    has_colours: bool,
}

impl View {
    /// Returns the views of a text; none where it is the text itself. Colours of terminals may stand within a word or end it.
    pub(super) fn all(raw: &str) -> impl Iterator<Item = Self> {
        let whole = Self::of(raw, false);
        let parted = whole.as_ref().is_some_and(|view| view.has_colours).then(|| Self::of(raw, true)).flatten();
        whole.into_iter().chain(parted)
    }

    /// Makes the view of a text; `None` where it is the text itself.
    fn of(raw: &str, parted: bool) -> Option<Self> {
        if raw.is_ascii() && memchr::memchr3(b'\\', b'%', b'&', raw.as_bytes()).is_none() && !raw.contains('\x1b') {
            return None;
        }
        let mut view =
            Self { text: String::with_capacity(raw.len()), steps: vec![(0, 0)], end: raw.len(), has_colours: false };
        let (mut at, mut is_changed, mut after_escape) = (0, false, false);
        while let Some(rest) = raw.get(at..).filter(|rest| !rest.is_empty()) {
            if std::mem::take(&mut after_escape)
                && let Some(length) = control_sequence(rest)
            {
                at += length;
                view.has_colours = true;
                if parted {
                    view.text.push(' ');
                }
                view.steps.push((view.text.len(), at));
                continue;
            }
            let Some((length, meant)) = escape(rest).or_else(|| character(rest)) else {
                let length = plain(rest);
                view.text.push_str(rest.get(..length).unwrap_or_default());
                at += length;
                continue;
            };
            is_changed = true;
            view.steps.push((view.text.len(), at));
            after_escape = meant == Some('\x1b');
            view.text.extend(meant.filter(|c| *c != '\x1b'));
            at += length;
            view.steps.push((view.text.len(), at));
        }
        is_changed.then_some(view)
    }

    /// Returns where a span of the view stands in the text.
    pub(super) fn span(&self, span: &Range<usize>) -> Range<usize> {
        // A start lies behind what was left out before it, an end before what was left out after it.
        let last = self.steps.partition_point(|(view, _)| *view <= span.start).saturating_sub(1);
        let (view, raw) = self.steps.get(last).copied().unwrap_or_default();
        let start = raw + (span.start - view);
        let next = self.steps.partition_point(|(view, _)| *view < span.end);
        let end = match self.steps.get(next) {
            Some((view, raw)) if *view == span.end => *raw,
            Some(_) | None => {
                let (view, raw) = self.steps.get(next.saturating_sub(1)).copied().unwrap_or_default();
                raw + (span.end - view)
            }
        };
        start..end.min(self.end)
    }
}

/// Returns how many bytes at the beginning certainly need no change; at least one character.
fn plain(rest: &str) -> usize {
    let first = rest.chars().next().map_or(1, char::len_utf8);
    let stops = |byte: &u8| !byte.is_ascii() || matches!(byte, b'\\' | b'%' | b'&' | b'\x1b');
    rest.as_bytes().get(first..).unwrap_or_default().iter().position(stops).map_or(rest.len(), |length| first + length)
}

/// Reads an escape at the beginning: how long it is, and what it means; `None` inside for what means nothing.
fn escape(rest: &str) -> Option<(usize, Option<char>)> {
    match rest.as_bytes().first()? {
        b'\\' => backslash(rest),
        b'%' => percent(rest),
        b'&' => entity(rest),
        b'\x1b' => Some((1, Some('\x1b'))),
        _ => None,
    }
}

/// `\n`, `\"`, `\u0040`, `\x40`, `\u{40}`, with as many backslashes as JSON in JSON has.
fn backslash(rest: &str) -> Option<(usize, Option<char>)> {
    let slashes = rest.bytes().take(8).take_while(|byte| *byte == b'\\').count();
    let after = rest.get(slashes..)?;
    let hex = |from: usize, digits: usize| {
        let text = after.get(from..from + digits).filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        u32::from_str_radix(text, 16).ok()
    };
    match after.as_bytes().first()? {
        b'n' | b'r' | b't' | b'b' | b'f' => Some((slashes + 1, Some('\n'))),
        quoted @ (b'"' | b'\'' | b'/') => Some((slashes + 1, Some(char::from(*quoted)))),
        // As Markdown and expressions write signs that mean themselves.
        sign @ (b'(' | b')' | b'[' | b']' | b'<' | b'>' | b'-' | b'.' | b'_' | b'@' | b'+' | b'*' | b'#' | b'~'
        | b'!' | b'|' | b':') => Some((slashes + 1, Some(char::from(*sign)))),
        b'e' => after.starts_with("e[").then_some((slashes + 1, Some('\x1b'))),
        b'0' => after.starts_with("033[").then_some((slashes + 3, Some('\x1b'))),
        b'x' => Some((slashes + 3, meant(hex(1, 2)?))),
        b'u' if after.starts_with("u{") => {
            let digits = after.get(2..)?.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
            after.get(2 + digits..)?.starts_with('}').then_some((slashes + 3 + digits, meant(hex(2, digits)?)))
        }
        b'u' => Some((slashes + 5, meant(hex(1, 4)?))),
        _ => None,
    }
}

/// `%40`, `%2540`, and the several bytes of a character beyond ASCII.
fn percent(rest: &str) -> Option<(usize, Option<char>)> {
    let byte = |rest: &str| {
        let mut length = 1;
        while length < 9 && rest.get(length..)?.starts_with("25") {
            length += 2;
        }
        let text = rest.get(length..length + 2).filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        rest.starts_with('%').then_some((length + 2, u8::from_str_radix(text, 16).ok()?))
    };
    let (mut length, first) = byte(rest)?;
    let mut bytes = vec![first];
    let more = match first {
        0xC2..=0xDF => 1,
        0xE0..=0xEF => 2,
        0xF0..=0xF4 => 3,
        _ => 0,
    };
    for _ in 0..more {
        let (next, byte) = byte(rest.get(length..)?)?;
        length += next;
        bytes.push(byte);
    }
    let c = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    Some((length, meant(u32::from(c))))
}

/// `&#64;`, `&#x40;`, `&commat;`.
fn entity(rest: &str) -> Option<(usize, Option<char>)> {
    let end = rest.bytes().take(12).position(|byte| byte == b';')?;
    let name = rest.get(1..end)?;
    let code = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        },
        None => match name {
            "commat" => '@',
            "period" => '.',
            "plus" => '+',
            "colon" => ':',
            "sol" => '/',
            "amp" => '&',
            "quot" => '"',
            "apos" => '\'',
            "lt" => '<',
            "gt" => '>',
            "nbsp" => ' ',
            _ => return None,
        }
        .into(),
    };
    Some((end + 1, meant(code)))
}

/// Returns what a code point means in the view; `None` for nothing.
fn meant(code: u32) -> Option<char> {
    let c = char::from_u32(code).unwrap_or('\u{FFFD}');
    match spelled(c) {
        Spelled::AsItIs => Some(c),
        Spelled::LeftOut => None,
        Spelled::As(other) => Some(other),
    }
}

/// Reads a character that the view spells otherwise.
fn character(rest: &str) -> Option<(usize, Option<char>)> {
    let c = rest.chars().next().filter(|c| !c.is_ascii())?;
    match spelled(c) {
        Spelled::AsItIs => None,
        Spelled::LeftOut => Some((c.len_utf8(), None)),
        Spelled::As(other) => Some((c.len_utf8(), Some(other))),
    }
}

/// How the view spells a character.
enum Spelled {
    AsItIs,
    LeftOut,
    As(char),
}

fn spelled(c: char) -> Spelled {
    match c {
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => Spelled::As(' '),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE63}' => Spelled::As('-'),
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' => {
            Spelled::LeftOut
        }
        '\u{FE6B}' => Spelled::As('@'),
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).map_or(Spelled::AsItIs, Spelled::As),
        c => digit(c).map_or(Spelled::AsItIs, Spelled::As),
    }
}

/// The zeros of the scripts that have digits of their own.
const ZEROS: &[u32] = &[
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0xF20, 0x1040,
    0x17E0, 0x1810,
];

/// Returns the plain form of a digit of any script.
fn digit(c: char) -> Option<char> {
    let code = u32::from(c);
    let zero = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

/// Returns the length of what follows the character ESC in a control sequence: `[31m`.
fn control_sequence(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('[')?;
    let length = inner.bytes().take(16).position(|byte| byte.is_ascii_alphabetic())?;
    inner.get(..length)?.bytes().all(|byte| byte.is_ascii_digit() || byte == b';').then_some(length + 2)
}

#[cfg(test)]
mod tests {
    use super::View;

    #[test]
    fn escapes_are_undone_and_every_span_leads_back() {
        for (raw, text) in [
            (r"a\u0040b", "a@b"),
            (r"a\\u0040b", "a@b"),
            ("a%40b", "a@b"),
            ("a%2540b", "a@b"),
            ("a&#64;b", "a@b"),
            ("m%C3%BCller", "müller"),
            (r"x\n\u001b[31mkey", "x\nkey"),
            ("٠٥٠ ١٢", "050 12"),
            ("a\u{200B}b\u{2011}c", "ab-c"),
            (r"C:\name \q %zz &x;", "C:\name \\q %zz &x;"),
        ] {
            let view = View::all(raw).next().unwrap();
            assert_eq!(view.text, text);
            assert_eq!(view.span(&(0..text.len())), 0..raw.len(), "{raw}");
        }
        let colours = View::all("k\u{1b}[0m").next().unwrap();
        assert_eq!(colours.span(&(0..1)), 0..1, "what is left out behind a span is no part of it");
        let raw = r"é \u0040me: x";
        let view = View::all(raw).next().unwrap();
        let at = view.text.find("@me").unwrap();
        assert_eq!(&raw[view.span(&(at..at + 3))], r"\u0040me");
        let at = view.text.find("me:").unwrap();
        assert_eq!(&raw[view.span(&(at..at + 2))], "me");
        assert!(View::all("plain").next().is_none() && View::all("façade").next().is_none());
    }
}
