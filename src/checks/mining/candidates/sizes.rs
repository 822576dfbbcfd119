//! Finds limits of lengths and logged figures, among numbers that people would write.

use serde_json::Value;

use super::offer::{Offer, spec};
use crate::checks::Kind;
use crate::checks::kinds::{max_cost, max_latency, max_length, max_tokens, min_length};
use crate::checks::mining::bits::Bits;
use crate::checks::mining::sample::Text;
use crate::checks::portable::lengths::Unit;

/// How many limits of each kind are measured.
const MEASURED: usize = 60;

/// A limit with what it fails.
struct Limit {
    written: String,
    value: f64,
    /// Significant digits.
    digits: u32,
}

/// Whether a limit is the most or the least.
#[derive(Clone, Copy, PartialEq)]
enum Bound {
    Most,
    Least,
}

/// Measures the limits of each kind.
pub(super) fn offer(offer: &mut Offer<'_>) {
    for unit in Unit::ALL {
        #[expect(clippy::cast_precision_loss, reason = "lengths of texts")]
        let length = |text: &Text<'_>| Some(unit.count(text.raw) as f64);
        offer_limits(
            offer,
            &[(&max_length::KIND, Bound::Most), (&min_length::KIND, Bound::Least)],
            unit.word(),
            &length,
        );
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of tokens")]
    let tokens = |text: &Text<'_>| text.content.tokens_out.map(|count| count as f64);
    offer_limits(offer, &[(&max_tokens::KIND, Bound::Most)], "tokens", &tokens);
    offer_limits(offer, &[(&max_latency::KIND, Bound::Most)], "ms", &|text| text.content.latency_ms);
    offer_limits(offer, &[(&max_cost::KIND, Bound::Most)], "cost", &|text| text.content.cost);
}

fn offer_limits(
    offer: &mut Offer<'_>,
    kinds: &[(&Kind, Bound)],
    param: &str,
    measure: &dyn Fn(&Text<'_>) -> Option<f64>,
) {
    // What was not logged fails every limit, as the kinds have it.
    let values: Vec<f64> = offer.corpus.texts.iter().map(|text| measure(text).unwrap_or(f64::INFINITY)).collect();
    let largest = values.iter().copied().filter(|value| value.is_finite()).fold(0.0, f64::max);
    if largest <= 0.0 {
        return;
    }
    let limits = written_limits(largest, param != "cost" && param != "ms");
    offer.tried += (limits.len() * kinds.len()) as u64;
    for (kind, bound) in kinds {
        let fails = |limit: f64| {
            Bits::of(values.len(), |at| {
                values.get(at).is_some_and(|value| match bound {
                    Bound::Most => *value > limit,
                    Bound::Least => *value < limit,
                })
            })
        };
        let mut found: Vec<(&Limit, Bits)> = Vec::new();
        for limit in &limits {
            let bits = fails(limit.value);
            // Of those that fail the same the roundest.
            match found.last_mut().filter(|(_, last)| *last == bits) {
                Some(last) if limit.digits < last.0.digits => last.0 = limit,
                Some(_) => {}
                None => found.push((limit, bits)),
            }
        }
        let n = offer.corpus.len();
        found.retain(|(_, bits)| (1..n).contains(&bits.count()));
        let every = found.len().div_ceil(MEASURED).max(1);
        for (limit, bits) in found.into_iter().step_by(every) {
            let Ok(number) = serde_json::from_str::<Value>(&limit.written) else { continue };
            offer.take(&spec(kind, [(param, number)]), limit.digits, bits);
        }
    }
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
            limits.push(Limit { written, value, digits });
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
