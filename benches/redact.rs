//! What masking costs beside the work that is done anyway: laying a record out for the screen, and writing it into an export.
//!
//! Outputs are those of `tests/data/redaction/outputs.jsonl`, put together to 2 KB each, with and without something to be found.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, missing_docs)]

use std::collections::BTreeSet;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use gemba::domain::{Content, Message, Record, RecordId, Role, RowId};
use gemba::layout::{Document, Rendering, Transcript};
use gemba::redact::{Counts, Redactor};

const LENGTH: usize = 2_048;
const WIDTH: u16 = 100;
const RECORDS: usize = 200;
const ROUNDS: usize = 15;

/// Records with outputs of 2 KB, each with something to be found behind it where `planted`.
fn records(planted: &str) -> Vec<Record> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/redaction/outputs.jsonl");
    let text = std::fs::read_to_string(path).unwrap();
    let outputs = text
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["output"].as_str().unwrap().to_owned());
    let all = outputs.collect::<Vec<_>>().join("\n\n");
    let (mut records, mut from) = (Vec::new(), 0);
    while records.len() < RECORDS {
        let end = (from + LENGTH..=all.len()).find(|at| all.is_char_boundary(*at)).unwrap();
        let content = Content {
            messages: vec![Message::text(Role::User, "What do you know about this?")],
            output: format!("{}{planted}", &all[from..end]).into(),
            ..Content::default()
        };
        let row = RowId(i64::try_from(records.len()).unwrap());
        records.push(Record { row, id: RecordId::of(&content), source: "bench".into(), content });
        from = end;
    }
    records
}

/// The middle of several rounds, for one record.
fn time(records: &[Record], mut work: impl FnMut(&Record)) -> Duration {
    let mut rounds: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            records.iter().for_each(&mut work);
            start.elapsed() / u32::try_from(records.len()).unwrap()
        })
        .collect();
    rounds.sort();
    rounds[ROUNDS / 2]
}

fn main() {
    let redactor = Redactor::default();
    for (name, planted) in [
        ("nothing to be found", ""),
        ("three things", "\nWrite to jane.roe@example.com, +49 151 2345 6789, from 203.0.113.7."),
    ] {
        let records = records(planted);
        let lay_out = |document: Document| {
            let mut transcript = Transcript::new(Arc::new(document), WIDTH, BTreeSet::new());
            black_box(transcript.reach(usize::MAX));
        };
        let plain = time(&records, |record| lay_out(Document::read(record, Rendering::default())));
        let covered = time(&records, |record| {
            lay_out(Document::read(record, Rendering::default()).covered(&redactor, &BTreeSet::new()));
        });
        let find = time(&records, |record| {
            black_box(redactor.find(record.content.output.raw()));
        });
        let export = time(&records, |record| {
            black_box(serde_json::to_string(&record.content).unwrap());
        });
        let masked = time(&records, |record| {
            let content = redactor.mask_content(&record.content, &mut Counts::default());
            black_box(serde_json::to_string(&content).unwrap());
        });
        println!("2 KB of output, {name}: found in {find:.1?}");
        println!("  laid out {plain:.1?}, masked and laid out {covered:.1?}: {:.1} times", ratio(covered, plain));
        println!("  as JSON {export:.1?}, masked and as JSON {masked:.1?}");
    }
}

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}
