//! From a key press to the painted frame while the index of words is built beside, and without; how fast it is built, and
//! for how long the write lock is held at a time.
//!
//! Keys come every 15 ms and are timed from when they were due, so that waiting for a processor counts. `GEMBA_BENCH_LOG`
//! names a log in place of the one that is made here, `GEMBA_BENCH_RECORDS` changes how many records that one has.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    unreachable_pub,
    dead_code
)]

mod support;
#[path = "../tests/picture/test_app.rs"]
mod test_app;

use std::io::Sink;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use gemba::command::Chord;
use gemba::domain::{Name, Time};
use gemba::ingest::Detected;
use gemba::services::import::{self, FileReport, ImportOrder, ImportProgress};
use gemba::store::{Reader, Writer, database};
use gemba::ui;
use gemba::ui::theme::Theme;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use test_app::TestApp;

const SIZE: (u16, u16) = (200, 50);
const BETWEEN_KEYS: Duration = Duration::from_millis(15);
/// Keys without the index, before and after.
const KEYS: usize = 500;

struct Quiet;

impl ImportProgress for Quiet {
    fn begin(&mut self, _: &str, _: &Detected) {}
    fn advance(&mut self, _: u64, _: u64) {}
    fn end(&mut self, _: &FileReport) {}
}

/// The screen that is painted, and the keys that are pressed on it.
struct Desk {
    app: TestApp,
    screen: Terminal<CrosstermBackend<Sink>>,
    theme: Theme,
    due: Instant,
    pressed: usize,
}

impl Desk {
    fn open(workspace: &Path) -> Self {
        let viewport = Viewport::Fixed(Rect::new(0, 0, SIZE.0, SIZE.1));
        let backend = CrosstermBackend::new(std::io::sink());
        let screen = Terminal::with_options(backend, TerminalOptions { viewport }).unwrap();
        let app = TestApp::open(workspace, "bench", SIZE, Time(1_795_000_000_000));
        Self { app, screen, theme: Theme::default(), due: Instant::now(), pressed: 0 }
    }

    /// Presses the next key when it is due: rows down in the record, records down, back.
    fn press(&mut self) -> Duration {
        self.due = (self.due + BETWEEN_KEYS).max(Instant::now());
        sleep(self.due - Instant::now());
        self.pressed += 1;
        let key = ['J', 'J', 'j', 'J', 'K', 'k', 'j'][self.pressed % 7];
        let effects = self.app.send(Chord::char(key));
        self.screen.draw(|frame| ui::draw(&self.app.model, &self.theme, frame)).unwrap();
        let taken = self.due.elapsed();
        self.app.perform(effects);
        taken
    }
}

fn workspace(folder: &Path, count: u64) -> (PathBuf, u64) {
    let named = std::env::var_os("GEMBA_BENCH_LOG").map(PathBuf::from);
    let log = named.unwrap_or_else(|| {
        let log = folder.join("log.jsonl");
        support::write_log(&log, count);
        log
    });
    let (workspace, bytes) = (folder.join("workspace"), log.metadata().unwrap().len());
    let order = ImportOrder::new(vec![log], Name::new("bench").unwrap(), Time(0), &workspace);
    let mut writer = Writer::open_or_create(&workspace).unwrap();
    import::run(Some(&mut writer), &order, &mut Quiet).unwrap();
    (workspace, bytes)
}

/// Asks every 0.2 ms whether the write lock is free; answers the longest time that it was not.
fn longest_hold(workspace: &Path, is_over: &AtomicBool) -> Duration {
    let conn = rusqlite::Connection::open(database(workspace)).unwrap();
    conn.busy_timeout(Duration::ZERO).unwrap();
    let (mut longest, mut free) = (Duration::ZERO, Instant::now());
    while !is_over.load(Ordering::Relaxed) {
        if conn.execute_batch("BEGIN IMMEDIATE").is_ok() {
            conn.execute_batch("ROLLBACK").unwrap();
            longest = longest.max(free.elapsed());
            free = Instant::now();
        }
        sleep(Duration::from_micros(200));
    }
    longest
}

fn line(name: &str, samples: &mut [Duration]) -> (f64, f64) {
    let [middle, late] = [0.5, 0.99].map(|share| support::ms(support::percentile(samples, share)));
    println!("  {name:36} p50 {middle:7.2} ms   p99 {late:7.2} ms   {} keys", samples.len());
    (middle, late)
}

fn report() {
    let folder = tempfile::tempdir().unwrap();
    let (workspace, bytes) = workspace(folder.path(), support::records(100_000));
    let total = Reader::open(&workspace, &gemba::store::Viewer::nobody()).unwrap().count().unwrap();
    println!("key press to painted frame, {total} records, {} × {} cells, a key every 15 ms", SIZE.0, SIZE.1);
    let mut desk = Desk::open(&workspace);
    let mut without: Vec<Duration> = (0..KEYS).map(|_| desk.press()).collect();
    let (mut meanwhile, mut index_time, mut hold) = (Vec::new(), Duration::ZERO, Duration::ZERO);
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let index = scope.spawn(|| {
            let begun = Instant::now();
            Writer::open(&workspace).unwrap().index_texts(&mut |_| true).unwrap();
            begun.elapsed()
        });
        let asking = scope.spawn(|| longest_hold(&workspace, &is_over));
        while !index.is_finished() {
            meanwhile.push(desk.press());
        }
        index_time = index.join().unwrap();
        is_over.store(true, Ordering::Relaxed);
        hold = asking.join().unwrap();
    });
    without.extend((0..KEYS).map(|_| desk.press()));
    let alone = line("no index is built", &mut without);
    let beside = line("the index is built", &mut meanwhile);
    println!("  beside the index p50 {:.2} times, p99 {:.2} times", beside.0 / alone.0, beside.1 / alone.1);
    #[expect(clippy::cast_precision_loss, reason = "for printing")]
    let speed = bytes as f64 / 1e6 / index_time.as_secs_f64();
    println!(
        "  the index: {speed:.0} MB of log a second; the write lock was held for {:.0} ms at most",
        support::ms(hold)
    );
}

fn main() {
    if !support::only_tried() {
        report();
    }
    divan::main();
}

#[divan::bench(sample_count = 1)]
fn index_of_a_thousand_records(bencher: divan::Bencher<'_, '_>) {
    let folder = tempfile::tempdir().unwrap();
    let (workspace, _) = workspace(folder.path(), 1_000);
    let mut writer = Writer::open(&workspace).unwrap();
    bencher.bench_local(|| writer.index_texts(&mut |_| true).unwrap());
}
