//! gemba's figures against SciPy, statsmodels, scikit-learn and `krippendorff`, on random tables.
//!
//! The tables and what gemba makes of them go to a file; `measures.py` computes the same with the packages and ends
//! with the first difference. Seeded: a difference comes again.

use std::path::Path;
use std::process::Command;

use gemba::measures::alignment::Confusion;
use gemba::measures::drift::{StepCounts, detectable, measure, silent_drift};
use gemba::measures::prevalence::{Count, Stratum, corrected_rate, weighted_rate};
use gemba::measures::saturation;
use gemba::measures::statistics::agreement::{TwoWay, fleiss, krippendorff};
use gemba::measures::statistics::intervals::wilson;
use gemba::measures::statistics::quantile;
use gemba::measures::statistics::significance::mcnemar;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Bernoulli, Distribution, StandardUniform, Uniform};
use serde_json::{Value, json};

use super::tools::tool;

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
        "alignment": table.alignment(), "mcc": table.mcc(), "kappa": raters.kappa().ok(), "raw": raters.raw().ok(),
        "positive": raters.positive().ok(), "ac1": raters.ac1().ok(), "mcnemar": mcnemar(fn_, fp),
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
    json!({"table": table, "kappa": fleiss(&table).ok()})
}

/// Raters × units with holes.
fn with_holes(dice: &mut Dice) -> Value {
    let (raters, units, labels) = (2 + dice.up_to(3), 3 + dice.up_to(20), 1 + dice.up_to(3));
    let mut rows = Vec::new();
    for _ in 0..raters {
        rows.push((0..units).map(|_| (!dice.chance(0.25)).then(|| dice.up_to(labels))).collect::<Vec<_>>());
    }
    let units: Vec<Vec<u64>> =
        (0..rows[0].len()).map(|unit| rows.iter().filter_map(|row| row[unit]).collect()).collect();
    json!({"rows": rows, "alpha": krippendorff(&units).ok()})
}

fn step(dice: &mut Dice) -> Value {
    let (regraded, noise_pairs) = (10 + dice.up_to(290), 10 + dice.up_to(90));
    let tightened = dice.up_to(regraded / 3);
    let relaxed = dice.up_to(regraded / 6);
    let noise_flips = dice.up_to(noise_pairs / 4);
    let counts = StepCounts { regraded, tightened, relaxed, noise_pairs, noise_flips };
    let step = measure(&counts);
    json!({
        "regraded": regraded, "flips": counts.flips(), "tightened": tightened, "relaxed": relaxed,
        "noise_pairs": noise_pairs, "noise_flips": noise_flips, "low": step.low, "high": step.high,
        "attributable": step.attributable, "mcnemar": step.mcnemar_p, "detectable": detectable(&counts),
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
        "with_holes": many(60, with_holes), "step": many(30, step), "noise_over_time": many(60, noise_over_time),
        "reading": many(60, reading), "judged": many(12, judged), "weighted": many(60, weighted),
        "order_statistics": many(60, order_statistics),
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tables.json");
    std::fs::write(&path, tables.to_string()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/measures.py");
    let output = Command::new(python).arg("-I").arg(script).arg(&path).output().unwrap();
    let result = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{result}");
    assert!(result.contains("652 tables agree"), "every table was looked at: {result}");
}
