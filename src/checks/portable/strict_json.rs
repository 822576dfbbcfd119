//! JSON as RFC 8259 has it, read so that Rust, Python and JavaScript see the same value.
//!
//! Whether a text is JSON is asked of its grammar alone, at any depth. A value that is looked into has numbers as
//! 64-bit floats (beyond their range: the largest one), the last of equal keys, U+FFFD for a lone surrogate, and at
//! most [`DEEPEST`] levels. `serde_json`'s own reader is no help here: it refuses `1e999` and rounds some decimals.

use serde_json::{Map, Number, Value};

use super::Objection;

/// The deepest nesting of a value that a check looks into.
pub(crate) const DEEPEST: usize = 100;

/// Why a text is not JSON, and where, in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NotJson {
    /// In words.
    pub(crate) reason: String,
    /// The character at which it stops being JSON.
    pub(crate) position: usize,
}

impl NotJson {
    /// Objects to an output that is not JSON.
    pub(crate) fn objections(&self) -> Vec<Objection> {
        vec![Objection::at(format!("is not JSON: {}", self.reason), self.position, self.position + 1)]
    }
}

/// Checks that the whole text is one JSON value.
///
/// # Errors
/// The first thing that is not JSON.
pub(crate) fn grammar(text: &str) -> Result<(), NotJson> {
    serde_json::from_str::<serde::de::IgnoredAny>(text).map(|_| ()).map_err(|error| not_json(text, &error))
}

fn not_json(text: &str, error: &serde_json::Error) -> NotJson {
    let mut lines = text.split_inclusive('\n');
    let before: usize = lines.by_ref().take(error.line().saturating_sub(1)).map(|line| line.chars().count()).sum();
    let line = lines.next().unwrap_or_default();
    let column = line.as_bytes().get(..error.column().saturating_sub(1)).unwrap_or(line.as_bytes());
    let message = error.to_string();
    let reason = message.split(" at line ").next().unwrap_or_default();
    NotJson { reason: reason.to_owned(), position: before + String::from_utf8_lossy(column).chars().count() }
}

/// Returns the value of a text that is to be looked into.
///
/// # Errors
/// What is not JSON, or that it is nested deeper than [`DEEPEST`].
pub(crate) fn value(text: &str) -> Result<Value, NotJson> {
    grammar(text)?;
    let mut reader = Reader { rest: text, depth: 0 };
    reader.value().ok_or_else(|| NotJson { reason: format!("it is nested deeper than {DEEPEST} levels"), position: 0 })
}

/// Returns a number as every engine holds it: whole and within ±2^53 as an integer, else a finite float.
fn number(text: &str) -> Value {
    normal(text.parse().unwrap_or(f64::MAX))
}

fn normal(number: f64) -> Value {
    let number = number.clamp(f64::MIN, f64::MAX);
    if number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0 {
        #[expect(clippy::cast_possible_truncation, reason = "whole and within 2^53, just checked")]
        return Value::from(number as i64);
    }
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

/// Returns the same value with every number as [`value`] would have read it, and keys in order: one text for one meaning.
#[must_use]
pub(crate) fn canonical(value: &Value) -> Value {
    match value {
        Value::Number(n) => n.as_f64().map_or(Value::Null, normal),
        Value::Array(items) => items.iter().map(canonical).collect(),
        Value::Object(fields) => {
            let mut fields: Vec<(&String, &Value)> = fields.iter().collect();
            fields.sort_by(|a, b| a.0.cmp(b.0));
            Value::Object(fields.into_iter().map(|(key, value)| (key.clone(), canonical(value))).collect())
        }
        other => other.clone(),
    }
}

/// Returns the word of a value's JSON type.
#[must_use]
pub(crate) const fn type_word(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Whether two values are equal, keys in any order.
#[must_use]
pub(crate) fn equal(a: &Value, b: &Value) -> bool {
    canonical(a) == canonical(b)
}

/// Reads text that is known to be JSON; `None` only for what is too deep.
struct Reader<'a> {
    rest: &'a str,
    depth: usize,
}

impl Reader<'_> {
    fn skip(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    fn blank(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    fn is_next(&mut self, mark: char) -> bool {
        self.blank();
        let is = self.rest.starts_with(mark);
        if is {
            self.skip(1);
        }
        is
    }

    fn value(&mut self) -> Option<Value> {
        self.blank();
        match self.rest.as_bytes().first()? {
            b'{' => self.nested(Self::object),
            b'[' => self.nested(Self::array),
            b'"' => Some(Value::String(self.string())),
            b't' => Some(self.word(4, Value::Bool(true))),
            b'f' => Some(self.word(5, Value::Bool(false))),
            b'n' => Some(self.word(4, Value::Null)),
            _ => {
                let end = self.rest.find(|c: char| !matches!(c, '0'..='9' | '-' | '+' | '.' | 'e' | 'E'));
                let text = self.rest.get(..end.unwrap_or(self.rest.len())).unwrap_or_default();
                let value = number(text);
                self.skip(text.len());
                Some(value)
            }
        }
    }

    fn word(&mut self, length: usize, value: Value) -> Value {
        self.skip(length);
        value
    }

    fn nested(&mut self, read: fn(&mut Self) -> Option<Value>) -> Option<Value> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        self.skip(1);
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn array(&mut self) -> Option<Value> {
        let mut items = Vec::new();
        while !self.is_next(']') {
            items.push(self.value()?);
            self.is_next(',');
        }
        Some(Value::Array(items))
    }

    fn object(&mut self) -> Option<Value> {
        let mut fields = Map::new();
        while !self.is_next('}') {
            let key = self.string();
            self.is_next(':');
            fields.insert(key, self.value()?);
            self.is_next(',');
        }
        Some(Value::Object(fields))
    }

    fn string(&mut self) -> String {
        let (text, length) = string_text(self.rest);
        self.skip(length);
        text
    }
}

/// Returns the text of the JSON string that `source` begins with, and how many bytes it is written with. A lone surrogate
/// becomes U+FFFD.
#[must_use]
pub(crate) fn string_text(source: &str) -> (String, usize) {
    let mut out: Vec<u16> = Vec::new();
    let mut chars = source.char_indices().skip(1);
    let mut length = source.len();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => {
                length = at + 1;
                break;
            }
            '\\' => match chars.next().map_or(' ', |(_, c)| c) {
                'b' => out.push(8),
                'f' => out.push(12),
                'n' => out.push(10),
                'r' => out.push(13),
                't' => out.push(9),
                'u' => {
                    let hex: String = chars.by_ref().take(4).map(|(_, c)| c).collect();
                    out.push(u16::from_str_radix(&hex, 16).unwrap_or(0xFFFD));
                }
                other => out.extend_from_slice(other.encode_utf16(&mut [0; 2])),
            },
            other => out.extend_from_slice(other.encode_utf16(&mut [0; 2])),
        }
    }
    (String::from_utf16_lossy(&out), length)
}

#[cfg(test)]
mod tests {
    use super::{canonical, equal, grammar, value};
    use serde_json::json;

    #[test]
    fn json_is_strict() {
        for good in ["0", "1e999", "\"\\ud800\"", "{\"a\":1,\"a\":2}", " [1 , 2]\r\n", "12345678901234567890123"] {
            assert!(grammar(good).is_ok(), "{good}");
        }
        for bad in ["", "NaN", "[1,]", "01", "'a'", "{a:1}", "\u{feff}1", "1 2", "\"a\nb\"", "\u{a0}1", "Infinity"] {
            assert!(grammar(bad).is_err(), "{bad:?}");
        }
        assert!(grammar(&"[".repeat(100_000)).is_err());
        assert!(grammar(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))).is_ok());
    }

    #[test]
    fn the_place_counts_characters() {
        assert_eq!(grammar("{\"é\":\n \"é\" x}").unwrap_err().position, 11);
    }

    #[test]
    fn a_value_is_the_same_everywhere() {
        assert_eq!(
            value("{\"a\": 1, \"a\": [1.0, 1e400, null, true]}").unwrap(),
            json!({"a": [1, f64::MAX, null, true]})
        );
        assert_eq!(value("\"\\ud83d\\ude00 \\ud800x \\u00e9\\/\"").unwrap(), json!("😀 \u{fffd}x é/"));
        assert!(value(&format!("{}{}", "[".repeat(101), "]".repeat(101))).is_err());
        assert!(value(&format!("{}{}", "[".repeat(100), "]".repeat(100))).is_ok());
        assert!(equal(&json!({"a": 1, "b": 2}), &json!({"b": 2.0, "a": 1})));
        assert_eq!(canonical(&json!({"b": 1.0, "a": 0.5})).to_string(), "{\"a\":0.5,\"b\":1}");
    }
}
