//! Shares of counts, intervals for them, and quantiles of a sample.

/// The 95 % quantile of the standard normal distribution, two-sided.
const Z95: f64 = 1.959_963_984_540_054;

/// The 95 % Wilson score interval of `hits` in `n` (Wilson 1927): `(p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n)`.
/// `None` for n = 0.
#[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^52")]
pub fn wilson(hits: u64, n: u64) -> Option<(f64, f64)> {
    (n > 0).then(|| wilson_share(hits.min(n) as f64 / n as f64, n as f64))
}

/// [`wilson`] for a share `p` of an effective number `n` above 0 that need not be whole (Kish).
pub fn wilson_share(p: f64, n: f64) -> (f64, f64) {
    let (count, z2) = (n, Z95 * Z95);
    let centre = p + z2 / (2.0 * count);
    let half = Z95 * (p * (1.0 - p) / count + z2 / (4.0 * count * count)).sqrt();
    let scale = 1.0 + z2 / count;
    (((centre - half) / scale).max(0.0), ((centre + half) / scale).min(1.0))
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
mod tests {
    use super::wilson;

    #[test]
    fn the_vectors_of_the_definition() {
        for (hits, n, low, high) in [(0, 20, 0.0, 0.1611), (8, 10, 0.4902, 0.9433), (12, 100, 0.0700, 0.1981)] {
            let (l, h) = wilson(hits, n).unwrap();
            assert!((l - low).abs() < 5e-5 && (h - high).abs() < 5e-5, "{hits}/{n}: {l} {h}");
        }
        assert_eq!(wilson(0, 0), None);
    }
}
