//! JSON read one layer at a time, as slices of its own text: no number is rounded, no key is lost, no depth overflows.
//!
//! A [`Value`] is a slice that is known to be JSON, or a cell of a table. Knows no field names and no formats.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::json_scan::{DEEPEST, JsonScan, check, check_members, scan};
use super::python_repr::python_to_json;
use super::string::decode;
use super::walk::Walk;
use crate::domain::RawJson;

/// One value of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    /// Valid JSON without white space around it.
    Json(&'a str),
    /// A cell of a table; an empty one is like `null`.
    Cell(&'a str),
}

/// The kinds of JSON values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    Bool,
    Number,
    String,
    Array,
    Object,
}

impl<'a> Value<'a> {
    /// Takes a whole JSON text.
    pub(crate) fn parse(text: &'a str) -> Result<Self, serde_json::Error> {
        serde_json::from_str::<&RawValue>(text).map(|raw| Self::Json(raw.get()))
    }

    pub(crate) fn kind(self) -> Kind {
        let Self::Json(text) = self else {
            return if self.source().is_empty() { Kind::Null } else { Kind::String };
        };
        match text.as_bytes().first() {
            Some(b'"') => Kind::String,
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::Array,
            Some(b't' | b'f') => Kind::Bool,
            Some(b'n') | None => Kind::Null,
            Some(_) => Kind::Number,
        }
    }

    /// Returns the text it is written with.
    pub(crate) fn source(self) -> &'a str {
        match self {
            Self::Json(text) | Self::Cell(text) => text,
        }
    }

    pub(crate) fn is_null(self) -> bool {
        self.kind() == Kind::Null
    }

    /// Returns the text of a string.
    pub(crate) fn text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Cell(text) => Some(Cow::Borrowed(text)),
            Self::Json(raw) => (self.kind() == Kind::String).then(|| decode(raw)),
        }
    }

    /// Returns what a person reads: a string's text, nothing for null, the compact JSON of everything else.
    pub(crate) fn plain(self) -> String {
        match self.kind() {
            Kind::Null => String::new(),
            Kind::String => self.text().map(Cow::into_owned).unwrap_or_default(),
            Kind::Bool | Kind::Number => self.source().to_owned(),
            Kind::Array | Kind::Object => RawJson::of_valid(self.source()).into_text(),
        }
    }

    /// Returns the text of a string, number or truth value; nothing for null, an empty string, arrays and objects.
    pub(crate) fn scalar(self) -> Option<String> {
        match self.kind() {
            Kind::Null | Kind::Array | Kind::Object => None,
            Kind::String | Kind::Bool | Kind::Number => Some(self.plain()).filter(|text| !text.trim().is_empty()),
        }
    }

    /// Returns the number that it is, or that its text is.
    pub(crate) fn number(self) -> Option<f64> {
        let number = match self.kind() {
            Kind::Number => self.source().parse::<f64>().ok(),
            Kind::String => self.text().and_then(|text| text.trim().parse::<f64>().ok()),
            Kind::Null | Kind::Bool | Kind::Array | Kind::Object => None,
        };
        number.filter(|number| number.is_finite())
    }

    /// Returns the members of an object.
    pub(crate) fn members(self) -> Option<Fields<'a>> {
        let Self::Json(text) = self else { return None };
        Fields::of_valid(text)
    }

    /// Returns the elements of an array.
    pub(crate) fn elements(self) -> Option<Vec<Value<'a>>> {
        let Self::Json(text) = self else { return None };
        Some(Walk::into(text, b'[')?.map(Value::Json).collect())
    }

    /// Returns the elements of an array of objects, each with its members: read in one go.
    pub(crate) fn objects(self) -> Option<Vec<(Value<'a>, Fields<'a>)>> {
        let Self::Json(text) = self else { return None };
        let mut walk = Walk::into(text, b'[')?;
        let mut all = Vec::new();
        while !walk.is_over() {
            let mut list = Vec::with_capacity(8);
            let object = walk.object(|key, value| list.push((decode(key), Value::Json(value))))?;
            all.push((Value::Json(object), Fields { list }));
        }
        Some(all)
    }

    /// Gives the members of an object as they are written, until `take` answers false. Returns whether it is an object and
    /// all were taken.
    pub(crate) fn each_member(self, mut take: impl FnMut(&'a str, Value<'a>) -> bool) -> bool {
        let Self::Json(text) = self else { return false };
        let Some(mut walk) = Walk::into(text, b'{') else { return false };
        while let Some(key) = walk.next() {
            if !walk.next().is_some_and(|value| take(key, Value::Json(value))) {
                return false;
            }
        }
        true
    }

    /// Gives the values of the elements of an array, each an object with these two keys in this order, all as they are
    /// written, until `take` answers false. Returns whether all were such and all were taken.
    pub(crate) fn each_pair(self, keys: [&str; 2], mut take: impl FnMut(&'a str, &'a str) -> bool) -> bool {
        let Self::Json(text) = self else { return false };
        let Some(mut walk) = Walk::into(text, b'[') else { return false };
        while !walk.is_over() {
            let (mut found, mut is_such) = ([""; 2], true);
            let mut at = 0;
            let object = walk.object(|key, value| {
                is_such &= keys.get(at) == Some(&key);
                if let Some(slot) = found.get_mut(at) {
                    *slot = value;
                }
                at += 1;
            });
            if object.is_none() || !is_such || at != keys.len() || !take(found[0], found[1]) {
                return false;
            }
        }
        true
    }

    /// Returns the first element of an array.
    pub(crate) fn first_element(self) -> Option<Value<'a>> {
        let Self::Json(text) = self else { return None };
        Walk::into(text, b'[')?.next().map(Value::Json)
    }

    /// Returns the JSON to keep. What is nested too deep to be shown is kept as a string that holds its text.
    pub(crate) fn kept(self) -> RawJson {
        match self {
            Self::Cell(text) => RawJson::string(text),
            Self::Json(text) if self.is_deep() => RawJson::string(text),
            Self::Json(text) => RawJson::of_valid(text),
        }
    }

    fn is_deep(self) -> bool {
        // A value nested deeper than DEEPEST has at least as many opening and closing brackets.
        self.source().len() > 2 * DEEPEST && scan(self.source()).depth > DEEPEST
    }

    /// Returns the text to open when it is an array or object itself, or a string that looks like one.
    pub(crate) fn openable(self) -> Option<Cow<'a, str>> {
        match self.kind() {
            Kind::Array | Kind::Object => Some(Cow::Borrowed(self.source())),
            Kind::String => {
                let text = self.text()?;
                let trimmed = text.trim();
                let looks = (trimmed.starts_with('{') && trimmed.ends_with('}'))
                    || (trimmed.starts_with('[') && trimmed.ends_with(']'));
                if !looks {
                    return None;
                }
                if check(trimmed).is_some() {
                    return Some(Cow::Owned(trimmed.to_owned()));
                }
                python_to_json(trimmed).map(Cow::Owned)
            }
            Kind::Null | Kind::Bool | Kind::Number => None,
        }
    }
}

/// The members of an object in their order, double keys included.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields<'a> {
    list: Vec<(Cow<'a, str>, Value<'a>)>,
}

impl<'a> Fields<'a> {
    /// Reads one JSON object; any other JSON is an error.
    pub(crate) fn parse(text: &'a str) -> Result<Self, serde_json::Error> {
        Self::scanned(text).map(|(fields, _)| fields)
    }

    /// Reads one JSON object, and returns what a scan found in it; any other JSON is an error.
    pub(crate) fn scanned(text: &'a str) -> Result<(Self, JsonScan), serde_json::Error> {
        let mut list = Vec::with_capacity(16);
        let found = check_members(text, &mut |key, value| list.push((key, Value::Json(value))));
        let is_object = || text.trim_ascii_start().starts_with('{');
        let found = found.filter(|_| is_object()).map(|found| (Self { list }, found));
        // What is no object is read again for the reason.
        found.map_or_else(|| serde_json::from_str::<NoObject>(text).map(|NoObject| Default::default()), Ok)
    }

    /// Reads a text that is known to be JSON; `None` where it is no object.
    fn of_valid(text: &'a str) -> Option<Self> {
        let mut walk = Walk::into(text, b'{')?;
        let mut list = Vec::with_capacity(16);
        while let Some(key) = walk.next() {
            list.push((decode(key), Value::Json(walk.next()?)));
        }
        Some(Self { list })
    }

    /// Returns the cells of a row under their headers.
    pub(crate) fn from_row(headers: &'a [String], cells: &'a [String]) -> Self {
        let list = headers.iter().zip(cells).map(|(key, cell)| (Cow::Borrowed(key.as_str()), Value::Cell(cell)));
        Self { list: list.collect() }
    }

    /// Returns the value of a key; of a key that occurs twice, the last.
    pub(crate) fn get(&self, key: &str) -> Option<Value<'a>> {
        self.list.iter().rev().find(|(name, _)| name == key).map(|(_, value)| *value)
    }

    /// Takes the value of a key out; the earlier values of a double key stay.
    pub(crate) fn take(&mut self, key: &str) -> Option<Value<'a>> {
        let place = self.list.iter().rposition(|(name, _)| name == key)?;
        Some(self.list.remove(place).1)
    }

    /// Puts a value in the place of a key's last one.
    pub(crate) fn replace(&mut self, key: &str, value: Value<'a>) {
        if let Some((_, old)) = self.list.iter_mut().rev().find(|(name, _)| name == key) {
            *old = value;
        }
    }

    /// Puts the members of an object in its place, under its key, a dot and their own.
    pub(crate) fn spread(&mut self, key: &str) {
        let Some(place) = self.list.iter().rposition(|(name, _)| name == key) else { return };
        let Some(inner) = self.list.get(place).and_then(|(_, value)| value.members()) else { return };
        let inner = inner.list.into_iter().map(|(name, value)| (Cow::Owned(format!("{key}.{name}")), value));
        self.list.splice(place..=place, inner);
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Returns the member at a place.
    pub(crate) fn at(&self, place: usize) -> Option<(&str, Value<'a>)> {
        self.list.get(place).map(|(key, value)| (key.as_ref(), *value))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, Value<'a>)> {
        self.list.iter().map(|(key, value)| (key.as_ref(), *value))
    }

    pub(crate) fn keys(&self) -> Vec<String> {
        self.list.iter().map(|(key, _)| key.to_string()).collect()
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns about how many bytes its values have.
    pub(crate) fn size(&self) -> usize {
        self.iter().map(|(_, value)| value.source().len()).sum()
    }

    /// Returns the object as compact JSON.
    pub(crate) fn to_json(&self) -> RawJson {
        let members: Vec<String> = self
            .iter()
            .map(|(key, value)| format!("{}:{}", RawJson::string(key).text(), value.kept().text()))
            .collect();
        RawJson::of_valid(&format!("{{{}}}", members.join(",")))
    }
}

impl<'a> FromIterator<(Cow<'a, str>, Value<'a>)> for Fields<'a> {
    fn from_iter<I: IntoIterator<Item = (Cow<'a, str>, Value<'a>)>>(members: I) -> Self {
        Self { list: members.into_iter().collect() }
    }
}

/// What is read of a text that is no JSON object, for the reason.
struct NoObject;

impl<'de> Deserialize<'de> for NoObject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = NoObject;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<NoObject, A::Error> {
                while map.next_entry::<&RawValue, IgnoredAny>()?.is_some() {}
                Ok(NoObject)
            }
        }
        deserializer.deserialize_map(Object)
    }
}

#[cfg(test)]
mod tests {
    use super::{Fields, Kind, Value};

    #[test]
    fn double_keys_stay_and_the_last_one_counts() {
        let mut fields = Fields::parse(r#"{"a":1,"b":2,"a":3}"#).unwrap();
        assert_eq!(fields.get("a"), Some(Value::Json("3")));
        fields.take("a");
        assert_eq!(fields.to_json().text(), r#"{"a":1,"b":2}"#);
    }

    #[test]
    fn numbers_are_kept_as_they_were_written() {
        let fields = Fields::parse(r#"{"n": 123456789012345678901234567890, "m": 1e999}"#).unwrap();
        assert_eq!(fields.to_json().text(), r#"{"n":123456789012345678901234567890,"m":1e999}"#);
        assert_eq!(fields.get("m").unwrap().number(), None);
    }

    #[test]
    fn objects_are_read_in_one_go_as_one_by_one() {
        for text in [
            "[]",
            r#" [ { } , {"a" : [1, {"b": "]}"}] , "c":"\"" } ] "#,
            r#"[{"a":1},{"a":{"b":{}},"\u0061":"x"}]"#,
            r#"[{"a":1}, 2]"#,
            r#"["{"]"#,
            r#"{"a":1}"#,
        ] {
            let one_by_one = Value::Json(text).elements().and_then(|list| {
                list.into_iter().map(|one| Some((one, one.members()?.to_json()))).collect::<Option<Vec<_>>>()
            });
            let at_once = Value::Json(text).objects();
            let at_once = at_once.map(|list| list.into_iter().map(|(one, fields)| (one, fields.to_json())).collect());
            assert_eq!(at_once, one_by_one, "{text}");
        }
    }

    #[test]
    fn a_key_with_a_lone_surrogate_is_read() {
        let fields = Fields::parse(r#"{"\ud800": 1}"#).unwrap();
        assert_eq!(fields.keys(), ["\u{fffd}"]);
    }

    #[test]
    fn a_hundred_thousand_brackets_do_not_overflow() {
        let text = format!("{{\"a\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        let fields = Fields::parse(&text).unwrap();
        let value = fields.get("a").unwrap();
        assert_eq!(value.kind(), Kind::Array);
        assert!(value.kept().text().starts_with("\"[[["));
    }
}
