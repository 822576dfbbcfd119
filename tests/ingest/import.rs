//! The import job: chunks, duplicates, labels, rejects, strictness.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::shared;
use gemba::domain::Name;
use gemba::error::{Kind, Problem};
use gemba::ingest::{Detected, LabelOptions};
use gemba::services::import::{FileReport, ImportOrder, ImportProgress, run};
use gemba::store::{Reader, Writer};

#[derive(Default)]
struct Heard {
    begun: usize,
    advanced: Vec<u64>,
    ended: usize,
}

impl ImportProgress for Heard {
    fn begin(&mut self, _path: &str, _detected: &Detected) {
        self.begun += 1;
    }
    fn advance(&mut self, _bytes: u64, records: u64) {
        self.advanced.push(records);
    }
    fn end(&mut self, _report: &FileReport) {
        self.ended += 1;
    }
}

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn workspace(&self) -> PathBuf {
        self.folder.path().join("ws")
    }

    fn log(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn order(&self, paths: &[PathBuf]) -> ImportOrder {
        ImportOrder::new(paths.to_vec(), Name::new("ada").unwrap(), gemba::domain::Time(0), &self.workspace())
    }

    fn import(&self, order: &ImportOrder) -> Result<Vec<FileReport>, Problem> {
        let mut writer = Writer::open_or_create(&self.workspace()).unwrap();
        run(Some(&mut writer), order, &mut Heard::default())
    }

    fn count(&self) -> u64 {
        Reader::open(&self.workspace(), &gemba::store::Viewer::nobody()).unwrap().count().unwrap()
    }

    /// How many verdict events the journal holds, in how many groups.
    fn verdicts(&self) -> (usize, usize) {
        let (mut count, mut groups) = (0, std::collections::HashSet::new());
        let reader = Reader::open(&self.workspace(), &gemba::store::Viewer::nobody()).unwrap();
        reader
            .events(&mut |event, _| {
                count += usize::from(matches!(event.change, gemba::domain::Change::Verdict { .. }));
                groups.insert(event.group);
                Ok(true)
            })
            .unwrap();
        (count, groups.len())
    }
}

fn lines(range: std::ops::Range<u32>) -> String {
    let line = |n| {
        format!(
            "{{\"id\":{n},\"input\":\"q{n}\",\"output\":\"a{n}\",\"ok\":\"{}\"}}\n",
            if n % 5 == 0 { "bad" } else { "good" }
        )
    };
    range.map(line).collect::<Vec<_>>().concat()
}

fn dry(order: &ImportOrder) -> (Result<Vec<FileReport>, Problem>, Heard) {
    let mut heard = Heard::default();
    let order = ImportOrder { dry_run: true, ..order.clone() };
    (run(None, &order, &mut heard), heard)
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_dry_run_counts_everything_and_leaves_nothing_behind() {
    let place = Place::new();
    let log = place.log("app.jsonl", &format!("{}{}nonsense\n", lines(0..3000), lines(0..10)));
    let (reports, heard) = dry(&place.order(&[log]));
    let report = &reports.unwrap()[0];
    assert_eq!((report.read, report.imported, report.duplicates, report.rejected), (3011, 3000, 10, 1));
    assert_eq!((report.source.as_str(), report.format.as_str()), ("app", "records"));
    assert_eq!(report.first_rejects, ["line 3011: not JSON (expected a value at column 2)"]);
    assert_eq!(report.rejects_file, None);
    assert_eq!((heard.begun, heard.ended), (1, 1));
    assert!((3..20).contains(&heard.advanced.len()), "{:?}", heard.advanced);
    assert_eq!(files(place.folder.path()), ["app.jsonl"]);
}

#[test]
fn a_file_without_records_is_a_problem_that_quotes_its_first_line() {
    let place = Place::new();
    let (problem, _) = dry(&place.order(&[place.log("x.jsonl", "[]"), place.log("y", "")]));
    let problem = problem.unwrap_err();
    assert_eq!(problem.kind, Kind::Input);
    assert!(problem.sentence.contains("nothing to import"));
    let (problem, _) = dry(&place.order(&[place.log("z.jsonl", "[[1,\n")]));
    assert!(problem.unwrap_err().advice().contains("line 1: not JSON"));
}

#[test]
fn records_are_stored_once_however_often_they_are_imported() {
    let place = Place::new();
    let log = place.log("app.jsonl", &lines(0..4500));
    let order = place.order(&[log]);
    let first = place.import(&order).unwrap();
    assert_eq!((first[0].imported, first[0].duplicates, first[0].rejected), (4500, 0, 0));
    let again = place.import(&order).unwrap();
    assert_eq!((again[0].imported, again[0].duplicates), (0, 4500));
    assert_eq!(place.count(), 4500);
}

#[test]
fn labels_are_one_group_over_chunks_and_files_and_never_written_twice() {
    let place = Place::new();
    let logs = [place.log("a.jsonl", &lines(0..4500)), place.log("b.jsonl", &lines(4500..5000))];
    let mut order = place.order(&logs);
    order.read.labels = vec![LabelOptions { field: "ok".to_owned(), ..LabelOptions::default() }];
    order.label_as = Some(Name::new("grace").unwrap());
    let reports = place.import(&order).unwrap();
    assert_eq!((reports[0].labels(), reports[1].labels()), ((3600, 900, 0), (400, 100, 0)));
    assert_eq!(place.verdicts(), (5000, 1));
    place.import(&order).unwrap();
    assert_eq!(place.verdicts(), (5000, 1));
    let mut writer = Writer::open(&place.workspace()).unwrap();
    let undone = writer.undo(&Name::new("grace").unwrap(), None, gemba::domain::Time(0)).unwrap();
    assert!(undone.group.is_some());
}

#[test]
fn bad_lines_go_to_a_file_of_their_own_that_overwrites_none() {
    let place = Place::new();
    let log = place.log("app.jsonl", "{\"input\":\"a\",\"output\":\"b\"}\n\u{202e}evil\u{1b}[31m\n");
    place.import(&place.order(std::slice::from_ref(&log))).unwrap();
    let report = &place.import(&place.order(&[log])).unwrap()[0];
    assert_eq!(report.rejected, 1);
    let path = report.rejects_file.clone().unwrap();
    assert_eq!(path.file_name().unwrap(), "app.jsonl.rejects-2.jsonl");
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(!text.contains('\u{202e}') && !text.contains('\u{1b}'), "{text}");
    let entry: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&entry["line"], &entry["offset"]), (&2.into(), &27.into()));
    assert_eq!(entry["text"], "\u{202e}evil\u{1b}[31m");
    assert!(entry["reason"].as_str().unwrap().starts_with("not JSON"));
    assert_eq!(files(&place.workspace().join("rejects")).len(), 2);
    assert!(files(place.folder.path()).iter().all(|name| !name.contains("rejects")), "nothing beside the log");
}

#[test]
fn strictness_stores_nothing_when_any_line_of_any_file_is_bad() {
    let place = Place::new();
    let logs = [place.log("a.jsonl", &lines(0..50)), place.log("b.jsonl", &format!("{}oops\n", lines(50..3000)))];
    let mut order = place.order(&logs);
    order.strict = true;
    let problem = place.import(&order).unwrap_err();
    assert_eq!(problem.kind, Kind::Input);
    assert!(problem.sentence.contains("Line 2951 of") && problem.sentence.contains("b.jsonl"), "{}", problem.sentence);
    assert_eq!(place.count(), 0);
    assert!(!place.workspace().join("rejects").exists());
    order.paths.pop();
    assert_eq!(place.import(&order).unwrap()[0].imported, 50);
}

#[test]
fn real_logs_import_and_a_second_time_add_nothing() {
    let place = Place::new();
    let Some(halueval) = shared("halueval_general.jsonl") else { return };
    let mut order = place.order(&[halueval]);
    let fail_when = vec!["yes".to_owned()];
    order.read.labels = vec![LabelOptions { field: "hallucination".to_owned(), fail_when, ..LabelOptions::default() }];
    let report = &place.import(&order).unwrap()[0];
    assert_eq!((report.imported, report.duplicates, report.rejected, report.labels()), (4507, 0, 0, (3692, 815, 0)));
    assert_eq!(place.verdicts(), (4507, 1));
    let others = [
        "alpaca_eval_example_outputs.json",
        "alpaca_eval_text_davinci_001.json",
        "alpaca_eval_alpaca_7b_concise.json",
        "sharegpt_dummy_conversation.json",
    ];
    let paths: Vec<PathBuf> = others.iter().filter_map(|name| shared(name)).collect();
    let order = place.order(&paths);
    let counts: Vec<u64> = place.import(&order).unwrap().iter().map(|report| report.imported).collect();
    assert_eq!(counts, [805, 803, 804, 500]);
    assert!(place.import(&order).unwrap().iter().all(|report| report.imported == 0));
    assert_eq!(place.count(), 4507 + 805 + 803 + 804 + 500);
}

/// Agrees, and puts another file in the place of the log before it does.
struct Swapping<'p>(&'p Path);

impl ImportProgress for Swapping<'_> {
    fn begin(&mut self, _path: &str, _detected: &Detected) {}
    fn advance(&mut self, _bytes: u64, _records: u64) {}
    fn end(&mut self, _report: &FileReport) {}
    fn agrees(&mut self, _question: &str) -> bool {
        let other = self.0.with_extension("other");
        std::fs::write(&other, lines(0..50)).unwrap();
        std::fs::rename(other, self.0).unwrap();
        true
    }
}

#[test]
fn what_was_looked_at_is_what_is_read_whatever_stands_at_its_path_by_then() {
    let place = Place::new();
    let judged = r#"{"id":"","source":"s","row":1,"external_id":null,"messages":[{"role":"user","content":"q","parts":null}],"output":"a","output_parts":[],"verdicts":[{"reviewer":"bo","verdict":"fail","time":null}],"grades":[],"flags":[]}"#;
    let log = place.log("own.jsonl", &format!("{judged}\n"));
    let mut writer = Writer::open_or_create(&place.workspace()).unwrap();
    let reports = run(Some(&mut writer), &place.order(std::slice::from_ref(&log)), &mut Swapping(&log)).unwrap();
    assert_eq!(std::fs::read_to_string(&log).unwrap(), lines(0..50), "it was replaced meanwhile");
    assert_eq!((reports[0].imported, place.count()), (1, 1));
    assert_eq!(place.verdicts().0, 1, "what the question was about is taken");
}
