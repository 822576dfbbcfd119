//! `--map` has the last word in every format of the table, whatever the format itself puts into a record.

use super::{Gathered, file, try_read};
use gemba::domain::{Content, Untrusted};
use gemba::ingest::{FORMATS, Format, ImportOptions};
use std::collections::BTreeMap;
use std::fmt::Write as _;

fn gathered(format: &Format, map: &[(&str, &str)]) -> Result<Gathered, String> {
    let (_folder, path) = file("log", format.example.as_bytes());
    let map = map.iter().map(|(field, path)| ((*field).to_owned(), (*path).to_owned())).collect();
    let order = ImportOptions { path, map, ..ImportOptions::default() };
    try_read(&order).map_err(|problem| format!("{problem} {}", problem.advice()))
}

/// The paths to the scalars of a JSON value, with what they hold.
fn leaves(value: &serde_json::Value, path: &str, found: &mut Vec<(String, String)>) {
    match value {
        serde_json::Value::Object(members) => {
            for (key, inner) in members {
                let key = if key.contains(['.', ' ', '[']) { format!("[\"{key}\"]") } else { key.clone() };
                let path = match (path.is_empty(), key.starts_with('[')) {
                    (true, _) => key,
                    (false, true) => format!("{path}{key}"),
                    (false, false) => format!("{path}.{key}"),
                };
                leaves(inner, &path, found);
            }
        }
        serde_json::Value::Array(list) => {
            found.push((path.to_owned(), value.to_string()));
            list.iter().enumerate().for_each(|(at, inner)| leaves(inner, &format!("{path}[{at}]"), found));
        }
        serde_json::Value::String(text) if !text.trim().is_empty() => found.push((path.to_owned(), text.clone())),
        serde_json::Value::Number(number) => found.push((path.to_owned(), number.to_string())),
        serde_json::Value::String(_) | serde_json::Value::Null | serde_json::Value::Bool(_) => {}
    }
}

/// The paths to the scalars of the example's entries, each with all that stands there. Where a document holds a list of
/// entries, the paths begin at these.
fn scalars(format: &Format) -> BTreeMap<String, Vec<String>> {
    let mut found = Vec::new();
    let entries = serde_json::Deserializer::from_str(format.example).into_iter::<serde_json::Value>();
    let entries: Vec<serde_json::Value> = entries.map_while(Result::ok).collect();
    if entries.is_empty() {
        let delimiter = if format.example.lines().next().unwrap().contains('\t') { b'\t' } else { b',' };
        let mut rows = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(format.example.as_bytes());
        let headers = rows.headers().unwrap().clone();
        for row in rows.records().map(Result::unwrap) {
            let cells = headers.iter().zip(row.iter()).filter(|(_, cell)| !cell.trim().is_empty());
            found.extend(cells.map(|(header, cell)| (header.to_owned(), cell.to_owned())));
        }
    }
    for entry in &entries {
        leaves(entry, "", &mut found);
    }
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, value) in found {
        let below = path.match_indices("].").map(|(at, _)| &path[at + 2..]);
        for path in std::iter::once(path.as_str()).chain(below) {
            all.entry(path.to_owned()).or_default().push(value.clone());
        }
    }
    all
}

fn raw(slot: Option<&Untrusted>) -> Option<&str> {
    slot.map(Untrusted::raw)
}

/// A mapped field, and what a record has in it.
type Slot = (&'static str, fn(&Content) -> Option<&str>);

const SLOTS: [Slot; 4] = [
    ("model", |record| raw(record.model.as_ref())),
    ("expected", |record| raw(record.expected.as_ref())),
    ("conversation", |record| raw(record.conversation.as_ref())),
    ("output", |record| Some(record.output.raw())),
];

#[test]
fn what_was_mapped_reaches_the_records_of_every_format() {
    let mut wrong = String::new();
    for format in FORMATS {
        let scalars = scalars(format);
        assert!(!scalars.is_empty(), "{} has no scalar", format.name);
        for (field, slot) in SLOTS {
            let mut reached = 0;
            for (path, values) in scalars.iter().take(60) {
                // An empty list says nothing: what was answered is read as ever.
                if values.iter().all(|value| value == "[]") {
                    continue;
                }
                let Ok(all) = gathered(format, &[(field, path)]) else { continue };
                let found: Vec<&str> = all.records.iter().filter_map(slot).filter(|found| !found.is_empty()).collect();
                reached += usize::from(!found.is_empty());
                // An entry that is no record, as the header of a run, has nothing to reach.
                // A body or a list of parts is read as what it says.
                let is_meant = |value: &str, found: &str| value == found || field == "output" && value.contains(found);
                if !found.iter().all(|found| values.iter().any(|value| is_meant(value, found))) {
                    let _ = writeln!(wrong, "{}: --map {field}={path} gives {found:?}, not {values:?}", format.name);
                }
            }
            if reached == 0 {
                let _ = writeln!(wrong, "{}: no --map {field}=PATH reaches a record", format.name);
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Returns the example of a format with one more member in one of its entries, with the lines of the entries; `None` where
/// it is no list of objects.
fn with_member(format: &Format, at: usize) -> Option<(String, usize)> {
    let entries = serde_json::Deserializer::from_str(format.example).into_iter::<serde_json::Value>();
    let mut entries: Vec<serde_json::Value> = entries.collect::<Result<_, _>>().ok()?;
    if let [serde_json::Value::Array(list)] = entries.as_mut_slice() {
        entries = std::mem::take(list);
    }
    let count = entries.len();
    entries.get_mut(at)?.as_object_mut()?.insert("told_here".to_owned(), "told".into());
    Some((entries.iter().map(|entry| format!("{entry}\n")).collect::<Vec<_>>().concat(), count))
}

#[test]
fn what_was_mapped_is_read_of_every_entry_that_a_record_is_made_of() {
    let mut wrong = String::new();
    for format in FORMATS {
        for at in 0.. {
            let Some((text, count)) = with_member(format, at) else { break };
            let (_folder, path) = file("log", text.as_bytes());
            let map = vec![("model".to_owned(), "told_here".to_owned())];
            let order = ImportOptions { path, map, format: Some(format.name.to_owned()), ..ImportOptions::default() };
            let Ok(all) = try_read(&order) else { continue };
            let is_skipped = all.skipped.iter().any(|(line, _)| *line == at as u64 + 1);
            let is_told = all.records.iter().any(|record| raw(record.model.as_ref()) == Some("told"));
            // Of chats in rows, a record is the answer's row; those before it are its turns.
            let is_turn = format.name == "chat-rows" && at + 1 < count;
            if !is_skipped && !is_told && !is_turn && count > 1 {
                let _ = writeln!(wrong, "{}: --map of entry {} of {count} reaches no record", format.name, at + 1);
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn a_mapped_response_leaves_id_time_and_model_to_the_log_and_to_what_else_is_mapped() {
    let body = r#"{"id":"chatcmpl-9","object":"chat.completion","created":1700000000,"model":"gpt-x","choices":[{"index":0,"message":{"role":"assistant","content":"Open."},"finish_reason":"stop"}]}"#;
    let line = format!(
        r#"{{"q":"Open?","resp":{body},"id":"r1","timestamp":"2024-05-01T10:00:00Z","deployment":"mine","ticket":"T-7"}}"#
    );
    let given = [("input", "q"), ("output", "resp"), ("model", "deployment")];
    for order in [[0, 1, 2], [0, 2, 1], [2, 1, 0]] {
        let map = order.map(|at: usize| (given[at].0.to_owned(), given[at].1.to_owned())).to_vec();
        let record = super::read_with(line.as_bytes(), |order| order.map = map).records.remove(0);
        assert_eq!(record.output.raw(), "Open.");
        assert_eq!(raw(record.model.as_ref()), Some("mine"));
        assert_eq!(raw(record.external_id.as_ref()), Some("r1"));
        assert_eq!(record.time.unwrap().0, 1_714_557_600_000);
        assert!(record.meta.iter().any(|(_, value)| value.text().contains("chatcmpl-9")), "{:?}", record.meta);
    }
}
