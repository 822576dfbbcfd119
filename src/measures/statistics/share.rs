//! The share of a count in another.

/// Returns `part / whole`; `None` for a whole of 0.
#[expect(clippy::cast_precision_loss, reason = "counts of judgements stay far below 2^52")]
pub(crate) fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}
