//! A row of a database as a JSON object. Nothing of a text is lost: bytes that are not UTF-8 stay as they are.

use rusqlite::types::ValueRef;

use crate::domain::RawJson;
use crate::error::{Problem, Result};
use crate::ingest::frame::size_cap::{LONGEST, ROW_TOO_LONG};
use crate::ingest::json::{Kind, Value};

/// A JSON object or list that is being written, up to [`LONGEST`] bytes.
struct Written {
    bytes: Vec<u8>,
    is_too_long: bool,
}

impl Written {
    /// Begins with an opening bracket.
    fn new(bracket: u8) -> Self {
        Self { bytes: vec![bracket], is_too_long: false }
    }

    /// Adds a member, with its key in an object. Beyond the longest row nothing is kept.
    fn add(&mut self, key: Option<&str>, json: &[u8]) {
        let key = key.map(|key| format!("{}:", RawJson::string(key).text())).unwrap_or_default();
        self.is_too_long |= self.bytes.len() + key.len() + json.len() > LONGEST;
        if self.is_too_long {
            self.bytes = Vec::new();
            return;
        }
        if self.bytes.len() > 1 {
            self.bytes.push(b',');
        }
        self.bytes.extend_from_slice(key.as_bytes());
        self.bytes.extend_from_slice(json);
    }

    /// Closes it.
    ///
    /// # Errors
    /// `Input` where it is too long.
    fn finish(mut self, bracket: u8) -> Result<Vec<u8>> {
        if self.is_too_long {
            return Err(Problem::input(ROW_TOO_LONG));
        }
        self.bytes.push(bracket);
        Ok(self.bytes)
    }
}

/// A JSON list that is being written.
pub(super) struct List(Written);

impl List {
    pub(super) fn new() -> Self {
        Self(Written::new(b'['))
    }

    /// Adds an element that is JSON already. Returns whether there is room for more.
    pub(super) fn json(&mut self, json: &[u8]) -> bool {
        self.0.add(None, json);
        !self.0.is_too_long
    }

    /// Adds an object. Returns whether there is room for more.
    pub(super) fn object(&mut self, object: Object) -> bool {
        let json = object.finish();
        self.0.is_too_long |= json.is_err();
        self.json(&json.unwrap_or_default())
    }
}

/// A JSON object that is being written.
pub(super) struct Object(Written);

impl Object {
    pub(super) fn new() -> Self {
        Self(Written::new(b'{'))
    }

    /// Adds a member whose value is JSON already.
    pub(super) fn json(&mut self, key: &str, json: &[u8]) {
        self.0.add(Some(key), json);
    }

    /// Adds a list.
    pub(super) fn list(&mut self, key: &str, list: List) {
        let json = list.0.finish(b']');
        self.0.is_too_long |= json.is_err();
        self.json(key, &json.unwrap_or_default());
    }

    /// Adds a text.
    pub(super) fn text(&mut self, key: &str, text: &str) {
        self.json(key, RawJson::string(text).text().as_bytes());
    }

    /// Adds the value of a column; one that is not there is left out. A column declared as JSON holds JSON.
    pub(super) fn cell(&mut self, key: &str, declared: &str, value: ValueRef<'_>) {
        match value {
            ValueRef::Null => {}
            ValueRef::Integer(number) => self.json(key, number.to_string().as_bytes()),
            ValueRef::Real(number) if number.is_finite() => {
                self.json(key, serde_json::json!(number).to_string().as_bytes());
            }
            ValueRef::Real(number) => self.text(key, &number.to_string()),
            ValueRef::Text(bytes) => {
                let is_json = declared.to_ascii_uppercase().contains("JSON");
                match structure(bytes).filter(|_| is_json) {
                    Some(json) => self.json(key, json.as_bytes()),
                    None => self.json(key, &string(bytes)),
                }
            }
            ValueRef::Blob(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) if !text.contains('\0') => self.json(key, &string(bytes)),
                _ => self.text(key, &format!("({} bytes)", bytes.len())),
            },
        }
    }

    /// Closes it.
    ///
    /// # Errors
    /// `Input` where it is longer than a row may be.
    pub(super) fn finish(self) -> Result<Vec<u8>> {
        self.0.finish(b'}')
    }
}

/// Returns the text of a JSON array or object.
pub(super) fn structure(bytes: &[u8]) -> Option<&str> {
    let value = Value::parse(std::str::from_utf8(bytes).ok()?).ok()?;
    matches!(value.kind(), Kind::Array | Kind::Object).then(|| value.source())
}

/// Returns the JSON of a column that should hold an object, or an empty one.
pub(super) fn object_or_empty(bytes: &[u8]) -> &str {
    structure(bytes).unwrap_or("{}")
}

/// Returns bytes as a JSON string.
fn string(bytes: &[u8]) -> Vec<u8> {
    let mut json = vec![b'"'];
    for chunk in bytes.utf8_chunks() {
        let quoted = RawJson::string(chunk.valid());
        let text = quoted.text();
        let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        json.extend_from_slice(inner.unwrap_or(text).as_bytes());
        json.extend_from_slice(chunk.invalid());
    }
    json.push(b'"');
    json
}

#[cfg(test)]
mod tests {
    use rusqlite::types::ValueRef;

    use super::Object;

    #[test]
    fn values_become_json_without_loss() {
        let mut object = Object::new();
        object.cell("a", "TEXT", ValueRef::Text(b"say \"hi\"\n\xff"));
        object.cell("b", "JSON", ValueRef::Text(b"{\"c\": [1]}"));
        object.cell("c", "TEXT", ValueRef::Text(b"[1]"));
        object.cell("d", "REAL", ValueRef::Real(0.5));
        object.cell("e", "", ValueRef::Null);
        object.cell("f", "BLOB", ValueRef::Blob(b"\0\x01"));
        object.cell("g", "TEXT", ValueRef::Text(b"say \"hi\""));
        let json = b"{\"a\":\"say \\\"hi\\\"\\n\xff\",\"b\":{\"c\": [1]},\"c\":\"[1]\",\"d\":0.5,\"f\":\"(2 bytes)\",\"g\":\"say \\\"hi\\\"\"}";
        assert_eq!(object.finish().unwrap(), json);
    }

    #[test]
    fn what_is_longer_than_a_row_may_be_is_not_written() {
        let long = vec![b'x'; 30 * 1024 * 1024];
        let mut object = Object::new();
        for key in ["a", "b", "c"] {
            object.cell(key, "TEXT", ValueRef::Text(&long));
        }
        assert_eq!(object.finish().unwrap_err().sentence, "the row is longer than 64 MiB");
    }
}
