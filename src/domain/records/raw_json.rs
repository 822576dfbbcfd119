//! JSON kept as the text it was, so that no number is rounded and no key is lost.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use serde_json::value::RawValue;

/// One JSON value as its compact text: known to be valid JSON, without white space between tokens.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RawJson(String);

impl RawJson {
    /// Checks that `text` is one JSON value and takes the white space between its tokens out.
    ///
    /// # Errors
    /// The parser's own message when `text` is not JSON.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        let _: &RawValue = serde_json::from_str(text)?;
        Ok(Self(compact(text)))
    }

    /// The JSON text of a value.
    #[must_use]
    pub fn of(value: &serde_json::Value) -> Self {
        Self(value.to_string())
    }

    /// The JSON text of a string.
    #[must_use]
    pub fn string(text: &str) -> Self {
        Self::of(&serde_json::Value::from(text))
    }

    /// The compact JSON text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// What a person compares with: the text of a string, the JSON of anything else.
    #[must_use]
    pub fn plain(&self) -> String {
        serde_json::from_str::<String>(&self.0).unwrap_or_else(|_| self.0.clone())
    }
}

/// Takes white space outside strings out. The input is valid JSON.
fn compact(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut in_string, mut escaped) = (false, false);
    for c in text.chars() {
        if in_string {
            out.push(c);
            if escaped {
                escaped = false;
            } else if c == '\\' {
                escaped = true;
            } else if c == '"' {
                in_string = false;
            }
        } else if !matches!(c, ' ' | '\n' | '\r' | '\t') {
            in_string = c == '"';
            out.push(c);
        }
    }
    out
}

impl Serialize for RawJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_str(&self.0).map_err(ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for RawJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Self::parse(raw.get()).map_err(de::Error::custom)
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
    fn a_string_is_compared_by_its_text() {
        assert_eq!(RawJson::parse("\"bil\\u006cing\"").unwrap().plain(), "billing");
        assert_eq!(RawJson::parse("3.10").unwrap().plain(), "3.10");
    }
}
