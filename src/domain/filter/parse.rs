//! Reads a filter. A wrong one names the position, what was expected, and the nearest known word.
//!
//! Terms side by side are joined by AND, which binds closer than OR; `-` and NOT bind closest.

use super::ast::Filter;
use super::error::FilterError;
use super::operand::{Phrase, Place};
use super::term::BodyTerm;
use super::values::{self, Value};

/// More terms than anyone types; SQLite's limits are higher.
const MOST_TERMS: usize = 200;
/// Deeper than anyone types, and shallow enough for every stack.
const DEEPEST: usize = 50;

/// Reads a filter; an empty one holds every record.
///
/// # Errors
/// A [`FilterError`] at the first place that is not of the language.
pub fn parse(text: &str) -> Result<Filter, FilterError> {
    let mut reader = Reader { text: text.chars().collect(), at: 0, terms: 0, depth: 0 };
    reader.skip_blanks();
    if reader.peek().is_none() {
        return Ok(Filter::All);
    }
    let filter = reader.either()?;
    match reader.peek() {
        None => Ok(filter),
        Some(_) => Err(FilterError::at(reader.at, "a `)` without its `(`")),
    }
}

/// The filter's characters, and where the reader is.
struct Reader {
    text: Vec<char>,
    at: usize,
    terms: usize,
    depth: usize,
}

impl Reader {
    fn either(&mut self) -> Result<Filter, FilterError> {
        let mut parts = vec![self.all()?];
        while self.keyword("OR") {
            parts.push(self.all()?);
        }
        Ok(joined(parts, Filter::Or))
    }

    fn all(&mut self) -> Result<Filter, FilterError> {
        let mut parts = vec![self.one()?];
        loop {
            self.skip_blanks();
            if self.keyword("AND") {
                parts.push(self.one()?);
            } else if self.peek().is_none_or(|c| c == ')') || self.sees("OR") {
                return Ok(joined(parts, Filter::And));
            } else {
                parts.push(self.one()?);
            }
        }
    }

    fn one(&mut self) -> Result<Filter, FilterError> {
        self.depth += 1;
        self.terms += 1;
        if self.depth > DEEPEST {
            return Err(FilterError::at(
                self.at,
                &format!("more than {DEEPEST} parentheses and NOTs inside each other"),
            ));
        }
        if self.terms > MOST_TERMS {
            return Err(FilterError::at(self.at, &format!("a filter has at most {MOST_TERMS} terms")));
        }
        let filter = self.one_inner();
        self.depth -= 1;
        filter
    }

    fn one_inner(&mut self) -> Result<Filter, FilterError> {
        self.skip_blanks();
        let start = self.at;
        if self.keyword("NOT") || self.take('-') {
            return Ok(Filter::Not(Box::new(self.one()?)));
        }
        if self.sees("AND") || self.sees("OR") {
            return Err(FilterError::at(
                start,
                "expected a term before the AND or OR; put the word in quotes to search for it",
            ));
        }
        match self.peek() {
            None => {
                Err(FilterError::at(start, "expected a word, a quoted phrase, a field such as `verdict:fail`, or `(`"))
            }
            Some(')') => Err(FilterError::at(start, "expected a term before the `)`")),
            Some('(') => {
                self.at += 1;
                let inner = self.either()?;
                self.skip_blanks();
                if !self.take(')') {
                    return Err(FilterError::at(start, "this `(` has no `)`"));
                }
                Ok(inner)
            }
            Some('"') => {
                let text = self.quoted()?;
                let is_prefix = self.take('*');
                words(Phrase { text, is_prefix }, start)
            }
            Some(_) => self.term(start),
        }
    }

    /// Reads a bare word, or a field with its value.
    fn term(&mut self, start: usize) -> Result<Filter, FilterError> {
        let mut word = String::new();
        while let Some(c) = self.peek().filter(|c| !ends_a_word(*c) && *c != ':') {
            word.push(c);
            self.at += 1;
            // `meta."a key with blanks":x`
            if word == "meta." && self.peek() == Some('"') {
                word.push_str(&self.quoted()?);
                break;
            }
        }
        if !self.take(':') {
            return words(Phrase::typed(&word), start);
        }
        let value = self.value()?;
        values::term(&word, &value, start)
    }

    fn value(&mut self) -> Result<Value, FilterError> {
        let at = self.at;
        match self.peek() {
            Some('"') => {
                let text = self.quoted()?;
                Ok(Value { text, is_quoted: true, is_prefix: self.take('*'), flags: None, at })
            }
            Some('/') => self.expression(),
            _ => {
                let mut text = String::new();
                while let Some(c) = self.peek().filter(|c| !ends_a_word(*c)) {
                    text.push(c);
                    self.at += 1;
                }
                Ok(Value { text, is_quoted: false, is_prefix: false, flags: None, at })
            }
        }
    }

    /// Reads `/…/i`; a slash inside is written `\/`. Everything else is kept as typed.
    fn expression(&mut self) -> Result<Value, FilterError> {
        let at = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            match self.peek() {
                None => return Err(FilterError::at(at, "this expression has no closing `/`")),
                Some('/') => break,
                Some('\\') => {
                    text.push('\\');
                    self.at += 1;
                    if let Some(c) = self.peek() {
                        text.push(c);
                        self.at += 1;
                    }
                }
                Some(c) => {
                    text.push(c);
                    self.at += 1;
                }
            }
        }
        self.at += 1;
        let mut flags = String::new();
        while let Some(c) = self.peek().filter(|c| !ends_a_word(*c)) {
            flags.push(c);
            self.at += 1;
        }
        Ok(Value { text, is_quoted: true, is_prefix: false, flags: Some(flags), at })
    }

    /// Reads `"…"` with `\"` and `\\` inside.
    fn quoted(&mut self) -> Result<String, FilterError> {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            let c = self.peek().ok_or_else(|| FilterError::at(start, "this quote is not closed"))?;
            self.at += 1;
            match c {
                '"' => return Ok(text),
                '\\' if matches!(self.peek(), Some('"' | '\\')) => {
                    text.extend(self.peek());
                    self.at += 1;
                }
                c => text.push(c),
            }
        }
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }

    fn take(&mut self, c: char) -> bool {
        let is_there = self.peek() == Some(c);
        if is_there {
            self.at += 1;
        }
        is_there
    }

    fn skip_blanks(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    /// Returns whether a keyword comes next as a whole word.
    fn sees(&self, keyword: &str) -> bool {
        let end = self.at + keyword.len();
        let word = self.text.get(self.at..end);
        word.is_some_and(|word| word.iter().copied().eq(keyword.chars()))
            && self.text.get(end).is_none_or(|c| ends_a_word(*c))
    }

    fn keyword(&mut self, keyword: &str) -> bool {
        self.skip_blanks();
        let is_there = self.sees(keyword);
        if is_there {
            self.at += keyword.len();
        }
        is_there
    }
}

fn words(phrase: Phrase, start: usize) -> Result<Filter, FilterError> {
    if phrase.text.trim().is_empty() {
        return Err(FilterError::at(start, "expected a word; there is nothing to look for in empty quotes"));
    }
    Ok(Filter::Body(BodyTerm::Words { place: Place::Anywhere, phrase }))
}

impl Phrase {
    /// Takes words without quotes: a star behind them lets the last one go on.
    pub(super) fn typed(text: &str) -> Self {
        match text.strip_suffix('*').filter(|rest| !rest.is_empty()) {
            Some(rest) => Self { text: rest.to_owned(), is_prefix: true },
            None => Self { text: text.to_owned(), is_prefix: false },
        }
    }
}

/// Returns whether a bare word ends before this character.
pub(super) fn ends_a_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')' | '"')
}

fn joined(mut parts: Vec<Filter>, join: fn(Vec<Filter>) -> Filter) -> Filter {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            join(parts)
        }
    }
}
