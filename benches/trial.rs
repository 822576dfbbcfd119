//! A check that is typed over 100,000 judged records: when its first figures come and when the last, against one plain
//! walk over all of them; and how soon a run that is called off ends.
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

use gemba::checks::{Commands, check_syntax};
use gemba::domain::{
    Batch, Change, CheckSpec, Content, Message, Name, RecordId, Role, Slug, SourceDraft, Target, Time, Verdict,
};
use gemba::services::tallies::tallies_for;
use gemba::services::trial::{TrialProgress, TrialRunner};
use gemba::store::{Reader, Writer};
use gemba::views::Trial;

const RECORDS: u64 = 100_000;
const CHECKS: [(&str, &str); 2] = [
    ("contains", "not-contains 'refund within' --ignore-case"),
    ("regex", r"not-regex '(?i)refund\s+(within|of)\s+\w+'"),
];

fn batch(changes: Vec<Change>) -> Batch {
    Batch { reviewer: Name::new("bench").unwrap(), session: None, time: Time(0), changes }
}

fn target() -> Target {
    Target::Mode(Slug::of("promise"))
}

/// A workspace in which every record is judged, one in ten tagged, with both checks kept.
struct Desk {
    _home: tempfile::TempDir,
    reader: Reader,
    specs: Vec<CheckSpec>,
}

impl Desk {
    fn open(records: u64) -> Self {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("workspace");
        let mut writer = Writer::open_or_create(&folder).unwrap();
        let draft = SourceDraft::new("bench", "-", "jsonl");
        let source = writer.begin_source(&draft, Time(0)).unwrap();
        let mut draw = support::Draw(7);
        let mut ids: Vec<RecordId> = Vec::new();
        let numbers: Vec<u64> = (0..records).collect();
        for chunk in numbers.chunks(5_000) {
            let content = |number: &u64| Content {
                external_id: Some(format!("r{number}").into()),
                messages: vec![Message::text(Role::User, draw.prose(700))],
                output: draw.prose(900).into(),
                ..Content::default()
            };
            let contents: Vec<Content> = chunk.iter().map(content).collect();
            ids.extend(writer.store_records(source, &contents).unwrap().1.into_iter().map(|(id, _)| id));
        }
        let name = Name::new("promise").unwrap();
        let born = Change::ModeAdd { name, definition: "".into(), severity: 2, hotkey: None };
        writer.append(&batch(vec![born])).unwrap();
        for chunk in ids.chunks(5_000) {
            let judged = |(at, record): (usize, &RecordId)| match at % 10 {
                0 => Change::Tag { record: *record, mode: Slug::of("promise"), span: None },
                _ => Change::Verdict { record: *record, verdict: Some(Verdict::Pass), reason: None },
            };
            writer.append(&batch(chunk.iter().enumerate().map(judged).collect())).unwrap();
        }
        let specs: Vec<CheckSpec> = CHECKS.iter().map(|(_, typed)| check_syntax::read(typed).unwrap()).collect();
        let add = |spec: &CheckSpec| Change::CheckAdd { key: None, target: target(), spec: spec.clone() };
        writer.append(&batch(specs.iter().map(add).collect())).unwrap();
        Self { _home: home, reader: Reader::open(&folder, &gemba::store::Viewer::nobody()).unwrap(), specs }
    }

    /// One plain walk over everything with a kept check.
    fn walk(&self, spec: &CheckSpec) -> Duration {
        let begun = Instant::now();
        let found = tallies_for(&self.reader, &Commands::not_on_screen(), &|check| check.spec == *spec).unwrap();
        let whole = begun.elapsed();
        assert_eq!(found.len(), 1);
        whole
    }

    /// First and last figures of a check that is typed.
    fn trial(&self, trier: &mut TrialRunner, spec: &CheckSpec) -> (Duration, Duration, u64) {
        let mut waiting = Waiting::new(Duration::MAX);
        let trial = trier.run(&self.reader, &target(), spec, &mut waiting).unwrap().unwrap();
        let whole = waiting.begun.elapsed();
        assert!(trial.is_whole() && trial.of > 0);
        let (first, seen) = waiting.first.unwrap_or((whole, trial.seen));
        (first, whole, seen)
    }

    /// How long a run goes on after nobody wants it any more.
    fn called_off(&self, trier: &mut TrialRunner, spec: &CheckSpec) -> Duration {
        let mut waiting = Waiting::new(Duration::from_millis(70));
        assert_eq!(trier.run(&self.reader, &target(), spec, &mut waiting).unwrap(), None);
        waiting.begun.elapsed().saturating_sub(waiting.patience)
    }
}

struct Waiting {
    begun: Instant,
    patience: Duration,
    first: Option<(Duration, u64)>,
}

impl Waiting {
    fn new(patience: Duration) -> Self {
        Self { begun: Instant::now(), patience, first: None }
    }
}

impl TrialProgress for Waiting {
    fn is_wanted(&self) -> bool {
        self.begun.elapsed() < self.patience
    }

    fn so_far(&mut self, trial: Trial) {
        let begun = self.begun;
        self.first.get_or_insert_with(|| (begun.elapsed(), trial.seen));
    }
}

fn median(mut times: Vec<Duration>) -> f64 {
    support::ms(support::percentile(&mut times, 0.5))
}

fn report() {
    let records = support::records(RECORDS);
    let desk = Desk::open(records);
    println!("a check typed over {records} judged records, medians of 7 pairs with one plain walk");
    for ((name, _), spec) in CHECKS.iter().zip(&desk.specs) {
        let mut trier = TrialRunner::default();
        let (mut walks, mut firsts, mut wholes, mut ratios) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut cold_firsts, mut cold_wholes, mut ends, mut seen) = (Vec::new(), Vec::new(), Vec::new(), 0);
        desk.trial(&mut trier, spec);
        for _ in 0..7 {
            let walk = desk.walk(spec);
            let (first, whole, looked_at) = desk.trial(&mut trier, spec);
            let (cold_first, cold_whole, _) = desk.trial(&mut TrialRunner::default(), spec);
            ends.push(desk.called_off(&mut trier, spec));
            ratios.push(whole.as_secs_f64() / walk.as_secs_f64());
            walks.push(walk);
            firsts.push(first);
            wholes.push(whole);
            cold_firsts.push(cold_first);
            cold_wholes.push(cold_whole);
            seen = looked_at;
        }
        ratios.sort_by(f64::total_cmp);
        println!("  {name}: plain walk {:.0} ms", median(walks));
        println!("    first figures {:.0} ms (of {seen} records), all {:.0} ms", median(firsts), median(wholes));
        println!("    nothing remembered: first {:.0} ms, all {:.0} ms", median(cold_firsts), median(cold_wholes));
        println!("    all figures / plain walk {:.2}; a run called off ends after {:.2} ms", ratios[3], median(ends));
    }
}

fn main() {
    if !support::only_tried() {
        report();
    }
    divan::main();
}

#[divan::bench(sample_count = 10)]
fn two_thousand_records(bencher: divan::Bencher<'_, '_>) {
    let desk = Desk::open(2_000);
    let mut trier = TrialRunner::default();
    bencher.bench_local(|| desk.trial(&mut trier, &desk.specs[1]));
}
