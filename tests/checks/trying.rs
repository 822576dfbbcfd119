//! A check on its way over all judged records: figures before it is done, an end when nobody waits, nothing stale.

use std::cell::Cell;
use std::time::Duration;

use gemba::checks::{self, Commands};
use gemba::domain::{
    Batch, Change, CheckSpec, Content, Message, Name, RecordId, Role, RowId, Slug, SourceDraft, Target, Time, Verdict,
};
use gemba::services::tallies::tallies;
use gemba::services::trial::{TrialProgress, TrialRunner, trial};
use gemba::store::{Draft, Reader, Writer};
use gemba::views::Trial;

struct Log {
    folder: tempfile::TempDir,
    writer: Writer,
    ids: Vec<RecordId>,
}

impl Log {
    /// So many judged records: every third is tagged, the others are passed; every fifth says sorry.
    fn of(count: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = Writer::open_or_create(&folder.path().join("w")).unwrap();
        let draft = SourceDraft::new("log", "log", "jsonl");
        let source = writer.begin_source(&draft, Time(0)).unwrap();
        let filler = "The parcel is at the locker and waits for you. ".repeat(20);
        let content = |at: usize| Content {
            external_id: Some(format!("{at}").into()),
            messages: vec![Message::text(Role::User, format!("question {at}"))],
            output: format!("{}{filler}", if at.is_multiple_of(5) { "Sorry! " } else { "" }).into(),
            ..Content::default()
        };
        let (_, rows) = writer.store_records(source, &(0..count).map(content).collect::<Vec<_>>()).unwrap();
        let ids = rows.into_iter().map(|(id, _)| id).collect();
        let mut log = Self { folder, writer, ids };
        let name = Name::new("Sorry").unwrap();
        log.say(vec![Change::ModeAdd { name, definition: "".into(), severity: 2, hotkey: None }]);
        let judge = |(at, record): (usize, &RecordId)| match at % 3 {
            0 => Change::Tag { record: *record, mode: Slug::of("sorry"), span: None },
            _ => Change::Verdict { record: *record, verdict: Some(Verdict::Pass), reason: None },
        };
        let changes = log.ids.iter().enumerate().map(judge).collect();
        log.say(changes);
        log
    }

    fn say(&mut self, changes: Vec<Change>) {
        let reviewer = Name::new("ana").unwrap();
        self.writer.append(&Batch { reviewer, session: None, time: Time(1), changes }).unwrap();
    }

    fn reader(&self) -> Reader {
        Reader::open(&self.folder.path().join("w"), &gemba::store::Viewer::nobody()).unwrap()
    }
}

fn sorry() -> Target {
    Target::Mode(Slug::of("sorry"))
}

fn spec(line: &str) -> CheckSpec {
    checks::check_syntax::read(line).unwrap()
}

/// Waits for so many records, and keeps what it was told.
struct Waiting {
    patience: usize,
    asked: Cell<usize>,
    told: Vec<Trial>,
}

impl Waiting {
    fn for_records(patience: usize) -> Self {
        Self { patience, asked: Cell::new(0), told: Vec::new() }
    }
}

impl TrialProgress for Waiting {
    fn is_wanted(&self) -> bool {
        self.asked.set(self.asked.get() + 1);
        self.asked.get() <= self.patience
    }

    fn so_far(&mut self, trial: Trial) {
        self.told.push(trial);
    }
}

#[test]
fn the_whole_figures_are_those_of_a_kept_check() {
    let mut log = Log::of(700);
    let spec = spec("not-contains sorry --ignore-case");
    log.say(vec![Change::CheckAdd { key: None, target: sorry(), spec: spec.clone() }]);
    let reader = log.reader();
    let tried = trial(&reader, &sorry(), &spec).unwrap();
    assert_eq!(tried.tally, tallies(&reader, &Commands::not_on_screen()).unwrap()[0].1, "in the same order too");
    assert_eq!((tried.seen, tried.of, tried.tally.totals()), (700, 700, (234, 466)));
    assert!(tried.is_whole());
}

#[test]
fn a_corrected_output_is_what_a_check_against_a_reference_asks_for() {
    let mut log = Log::of(9);
    let caught = |log: &Log| trial(&log.reader(), &sorry(), &spec("similar --least 0.9")).unwrap().tally.caught;
    assert_eq!(caught(&log).len(), 3, "without a reference nothing is like it");
    let text = log.reader().record(RowId(1)).unwrap().content.output;
    let record = log.ids[0];
    log.say(vec![Change::Correction { record, text: Some(format!("{}!", text.raw()).into()) }]);
    assert_eq!(caught(&log), log.ids[3..].iter().step_by(3).copied().collect::<Vec<_>>());
}

#[test]
fn a_run_that_nobody_waits_for_ends_at_the_next_record() {
    let log = Log::of(900);
    let mut trier = TrialRunner::default();
    let mut waiting = Waiting::for_records(300);
    let run = trier.run(&log.reader(), &sorry(), &spec("contains x"), &mut waiting).unwrap();
    assert_eq!(run, None);
    assert_eq!(waiting.asked.get(), 301, "it asked once more, and stopped");
}

#[test]
fn figures_on_the_way_grow_and_say_how_far_they_go() {
    let log = Log::of(3_000);
    let reader = log.reader();
    let spec = spec("regex '(parcel|locker).{0,40}(waits|sorry).{0,90}$' --ignore-case");
    let mut trier = TrialRunner::reporting_after(Duration::from_millis(5));
    let mut waiting = Waiting::for_records(usize::MAX);
    let whole = trier.run(&reader, &sorry(), &spec, &mut waiting).unwrap().unwrap();
    assert!(!waiting.told.is_empty(), "3,000 records take longer than that");
    let mut seen = 0;
    for told in &waiting.told {
        let (bad, good) = told.tally.totals();
        assert!(seen < told.seen && told.seen < told.of && told.of == 3_000, "{} after {seen}", told.seen);
        assert_eq!(bad + good, told.seen);
        // From all over the log: about a third is bad at any time.
        assert!(told.seen < 50 || (bad * 4 > told.seen && bad * 2 < told.seen), "{bad} of {}", told.seen);
        seen = told.seen;
    }
    assert_eq!(whole.seen, 3_000);
}

#[test]
fn what_is_remembered_is_read_anew_after_somebody_judged() {
    let mut log = Log::of(300);
    let reader = log.reader();
    let spec = spec("not-contains Sorry");
    let stamp = reader.stamp().unwrap();
    let mut trier = TrialRunner::default();
    let mut run = || trier.run(&reader, &sorry(), &spec, &mut Waiting::for_records(usize::MAX)).unwrap().unwrap();
    assert_eq!(run().tally.totals(), (100, 200));
    assert_eq!(run().tally.totals(), (100, 200));
    assert_eq!(stamp, reader.stamp().unwrap());
    let half = Draft { row: RowId(1), purpose: "note".to_owned(), text: "half".into(), is_aside: false };
    log.writer.save_draft(&Name::new("ana").unwrap(), &half).unwrap();
    assert_eq!(stamp, reader.stamp().unwrap(), "a half-written text is no judgement");
    let record = log.ids[1];
    log.say(vec![
        Change::Verdict { record, verdict: None, reason: None },
        Change::Tag { record, mode: Slug::of("sorry"), span: None },
    ]);
    assert_eq!(run().tally.totals(), (101, 199));
}
