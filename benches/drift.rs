//! A meaning edit over 100,000 grades, and how long the queue of what it made stale takes to open.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    unreachable_pub,
    dead_code
)]

mod support;

use std::time::{Duration, Instant};

use gemba::domain::{
    Answer, Batch, Change, Content, Edit, Filter, Message, Name, Purpose, RecordId, Role, Sampling, SamplingPlan, Slug,
    SourceDraft, Time,
};
use gemba::store::{Reader, Writer};

const RECORDS: u64 = 100_000;

fn batch(changes: Vec<Change>) -> Batch {
    Batch { reviewer: Name::new("bench").unwrap(), session: None, time: Time(0), changes }
}

/// A workspace in which one reviewer graded every record for one criterion.
struct Desk {
    _home: tempfile::TempDir,
    writer: Writer,
    reader: Reader,
    edits: u32,
}

impl Desk {
    fn open(records: u64) -> Self {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("workspace");
        let mut writer = Writer::open_or_create(&folder).unwrap();
        let draft = SourceDraft::new("bench", "-", "jsonl");
        let source = writer.begin_source(&draft, Time(0)).unwrap();
        let mut ids: Vec<RecordId> = Vec::new();
        let numbers: Vec<u64> = (0..records).collect();
        for chunk in numbers.chunks(5_000) {
            let contents: Vec<Content> = chunk
                .iter()
                .map(|number| Content {
                    external_id: Some(format!("r{number}").into()),
                    messages: vec![Message::text(Role::User, format!("Question {number}?"))],
                    output: format!("Answer number {number}.").into(),
                    ..Content::default()
                })
                .collect();
            ids.extend(writer.store_records(source, &contents).unwrap().1.into_iter().map(|(id, _)| id));
        }
        let name = Name::new("tone").unwrap();
        let born = Change::CriterionAdd { name, text: "It is kind.".into(), modes: vec![], record: None, number: None };
        writer.append(&batch(vec![born])).unwrap();
        for chunk in ids.chunks(5_000) {
            let grade = |id: &RecordId| Change::Grade {
                record: *id,
                criterion: Slug::of("tone"),
                version: 0,
                answer: Some(Answer::Met),
                purpose: Purpose::First,
            };
            writer.append(&batch(chunk.iter().map(grade).collect())).unwrap();
        }
        let reader = Reader::open(&folder, &gemba::store::Viewer::nobody()).unwrap();
        Self { _home: home, writer, reader, edits: 0 }
    }

    /// A meaning edit, as the journal acknowledges it.
    fn edit(&mut self) {
        self.edits += 1;
        let change = Change::CriterionRevise {
            criterion: Slug::of("tone"),
            text: format!("It is kind, {} times.", self.edits).into(),
            edit: Edit::Meaning,
            reason: "seen".into(),
            record: None,
        };
        assert_eq!(self.writer.append(&batch(vec![change])).unwrap().events, 1);
    }

    /// What is stale, by row.
    fn stale(&self) -> usize {
        self.reader.stale(&Name::new("bench").unwrap(), None).unwrap().len()
    }

    /// The whole round, noise repeats drawn in.
    fn round(&self) -> usize {
        let sampling = Sampling { plan: SamplingPlan::Stale, by: None, size: None, seed: 7 };
        let reviewer = Name::new("bench").unwrap();
        self.reader.queue_of(&Filter::All, &sampling, &reviewer, Time(0)).unwrap().asks.len()
    }
}

fn timed(times: &mut Vec<Duration>, mut work: impl FnMut()) {
    let begun = Instant::now();
    work();
    times.push(begun.elapsed());
}

fn report() {
    let records = support::records(RECORDS);
    let mut desk = Desk::open(records);
    let (mut edits, mut stale, mut rounds, mut counts) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..30 {
        timed(&mut edits, || desk.edit());
        timed(&mut stale, || assert_eq!(desk.stale() as u64, records));
        timed(&mut rounds, || assert!(desk.round() as u64 > records));
        timed(&mut counts, || assert_eq!(desk.reader.codebook().unwrap().criteria[0].stale, records));
    }
    println!("a meaning edit over {records} grades, 30 times");
    let lines = [
        ("the edit, acknowledged", &mut edits),
        ("what is stale", &mut stale),
        ("the stale queue with its repeats", &mut rounds),
        ("the codebook with its counts", &mut counts),
    ];
    for (name, times) in lines {
        let [median, worst] = [0.5, 0.99].map(|share| support::ms(support::percentile(times, share)));
        println!("  {name}: p50 {median:.2} ms, p99 {worst:.2} ms");
    }
}

fn main() {
    if !support::only_tried() {
        report();
    }
    divan::main();
}

#[divan::bench(sample_count = 10)]
fn stale_queue_of_ten_thousand(bencher: divan::Bencher<'_, '_>) {
    let mut desk = Desk::open(10_000);
    desk.edit();
    bencher.bench_local(|| desk.round());
}
