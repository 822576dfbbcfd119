//! A durable verdict against the least that durability costs: appending 4 KiB to a file and waiting for the disk.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    unreachable_pub,
    dead_code
)]

mod support;

use std::fs::File;
use std::io::Write as _;
use std::time::{Duration, Instant};

use gemba::domain::{Batch, Change, Content, Message, Name, RecordId, Role, SourceDraft, Time, Verdict};
use gemba::store::Writer;

const RECORDS: u64 = 1_000;

/// A workspace with some records, and a verdict on the next of them each time.
struct Desk {
    writer: Writer,
    records: Vec<RecordId>,
    given: usize,
}

impl Desk {
    fn open(folder: &std::path::Path) -> Self {
        let mut writer = Writer::open_or_create(folder).unwrap();
        let draft = SourceDraft::new("bench", "-", "jsonl");
        let source = writer.begin_source(&draft, Time(0)).unwrap();
        let mut draw = support::Draw(7);
        let chunk: Vec<Content> = (0..RECORDS)
            .map(|number| Content {
                external_id: Some(format!("r{number}").into()),
                messages: vec![Message::text(Role::User, draw.prose(300))],
                output: draw.prose(900).into(),
                ..Content::default()
            })
            .collect();
        let (_, rows) = writer.store_records(source, &chunk).unwrap();
        Self { writer, records: rows.into_iter().map(|(id, _)| id).collect(), given: 0 }
    }

    fn judge(&mut self) {
        let record = self.records[self.given % self.records.len()];
        let odd = (self.given / self.records.len()) % 2 == 1;
        self.given += 1;
        let verdict = Some(if odd { Verdict::Pass } else { Verdict::Fail });
        let batch = Batch {
            reviewer: Name::new("bench").unwrap(),
            session: None,
            time: Time(i64::try_from(self.given).unwrap()),
            changes: vec![Change::Verdict { record, verdict, reason: None }],
        };
        let applied = self.writer.append(&batch).unwrap();
        assert_eq!(applied.events, 1);
    }
}

fn append_and_sync(file: &mut File) {
    file.write_all(&[b'x'; 4096]).unwrap();
    file.sync_data().unwrap();
}

fn report() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(&folder.path().join("workspace"));
    let mut file = File::create(folder.path().join("plain")).unwrap();
    let (mut verdicts, mut syncs): (Vec<Duration>, Vec<Duration>) = (Vec::new(), Vec::new());
    // In turn, so that both meet the same weather on the disk.
    for _ in 0..500 {
        let begun = Instant::now();
        append_and_sync(&mut file);
        syncs.push(begun.elapsed());
        let begun = Instant::now();
        desk.judge();
        verdicts.push(begun.elapsed());
    }
    println!("one durable verdict, 500 times, beside 4 KiB + fdatasync");
    for (share, name) in [(0.5, "p50"), (0.99, "p99")] {
        let verdict = support::ms(support::percentile(&mut verdicts, share));
        let sync = support::ms(support::percentile(&mut syncs, share));
        println!("  {name} {verdict:.2} ms against {sync:.2} ms: {:.2} times", verdict / sync);
    }
}

fn main() {
    if !support::only_tried() {
        report();
    }
    divan::main();
}

#[divan::bench(sample_count = 100)]
fn durable_verdict(bencher: divan::Bencher<'_, '_>) {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(&folder.path().join("workspace"));
    bencher.bench_local(|| desk.judge());
}

#[divan::bench(sample_count = 100)]
fn four_kib_and_fdatasync(bencher: divan::Bencher<'_, '_>) {
    let folder = tempfile::tempdir().unwrap();
    let mut file = File::create(folder.path().join("plain")).unwrap();
    bencher.bench_local(|| append_and_sync(&mut file));
}
