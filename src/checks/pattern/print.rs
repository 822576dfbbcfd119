//! Prints an expression for Python's `re` and JavaScript's `RegExp` with the `u` flag, so that it means what it means
//! in Rust: no flags left, every class as explicit ranges, anchors and word boundaries spelled out. ASCII only.

use std::fmt::Write as _;

use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};
use serde_json::{Value, json};

use crate::checks::Engine;

/// The longest printed expression, in bytes; beyond it the other engines get slow or refuse.
const LONGEST: usize = 400_000;
/// A class this long is printed once and referred to.
const LONG_CLASS: usize = 60;

/// A printed expression: pieces to be joined; a number is the index of a class.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Printed {
    pieces: Vec<Piece>,
    classes: Vec<String>,
    length: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Class(usize),
}

impl Printed {
    /// Makes an expression of one text.
    pub(super) fn whole(text: String) -> Self {
        Self { length: text.len(), pieces: vec![Piece::Text(text)], classes: Vec::new() }
    }

    /// Returns the data for the helpers: `{"pieces": ["\\A", 0], "classes": ["[…]"]}`.
    pub fn to_json(&self) -> Value {
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) => json!(text),
            Piece::Class(index) => json!(index),
        };
        json!({ "pieces": self.pieces.iter().map(piece).collect::<Vec<_>>(), "classes": self.classes })
    }

    /// Returns the whole expression as one text.
    pub fn joined(&self) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Class(index) => self.classes.get(*index).cloned().unwrap_or_default(),
        };
        self.pieces.iter().map(piece).collect()
    }

    fn text(&mut self, text: &str) {
        self.length += text.len();
        match self.pieces.last_mut() {
            Some(Piece::Text(last)) => last.push_str(text),
            _ => self.pieces.push(Piece::Text(text.to_owned())),
        }
    }

    fn class(&mut self, class: String) {
        self.length += class.len();
        if class.len() < LONG_CLASS {
            self.length -= class.len();
            return self.text(&class);
        }
        let known = self.classes.iter().position(|known| *known == class);
        let index = known.unwrap_or_else(|| {
            self.classes.push(class);
            self.classes.len() - 1
        });
        self.pieces.push(Piece::Class(index));
    }
}

/// Prints an expression; refuses, in words, what is too long or not text.
pub(super) fn print(hir: &Hir, engine: Engine) -> Result<Printed, String> {
    let mut printer = Printer { engine, out: Printed::default() };
    printer.hir(hir)?;
    Ok(printer.out)
}

struct Printer {
    engine: Engine,
    out: Printed,
}

impl Printer {
    fn hir(&mut self, hir: &Hir) -> Result<(), String> {
        if self.out.length > LONGEST {
            return Err(format!("the expression becomes too long in {}", self.engine.name()));
        }
        match hir.kind() {
            HirKind::Empty => self.out.text("(?:)"),
            HirKind::Literal(literal) => {
                let text =
                    std::str::from_utf8(&literal.0).map_err(|_| "the expression names single bytes".to_owned())?;
                for c in text.chars() {
                    let c = char_of(c, self.engine);
                    self.out.text(&c);
                }
            }
            HirKind::Class(class) => {
                let class = class_of(class, self.engine)?;
                self.out.class(class);
            }
            HirKind::Look(look) => self.look(*look)?,
            HirKind::Repetition(repetition) => self.repetition(repetition)?,
            HirKind::Capture(capture) => self.group(&capture.sub)?,
            HirKind::Concat(subs) => {
                for sub in subs {
                    match sub.kind() {
                        HirKind::Alternation(_) => self.group(sub)?,
                        _ => self.hir(sub)?,
                    }
                }
            }
            HirKind::Alternation(subs) => {
                for (index, sub) in subs.iter().enumerate() {
                    if index > 0 {
                        self.out.text("|");
                    }
                    self.hir(sub)?;
                }
            }
        }
        Ok(())
    }

    fn group(&mut self, hir: &Hir) -> Result<(), String> {
        self.out.text("(?:");
        self.hir(hir)?;
        self.out.text(")");
        Ok(())
    }

    fn repetition(&mut self, repetition: &Repetition) -> Result<(), String> {
        match repetition.sub.kind() {
            HirKind::Class(_) => self.hir(&repetition.sub)?,
            _ => self.group(&repetition.sub)?,
        }
        let count = match (repetition.min, repetition.max) {
            (0, Some(1)) => "?".to_owned(),
            (0, None) => "*".to_owned(),
            (1, None) => "+".to_owned(),
            (min, None) => format!("{{{min},}}"),
            (min, Some(max)) if min == max => format!("{{{min}}}"),
            (min, Some(max)) => format!("{{{min},{max}}}"),
        };
        self.out.text(&count);
        if !repetition.greedy {
            self.out.text("?");
        }
        Ok(())
    }

    /// Prints an anchor or boundary. Line ends and word boundaries are spelled out by looking around.
    fn look(&mut self, look: Look) -> Result<(), String> {
        let (text_start, text_end) = match self.engine {
            Engine::Python => ("\\A", "\\Z"),
            Engine::JavaScript => ("^", "$"),
            Engine::Rust => ("\\A", "\\z"),
        };
        let lf = char_of('\n', self.engine);
        let cr = char_of('\r', self.engine);
        match look {
            Look::Start => self.out.text(text_start),
            Look::End => self.out.text(text_end),
            Look::StartLF => self.out.text(&format!("(?<![^{lf}])")),
            Look::EndLF => self.out.text(&format!("(?![^{lf}])")),
            Look::StartCRLF => self.out.text(&format!("(?<![^{lf}{cr}])(?!(?<={cr}){lf})")),
            Look::EndCRLF => self.out.text(&format!("(?![^{lf}{cr}])(?!(?<={cr}){lf})")),
            Look::WordAscii | Look::WordUnicode => self.boundary(look, &[("(?<=", "(?!"), ("(?<!", "(?=")])?,
            Look::WordAsciiNegate | Look::WordUnicodeNegate => {
                self.boundary(look, &[("(?<=", "(?="), ("(?<!", "(?!")])?;
            }
            Look::WordStartAscii | Look::WordStartUnicode => self.boundary(look, &[("(?<!", "(?=")])?,
            Look::WordEndAscii | Look::WordEndUnicode => self.boundary(look, &[("(?<=", "(?!")])?,
            Look::WordStartHalfAscii | Look::WordStartHalfUnicode => self.boundary(look, &[("(?<!", "")])?,
            Look::WordEndHalfAscii | Look::WordEndHalfUnicode => self.boundary(look, &[("", "(?!")])?,
        }
        Ok(())
    }

    /// Prints alternatives of what is before and after, each a look-around on one word character.
    fn boundary(&mut self, look: Look, ways: &[(&str, &str)]) -> Result<(), String> {
        let is_ascii = matches!(
            look,
            Look::WordAscii
                | Look::WordAsciiNegate
                | Look::WordStartAscii
                | Look::WordEndAscii
                | Look::WordStartHalfAscii
                | Look::WordEndHalfAscii
        );
        let word = regex_syntax::parse(if is_ascii { "[0-9A-Za-z_]" } else { r"\w" });
        let word = word.map_err(|error| error.to_string())?;
        let HirKind::Class(word) = word.kind() else { return Err("word boundaries cannot be printed".to_owned()) };
        let word = class_of(word, self.engine)?;
        self.out.text("(?:");
        for (index, (before, after)) in ways.iter().enumerate() {
            if index > 0 {
                self.out.text("|");
            }
            for look in [before, after].into_iter().filter(|look| !look.is_empty()) {
                self.out.text(look);
                self.out.class(word.clone());
                self.out.text(")");
            }
        }
        self.out.text(")");
        Ok(())
    }
}

/// Returns a character class as explicit ranges; an empty one never matches.
fn class_of(class: &Class, engine: Engine) -> Result<String, String> {
    let unicode = match class {
        Class::Unicode(class) => class.clone(),
        Class::Bytes(class) => {
            class.to_unicode_class().ok_or_else(|| "the expression names single bytes".to_owned())?
        }
    };
    if unicode.ranges().is_empty() {
        return Ok("(?!)".to_owned());
    }
    let mut out = "[".to_owned();
    for range in unicode.ranges() {
        out.push_str(&char_of(range.start(), engine));
        if range.start() < range.end() {
            if u32::from(range.start()) + 1 < u32::from(range.end()) {
                out.push('-');
            }
            out.push_str(&char_of(range.end(), engine));
        }
    }
    out.push(']');
    Ok(out)
}

/// Returns one character, escaped unless it is a letter, a digit or a mark without a meaning in any engine.
fn char_of(c: char, engine: Engine) -> String {
    let code = u32::from(c);
    let mut out = String::new();
    let written = match engine {
        _ if c.is_ascii_alphanumeric() || matches!(c, ' ' | '_' | ',' | ';' | '<' | '>' | '%' | '\'' | '"' | '@') => {
            out.push(c);
            Ok(())
        }
        Engine::JavaScript | Engine::Rust => write!(out, "\\u{{{code:X}}}"),
        Engine::Python if code < 0x100 => write!(out, "\\x{code:02X}"),
        Engine::Python if code < 0x1_0000 => write!(out, "\\u{code:04X}"),
        Engine::Python => write!(out, "\\U{code:08X}"),
    };
    debug_assert!(written.is_ok(), "writing into a String cannot fail");
    out
}

#[cfg(test)]
mod tests {
    use super::print;
    use crate::checks::Engine;

    fn printed(pattern: &str, engine: Engine) -> String {
        print(&regex_syntax::parse(pattern).unwrap(), engine).unwrap().joined()
    }

    #[test]
    fn anchors_and_flags_become_explicit() {
        assert_eq!(printed("^a$", Engine::Python), r"\Aa\Z");
        assert_eq!(printed("^a$", Engine::JavaScript), "^a$");
        assert_eq!(printed("(?i)k", Engine::Python), "[Kk\\u212A]");
        assert_eq!(printed("a|(b)+?", Engine::JavaScript), "a|(?:(?:b))+?");
        assert_eq!(printed(r"[a&&b]", Engine::Python), "(?!)");
        assert!(printed(r"\bé\b", Engine::JavaScript).is_ascii());
    }
}
