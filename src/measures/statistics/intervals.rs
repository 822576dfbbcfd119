//! Shares of counts, intervals for them, and quantiles of a sample.

/// The 95 % quantile of the standard normal distribution, two-sided.
pub const Z95: f64 = 1.959_963_984_540_054;

/// The 95 % Wilson score interval of `hits` in `n` (Wilson 1927): `(p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n)`.
/// `None` for n = 0.
#[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^52")]
pub fn wilson(hits: u64, n: u64) -> Option<(f64, f64)> {
    (n > 0).then(|| wilson_share(hits.min(n) as f64 / n as f64, n as f64))
}

/// [`wilson`] for a share `p` of an effective number `n` above 0 that need not be whole (Kish).
pub fn wilson_share(p: f64, n: f64) -> (f64, f64) {
    wilson_at(p, n, Z95)
}

/// The same at another quantile `z` of the normal distribution.
pub fn wilson_at(p: f64, n: f64, z: f64) -> (f64, f64) {
    let (count, z2) = (n, z * z);
    let centre = p + z2 / (2.0 * count);
    let half = z * (p * (1.0 - p) / count + z2 / (4.0 * count * count)).sqrt();
    let scale = 1.0 + z2 / count;
    (((centre - half) / scale).max(0.0), ((centre + half) / scale).min(1.0))
}

/// Half the width of the interval of a rate that is known well enough: five points.
const FIVE_POINTS: f64 = 0.05;

/// Returns how many more of a population's records, judged like the `n` so far, make the 95 % interval of a rate reach
/// five points to each side; `None` where it does already, where nothing was judged and where nothing is left.
///
/// Where the interval is wider than that of `n` drawn alike, it is taken for that of fewer (Kish), and as many times more
/// are needed. `m` that an endless population would need are `mN / (N + m − 1)` of one of `N` (Cochran 1977, ch. 4).
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^52")]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a finite number above 0")]
pub fn more_for_five_points(n: u64, rate: f64, (low, high): (f64, f64), population: u64) -> Option<u64> {
    let half = (high - low) / 2.0;
    if n == 0 || half <= FIVE_POINTS || population <= n {
        return None;
    }
    let endless = n as f64 * wilson_number(rate, FIVE_POINTS) / wilson_number(rate, half).max(1e-9);
    let all = population as f64;
    let needed = endless * all / (all + endless - 1.0);
    let more = ((needed - 1e-6).ceil() as u64).saturating_sub(n).min(population - n);
    (more > 0).then_some(more)
}

/// Returns the number of which a share `p` has a Wilson interval of this half width `h`: the root of
/// `h²m² + (2h²z² − z²p(1−p))m + z⁴(h² − ¼) = 0`.
fn wilson_number(p: f64, half: f64) -> f64 {
    let (h2, z2) = (half * half, Z95 * Z95);
    let b = 2.0 * h2 * z2 - z2 * p * (1.0 - p);
    let c = z2 * z2 * (h2 - 0.25);
    ((b * b - 4.0 * h2 * c).max(0.0).sqrt() - b) / (2.0 * h2).max(f64::MIN_POSITIVE)
}

/// Returns `part / whole`; `None` for a whole of 0.
#[expect(clippy::cast_precision_loss, reason = "counts of judgements stay far below 2^52")]
pub(crate) fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Returns the quantile of sorted values by linear interpolation between order statistics (type 7, as in R and `NumPy`).
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    #[expect(clippy::cast_precision_loss, reason = "a few thousand draws")]
    let place = share.clamp(0.0, 1.0) * last as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and last")]
    let below = place.floor() as usize;
    let (low, high) = (sorted.get(below)?, sorted.get((below + 1).min(last))?);
    Some(low + (high - low) * (place - place.floor()))
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "small counts")]
mod tests {
    use super::{more_for_five_points, wilson};

    #[test]
    fn the_vectors_of_the_definition() {
        for (hits, n, low, high) in [(0, 20, 0.0, 0.1611), (8, 10, 0.4902, 0.9433), (12, 100, 0.0700, 0.1981)] {
            let (l, h) = wilson(hits, n).unwrap();
            assert!((l - low).abs() < 5e-5 && (h - high).abs() < 5e-5, "{hits}/{n}: {l} {h}");
        }
        assert_eq!(wilson(0, 0), None);
    }

    #[test]
    fn so_many_more_bring_the_interval_to_five_points() {
        let endless = u64::MAX / 4;
        for (hits, n, more) in [(12, 100, Some(64)), (1, 2, Some(379)), (0, 20, Some(15)), (24, 200, None)] {
            let limits = wilson(hits, n).unwrap();
            let rate = hits as f64 / n as f64;
            assert_eq!(more_for_five_points(n, rate, limits, endless), more, "{hits} of {n}");
            if let Some(more) = more {
                let half =
                    |n: u64| (super::wilson_share(rate, n as f64).1 - super::wilson_share(rate, n as f64).0) / 2.0;
                assert!(half(n + more) <= 0.05 && half(n + more - 1) > 0.05, "{hits} of {n}");
            }
        }
        assert_eq!(more_for_five_points(0, 0.5, (0.0, 1.0), endless), None);
    }

    #[test]
    fn never_more_than_there_are() {
        let limits = wilson(10, 20).unwrap();
        assert_eq!(more_for_five_points(20, 0.5, limits, 1_000), Some(256));
        assert_eq!(more_for_five_points(20, 0.5, limits, 59), Some(32));
        assert_eq!(more_for_five_points(20, 0.5, limits, 25), Some(4));
        assert_eq!(more_for_five_points(20, 0.5, limits, 21), None, "nearly all are read");
        assert_eq!(more_for_five_points(20, 0.5, limits, 20), None);
    }
}
