//! Months of daily samples: two reviewers take turns, every third sitting stops half-way, and the rate of what was logged
//! still lies in the interval as often as it says, although what fails is drawn more often.

use std::collections::HashSet;

use gemba::domain::{DailyPools, DailySample, Day, Done, RecordId};
use gemba::measures::daily::daily_rate;
use gemba::measures::statistics::intervals::wilson;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// The days of a month on which somebody reviews.
const DAYS: usize = 20;

/// What became of a month.
struct Month {
    /// The share that failed of all that was logged.
    truth: f64,
    /// The weighted rate's interval.
    weighted: (f64, f64),
    /// The interval of what was read, as if it were a plain sample.
    plain: (f64, f64),
    /// The share that failed of what was read.
    read: f64,
}

struct Traffic {
    pools: DailyPools,
    failing: HashSet<RecordId>,
}

fn share(rng: &mut ChaCha8Rng) -> f64 {
    f64::from(rng.next_u32()) / f64::from(u32::MAX)
}

/// What is logged on a day: a tenth is unlike the rest and fails often, judges differ on some, which fail often too.
fn traffic(rng: &mut ChaCha8Rng, usual: f64) -> Traffic {
    let count = 150 + rng.next_u32() % 200;
    let (mut pools, mut failing) = (DailyPools::default(), HashSet::new());
    for at in 0..count {
        let mut id = [0; 16];
        rng.fill_bytes(&mut id);
        let id = RecordId(id);
        let (rare, doubtful) = (at * 10 < count, share(rng) < 0.05);
        let chance = if rare {
            0.35
        } else if doubtful {
            0.5
        } else {
            usual
        };
        pools.all.push(id);
        pools.rare.extend(rare.then_some(id));
        pools.doubtful.extend(doubtful.then_some(id));
        if share(rng) < chance {
            failing.insert(id);
        }
    }
    Traffic { pools, failing }
}

/// Two reviewers read a month. `stops` says whether every third sitting ends half-way.
#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn month(seed: u64, stops: bool) -> Month {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let usual = 0.02 + 0.08 * share(&mut rng);
    let mut samples: Vec<(DailySample, Vec<bool>, Option<usize>)> = Vec::new();
    let (mut logged, mut failed, mut sitting) = (0, 0, 0);
    let mut served: [HashSet<RecordId>; 2] = [HashSet::new(), HashSet::new()];
    for at in 0..DAYS {
        let Traffic { pools, failing } = traffic(&mut rng, usual);
        logged += pools.all.len();
        failed += failing.len();
        let day = Day::parse(&format!("2025-06-{:02}", at + 1)).unwrap();
        let sample = DailySample::draw(day, None, seed, if at.is_multiple_of(5) { 10 } else { 0 }, &pools);
        let mut done = [HashSet::new(), HashSet::new()];
        // One begins, the other goes on; on the next day the other begins.
        for turn in 0..2 {
            let who = (at + turn) % 2;
            let left = sample.left(|at| done[who].contains(&at), |at| done[1 - who].contains(&at));
            sitting += 1;
            let half = turn == 0 || (stops && sitting % 3 == 0);
            let count = if half { left.len() / 2 } else { left.len() };
            for place in left.into_iter().take(count) {
                if half && stops && share(&mut rng) < 0.01 {
                    break;
                }
                assert!(served[who].insert(sample.records[place].record), "served twice to one person");
                done[who].insert(place);
            }
        }
        let is_done = |at: usize| done.iter().any(|done| done.contains(&at));
        if !stops {
            assert!((0..sample.records.len()).all(is_done), "a record was lost");
        }
        let read = sample.read_in_order(|at| if is_done(at) { Done::Since } else { Done::Not });
        let fails = sample.records.iter().map(|one| failing.contains(&one.record)).collect();
        samples.push((sample, fails, read));
    }
    let pairs = samples.iter().map(|(sample, _, read)| (sample, *read));
    let weighed = daily_rate(pairs, |day, at| Some(samples[day].1[at]));
    let rate = weighed.rate.unwrap();
    Month {
        truth: failed as f64 / logged as f64,
        weighted: (rate.low, rate.high),
        plain: wilson(weighed.hits, weighed.n).unwrap(),
        read: weighed.hits as f64 / weighed.n as f64,
    }
}

fn holds((low, high): (f64, f64), truth: f64) -> bool {
    low <= truth && truth <= high
}

#[track_caller]
fn thousand_months(stops: bool) {
    let (mut weighted, mut plain, mut beyond, mut width) = (0, 0, 0.0, 0.0);
    for seed in 0..1_000 {
        let month = month(seed, stops);
        weighted += u32::from(holds(month.weighted, month.truth));
        plain += u32::from(holds(month.plain, month.truth));
        beyond += month.read - month.truth;
        width += month.weighted.1 - month.weighted.0;
    }
    assert!(weighted >= 920, "the weighted interval covers {weighted} of 1000");
    assert!(width / 1e3 < 0.08, "so wide that it says nothing: {}", width / 1e3);
    assert!(beyond / 1e3 > 0.03 && plain < 300, "the sample is failure-heavy: plain covers {plain}");
}

#[test]
fn the_weighted_rate_of_a_thousand_months_covers_what_was_logged() {
    thousand_months(false);
}

#[test]
fn it_covers_what_was_logged_when_every_third_sitting_stops_half_way() {
    thousand_months(true);
}
