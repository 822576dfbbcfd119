//! Paths into a record, as `--map` and `--label` take them: `response.choices[0].text`, with `$.` before it if one likes.

use super::json::{Fields, Value};
use crate::domain::RawJson;
use crate::error::{Problem, Result};

/// A path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FieldPath {
    /// As it was typed; also the literal name of a column.
    pub(super) typed: String,
    steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Key(String),
    /// From the end when negative.
    Index(i64),
}

impl FieldPath {
    /// Reads a path.
    pub(super) fn parse(typed: &str) -> Result<Self> {
        let bad = || {
            Problem::usage(format!("`{typed}` is not a path into a record."))
                .hint("Write the keys with dots and places in brackets: `response.choices[0].message.content`.")
        };
        let body = typed.strip_prefix("$.").or_else(|| typed.strip_prefix('$')).unwrap_or(typed);
        if body.is_empty() {
            return Err(bad());
        }
        let mut steps = Vec::new();
        for piece in body.split('.') {
            let (key, mut places) = piece.split_at(piece.find('[').unwrap_or(piece.len()));
            if !key.is_empty() {
                steps.push(Step::Key(key.to_owned()));
            } else if places.is_empty() {
                return Err(bad());
            }
            while let Some(rest) = places.strip_prefix('[') {
                let (inside, rest) = rest.split_once(']').ok_or_else(bad)?;
                let quoted = inside.trim_matches(['"', '\'']);
                steps.push(match inside.parse::<i64>() {
                    Ok(place) => Step::Index(place),
                    Err(_) if quoted.len() + 2 == inside.len() => Step::Key(quoted.to_owned()),
                    Err(_) => return Err(bad()),
                });
                places = rest;
            }
            if !places.is_empty() {
                return Err(bad());
            }
        }
        Ok(Self { typed: typed.to_owned(), steps })
    }

    /// Returns the top-level key that the path begins with, or is.
    fn root<'p>(&'p self, fields: &Fields<'_>) -> Option<(&'p str, &'p [Step])> {
        if fields.has(&self.typed) {
            return Some((&self.typed, &[]));
        }
        match self.steps.split_first() {
            Some((Step::Key(key), rest)) if fields.has(key) => Some((key, rest)),
            _ => None,
        }
    }

    /// Returns the JSON text at this path, strings being opened where the path goes into them.
    pub(super) fn find(&self, fields: &Fields<'_>) -> Option<PathValue> {
        let (key, steps) = self.root(fields)?;
        let value = fields.get(key)?;
        if let (Value::Cell(cell), []) = (value, steps) {
            return Some(PathValue::Cell(cell.to_owned()));
        }
        let mut text = value.source().to_owned();
        if let Value::Cell(_) = value {
            text = value.openable()?.into_owned();
        }
        for step in steps {
            let opened = Value::Json(&text).openable()?.into_owned();
            let inner = Value::Json(&opened);
            let next = match step {
                Step::Key(key) => inner.members()?.get(key)?,
                Step::Index(place) => {
                    let list = inner.elements()?;
                    let from_end = usize::try_from(place.unsigned_abs()).ok()?;
                    let place = if *place < 0 { list.len().checked_sub(from_end)? } else { from_end };
                    *list.get(place)?
                }
            };
            next.source().clone_into(&mut text);
        }
        Some(PathValue::Json(text))
    }

    /// Takes the value at this path out of the fields; the objects around it stay.
    pub(super) fn remove(&self, fields: &mut Fields<'_>) -> Option<(String, RawJson)> {
        let (key, steps) = self.root(fields)?;
        let key = key.to_owned();
        let value = fields.take(&key)?;
        if steps.is_empty() {
            return None;
        }
        Some((key, without(value, steps)))
    }
}

/// What a path leads to.
pub(super) enum PathValue {
    Json(String),
    Cell(String),
}

impl PathValue {
    pub(super) fn value(&self) -> Value<'_> {
        match self {
            Self::Json(text) => Value::Json(text),
            Self::Cell(text) => Value::Cell(text),
        }
    }
}

/// Returns an object without the value at `steps`; anything on the way that is not an object stays whole.
fn without(value: Value<'_>, steps: &[Step]) -> RawJson {
    let (Some((Step::Key(key), rest)), Some(mut members)) = (steps.split_first(), value.members()) else {
        return value.kept();
    };
    if rest.is_empty() {
        members.take(key);
        return members.to_json();
    }
    let Some(inner) = members.get(key) else { return value.kept() };
    let smaller = without(inner, rest);
    members.replace(key, Value::Json(smaller.text()));
    members.to_json()
}

#[cfg(test)]
mod tests {
    use super::{FieldPath, Fields};

    fn find(json: &str, path: &str) -> Option<String> {
        let fields = Fields::parse(json).unwrap();
        FieldPath::parse(path).unwrap().find(&fields).map(|found| found.value().plain())
    }

    #[test]
    fn paths_walk_keys_places_and_json_in_strings() {
        let json = r#"{"a": {"b": [{"c": "x"}, {"c": "y"}]}, "d.e": 1, "s": "{\"t\": [10, 20]}"}"#;
        assert_eq!(find(json, "a.b[0].c").as_deref(), Some("x"));
        assert_eq!(find(json, "$.a.b[-1].c").as_deref(), Some("y"));
        assert_eq!(find(json, "d.e").as_deref(), Some("1"));
        assert_eq!(find(json, "s.t[1]").as_deref(), Some("20"));
        assert_eq!(find(json, "a['b'][0]").as_deref(), Some(r#"{"c":"x"}"#));
        assert_eq!(find(json, "a.b[2].c"), None);
        assert_eq!(find(json, "x"), None);
    }

    #[test]
    fn what_was_mapped_leaves_the_objects_around_it() {
        let mut fields = Fields::parse(r#"{"a": {"b": {"c": 1, "d": 1e999}}}"#).unwrap();
        let (key, rest) = FieldPath::parse("a.b.c").unwrap().remove(&mut fields).unwrap();
        assert_eq!((key.as_str(), rest.text()), ("a", r#"{"b":{"d":1e999}}"#));
    }

    #[test]
    fn nonsense_is_refused() {
        for typed in ["", "$", "a..b", "a[", "a[x]", "a[0]b"] {
            assert!(FieldPath::parse(typed).is_err(), "{typed}");
        }
    }
}
