//! Tries limits of lengths and logged figures: the one that separates best, among numbers that people would write.

use serde_json::Value;

use super::train::{Pool, Text, share, spec};
use crate::checks::Kind;
use crate::checks::kinds::{max_cost, max_latency, max_length, max_tokens, min_length};
use crate::checks::portable::lengths::Unit;

/// How much of the best separation a rounder limit may give away.
const ROUNDING: f64 = 0.01;

/// A limit with what it separates on the training half: coverage less false failures.
struct Limit {
    written: String,
    value: f64,
    /// Significant digits.
    digits: u32,
    gain: f64,
}

/// Whether a limit is the most or the least.
#[derive(Clone, Copy, PartialEq)]
enum Bound {
    Most,
    Least,
}

/// Measures the best limit of each kind.
pub(super) fn offer(pool: &mut Pool<'_>) {
    for unit in Unit::ALL {
        #[expect(clippy::cast_precision_loss, reason = "lengths of texts")]
        let length = |text: &Text<'_>| Some(unit.count(text.raw) as f64);
        offer_limit(pool, &max_length::KIND, unit.word(), Bound::Most, &length);
        offer_limit(pool, &min_length::KIND, unit.word(), Bound::Least, &length);
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of tokens")]
    let tokens = |text: &Text<'_>| text.content.tokens_out.map(|count| count as f64);
    offer_limit(pool, &max_tokens::KIND, "tokens", Bound::Most, &tokens);
    offer_limit(pool, &max_latency::KIND, "ms", Bound::Most, &|text| text.content.latency_ms);
    offer_limit(pool, &max_cost::KIND, "cost", Bound::Most, &|text| text.content.cost);
}

fn offer_limit(
    pool: &mut Pool<'_>,
    kind: &Kind,
    param: &str,
    bound: Bound,
    measure: &dyn Fn(&Text<'_>) -> Option<f64>,
) {
    let train = pool.train;
    // What was not logged fails every limit, as the kinds have it.
    let sorted = |texts: &[Text<'_>]| -> Vec<f64> {
        let mut values: Vec<f64> = texts.iter().map(|text| measure(text).unwrap_or(f64::INFINITY)).collect();
        values.sort_by(f64::total_cmp);
        values
    };
    let (bad, good) = (sorted(train.bad()), sorted(train.good()));
    let fails = |values: &[f64], limit: f64| match bound {
        Bound::Most => values.len() - values.partition_point(|value| *value <= limit),
        Bound::Least => values.partition_point(|value| *value < limit),
    };
    let largest = bad.iter().chain(&good).copied().filter(|value| value.is_finite()).fold(0.0, f64::max);
    let is_whole = param != "cost" && param != "ms";
    let mut limits = written_limits(largest, is_whole);
    pool.tried += limits.len() as u64;
    limits.retain_mut(|limit| {
        let (caught, rejected) = (fails(&bad, limit.value), fails(&good, limit.value));
        limit.gain = share(caught, bad.len()) - share(rejected, good.len());
        caught >= train.least_caught && rejected <= train.most_rejected
    });
    let best = limits.iter().map(|limit| limit.gain).fold(f64::NEG_INFINITY, f64::max);
    limits.retain(|limit| limit.gain >= best - ROUNDING);
    // Of those that separate alike the middle one: it is as far from what is good as from what is bad.
    limits.sort_by(|a, b| a.digits.cmp(&b.digits).then(b.gain.total_cmp(&a.gain)).then(a.value.total_cmp(&b.value)));
    let Some((digits, gain)) = limits.first().map(|first| (first.digits, first.gain)) else { return };
    limits.retain(|limit| limit.digits == digits && limit.gain >= gain);
    let Some(limit) = limits.get(limits.len() / 2) else { return };
    let Ok(number) = serde_json::from_str::<Value>(&limit.written) else { return };
    pool.run(&spec(kind, [(param, number)]), 1);
}

/// Returns numbers of one or two significant digits up to the first above `largest`; below 1 only where `is_whole` is false.
fn written_limits(largest: f64, is_whole: bool) -> Vec<Limit> {
    let mut limits = Vec::new();
    let lowest = if is_whole { 0 } else { -9 };
    for power in lowest..=9 {
        let from = if power == lowest { 1 } else { 10 };
        for head in from..100_u32 {
            let written = if power >= 0 {
                format!("{head}{}", "0".repeat(usize::try_from(power).unwrap_or(0)))
            } else {
                format!("{head}e{power}")
            };
            let Ok(value) = written.parse::<f64>() else { continue };
            // Heads of 100 and more are those of the next power.
            let digits = if head % 10 == 0 || head < 10 { 1 } else { 2 };
            limits.push(Limit { written, value, digits, gain: 0.0 });
            if value > largest {
                return limits;
            }
        }
    }
    limits
}

#[cfg(test)]
mod tests {
    use super::written_limits;

    #[test]
    fn limits_are_numbers_that_people_write() {
        let limits: Vec<String> = written_limits(128.0, true).into_iter().map(|limit| limit.written).collect();
        assert_eq!(limits.first().unwrap(), "1");
        assert_eq!(limits[98..], ["99", "100", "110", "120", "130"]);
        assert!(written_limits(0.02, false).iter().any(|limit| (limit.value - 0.0012).abs() < 1e-12));
    }
}
