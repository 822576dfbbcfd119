//! What mining finds: failures planted in real answers, and tags by lot, where there is nothing to find.
//!
//! `cargo bench --bench mining` runs both and prints tables; `-- planted` and `-- random` run one, `SHOW=1` tells each run.
//! Labels are 5 % wrong; what was found is counted on 400 further records with true labels.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::missing_panics_doc,
    clippy::cast_precision_loss,
    missing_docs,
    unreachable_pub
)]

mod planted;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use gemba::checks::mining::{Known, MinedChecks, Sample, Stated, mine, typed};
use gemba::checks::{self, Subject};
use gemba::domain::{CheckSpec, Content, Message, RecordId, Role};
use gemba::measures::alignment::Confusion;
use gemba::measures::statistics::intervals::wilson;
use planted::{Answers, Lot, Planted};

type Labelled = (Content, bool);

fn mined(records: &[Labelled]) -> MinedChecks {
    let mut sample = Sample::default();
    for (content, is_bad) in records {
        sample.take(RecordId::of(content), content, *is_bad);
    }
    mine(&sample, &Known::default(), &Stated::default(), &|_| true).unwrap()
}

/// What a set of checks fails together.
fn count(specs: &[CheckSpec], records: &[Labelled]) -> Confusion {
    let checks: Vec<_> = specs.iter().map(|spec| checks::compile(spec).unwrap()).collect();
    let mut figures = Confusion::default();
    for (content, is_bad) in records {
        let subject = Subject { output: content.output.raw(), content };
        let fails = checks.iter().any(|check| !check.objections(&subject).is_empty());
        *match (is_bad, fails) {
            (true, true) => &mut figures.tp,
            (true, false) => &mut figures.fn_,
            (false, true) => &mut figures.fp,
            (false, false) => &mut figures.tn,
        } += 1;
    }
    figures
}

fn rates(figures: Confusion) -> (f64, f64) {
    let share = |part: u64, whole: u64| part as f64 / whole.max(1) as f64;
    (share(figures.tp, figures.positives()), share(figures.fp, figures.negatives()))
}

fn specs(mined: &MinedChecks) -> Vec<CheckSpec> {
    mined.suggestions.iter().map(|one| one.spec.clone()).collect()
}

/// Runs all jobs on all processors; answers in the order of the jobs.
fn parallel<T: Send>(jobs: usize, run: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let job = next.fetch_add(1, Ordering::Relaxed);
                    if job >= jobs {
                        break;
                    }
                    let answer = run(job);
                    done.lock().unwrap().push((job, answer));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap();
    done.sort_by_key(|(job, _)| *job);
    done.into_iter().map(|(_, answer)| answer).collect()
}

const SEEDS: usize = 25;
const LABELS: [usize; 3] = [20, 50, 100];

/// One run of a planted failure: whether it was found, coverage and false failures of the set, and what was suggested.
fn planted_once(answers: &Answers, kind: Planted, labels: usize, seed: u64) -> (f64, f64, String) {
    let mut lot = Lot::new(seed + 1, kind as u64 * 1_000 + labels as u64);
    let train: Vec<Labelled> = (0..labels)
        .map(|at| {
            let is_bad = at % 2 == 0;
            let content = planted::record(answers, kind, &mut lot, at, is_bad);
            (content, is_bad != lot.happens(5))
        })
        .collect();
    let test: Vec<Labelled> =
        (0..400).map(|at| (planted::record(answers, kind, &mut lot, 1_000 + at, at % 2 == 0), at % 2 == 0)).collect();
    let specs = specs(&mined(&train));
    let (coverage, false_failures) = rates(count(&specs, &test));
    (coverage, false_failures, specs.iter().map(typed).collect::<Vec<_>>().join(" · "))
}

fn planted(answers: &Answers) {
    println!(
        "| planted failure | labels | found (coverage ≥ .6, FFR ≤ .1) | coverage ≥ .8 as well | mean coverage | mean FFR |"
    );
    println!("|---|---|---|---|---|---|");
    let shows = std::env::var_os("SHOW").is_some();
    let mut totals = [(0, 0); LABELS.len()];
    for (kind, name) in planted::ALL {
        for (place, labels) in LABELS.into_iter().enumerate() {
            let runs = parallel(SEEDS, |seed| planted_once(answers, kind, labels, seed as u64));
            let is_found = |run: &&(f64, f64, String)| run.0 >= 0.6 && run.1 <= 0.1;
            let found = runs.iter().filter(is_found).count();
            let well = runs.iter().filter(is_found).filter(|run| run.0 >= 0.8).count();
            totals[place].0 += found;
            totals[place].1 += SEEDS;
            let mean = |of: fn(&(f64, f64, String)) -> f64| runs.iter().map(of).sum::<f64>() / runs.len() as f64;
            println!(
                "| {name} | {labels} | {found} of {SEEDS} | {well} | {:.2} | {:.2} |",
                mean(|run| run.0),
                mean(|run| run.1)
            );
            if shows {
                for (coverage, ffr, checks) in &runs {
                    println!("    {coverage:.2} {ffr:.2} {checks}");
                }
            }
        }
    }
    for (place, labels) in LABELS.into_iter().enumerate() {
        let (found, of) = totals[place];
        println!("| all | {labels} | {found} of {of}, {} % | | | |", found * 100 / of);
    }
}

/// Records, and how many of 100 are tagged.
const BY_LOT: [(usize, usize); 5] = [(60, 50), (100, 20), (200, 10), (400, 30), (1_000, 5)];

fn random(answers: &Answers) {
    let seeds: usize = std::env::var("SEEDS").map_or(100, |seeds| seeds.parse().unwrap());
    println!("| records | tagged by lot | runs with a suggestion | seconds a run |");
    println!("|---|---|---|---|");
    let mut total = 0;
    for (records, percent) in BY_LOT {
        let start = Instant::now();
        let runs = parallel(seeds, |seed| {
            let mut lot = Lot::new(seed as u64 + 1, records as u64);
            let from = lot.below(answers.whole.len());
            let labelled: Vec<Labelled> = (0..records)
                .map(|at| {
                    let output = answers.whole[(from + at) % answers.whole.len()].as_str();
                    let messages = vec![Message::text(Role::User, format!("Case {at}: what is to be known?"))];
                    let content = Content { messages, output: output.into(), ..Content::default() };
                    (content, lot.happens(percent))
                })
                .collect();
            specs(&mined(&labelled)).iter().map(typed).collect::<Vec<_>>()
        });
        let found: Vec<_> = runs.iter().filter(|run| !run.is_empty()).collect();
        total += found.len();
        let took = start.elapsed().as_secs_f64() / seeds as f64;
        println!("| {records} | {percent} % | {} of {seeds} | {took:.2} |", found.len());
        for run in found {
            println!("    {run:?}");
        }
    }
    let limit = wilson(total as u64, seeds as u64 * 5).unwrap().1;
    println!("| all | | {total} of {}, at most {:.1} % | |", seeds * 5, limit * 100.0);
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let part = arguments.first().map(String::as_str);
    let answers = Answers::read();
    if part.is_none_or(|part| part == "planted") {
        planted(&answers);
    }
    if part.is_none_or(|part| part == "random") {
        random(&answers);
    }
}
