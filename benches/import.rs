//! Importing a log: megabytes a second, peak memory, and the ratio to plainly reading and parsing the same lines.
//!
//! `GEMBA_BENCH_RECORDS=100000 cargo bench --bench import` for the large one (about 190 MB); 20,000 records otherwise.
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
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::time::{Duration, Instant};

use gemba::domain::Name;
use gemba::ingest::Detected;
use gemba::services::import::{self, FileReport, ImportOrder, ImportProgress};
use gemba::store::Writer;

struct Quiet;

impl ImportProgress for Quiet {
    fn begin(&mut self, _: &str, _: &Detected) {}
    fn advance(&mut self, _: u64, _: u64) {}
    fn end(&mut self, _: &FileReport) {}
}

fn import_log(log: &Path, folder: &Path) -> FileReport {
    let mut writer = Writer::open_or_create(folder).unwrap();
    let order = ImportOrder::new(vec![log.to_owned()], Name::new("bench").unwrap(), gemba::domain::Time(0), folder);
    import::run(Some(&mut writer), &order, &mut Quiet).unwrap().remove(0)
}

/// The least that any importer does: read each line and parse it into a tree.
fn read_and_parse(log: &Path) -> usize {
    let lines = BufReader::with_capacity(1 << 20, File::open(log).unwrap()).split(b'\n');
    lines
        .map(|line| serde_json::from_slice::<serde_json::Value>(&line.unwrap()).unwrap())
        .filter(serde_json::Value::is_object)
        .count()
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let begun = Instant::now();
    let done = work();
    (begun.elapsed(), done)
}

#[expect(clippy::cast_precision_loss, reason = "sizes for printing")]
fn report() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log.jsonl");
    let count = support::records(20_000);
    let size = support::write_log(&log, count) as f64 / 1e6;
    let (parsing, parsed) = timed(|| read_and_parse(&log));
    support::forget_peak_memory();
    let (importing, report) = timed(|| import_log(&log, &folder.path().join("workspace")));
    let peak = support::peak_memory();
    assert_eq!((report.imported, report.rejected), (count, 0));
    assert_eq!(parsed as u64, count);
    let (again, second) = timed(|| import_log(&log, &folder.path().join("workspace")));
    assert_eq!((second.imported, second.duplicates), (0, count));
    let stored = gemba::store::database(&folder.path().join("workspace")).metadata().unwrap().len() as f64 / 1e6;
    println!("import of {count} records, {size:.0} MB");
    println!("  {:.2} s, {:.0} MB/s", importing.as_secs_f64(), size / importing.as_secs_f64());
    println!(
        "  {:.1} times as long as reading and parsing the lines ({:.2} s)",
        support::ms(importing) / support::ms(parsing),
        parsing.as_secs_f64()
    );
    println!("  stored {stored:.0} MB, {:.2} of the log", stored / size);
    println!("  the same log again: {:.2} s, nothing added", again.as_secs_f64());
    match peak {
        Some(peak) => println!("  peak memory {peak:.0} MB"),
        None => println!("  peak memory is not known on this system"),
    }
}

fn main() {
    if !support::only_tried() {
        report();
    }
    divan::main();
}

const SMALL: u64 = 2_000;

#[divan::bench(sample_count = 5)]
fn small_log(bencher: divan::Bencher<'_, '_>) {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log.jsonl");
    let size = support::write_log(&log, SMALL);
    bencher
        .counter(divan::counter::BytesCount::new(size))
        .with_inputs(|| tempfile::tempdir().unwrap())
        .bench_refs(|workspace| import_log(&log, workspace.path()));
}

#[divan::bench(sample_count = 5)]
fn small_log_read_and_parsed(bencher: divan::Bencher<'_, '_>) {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log.jsonl");
    let size = support::write_log(&log, SMALL);
    bencher.counter(divan::counter::BytesCount::new(size)).bench(|| read_and_parse(&log));
}
