//! The bias-corrected and accelerated bootstrap over clusters.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Binomial, Distribution};
use statrs::distribution::{ContinuousCDF, Normal};

use super::quantile;

/// Draws of the bootstrap.
const DRAWS: usize = 4_000;

/// Clusters that hold the same: how many records of each kind are in one, and how many such clusters there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clusters {
    /// The kinds in one cluster, each with how many records.
    pub kinds: Vec<(usize, u64)>,
    /// How many clusters are like this.
    pub times: u64,
}

/// Returns the 95 % interval of a figure by the `BCa` bootstrap (Efron 1987): clusters are drawn with replacement, as many as
/// there are, 4,000 times with a fixed seed; z0 is the normal quantile of the share of draws below the figure (half of
/// those equal), a = Σd³ / (6(Σd²)^{3/2}) from the jackknife over clusters. `figure` computes the figure from how many
/// records there are of each of so many `kinds`; draws in which it is undefined are left out.
///
/// Clusters that hold the same are drawn together, as a multinomial: the time grows with how many different ones there
/// are. `None` where there is no figure, or every draw lies on one side of it.
#[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^52")]
pub fn bca(clusters: &[Clusters], kinds: usize, mut figure: impl FnMut(&[u64]) -> Option<f64>) -> Option<(f64, f64)> {
    let all: u64 = clusters.iter().map(|cluster| cluster.times).sum();
    let mut counts = vec![0_u64; kinds];
    let put = |counts: &mut [u64], cluster: &Clusters, times: u64| {
        for (kind, records) in &cluster.kinds {
            if let Some(count) = counts.get_mut(*kind) {
                *count += records * times;
            }
        }
    };
    for cluster in clusters {
        put(&mut counts, cluster, cluster.times);
    }
    let whole = counts.clone();
    let found = figure(&whole)?;

    let mut rng = ChaCha8Rng::seed_from_u64(0x6765_6d62_6110);
    let mut draws = Vec::with_capacity(DRAWS);
    for _ in 0..DRAWS {
        counts.fill(0);
        let (mut left, mut others) = (all, all);
        for cluster in clusters {
            let share = cluster.times as f64 / others.max(1) as f64;
            let times = Binomial::new(left, share.min(1.0)).ok()?.sample(&mut rng);
            put(&mut counts, cluster, times);
            left -= times.min(left);
            others -= cluster.times;
        }
        draws.extend(figure(&counts));
    }
    draws.sort_by(f64::total_cmp);

    let near = 1e-12 * found.abs().max(1.0);
    let below = draws.partition_point(|draw| *draw < found - near);
    let until = draws.partition_point(|draw| *draw <= found + near);
    let share = (below + until) as f64 / 2.0 / draws.len().max(1) as f64;
    if share <= 0.0 || share >= 1.0 {
        return None;
    }
    let normal = Normal::standard();
    let z0 = normal.inverse_cdf(share);
    let acceleration = acceleration(clusters, &whole, &mut figure);
    let limit = |tail: f64| {
        let z = z0 + normal.inverse_cdf(tail);
        quantile(&draws, normal.cdf(z0 + z / (1.0 - acceleration * z)))
    };
    limit(0.025).zip(limit(0.975))
}

/// Returns the acceleration, from the figure without each cluster in turn.
#[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^52")]
fn acceleration(clusters: &[Clusters], whole: &[u64], figure: &mut impl FnMut(&[u64]) -> Option<f64>) -> f64 {
    let mut left = Vec::with_capacity(clusters.len());
    let mut counts = whole.to_vec();
    for cluster in clusters {
        counts.copy_from_slice(whole);
        for (kind, records) in &cluster.kinds {
            if let Some(count) = counts.get_mut(*kind) {
                *count -= (*records).min(*count);
            }
        }
        left.extend(figure(&counts).map(|figure| (figure, cluster.times as f64)));
    }
    let times: f64 = left.iter().map(|(_, times)| times).sum();
    let mean = left.iter().map(|(figure, times)| figure * times).sum::<f64>() / times.max(1.0);
    let sum = |power: i32| left.iter().map(|(figure, times)| (mean - figure).powi(power) * times).sum::<f64>();
    let spread = sum(2);
    if spread <= 0.0 { 0.0 } else { sum(3) / (6.0 * spread.powf(1.5)) }
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "small counts")]
mod tests {
    use super::{Clusters, bca};

    fn share(counts: &[u64]) -> Option<f64> {
        let all: u64 = counts.iter().sum();
        (all > 0).then(|| counts[0] as f64 / all as f64)
    }

    fn alone(kind: usize, times: u64) -> Clusters {
        Clusters { kinds: vec![(kind, 1)], times }
    }

    #[test]
    fn of_a_share_it_is_near_wilson() {
        let (low, high) = bca(&[alone(0, 20), alone(1, 80)], 2, share).unwrap();
        assert!((low - 0.1334).abs() < 0.02 && (high - 0.2888).abs() < 0.02, "{low} {high}");
        assert_eq!(bca(&[alone(0, 20), alone(1, 80)], 2, share), Some((low, high)), "the seed is fixed");
    }

    #[test]
    fn records_of_one_cluster_are_drawn_together() {
        let (low, high) = bca(&[alone(0, 50), alone(1, 50)], 2, share).unwrap();
        let together = |kind| Clusters { kinds: vec![(kind, 10)], times: 5 };
        let (wide_low, wide_high) = bca(&[together(0), together(1)], 2, share).unwrap();
        assert!(wide_high - wide_low > 2.0 * (high - low), "{wide_low}–{wide_high} against {low}–{high}");
    }

    #[test]
    fn what_never_varies_has_no_interval() {
        assert_eq!(bca(&[alone(0, 20)], 2, share), Some((1.0, 1.0)));
        assert_eq!(bca(&[], 2, share), None);
    }
}
