//! From a key press to the painted frame, with 100,000 records in the workspace and a 5 MB output open.
//!
//! Painting goes through crossterm into a sink, as on a terminal. `GEMBA_BENCH_RECORDS` changes the number of records.
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

use std::io::{Sink, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use gemba::command::Chord;
use gemba::domain::Time;
use gemba::ingest::Detected;
use gemba::services::import::{self, FileReport, ImportOrder, ImportProgress};
use gemba::store::Writer;
use gemba::ui;
use gemba::ui::theme::Theme;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::text::Text;
use ratatui::widgets::{Paragraph, Wrap};
use ratatui::{Terminal, TerminalOptions, Viewport};
use test_app::TestApp;

const SIZE: (u16, u16) = (200, 50);
const LONG: usize = 5_000_000;

struct Quiet;

impl ImportProgress for Quiet {
    fn begin(&mut self, _: &str, _: &Detected) {}
    fn advance(&mut self, _: u64, _: u64) {}
    fn end(&mut self, _: &FileReport) {}
}

fn screen() -> Terminal<CrosstermBackend<Sink>> {
    let viewport = Viewport::Fixed(Rect::new(0, 0, SIZE.0, SIZE.1));
    Terminal::with_options(CrosstermBackend::new(std::io::sink()), TerminalOptions { viewport }).unwrap()
}

/// A workspace whose first record is the long one.
fn workspace(folder: &Path, count: u64, text: &str) {
    let log = folder.join("log.jsonl");
    support::write_log(&log, count);
    let single = folder.join("long.jsonl");
    let mut file = std::fs::File::create(&single).unwrap();
    writeln!(file, "{}", serde_json::json!({"id": "long", "input": "Tell me everything.", "output": text})).unwrap();
    let reviewer = gemba::domain::Name::new("bench").unwrap();
    let order = ImportOrder::new(vec![single, log], reviewer, gemba::domain::Time(0), &folder.join("workspace"));
    let mut writer = Writer::open_or_create(&folder.join("workspace")).unwrap();
    let reports = import::run(Some(&mut writer), &order, &mut Quiet).unwrap();
    assert_eq!(reports.iter().map(|report| report.imported).sum::<u64>(), count + 1);
}

/// Presses a key and paints; answers how long that took. What the key asks for is answered afterwards.
fn press(app: &mut TestApp, screen: &mut Terminal<CrosstermBackend<Sink>>, theme: &Theme, chord: Chord) -> Duration {
    let begun = Instant::now();
    let effects = app.send(chord);
    screen.draw(|frame| ui::draw(&app.model, theme, frame)).unwrap();
    let taken = begun.elapsed();
    app.perform(effects);
    taken
}

/// What a plain paragraph costs: the whole text wrapped again for each frame.
fn paint_plainly(screen: &mut Terminal<CrosstermBackend<Sink>>, text: &str, row: u16) -> Duration {
    let begun = Instant::now();
    screen
        .draw(|frame| {
            let paragraph = Paragraph::new(Text::raw(text)).wrap(Wrap { trim: false }).scroll((row, 0));
            frame.render_widget(paragraph, frame.area());
        })
        .unwrap();
    begun.elapsed()
}

fn line(name: &str, samples: &mut [Duration]) -> f64 {
    let (middle, late) = (support::percentile(samples, 0.5), support::percentile(samples, 0.99));
    println!(
        "  {name:36} p50 {:7.2} ms   p99 {:7.2} ms   {} keys",
        support::ms(middle),
        support::ms(late),
        samples.len()
    );
    support::ms(middle)
}

fn report() {
    let count = support::records(100_000);
    let folder = tempfile::tempdir().unwrap();
    let text = support::Draw(11).prose(LONG);
    workspace(folder.path(), count, &text);
    let (mut screen, theme) = (screen(), Theme::default());
    let mut app = TestApp::open(&folder.path().join("workspace"), "bench", SIZE, Time(1_795_000_000_000));
    screen.draw(|frame| ui::draw(&app.model, &theme, frame)).unwrap();
    println!("key press to painted frame, {count} records, {} × {} cells, 5 MB output open", SIZE.0, SIZE.1);

    let mut run = |key: Chord, times: usize| -> Vec<Duration> {
        (0..times).map(|_| press(&mut app, &mut screen, &theme, key)).collect()
    };
    let mut rows = run(Chord::char('J'), 300);
    let mut pages = run(Chord::ctrl('d'), 300);
    let scrolled = line("a row down in the record", &mut rows);
    line("half a page down in the record", &mut pages);
    let mut back = run(Chord::ctrl('u'), 300);
    line("half a page up in the record", &mut back);
    let mut all: Vec<Duration> = rows.into_iter().chain(pages).chain(back).collect();
    line("all of these", &mut all);
    let mut verdicts = run(Chord::char('p'), 200);
    line("a verdict that moves on", &mut verdicts);

    let mut plain: Vec<Duration> = (0..20).map(|at| paint_plainly(&mut screen, &text, 20_000 + at)).collect();
    let plainly = line("the same text as one plain paragraph", &mut plain);
    println!("  the plain paragraph takes {:.0} times as long", plainly / scrolled);
}

fn main() {
    if !support::only_tried() {
        report();
    }
    divan::main();
}

#[divan::bench(sample_count = 200)]
fn a_row_down_in_an_ordinary_record(bencher: divan::Bencher<'_, '_>) {
    let folder = tempfile::tempdir().unwrap();
    workspace(folder.path(), 1_000, "A short answer.");
    let (mut screen, theme) = (screen(), Theme::default());
    let mut app = TestApp::open(&folder.path().join("workspace"), "bench", SIZE, Time(1_795_000_000_000));
    bencher.bench_local(|| press(&mut app, &mut screen, &theme, Chord::char('j')));
}
