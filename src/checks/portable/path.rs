//! A path into a JSON value: `$.items[0]["unit price"]`. One canonical text for one path.

use serde_json::Value;

use super::{Problem, Result};

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// Into an object.
    Key(String),
    /// Into an array; negative from its end.
    Index(i64),
}

/// Reads a path. `$` and the first dot may be left out.
pub(crate) fn parse(text: &str) -> Result<Vec<Step>> {
    let wrong = |why: &str| {
        Problem::usage(format!("`{text}` is not a path into JSON: {why}."))
            .hint("Like this: $.items[0].price, $[\"unit price\"]")
    };
    let mut rest = text.strip_prefix('$').unwrap_or(text);
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(inside) = rest.strip_prefix('[') {
            if inside.starts_with('"') {
                let mut strings = serde_json::Deserializer::from_str(inside).into_iter::<String>();
                let key = strings.next().and_then(std::result::Result::ok);
                let key = key.ok_or_else(|| wrong("a quoted key has no end"))?;
                let after = inside.get(strings.byte_offset()..).and_then(|after| after.strip_prefix(']'));
                rest = after.ok_or_else(|| wrong("`]` is missing"))?;
                steps.push(Step::Key(key));
                continue;
            }
            let (index, after) = inside.split_once(']').ok_or_else(|| wrong("`]` is missing"))?;
            let index = index.trim().parse::<i32>().map_err(|_| wrong("brackets hold a number or \"a key\""))?;
            steps.push(Step::Index(index.into()));
            rest = after;
            continue;
        }
        let dotted = rest.strip_prefix('.');
        if dotted.is_none() && !steps.is_empty() {
            return Err(wrong("a dot is missing"));
        }
        let body = dotted.unwrap_or(rest);
        let end = body.find(['.', '[']).unwrap_or(body.len());
        let (key, after) = body.split_at(end);
        if key.is_empty() {
            return Err(wrong("a key is empty"));
        }
        if key == "*" {
            return Err(wrong("`*` is not supported"));
        }
        steps.push(Step::Key(key.to_owned()));
        rest = after;
    }
    Ok(steps)
}

/// Returns the canonical text of a path.
pub(crate) fn print(steps: &[Step]) -> String {
    let mut out = "$".to_owned();
    for step in steps {
        match step {
            Step::Index(index) => out.extend(["[", &index.to_string(), "]"]),
            Step::Key(key) if !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-') => {
                out.push('.');
                out.push_str(key);
            }
            Step::Key(key) => out.extend(["[", &Value::from(key.as_str()).to_string(), "]"]),
        }
    }
    out
}

/// Returns the steps as data for the helpers: texts are keys, numbers indexes.
pub(crate) fn steps_json(steps: &[Step]) -> Value {
    let step = |step: &Step| match step {
        Step::Key(key) => Value::from(key.as_str()),
        Step::Index(index) => Value::from(*index),
    };
    steps.iter().map(step).collect()
}

/// Returns the value at a path, if there is one.
pub(crate) fn follow<'a>(value: &'a Value, steps: &[Step]) -> Option<&'a Value> {
    let mut current = value;
    for step in steps {
        current = match (step, current) {
            (Step::Key(key), Value::Object(fields)) => fields.get(key)?,
            (Step::Index(index), Value::Array(items)) => {
                let length = i64::try_from(items.len()).ok()?;
                let index = if *index < 0 { length + *index } else { *index };
                items.get(usize::try_from(index).ok()?)?
            }
            _ => return None,
        };
    }
    Some(current)
}

#[cfg(test)]
mod tests {
    use super::{follow, parse, print};
    use serde_json::json;

    #[test]
    fn a_path_has_one_canonical_text() {
        for (typed, canonical) in [
            ("a.b", "$.a.b"),
            ("$.a[0].b", "$.a[0].b"),
            ("[\"a\"][\"b c\"]", "$.a[\"b c\"]"),
            ("$", "$"),
            ("[-1]", "$[-1]"),
        ] {
            assert_eq!(print(&parse(typed).unwrap()), canonical);
            assert_eq!(parse(canonical).unwrap(), parse(typed).unwrap());
        }
        for wrong in ["a..b", "a[", "a[x]", "a[\"b]", "$.*", "[0]b"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_path_is_followed() {
        let value = json!({"a": [{"b c": 1}, 2]});
        assert_eq!(follow(&value, &parse("a[0][\"b c\"]").unwrap()), Some(&json!(1)));
        assert_eq!(follow(&value, &parse("a[-1]").unwrap()), Some(&json!(2)));
        assert_eq!(follow(&value, &parse("a[2]").unwrap()), None);
        assert_eq!(follow(&value, &parse("a.b").unwrap()), None);
    }
}
