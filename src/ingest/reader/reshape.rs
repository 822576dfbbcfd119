//! A file that is one object of many records: columns as pandas writes them, or records under names of their own.

use crate::domain::RawJson;
use crate::ingest::field_names::{Field, meaning, normalized};
use crate::ingest::frame::{Body, Entry};
use crate::ingest::json::{Fields, Kind, Value};

/// Returns the records of the only entry of a file as entries, where it is no record itself.
pub(super) fn reshaped(entry: &Entry) -> Option<Vec<Entry>> {
    let Body::Json { bytes, .. } = &entry.body else { return None };
    let text = std::str::from_utf8(bytes).ok()?;
    let fields = Fields::parse(text).ok()?;
    let rows = split(&fields).or_else(|| columns(&fields)).or_else(|| named(&fields))?;
    let entry = |(at, row): (usize, String)| Entry {
        line: at as u64 + 1,
        offset: entry.offset,
        body: Body::Json { bytes: row.into(), is_unfinished: false },
    };
    Some(rows.into_iter().enumerate().map(entry).collect())
}

/// Returns whether a name is that of what a record says.
fn says(key: &str) -> bool {
    let name = normalized(key);
    // Predictions for SWE-bench, by their instance.
    name == "modelpatch" || meaning(&name).is_some_and(|(field, _)| field.is_text())
}

fn row<'a>(members: impl Iterator<Item = (&'a str, Value<'a>)>) -> String {
    let members = members.map(|(key, value)| format!("{}:{}", RawJson::string(key).text(), value.source()));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

/// `{"columns": ["input", "output"], "data": [["q", "a"]]}`.
fn split(fields: &Fields<'_>) -> Option<Vec<String>> {
    let columns: Vec<String> = fields
        .get("columns")?
        .elements()?
        .into_iter()
        .map(|name| Some(name.text()?.into_owned()))
        .collect::<Option<_>>()?;
    let rows = fields.get("data")?.elements()?;
    if !columns.iter().any(|name| says(name)) {
        return None;
    }
    let cells: Vec<Vec<Value<'_>>> = rows.into_iter().map(Value::elements).collect::<Option<_>>()?;
    Some(cells.iter().map(|cells| row(columns.iter().map(String::as_str).zip(cells.iter().copied()))).collect())
}

/// `{"input": {"0": "q"}, "output": {"0": "a"}}`, also with lists for columns.
fn columns(fields: &Fields<'_>) -> Option<Vec<String>> {
    let is_named = fields.keys().iter().filter(|key| says(key)).count() > 1;
    if !is_named {
        return None;
    }
    if let Some(lists) = fields.iter().map(|(key, value)| Some((key, value.elements()?))).collect::<Option<Vec<_>>>() {
        let length = lists.first()?.1.len();
        let are_texts = lists
            .iter()
            .filter(|(key, _)| says(key))
            .all(|(_, list)| list.iter().all(|value| matches!(value.kind(), Kind::String | Kind::Null)));
        if !are_texts || lists.iter().any(|(_, list)| list.len() != length) {
            return None;
        }
        let rows = (0..length).map(|at| row(lists.iter().filter_map(|(key, list)| Some((*key, *list.get(at)?)))));
        return Some(rows.collect());
    }
    let columns: Vec<(&str, Fields<'_>)> =
        fields.iter().map(|(key, value)| Some((key, value.members()?))).collect::<Option<_>>()?;
    let index = columns.first()?.1.keys();
    let is_even =
        |column: &Fields<'_>| column.len() == index.len() && index.iter().zip(column.iter()).all(|(a, (b, _))| a == b);
    if !columns.iter().all(|(_, column)| is_even(column)) || index.iter().any(|name| says(name)) {
        return None;
    }
    let rows =
        (0..index.len()).map(|at| row(columns.iter().filter_map(|(key, column)| Some((*key, column.at(at)?.1)))));
    Some(rows.collect())
}

/// `{"case-1": {"input": "q", "output": "a"}, "case-2": …}`: the name is the id of a record that has none.
fn named(fields: &Fields<'_>) -> Option<Vec<String>> {
    let records: Vec<(&str, Fields<'_>)> =
        fields.iter().map(|(key, value)| Some((key, value.members()?))).collect::<Option<_>>()?;
    let has_text = |record: &Fields<'_>| record.keys().iter().any(|key| says(key));
    // A question in one field and its answer in another are one record, not two.
    let is_whole = |record: &Fields<'_>| {
        let has = |wanted: &[Field]| {
            let is_it = |key: &String| meaning(&normalized(key)).is_some_and(|(field, _)| wanted.contains(&field));
            record.keys().iter().any(is_it)
        };
        let is_patch = record.keys().iter().any(|key| normalized(key) == "modelpatch");
        is_patch || has(&[Field::Messages]) || has(&[Field::Input]) && has(&[Field::Output])
    };
    let is_other = |key: &str| meaning(&normalized(key)).is_some();
    // One alone is a record within an object.
    if records.len() < 2 || records.iter().any(|(key, record)| is_other(key) || !has_text(record)) {
        return None;
    }
    if !records.iter().any(|(_, record)| is_whole(record)) {
        return None;
    }
    let one = |(key, record): &(&str, Fields<'_>)| {
        let has_id = record.keys().iter().any(|key| matches!(meaning(&normalized(key)), Some((Field::Id, _))));
        let id = RawJson::string(key);
        row((!has_id).then_some(("id", Value::Json(id.text()))).into_iter().chain(record.iter()))
    };
    Some(records.iter().map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::{Fields, columns, named, split};

    #[test]
    fn columns_and_names_become_rows() {
        let json = r#"{"input":{"0":"q","1":"r"},"output":{"0":"a","1":null},"n":{"0":1,"1":2}}"#;
        let rows = [r#"{"input":"q","output":"a","n":1}"#, r#"{"input":"r","output":null,"n":2}"#];
        assert_eq!(columns(&Fields::parse(json).unwrap()).unwrap(), rows);
        let json = r#"{"columns":["input","output","n"],"index":[0,1],"data":[["q","a",1],["r",null,2]]}"#;
        assert_eq!(split(&Fields::parse(json).unwrap()).unwrap(), rows);
        let json = r#"{"input":["q","r"],"output":["a",null],"n":[1,2]}"#;
        assert_eq!(columns(&Fields::parse(json).unwrap()).unwrap(), rows);
        let json = r#"{"c1":{"input":"q","output":"a"},"c2":{"id":"x","input":"r"}}"#;
        let rows = [r#"{"id":"c1","input":"q","output":"a"}"#, r#"{"id":"x","input":"r"}"#];
        assert_eq!(named(&Fields::parse(json).unwrap()).unwrap(), rows);
    }

    #[test]
    fn a_record_stays_one() {
        for json in [
            r#"{"request":{"messages":[]},"response":{"output":"x"}}"#,
            r#"{"input":{"question":"q"},"output":{"answer":"a"}}"#,
            r#"{"input":"q","output":"a"}"#,
            r#"{"a":{"b":1}}"#,
            r#"{"user":{"id":"u1","text":"q"},"bot":{"id":"b1","text":"a"}}"#,
            "{}",
        ] {
            let fields = Fields::parse(json).unwrap();
            assert!(columns(&fields).is_none() && named(&fields).is_none() && split(&fields).is_none(), "{json}");
        }
    }
}
