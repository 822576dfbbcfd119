//! The paths into an entry, as a refusal lists them: each can be typed as it stands.

use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::message;

/// How many paths a person reads.
const MOST: usize = 24;
/// Keys that are texts themselves are no use as a path.
const LONGEST: usize = 60;
/// How deep they go.
const DEEPEST: u8 = 5;

/// Returns the paths to what can be read, as they are typed: `data.reply.text`, `choices[0].text`. At most as deep and as
/// many as a person reads.
pub(crate) fn listed(fields: &Fields<'_>) -> Vec<String> {
    let mut paths = Vec::new();
    add(fields, "", DEEPEST, &mut paths);
    let all = paths.len();
    paths.retain(|path| path.chars().count() <= LONGEST && !path.chars().any(char::is_control));
    paths.truncate(MOST);
    if paths.len() < all {
        paths.push("…".to_owned());
    }
    paths
}

fn add(fields: &Fields<'_>, before: &str, deeper: u8, paths: &mut Vec<String>) {
    for (key, value) in fields.iter() {
        if paths.len() > 4 * MOST {
            return;
        }
        let path = joined(before, key);
        if !paths.contains(&path) {
            add_value(value, path, deeper, paths);
        }
    }
}

fn add_value(value: Value<'_>, path: String, deeper: u8, paths: &mut Vec<String>) {
    let Some(opened) = (deeper > 0).then(|| value.openable()).flatten() else { return paths.push(path) };
    let inner = Value::Json(&opened);
    // A text may be meant as it is.
    if value.kind() == Kind::String {
        paths.push(path.clone());
    }
    let before = paths.len();
    if let Some(members) = inner.members() {
        add(&members, &path, deeper - 1, paths);
    } else if !message::is_list(value)
        && let Some(members) = inner.elements().and_then(|list| list.first()?.members())
    {
        add(&members, &format!("{path}[0]"), deeper - 1, paths);
    }
    if paths.len() == before && value.kind() != Kind::String {
        paths.push(path);
    }
}

/// Adds a key to a path; one that a dot would not reach is written in brackets.
pub(crate) fn joined(before: &str, key: &str) -> String {
    let is_plain = !key.is_empty() && key.trim() == key && !(before.is_empty() && key.starts_with('$'));
    match (is_plain, before.is_empty()) {
        (true, true) => key.to_owned(),
        (true, false) => format!("{before}.{key}"),
        (false, _) if key.contains("\"]") => format!("{before}['{key}']"),
        (false, _) => format!("{before}[\"{key}\"]"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::field_path::FieldPath;
    use super::{Fields, listed};

    #[test]
    fn every_listed_path_leads_somewhere() {
        let json = r#"{"a": {"b.c": {"d[0]": 1}, " e": {"": 2}}, "l": [{"k": {"v": 1}}], "$x": 3, "s": "{\"t\": {\"u\": 4}}",
            "m": [{"role": "user", "content": "x"}], "n": [1, 2], "": 5, "a.b": 6, "o": {}, "[0]": 7, "q\"]": 8, " r": 9}"#;
        let fields = Fields::parse(json).unwrap();
        let paths = listed(&fields);
        for path in ["a.b.c.d[0]", "l[0].k.v", "s", "s.t.u", "m", "n", "[\"\"]", "a.b", "o", "[0]"] {
            assert!(paths.contains(&path.to_owned()), "{path} is missing in {paths:?}");
        }
        for path in paths {
            assert!(FieldPath::parse(&path).unwrap().find(&fields).is_some(), "{path}");
        }
    }
}
