//! Paths into an entry, as `--map`, `--label` and `--where` take them: `response.choices[0].text`, `a.0.b`, `a[-1]`,
//! `a["k.with.dots"]`, `turns[*].text`, with `$.` before it if one likes. A key that exists as it is written wins over
//! what it would mean, at every level; a path goes on inside JSON text.

use std::borrow::Cow;

use crate::domain::RawJson;
use crate::error::{Problem, Result};
use crate::ingest::json::{Fields, Kind, Value};

/// A path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldPath {
    /// As it was typed; also the literal name of a column.
    pub(crate) typed: String,
}

/// One step that was taken into a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Key(String),
    /// An element of a list, or into JSON text: what is around it stays whole.
    Within,
}

/// What a path leads to.
pub(crate) struct Found {
    value: FoundValue,
    /// The way to each of the values.
    pub(crate) trails: Vec<Vec<Step>>,
}

enum FoundValue {
    Json(String),
    Cell(String),
}

impl Found {
    pub(crate) fn value(&self) -> Value<'_> {
        match &self.value {
            FoundValue::Json(text) => Value::Json(text),
            FoundValue::Cell(text) => Value::Cell(text),
        }
    }
}

impl FieldPath {
    /// Reads a path. What it means is decided by the keys that an entry has.
    pub(crate) fn parse(typed: &str) -> Result<Self> {
        if matches!(typed, "" | "$" | "$." | ".") {
            return Err(Problem::usage(format!("`{typed}` is not a path into a record."))
                .hint("Write the keys with dots and places in brackets: `response.choices[0].message.content`."));
        }
        Ok(Self { typed: typed.to_owned() })
    }

    /// Returns what is at this path. `[*]` takes all elements: lists are put together, objects become a list, texts are
    /// joined by blank lines.
    pub(crate) fn find(&self, fields: &Fields<'_>) -> Option<Found> {
        let mut walk = Walk::default();
        if let Some(value) = fields.get(&self.typed) {
            walk.trail.push(Step::Key(self.typed.clone()));
            walk.end(value);
            return walk.finish();
        }
        let body = self.typed.strip_prefix("$.").or_else(|| self.typed.strip_prefix('$')).unwrap_or(&self.typed);
        let is_found = walk.members(fields, &self.typed) || walk.members(fields, body);
        is_found.then(|| walk.finish()).flatten()
    }
}

/// A walk along a path.
#[derive(Default)]
struct Walk {
    trail: Vec<Step>,
    values: Vec<FoundValue>,
    trails: Vec<Vec<Step>>,
}

impl Walk {
    fn end(&mut self, value: Value<'_>) {
        self.values.push(match value {
            Value::Json(text) => FoundValue::Json(text.to_owned()),
            Value::Cell(text) => FoundValue::Cell(text.to_owned()),
        });
        self.trails.push(self.trail.clone());
    }

    fn finish(mut self) -> Option<Found> {
        let value = if self.values.len() > 1 { FoundValue::Json(together(&self.values)) } else { self.values.pop()? };
        Some(Found { value, trails: self.trails })
    }

    /// Goes on from an object; the longest key that the path begins with is tried first.
    fn members(&mut self, fields: &Fields<'_>, path: &str) -> bool {
        let mut keys: Vec<(&str, &str)> = fields
            .iter()
            .filter_map(|(key, _)| {
                let after = path.strip_prefix(key)?;
                let goes_on = after.starts_with('[') || after.strip_prefix('.').is_some_and(|rest| !rest.is_empty());
                (after.is_empty() || goes_on).then_some((key, after))
            })
            .collect();
        keys.extend(quoted(path).filter(|(key, _)| fields.has(key)));
        keys.sort_by_key(|(_, after)| after.len());
        keys.dedup();
        keys.into_iter().any(|(key, after)| {
            let Some(value) = fields.get(key) else { return false };
            self.trail.push(Step::Key(key.to_owned()));
            let is_found = self.go_on(value, after.strip_prefix('.').unwrap_or(after));
            self.trail.pop();
            is_found
        })
    }

    fn go_on(&mut self, value: Value<'_>, path: &str) -> bool {
        if path.is_empty() {
            self.end(value);
            return true;
        }
        let Some(opened) = value.openable() else { return false };
        let is_text = matches!(opened, Cow::Owned(_)) || matches!(value, Value::Cell(_));
        let inner = Value::Json(&opened);
        if is_text {
            self.trail.push(Step::Within);
        }
        let is_found = match inner.kind() {
            Kind::Object => inner.members().is_some_and(|fields| self.members(&fields, path)),
            Kind::Array => inner.elements().is_some_and(|list| self.elements(&list, path)),
            Kind::Null | Kind::Bool | Kind::Number | Kind::String => false,
        };
        if is_text {
            self.trail.pop();
        }
        is_found
    }

    fn elements(&mut self, list: &[Value<'_>], path: &str) -> bool {
        let Some((place, after)) = place(path) else { return false };
        self.trail.push(Step::Within);
        let is_found = match place {
            Place::All => list.iter().filter(|value| self.go_on(**value, after)).count() > 0,
            Place::At(place) => {
                let from_end = usize::try_from(place.unsigned_abs()).unwrap_or(usize::MAX);
                let place = if place < 0 { list.len().checked_sub(from_end) } else { Some(from_end) };
                place.and_then(|place| list.get(place)).is_some_and(|value| self.go_on(*value, after))
            }
        };
        self.trail.pop();
        is_found
    }
}

#[derive(Clone, Copy)]
enum Place {
    All,
    /// From the end when negative.
    At(i64),
}

/// Reads `[0]`, `[-1]`, `[*]`, `0` or `*` at the beginning of a path; returns the rest without its dot.
fn place(path: &str) -> Option<(Place, &str)> {
    let (inside, after) = match path.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => path.split_at(path.find(['.', '[']).unwrap_or(path.len())),
    };
    let place = match inside.trim() {
        "*" => Place::All,
        number => Place::At(number.parse().ok()?),
    };
    let is_end = after.is_empty() || after.starts_with(['.', '[']);
    is_end.then(|| (place, after.strip_prefix('.').unwrap_or(after)))
}

/// Reads `["key"]` or `['key']` at the beginning of a path.
fn quoted(path: &str) -> Option<(&str, &str)> {
    let rest = path.strip_prefix('[')?;
    let quote = rest.chars().next().filter(|first| matches!(first, '"' | '\''))?;
    let (key, after) = rest.get(1..)?.split_once(if quote == '"' { "\"]" } else { "']" })?;
    let is_end = after.is_empty() || after.starts_with(['.', '[']);
    is_end.then_some((key, after))
}

/// Puts the values of `[*]` together.
fn together(values: &[FoundValue]) -> String {
    let values: Vec<Value<'_>> = values
        .iter()
        .map(|value| match value {
            FoundValue::Json(text) => Value::Json(text),
            FoundValue::Cell(text) => Value::Cell(text),
        })
        .filter(|value| !value.is_null())
        .collect();
    let are = |kind: Kind| values.iter().all(|value| value.kind() == kind);
    let sources: Vec<&str> = values.iter().map(|value| value.source()).collect();
    if are(Kind::Object) {
        return format!("[{}]", sources.join(","));
    }
    if are(Kind::Array) {
        let all = values.iter().filter_map(|value| value.elements()).flatten();
        return format!("[{}]", all.map(Value::source).collect::<Vec<_>>().join(","));
    }
    let texts: Vec<String> = values.iter().map(|value| value.plain()).collect();
    RawJson::string(&texts.join("\n\n")).text().to_owned()
}

/// Takes the values at these trails out of the fields; returns what is left of the objects around them, by key.
pub(crate) fn take_out(fields: &mut Fields<'_>, trails: &[Vec<Step>]) -> Vec<(String, RawJson)> {
    let mut left = Vec::new();
    let mut roots: Vec<&String> = Vec::new();
    for trail in trails {
        if let Some(Step::Key(root)) = trail.first()
            && !roots.contains(&root)
        {
            roots.push(root);
        }
    }
    for root in roots {
        let Some(value) = fields.take(root) else { continue };
        let ways: Vec<&[Step]> = trails
            .iter()
            .filter(|trail| trail.first() == Some(&Step::Key(root.clone())))
            .filter_map(|t| t.get(1..))
            .collect();
        if ways.iter().any(|way| way.is_empty()) {
            continue;
        }
        let rest = ways.into_iter().fold(value.kept(), |rest, way| without(Value::Json(rest.text()), way));
        if rest.text() != "{}" {
            left.push((root.clone(), rest));
        }
    }
    left
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
    use super::{FieldPath, Fields, take_out};

    fn find(json: &str, path: &str) -> Option<String> {
        let fields = Fields::parse(json).unwrap();
        FieldPath::parse(path).unwrap().find(&fields).map(|found| found.value().plain())
    }

    #[test]
    fn paths_walk_keys_places_and_json_in_strings() {
        let json = r#"{"a": {"b": [{"c": "x"}, {"c": "y"}]}, "d.e": 1, "s": "{\"t\": [10, 20]}"}"#;
        for (path, value) in [
            ("a.b[0].c", "x"),
            ("a.b.0.c", "x"),
            ("$.a.b[-1].c", "y"),
            ("a.b.-1.c", "y"),
            ("d.e", "1"),
            ("s.t[1]", "20"),
            ("s.t.1", "20"),
            ("a['b'][0]", r#"{"c":"x"}"#),
            ("a[\"b\"].0[\"c\"]", "x"),
            ("a.b[*].c", "x\n\ny"),
            ("a.b.*.c", "x\n\ny"),
            ("a.b[*]", r#"[{"c":"x"},{"c":"y"}]"#),
        ] {
            assert_eq!(find(json, path).as_deref(), Some(value), "{path}");
        }
        for path in ["a.b[2].c", "x", "a..b", "a.", "a[", "a[x]", "a.b[0]c", "s.t.u", "d"] {
            assert_eq!(find(json, path), None, "{path}");
        }
    }

    #[test]
    fn a_key_that_exists_as_it_is_written_wins_at_every_level() {
        let json = r#"{"a": {"b.c": {"d[0]": "literal", "d": ["parsed"]}, "b": {"c": 1, "x": 2}},
            "a.b.x": "top", "q r": {" s": 3, "": {"t": 4}}, "$x": 5, "m": {"0": "key"}, "[1]": 6}"#;
        for (path, value) in [
            ("a.b.c.d[0]", "literal"),
            ("a.b.c.d.0", "parsed"),
            ("a.b.x", "top"),
            ("a['b'].x", "2"),
            ("a[\"b.c\"].d.0", "parsed"),
            ("q r. s", "3"),
            ("q r[''].t", "4"),
            ("$x", "5"),
            ("m.0", "key"),
            ("[1]", "6"),
        ] {
            assert_eq!(find(json, path).as_deref(), Some(value), "{path}");
        }
    }

    #[test]
    fn what_was_mapped_leaves_the_objects_around_it() {
        let mut fields = Fields::parse(r#"{"a": {"b": {"c": 1, "d": 1e999}, "e": 2}, "f": 3}"#).unwrap();
        let trails: Vec<_> = ["a.b.c", "a.e", "f"]
            .iter()
            .flat_map(|path| FieldPath::parse(path).unwrap().find(&fields).unwrap().trails)
            .collect();
        let left = take_out(&mut fields, &trails);
        assert_eq!(left.len(), 1);
        assert_eq!((left[0].0.as_str(), left[0].1.text()), ("a", r#"{"b":{"d":1e999}}"#));
        assert!(fields.is_empty());
    }

    #[test]
    fn nothing_is_no_path() {
        for typed in ["", "$", "$.", "."] {
            assert!(FieldPath::parse(typed).is_err(), "{typed}");
        }
    }
}
