//! Entries that are read directly give the records that the general reading gives.

use std::cell::Cell;
use std::path::Path;

use gemba::domain::Content;
use gemba::error::Result;
use gemba::ingest::{Detected, ImportOptions, Item, NextBatch, ParseBatch, Sink, Taken, read};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::file;

/// What came of a file: records as JSON and the reasons of rejects, with their lines.
#[derive(Default)]
struct Seen {
    /// Whether entries are taken in batches, in which usual ones are read directly.
    in_batches: bool,
    items: Vec<(u64, String)>,
    /// How many were read directly.
    direct: usize,
}

fn as_json(content: &Content) -> String {
    serde_json::to_string(content).unwrap()
}

impl Seen {
    fn add(&mut self, item: Item) {
        self.items.push(match item {
            Item::Record { content, line, feedback, judged } => {
                (line, format!("{} {feedback:?} {}", as_json(&content), judged.is_some()))
            }
            Item::Reject { line, reason, .. } => (line, reason),
            Item::Skipped { line, reason } => (line, reason.to_owned()),
        });
    }
}

impl Sink for Seen {
    fn detected(&mut self, _detected: &Detected) -> Result<()> {
        Ok(())
    }

    fn item(&mut self, item: Item, _position: u64) -> Result<bool> {
        self.add(item);
        Ok(true)
    }

    fn batches(&mut self, next: NextBatch<'_>, parse: ParseBatch<'_>) -> Option<Result<()>> {
        if !self.in_batches {
            return None;
        }
        while let Some(batch) = next().unwrap() {
            parse(batch, &mut |taken| {
                match taken {
                    Taken::Item(item) => self.add(item),
                    Taken::Record { line, content } => {
                        self.direct += 1;
                        self.items.push((line, format!("{} [] false", as_json(content))));
                    }
                }
                Ok(())
            })
            .unwrap();
        }
        Some(Ok(()))
    }
}

/// Reads a file both ways; returns how many of its entries were read directly.
fn both(path: &Path) -> usize {
    let options = ImportOptions { path: path.to_owned(), ..ImportOptions::default() };
    let (mut general, mut batched) = (Seen::default(), Seen { in_batches: true, ..Seen::default() });
    let ends = [read(&options, &mut general), read(&options, &mut batched)];
    let [general_end, batched_end] = ends.map(|end| end.err().map(|problem| problem.sentence));
    assert_eq!(general_end, batched_end, "{}", path.display());
    for (general, batched) in general.items.iter().zip(&batched.items) {
        assert_eq!(general, batched, "{}", path.display());
    }
    assert_eq!(general.items.len(), batched.items.len(), "{}", path.display());
    batched.direct
}

fn both_of(text: &str) -> usize {
    let (_folder, path) = file("log.jsonl", text.as_bytes());
    both(&path)
}

#[test]
fn every_fixture_is_read_alike() {
    for folder in ["tests/ingest/formats", "tests/ingest/cases", "sample-data"] {
        for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|kind| kind == "jsonl") {
                both(&path);
            }
        }
    }
}

#[test]
fn usual_entries_are_read_directly() {
    let turns = r#"{"id":"a","timestamp":"2026-01-01T00:00:00Z","model":"m","messages":[{"role":"system","content":"s"},{"role":"user","content":"q\n"}],"output":"a","usage":{"prompt_tokens":2,"completion_tokens":3,"total_tokens":5},"latency_ms":8,"metadata":{"user":"u","prompt_version":"v1"},"params":{"temperature":1}}"#;
    let named = r#"{"question":"q","response":{"summary":"s","items":[1, 2]},"session_id":7,"ts":1764140400}"#;
    for line in [turns, named] {
        assert_eq!(both_of(&format!("{line}\n").repeat(20)), 20, "{line}");
    }
}

/// Keys, and values that each of them has in one log or another.
const KEYS: [(&str, &[&str]); 30] = [
    ("messages", &TURNS),
    ("history", &TURNS),
    ("input", &TEXTS),
    ("prompt", &TEXTS),
    ("question", &TEXTS),
    ("instruction", &TEXTS),
    ("output", &TEXTS),
    ("response", &TEXTS),
    ("answer", &TEXTS),
    ("completion", &TEXTS),
    ("id", &SCALARS),
    ("request_id", &SCALARS),
    ("timestamp", &SCALARS),
    ("created_at", &SCALARS),
    ("model", &SCALARS),
    ("session_id", &SCALARS),
    ("conversation", &SCALARS),
    ("prompt_version", &SCALARS),
    ("latency_ms", &SCALARS),
    ("latency", &SCALARS),
    ("prompt_tokens", &SCALARS),
    ("cost", &SCALARS),
    ("finish_reason", &SCALARS),
    ("error", &SCALARS),
    ("temperature", &SCALARS),
    ("score", &SCALARS),
    ("usage", &OBJECTS),
    ("metadata", &OBJECTS),
    ("extra", &OBJECTS),
    ("tools", &OBJECTS),
];
const TURNS: [&str; 12] = [
    r#"[{"role":"user","content":"q"}]"#,
    r#"[{"role":"system","content":"s \u00e9"},{"role":"user","content":"q\n\"x\""}]"#,
    r#"[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]"#,
    r#"[{"role":"user","content":"q"},{"role":"assistant","content":"a"},{"role":"user","content":""}]"#,
    r#"[{"content":"q","role":"user"}]"#,
    r#"[{"role":"User","content":"q"}]"#,
    r#"[{"role":"user","content":"q","name":"n"}]"#,
    r#"[{"role":"user","content":[{"type":"text","text":"q"}]}]"#,
    r#"[{"role":"user","content":null}]"#,
    "[]",
    "null",
    r#""[{\"role\":\"user\",\"content\":\"q\"}]""#,
];
const TEXTS: [&str; 22] = [
    r#""a""#,
    r#""two words\nand a line""#,
    r#""""#,
    r#"" ""#,
    "null",
    "7",
    r#""[1]""#,
    r#""{\"answer\": \"a\", \"sources\": []}""#,
    r#"{"answer":"a","sources":["s"]}"#,
    r#"{"answer":"a","items":[{"evidence":"e"}]}"#,
    r#"{"summary": "s", "list": [1, {"a": 2}]}"#,
    r#"{"text":"a","id":1}"#,
    r#"{"role":"assistant","content":"a"}"#,
    r#"{"$oid":"a","x":1}"#,
    r#"{"S":"a","N":"1"}"#,
    "{}",
    r#"["a","b"]"#,
    r#""<|im_start|>user\nq<|im_end|>""#,
    r#""[INST] q [/INST]""#,
    r#"" \n\nHuman: q\n\nAssistant:""#,
    r#""\ud800""#,
    r#""caf\u00e9 \ud83d\ude00""#,
];
const SCALARS: [&str; 16] = [
    r#""a""#,
    r#""2026-01-01T00:00:00Z""#,
    r#""01/02/2026""#,
    "1764140400",
    "1764140400123",
    "12",
    "0.5",
    "-1",
    "true",
    "null",
    r#""""#,
    r#"" ""#,
    r#""nan""#,
    r#""12 ms""#,
    r#"{"a":1}"#,
    "[]",
];
const OBJECTS: [&str; 12] = [
    r#"{"prompt_tokens":2,"completion_tokens":3,"total_tokens":5}"#,
    r#"{"prompt_tokens":2,"completion_tokens":3,"total_tokens":6}"#,
    r#"{"input_tokens":2,"output_tokens":3}"#,
    r#"{"prompt_tokens":"2","other":1}"#,
    r#"{"user":"u","prompt_version":"v1","model":"m2","session_id":"s"}"#,
    r#"{"latency_ms":3,"cost":0.1,"finish_reason":"stop","id":"inner","trace": {"a": [1, 2]}}"#,
    r#"{"prompt_name":"p","prompt_version":"a\nb"}"#,
    r#"{"model":null,"latency":"fast"}"#,
    r#"{"a":1,"a":2}"#,
    "{}",
    "null",
    r#"[{"type":"function"}]"#,
];

fn member(key: usize, value: usize) -> String {
    let (name, values) = KEYS[key];
    format!("\"{name}\":{}", values[value % values.len()])
}

/// A line: what was asked and answered, the first values of their lists more often, and some other fields.
fn line() -> impl Strategy<Value = String> {
    let asked = (0..6_usize, 0..30_usize);
    let answered = (6..10_usize, 0..30_usize);
    let others = prop::collection::vec((0..KEYS.len(), 0..30_usize), 0..7);
    (asked, answered, others, any::<bool>(), any::<bool>()).prop_map(|(asked, answered, others, is_plain, is_first)| {
        let plain = |value: usize| if is_plain { value % 2 } else { value };
        let texts = [member(asked.0, plain(asked.1)), member(answered.0, plain(answered.1))];
        // In a plain line every other field has its first value, and those that say how all is read are left out.
        let is_taken =
            |key: usize| !is_plain || !matches!(KEYS[key].0, "answer" | "conversation" | "temperature" | "score");
        let others = others.into_iter().filter(|(key, _)| is_taken(*key) && (!is_plain || *key > 9));
        let others = others.map(|(key, value)| member(key, if is_plain { value % 6 } else { value }));
        let all: Vec<String> =
            if is_first { texts.into_iter().chain(others).collect() } else { others.chain(texts).collect() };
        format!("{{{}}}\n", all.join(","))
    })
}

#[test]
fn whatever_an_entry_holds_it_is_read_alike() {
    let config = ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() };
    let (lines, direct) = (Cell::new(0), Cell::new(0));
    let log = prop::collection::vec(line(), 1..30);
    let outcome = TestRunner::new(config).run(&log, |log| {
        lines.set(lines.get() + log.len());
        direct.set(direct.get() + both_of(&log.concat()));
        Ok(())
    });
    outcome.unwrap();
    assert!(direct.get() * 20 > lines.get(), "{} of {} lines were read directly", direct.get(), lines.get());
}
