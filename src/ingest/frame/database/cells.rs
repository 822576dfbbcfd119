//! A row of a database as a JSON object. Nothing of a text is lost: bytes that are not UTF-8 stay as they are.

use rusqlite::types::ValueRef;

use crate::domain::RawJson;
use crate::ingest::json::{Kind, Value};

/// A JSON object that is being written.
pub(super) struct Object {
    bytes: Vec<u8>,
}

impl Object {
    pub(super) fn new() -> Self {
        Self { bytes: b"{".to_vec() }
    }

    /// Adds a member whose value is JSON already.
    pub(super) fn json(&mut self, key: &str, json: &[u8]) {
        if self.bytes.len() > 1 {
            self.bytes.push(b',');
        }
        self.bytes.extend_from_slice(RawJson::string(key).text().as_bytes());
        self.bytes.push(b':');
        self.bytes.extend_from_slice(json);
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

    pub(super) fn finish(mut self) -> Vec<u8> {
        self.bytes.push(b'}');
        self.bytes
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

/// Returns a JSON list of values that are JSON already.
pub(super) fn list(values: &[Vec<u8>]) -> Vec<u8> {
    [b"[".as_slice(), &values.join(&b','), b"]"].concat()
}

/// Returns bytes as a JSON string.
fn string(bytes: &[u8]) -> Vec<u8> {
    let mut json = vec![b'"'];
    for chunk in bytes.utf8_chunks() {
        let quoted = RawJson::string(chunk.valid());
        json.extend_from_slice(quoted.text().trim_matches('"').as_bytes());
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
        let json = b"{\"a\":\"say \\\"hi\\\"\\n\xff\",\"b\":{\"c\": [1]},\"c\":\"[1]\",\"d\":0.5,\"f\":\"(2 bytes)\"}";
        assert_eq!(object.finish(), json);
    }
}
