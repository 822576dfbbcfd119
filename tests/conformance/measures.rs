//! gemba's figures against SciPy, statsmodels, scikit-learn and `krippendorff`, on random tables.
//!
//! The tables and what gemba makes of them go to a file; `measures.py` computes the same with the packages and ends
//! with the first difference. Seeded: a difference comes again.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use gemba::measures::agreement::{AnswerCounts, TwoWay, ac1, evenly, fleiss, krippendorff, positive, raw};
use gemba::measures::alignment::Confusion;
use gemba::measures::drift::{StepCounts, detectable, measure, silent_drift};
use gemba::measures::prevalence::{Count, Stratum, corrected_rate, weighted_rate};
use gemba::measures::saturation;
use gemba::measures::statistics::bootstrap::{Clusters, bca};
use gemba::measures::statistics::intervals::wilson;
use gemba::measures::statistics::quantile;
use gemba::measures::statistics::significance::mcnemar;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Bernoulli, Distribution, StandardUniform, Uniform};
use serde_json::{Value, json};

use super::tools::tool;
use crate::cli::Cli;

/// Where the tables come from.
struct Dice(ChaCha8Rng);

impl Dice {
    /// A number from 0 to `most`.
    fn up_to(&mut self, most: u64) -> u64 {
        Uniform::new_inclusive(0, most).unwrap().sample(&mut self.0)
    }

    fn share(&mut self) -> f64 {
        StandardUniform.sample(&mut self.0)
    }

    fn chance(&mut self, p: f64) -> bool {
        Bernoulli::new(p).unwrap().sample(&mut self.0)
    }
}

/// The figures of two answers over the same records, as scikit-learn sees them: people first, the check second.
fn two_way(dice: &mut Dice) -> Value {
    // Small tables often leave a margin empty, which has to be undefined on both sides.
    let most = [2, 8, 60, 900][usize::try_from(dice.up_to(3)).unwrap()];
    let [tp, fn_, fp, tn] = [(); 4].map(|()| dice.up_to(most));
    let table = Confusion { tp, fn_, fp, tn };
    let raters: TwoWay = table.raters();
    json!({
        "tp": tp, "fn": fn_, "fp": fp, "tn": tn, "coverage": table.coverage(), "ffr": table.false_failure_rate(),
        "alignment": table.alignment(), "mcc": table.mcc(), "kappa": raters.kappa().ok(),
        "raw": raw(&raters.counts()).ok(), "positive": positive(&raters.counts()).ok(),
        "ac1": ac1(&raters.counts()).ok(), "mcnemar": mcnemar(fn_, fp),
    })
}

fn interval(dice: &mut Dice) -> Value {
    let n = 1 + dice.up_to(400);
    let k = dice.up_to(n);
    let (low, high) = wilson(k, n).unwrap();
    json!({"k": k, "n": n, "low": low, "high": high})
}

/// Subjects × categories, each subject with the same number of raters.
fn many_raters(dice: &mut Dice) -> Value {
    let (subjects, categories, raters) = (2 + dice.up_to(12), 2 + dice.up_to(3), 2 + dice.up_to(5));
    let mut table = Vec::new();
    for _ in 0..subjects {
        let mut row = vec![0; usize::try_from(categories).unwrap()];
        for _ in 0..raters {
            row[usize::try_from(dice.up_to(categories - 1)).unwrap()] += 1;
        }
        table.push(row);
    }
    let counts: Vec<AnswerCounts> = table.iter().map(|row| AnswerCounts { labels: row.clone(), records: 1 }).collect();
    json!({"table": table, "kappa": fleiss(&counts).ok()})
}

/// Raters × units with holes: yes and no in half of them, else up to four labels.
fn with_holes(dice: &mut Dice) -> Value {
    let (raters, units) = (2 + dice.up_to(3), 3 + dice.up_to(37));
    let labels = if dice.chance(0.5) { 1 } else { dice.up_to(3) };
    let (holes, fails) = (dice.share() * 0.6, dice.share());
    let mut rows = Vec::new();
    for _ in 0..raters {
        let mut label = || if labels == 1 { u64::from(!dice.chance(fails)) } else { dice.up_to(labels) };
        let given: Vec<u64> = (0..units).map(|_| label()).collect();
        rows.push(given.into_iter().map(|label| (!dice.chance(holes)).then_some(label)).collect::<Vec<_>>());
    }
    let counts = |unit: usize| {
        let given: Vec<usize> = rows.iter().filter_map(|row| row[unit]?.try_into().ok()).collect();
        AnswerCounts::of(&given, usize::try_from(labels + 1).unwrap())
    };
    let records: Vec<AnswerCounts> = (0..rows[0].len()).map(counts).collect();
    let (even, answers) = evenly(&records, raters);
    json!({
        "rows": rows, "labels": labels + 1, "raw": raw(&records).ok(), "alpha": krippendorff(&records).ok(),
        "fleiss": fleiss(&even).ok(), "fleiss_answers": answers, "fleiss_records": even.len(),
        "ac1": ac1(&records).ok(), "positive": positive(&records).ok(),
    })
}

/// Answers of two raters in conversations of some length, with the interval of alpha.
fn in_conversations(dice: &mut Dice) -> Value {
    let (many, turns) = (40 + dice.up_to(60), 1 + dice.up_to(2));
    let mut held = Vec::new();
    for _ in 0..many {
        let fails = dice.chance(0.3);
        held.push((0..turns).map(|_| [(); 2].map(|()| dice.chance(0.15) != fails)).collect::<Vec<_>>());
    }
    let kind = |pair: &[bool; 2]| usize::from(pair[0]) + usize::from(pair[1]);
    let of_one = |pairs: &Vec<[bool; 2]>| {
        let count = |kind_of: usize| (kind_of, pairs.iter().filter(|pair| kind(pair) == kind_of).count() as u64);
        Clusters { kinds: (0..3).map(count).collect(), times: 1 }
    };
    let alpha = |counts: &[u64]| {
        let kinds = counts.iter().zip(0..3);
        let records = kinds.map(|(count, fails)| AnswerCounts { labels: vec![fails, 2 - fails], records: *count });
        krippendorff(&records.collect::<Vec<_>>()).ok()
    };
    let (low, high) = bca(&held.iter().map(of_one).collect::<Vec<_>>(), 3, alpha).unwrap();
    json!({"conversations": held, "low": low, "high": high})
}

fn step(dice: &mut Dice) -> Value {
    let (regraded, noise_pairs) = (10 + dice.up_to(290), 25 + dice.up_to(75));
    let met_before = regraded / 3 + dice.up_to(regraded / 2);
    let tightened = dice.up_to(regraded / 3);
    let relaxed = dice.up_to(regraded / 6);
    let noise_flips = dice.up_to(noise_pairs / 4);
    let counts = StepCounts { regraded, met_before, tightened, relaxed, noise_pairs, noise_flips };
    let step = measure(&[counts]);
    json!({
        "met_before": met_before, "verdict": step.verdict.word(),
        "regraded": regraded, "flips": counts.flips(), "tightened": tightened, "relaxed": relaxed,
        "noise_pairs": noise_pairs, "noise_flips": noise_flips, "low": step.low, "high": step.high,
        "attributable": step.attributable, "mcnemar": step.mcnemar_p, "detectable": detectable(&[counts]),
    })
}

fn noise_over_time(dice: &mut Dice) -> Value {
    let pairs = 25 + dice.up_to(75);
    let (early, late) = (dice.share() * 0.4, dice.share() * 0.6);
    let flips: Vec<bool> = (0..pairs).map(|pair| dice.chance(if pair < pairs / 2 { early } else { late })).collect();
    json!({"flips": flips, "p": silent_drift(&flips)})
}

fn reading(dice: &mut Dice) -> Value {
    let (records, modes) = (5 + dice.up_to(60), 1 + dice.up_to(11));
    // Some modes are common, some hardly ever seen.
    let rates: Vec<f64> = (0..modes).map(|_| dice.share().powi(4)).collect();
    let mut read: Vec<Vec<usize>> = Vec::new();
    for _ in 0..records {
        let seen = rates.iter().map(|rate| dice.chance(*rate)).collect::<Vec<_>>();
        read.push(seen.iter().enumerate().filter(|(_, is_in)| **is_in).map(|(mode, _)| mode).collect());
    }
    let figures = saturation::count(read.iter().map(Vec::as_slice));
    json!({
        "records": read, "modes": figures.modes, "unseen_mass": figures.unseen_mass(), "chao2": figures.chao2(),
        "since_new": figures.since_new,
    })
}

fn judged(dice: &mut Dice) -> Value {
    let [judged, passes, fails] = [400, 80, 40].map(|n| n + dice.up_to(n));
    let counts = [
        Count { k: judged / 2 + dice.up_to(judged / 2), n: judged },
        Count { k: passes * 7 / 10 + dice.up_to(passes / 4), n: passes },
        Count { k: fails * 6 / 10 + dice.up_to(fails / 4), n: fails },
    ];
    let [p, r, s] = counts;
    let rate = corrected_rate(p, r, s);
    json!({
        "counts": counts.map(|count| [count.k, count.n]), "rate": rate.map(|rate| rate.rate),
        "low": rate.map(|rate| rate.low), "high": rate.map(|rate| rate.high),
    })
}

fn weighted(dice: &mut Dice) -> Value {
    let mut strata = Vec::new();
    for _ in 0..=dice.up_to(3) {
        let (q, failing) = (0.01 + 0.99 * dice.share(), dice.share());
        let many = 1 + dice.up_to(60);
        let records = (0..many).map(|_| (q * (0.5 + dice.share() / 2.0), dice.chance(failing))).collect();
        strata.push(Stratum { records });
    }
    let rate = weighted_rate(&strata).unwrap();
    let strata: Vec<&Vec<(f64, bool)>> = strata.iter().map(|stratum| &stratum.records).collect();
    json!({"strata": strata, "rate": rate.rate, "low": rate.low, "high": rate.high})
}

fn order_statistics(dice: &mut Dice) -> Value {
    let mut values: Vec<f64> = (0..=dice.up_to(40)).map(|_| dice.share() * 100.0).collect();
    values.sort_by(f64::total_cmp);
    let share = dice.share();
    json!({"values": values, "share": share, "quantile": quantile(&values, share)})
}

#[test]
fn every_figure_is_what_the_statistics_packages_say() {
    let (Some(python), Some(_)) = (tool("measures/bin/python"), tool("measures.ready")) else { return };
    let mut dice = Dice(ChaCha8Rng::seed_from_u64(20_261_123));
    let mut many =
        |count: usize, table: fn(&mut Dice) -> Value| -> Vec<Value> { (0..count).map(|_| table(&mut dice)).collect() };
    let tables = json!({
        "two_way": many(150, two_way), "interval": many(100, interval), "many_raters": many(60, many_raters),
        "with_holes": many(200, with_holes), "in_conversations": many(6, in_conversations), "step": many(30, step), "noise_over_time": many(60, noise_over_time),
        "reading": many(60, reading), "judged": many(12, judged), "weighted": many(60, weighted),
        "order_statistics": many(60, order_statistics),
    });
    agrees(&python, &tables, "798 tables agree");
}

/// Runs the script over the tables.
fn agrees(python: &Path, tables: &Value, said: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tables.json");
    std::fs::write(&path, tables.to_string()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/measures.py");
    let output = Command::new(python).arg("-I").arg(script).arg(&path).output().unwrap();
    let result = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{result}");
    assert!(result.contains(said), "every table was looked at: {result}");
}

/// A file as crowd platforms write it, 80 items with a row for each of five of twelve workers, some missing: what
/// `gemba agree` makes of it after `gemba import`.
#[test]
fn a_file_of_many_annotators_has_the_figures_of_the_statistics_packages() {
    let (Some(python), Some(_)) = (tool("measures/bin/python"), tool("measures.ready")) else { return };
    let mut dice = Dice(ChaCha8Rng::seed_from_u64(20_261_127));
    let (mut rows, mut text) = (Vec::new(), "item_id,prompt,response,worker_id,label\n".to_owned());
    for item in 0..80 {
        let (fails, first) = (dice.chance(0.4), dice.up_to(11));
        for worker in (first..first + 5).map(|worker| worker % 12) {
            if dice.chance(0.95) {
                let label = if dice.chance(0.2) == fails { "fine" } else { "broken" };
                writeln!(text, "i{item},question {item},answer {item},w{worker},{label}").unwrap();
                rows.push(json!([format!("i{item}"), format!("w{worker}"), label]));
            }
        }
    }
    let cli = Cli::new();
    let path = cli.write("crowd.csv", &text);
    cli.run(&["import", path.to_str().unwrap(), "--label", "label", "--fail-when", "broken"]).good();
    let line = cli.run(&["agree", "--json"]).good().json().remove(0);
    let pairs = cli.run(&["agree", "--pairs", "--json"]).good().json();
    assert_eq!((line["records"].clone(), pairs.len()), (json!(80), 66));
    agrees(&python, &json!({"annotators": [{"rows": rows, "line": line, "pairs": pairs}]}), "1 tables agree");
}
