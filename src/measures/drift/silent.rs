//! Whether the meaning of a criterion moved though nobody edited it.

use statrs::distribution::{DiscreteCDF, Hypergeometric};

use super::step::FEWEST_NOISE_PAIRS;

/// Returns whether the flip rate at constant version rose over time: the one-sided exact (Fisher) p-value of the later
/// half of the noise pairs flipping more often than the earlier half. `flips` in order of time; `None` below
/// [`FEWEST_NOISE_PAIRS`].
pub fn silent_drift(flips: &[bool]) -> Option<f64> {
    let pairs = flips.len() as u64;
    if pairs < FEWEST_NOISE_PAIRS {
        return None;
    }
    let (_, later) = flips.split_at(flips.len() / 2);
    let all = flips.iter().filter(|flip| **flip).count() as u64;
    let late = later.iter().filter(|flip| **flip).count() as u64;
    if late == 0 {
        return Some(1.0);
    }
    let law = Hypergeometric::new(pairs, all, later.len() as u64).ok()?;
    Some((1.0 - law.cdf(late - 1)).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::silent_drift;

    #[test]
    fn rising_noise_is_a_silent_drift() {
        let rising: Vec<bool> = (0..40).map(|i| i >= 20 && i % 2 == 0).collect();
        assert!(silent_drift(&rising).unwrap() < 0.01);
        let steady: Vec<bool> = (0..40).map(|i| i % 10 == 0).collect();
        assert!(silent_drift(&steady).unwrap() > 0.3);
        assert_eq!(silent_drift(&[true; 10]), None);
    }
}
