//! Writes elements. Names of elements and attributes are fixed words of this program, values are fixed words or numbers:
//! a text of a log can become nothing but text.

use std::fmt::Write as _;

use crate::domain::Untrusted;
use crate::text::{visible_block, visible_words};

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// A word of this program.
    Fixed(&'static str),
    /// A number.
    Number(f64),
    /// Several numbers.
    Numbers(Vec<f64>),
    /// A name that the page gives to one of its own elements.
    Id(&'static str, usize),
}

/// An attribute.
pub(crate) type Attribute = (&'static str, Value);

/// A page that is being written.
#[derive(Debug, Default)]
pub(crate) struct Writer(String);

impl Writer {
    /// Returns what was written.
    pub(super) fn finish(self) -> String {
        self.0
    }

    /// Writes an element with what `inside` writes.
    pub(crate) fn element(&mut self, name: &'static str, attributes: &[Attribute], inside: impl FnOnce(&mut Self)) {
        self.open(name, attributes);
        inside(self);
        let _ = write!(self.0, "</{name}>");
    }

    /// Writes an element that holds one line of text.
    pub(crate) fn leaf(&mut self, name: &'static str, attributes: &[Attribute], text: &str) {
        self.element(name, attributes, |page| page.line(text));
    }

    /// Writes the beginning of an element; one that has no end is whole with it.
    pub(super) fn open(&mut self, name: &'static str, attributes: &[Attribute]) {
        let _ = write!(self.0, "<{name}");
        for (attribute, value) in attributes {
            let _ = write!(self.0, " {attribute}=\"");
            match value {
                Value::Fixed(word) => self.escaped(word),
                Value::Number(number) => self.number(*number),
                Value::Numbers(numbers) => {
                    for (at, number) in numbers.iter().enumerate() {
                        self.0.push_str(if at == 0 { "" } else { " " });
                        self.number(*number);
                    }
                }
                Value::Id(word, number) => {
                    let _ = write!(self.0, "{word}{number}");
                }
            }
            self.0.push('"');
        }
        self.0.push('>');
    }

    /// Writes words of this program as they are.
    pub(super) fn fixed(&mut self, words: &'static str) {
        self.0.push_str(words);
    }

    /// Writes text on one line.
    pub(super) fn line(&mut self, text: &str) {
        self.escaped(visible_words(text).as_str());
    }

    /// Writes text with its line breaks.
    pub(super) fn block(&mut self, text: &Untrusted) {
        self.escaped(visible_block(text).as_str());
    }

    fn number(&mut self, number: f64) {
        let _ = write!(self.0, "{}", (number * 10.0).round() / 10.0);
    }

    fn escaped(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                c => self.0.push(c),
            }
        }
    }
}
