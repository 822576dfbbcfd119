//! JSON kept as the text it was, so that no number is rounded and no key is lost.

use std::hash::{Hash, Hasher};

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser};
use serde_json::value::RawValue;

use super::json_text::{string_end, write_string};

/// One JSON value as its compact text: known to be valid JSON, without white space between tokens.
#[derive(Debug, Clone)]
pub struct RawJson(Box<str>);

impl RawJson {
    /// Checks that `text` is one JSON value and takes the white space between its tokens out.
    ///
    /// # Errors
    /// The parser's own message when `text` is not JSON.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str::<&RawValue>(text).map(|raw| Self::of_valid(raw.get()))
    }

    /// Takes a text that is known to be one JSON value, and the white space between its tokens out.
    pub(crate) fn of_valid(text: &str) -> Self {
        Self(if has_space(text) { compact(text).into() } else { text.into() })
    }

    /// The JSON text of a value.
    pub fn of(value: &serde_json::Value) -> Self {
        Self(value.to_string().into())
    }

    /// The JSON text of a string.
    pub fn string(text: &str) -> Self {
        let mut out = Vec::with_capacity(text.len() + 2);
        write_string(text, &mut out);
        Self(String::from_utf8(out).unwrap_or_default().into())
    }

    /// The compact JSON text.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Takes the compact JSON text out.
    pub(crate) fn into_text(self) -> String {
        self.0.into()
    }

    /// What a person compares with: the text of a string, the JSON of anything else.
    pub fn plain(&self) -> String {
        serde_json::from_str::<String>(self.text()).unwrap_or_else(|_| self.text().to_owned())
    }
}

impl PartialEq for RawJson {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for RawJson {}

impl Hash for RawJson {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text().hash(state);
    }
}

/// Returns whether there is white space outside strings. The input is valid JSON.
fn has_space(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at = string_end(bytes, at),
            b' ' | b'\n' | b'\r' | b'\t' => return true,
            _ => at += 1,
        }
    }
    false
}

/// Takes white space outside strings out. The input is valid JSON.
fn compact(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['"', ' ', '\n', '\r', '\t']) {
        let (before, found) = rest.split_at(at);
        out.push_str(before);
        let is_string = found.starts_with('"');
        let end = if is_string { string_end(found.as_bytes(), 0) } else { 1 };
        let (token, behind) = found.split_at_checked(end).unwrap_or((found, ""));
        if is_string {
            out.push_str(token);
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

impl<'de> Deserialize<'de> for RawJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text: Box<str> = Box::<RawValue>::deserialize(deserializer)?.into();
        Ok(if has_space(&text) { Self(compact(&text).into()) } else { Self(text) })
    }
}

impl Serialize for RawJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::from_str::<&RawValue>(&self.0).map_err(ser::Error::custom)?.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::RawJson;

    #[test]
    fn white_space_goes_and_numbers_stay() {
        let raw = RawJson::parse("{ \"a b\" : [ 1e999 ,\n 12345678901234567890123 ] }").unwrap();
        assert_eq!(raw.text(), "{\"a b\":[1e999,12345678901234567890123]}");
    }

    #[test]
    fn white_space_in_strings_stays_whatever_stands_before_it() {
        for text in [r#"{"a\\":"b \" c","d":" "}"#, r#"[" \\\" ","\n"]"#, r#""é 日""#, "[]"] {
            assert_eq!(RawJson::parse(text).unwrap().text(), text);
            let spread = format!(" {}\n", text.replace("\",\"", "\" ,\t\""));
            assert_eq!(RawJson::parse(&spread).unwrap().text(), text);
        }
    }

    #[test]
    fn a_string_is_compared_by_its_text() {
        assert_eq!(RawJson::parse("\"bil\\u006cing\"").unwrap().plain(), "billing");
        assert_eq!(RawJson::parse("3.10").unwrap().plain(), "3.10");
    }
}
