//! The picture in the README is painted by the program: the review screen on the sample data after a few keys.
//!
//! `GEMBA_UPDATE=1 cargo test picture` writes the picture and the README's key table anew.

mod svg;
mod test_app;

use std::path::{Path, PathBuf};

use gemba::command::key_table_markdown;
use gemba::domain::{Name, Time};
use gemba::ingest::Detected;
use gemba::services::import::{self, FileReport, ImportOrder, ImportProgress};
use gemba::store::Writer;
use gemba::ui;
use gemba::ui::theme::Theme;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use test_app::TestApp;

const SIZE: (u16, u16) = (130, 36);

/// What a reviewer does before the picture is taken.
const KEYS: &str = r#"
    p p p p
    F / "cites an unknown address" Enter
    p p p
    F / "broken JSON" Enter
    p p
    z
    T "invented policy" Enter
    v e e e e e e e e e e e e e o w w w w w w w w w w w w w b t i
    n "Door Assist does not exist" Enter
    c n "Promises only what the facts say." Enter
    x 1
    f k z
"#;

struct Quiet;

impl ImportProgress for Quiet {
    fn begin(&mut self, _: &str, _: &Detected) {}
    fn advance(&mut self, _: u64, _: u64) {}
    fn end(&mut self, _: &FileReport) {}
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn import_samples(folder: &Path) {
    let paths = vec![root().join("sample-data/support-week-1-2.jsonl")];
    let order = ImportOrder {
        source: Some("support".to_owned()),
        strict: true,
        ..ImportOrder::new(paths, Name::new("ana").unwrap(), gemba::domain::Time(0), folder)
    };
    let mut writer = Writer::open_or_create(folder).unwrap();
    let reports = import::run(Some(&mut writer), &order, &mut Quiet).unwrap();
    assert_eq!(reports[0].imported, 316);
}

/// Compares a file of the project, or writes it where `GEMBA_UPDATE` is set.
fn stands(path: &Path, wanted: &str) {
    if std::env::var_os("GEMBA_UPDATE").is_some() {
        std::fs::write(path, wanted).unwrap();
    }
    let found = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        found == wanted,
        "{} is not what the program shows today; GEMBA_UPDATE=1 cargo test picture writes it anew",
        path.display()
    );
}

#[test]
fn the_picture_is_what_the_program_shows() {
    let folder = tempfile::tempdir().unwrap();
    import_samples(folder.path());
    let mut app = TestApp::open(folder.path(), "kolli-support", SIZE, Time::parse("2026-11-23T08:14:00Z").unwrap());
    app.press(KEYS);
    let terminal = screen(&app);
    let title = "The review screen of gemba: queue, record and judgements side by side";
    stands(&root().join("tests/picture/review.svg"), &svg::picture(terminal.backend().buffer(), title));
}

fn screen(app: &TestApp) -> Terminal<TestBackend> {
    let mut terminal = Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).unwrap();
    terminal.draw(|frame| ui::draw(&app.model, &Theme::default(), frame)).unwrap();
    terminal
}

#[test]
fn the_tour_of_the_readme_ends_in_a_proven_assertion() {
    let folder = tempfile::tempdir().unwrap();
    import_samples(folder.path());
    let mut app = TestApp::open(folder.path(), "demo", SIZE, Time::parse("2026-11-23T08:14:00Z").unwrap());
    app.press("/");
    app.type_text("out:\"```\"");
    app.press("Enter");
    assert!(screen(&app).backend().to_string().contains("1 of 10"));
    app.press(r#"* f / "JSON in a fence" Enter"#);
    assert!(screen(&app).backend().to_string().contains("10 records failed: JSON in a fence"));
    app.press(r#"/ ctrl-u "format:json" Enter p p p p p p p p p p p p g k a Enter"#);
    app.type_text("not-contains '```'");
    let typed = screen(&app).backend().to_string();
    assert!(typed.contains("catches    10 of 10") && typed.contains("rejects     0 of 12 good"), "{typed}");
    app.press("Enter S");
    assert!(screen(&app).backend().to_string().contains("proven: catches 10 of 10, rejects 0 of 12 good"));
}

#[test]
fn the_key_table_of_the_readme_is_the_registrys() {
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (begin, end) = ("<!-- keys:begin -->\n", "<!-- keys:end -->");
    let from = readme.find(begin).expect("the README has a place for the key table") + begin.len();
    let to = readme.find(end).expect("the README's key table ends");
    let wanted = format!("{}\n{}\n{}", &readme[..from], key_table_markdown(), &readme[to..]);
    stands(&path, &wanted);
}
