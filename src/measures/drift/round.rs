//! A round of re-grading: every stale grade asked once more, and some asked twice, unmarked, for the reviewer's own
//! noise. Pure: what is stale comes in, questions in order go out.

use std::collections::BTreeSet;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::regrades::FEWEST_BETWEEN;
use crate::domain::Ask;
use crate::domain::{CriterionKey, Purpose, RowId};

/// How long one answer takes, for the cost that is shown before a round begins.
const SECONDS_PER_ASK: u64 = 30;

/// The fewest noise repeats of a round of [`LONG_ROUND`] or more.
const FEWEST_REPEATS: usize = 30;

/// From this many stale grades on, a round is long.
const LONG_ROUND: usize = 100;

/// Returns how many of `stale` grades are asked twice: 20 %, rounded up, at least 30 in a long round.
pub const fn repeats_wanted(stale: usize) -> usize {
    let share = stale.div_ceil(5);
    if stale >= LONG_ROUND && share < FEWEST_REPEATS { FEWEST_REPEATS } else { share }
}

/// Builds a round: all that is `stale` in an order that the seed gives, and noise repeats of [`repeats_wanted`] of
/// them, each at least [`FEWEST_BETWEEN`] answers after its first. What the round is too short for is drawn from
/// `earlier`: grades of the same reviewer under the present meaning that are old enough to be asked again at once.
pub fn round(stale: &[(RowId, CriterionKey)], earlier: &[(RowId, CriterionKey)], seed: u64) -> Vec<Ask> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut order: Vec<&(RowId, CriterionKey)> = stale.iter().collect();
    shuffle(&mut rng, &mut order);
    let gap = usize::try_from(FEWEST_BETWEEN).unwrap_or(usize::MAX);
    let wanted = repeats_wanted(order.len());
    // Only what has enough of the round behind it can come again.
    let mut again: Vec<usize> = (0..order.len().saturating_sub(gap)).collect();
    shuffle(&mut rng, &mut again);
    again.truncate(wanted);
    let again: BTreeSet<usize> = again.into_iter().collect();
    let mut old: Vec<&(RowId, CriterionKey)> = earlier.iter().collect();
    shuffle(&mut rng, &mut old);
    old.truncate(wanted - again.len());

    let length = order.len() + again.len() + old.len();
    let mut waiting: BTreeSet<(usize, usize, &(RowId, CriterionKey))> = BTreeSet::new();
    for (number, grade) in old.into_iter().enumerate() {
        waiting.insert((below(&mut rng, length), number, grade));
    }
    let mut asks = Vec::with_capacity(length);
    let ask = |grade: &(RowId, CriterionKey), purpose| Ask { row: grade.0, criterion: grade.1.clone(), purpose };
    for (index, grade) in order.into_iter().enumerate() {
        while let Some((due, ..)) = waiting.first()
            && *due <= asks.len()
            && let Some((_, _, repeat)) = waiting.pop_first()
        {
            asks.push(ask(repeat, Purpose::Noise));
        }
        if again.contains(&index) {
            let earliest = asks.len() + gap + 1;
            let due = earliest + below(&mut rng, length.saturating_sub(earliest));
            waiting.insert((due, index, grade));
        }
        asks.push(ask(grade, Purpose::Regrade));
    }
    asks.extend(waiting.into_iter().map(|(_, _, repeat)| ask(repeat, Purpose::Noise)));
    asks
}

/// A number below `limit`, 0 where that is 0. The bias of the remainder is below one in 2^40.
fn below(rng: &mut ChaCha8Rng, limit: usize) -> usize {
    let Ok(limit @ 1..) = u64::try_from(limit) else { return 0 };
    usize::try_from(rng.next_u64() % limit).unwrap_or_default()
}

/// Fisher and Yates.
fn shuffle<T>(rng: &mut ChaCha8Rng, items: &mut [T]) {
    for last in (1..items.len()).rev() {
        items.swap(last, below(rng, last + 1));
    }
}

/// What a round costs, shown before it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Stale grades that are asked again.
    pub stale: usize,
    /// Of the questions, those that are asked a second time.
    pub twice: usize,
    /// About how many minutes that takes.
    pub minutes: u64,
}

impl Cost {
    /// Returns the cost of these questions.
    pub fn from_asks(asks: &[Ask]) -> Self {
        let twice = asks.iter().filter(|ask| ask.purpose == Purpose::Noise).count();
        Self { stale: asks.len() - twice, twice, minutes: (asks.len() as u64 * SECONDS_PER_ASK).div_ceil(60) }
    }

    /// In words: `9 stale + 2 asked twice, about 6 min`.
    pub fn words(self) -> String {
        let twice = if self.twice > 0 { format!(" + {} asked twice", self.twice) } else { String::new() };
        format!("{} stale{twice}, about {} min", self.stale, self.minutes)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Cost, repeats_wanted, round};
    use crate::domain::Ask;
    use crate::domain::{CriterionKey, Purpose, RowId, Slug};

    fn grades(rows: std::ops::Range<i64>) -> Vec<(RowId, CriterionKey)> {
        rows.map(|row| (RowId(row), Slug::of("tone"))).collect()
    }

    fn noise(asks: &[Ask]) -> Vec<usize> {
        asks.iter().enumerate().filter(|(_, ask)| ask.purpose == Purpose::Noise).map(|(at, _)| at).collect()
    }

    #[test]
    fn twenty_percent_and_at_least_thirty_of_a_hundred() {
        assert_eq!([0, 1, 9, 99, 100, 150, 200].map(repeats_wanted), [0, 1, 2, 20, 30, 30, 40]);
    }

    #[test]
    fn every_stale_grade_is_asked_once_and_repeats_stand_far_behind_their_first() {
        for (count, seed) in [(31_usize, 1), (40, 2), (100, 3), (150, 4), (400, 5), (400, 6)] {
            let asks = round(&grades(0..i64::try_from(count).unwrap()), &[], seed);
            let firsts: BTreeSet<RowId> =
                asks.iter().filter(|ask| ask.purpose == Purpose::Regrade).map(|ask| ask.row).collect();
            let repeats = noise(&asks);
            assert_eq!((firsts.len(), asks.len()), (count, count + repeats.len()));
            assert_eq!(repeats.len(), repeats_wanted(count).min(count - 30), "{count}");
            for at in repeats {
                let first = asks.iter().position(|ask| ask.row == asks[at].row).unwrap();
                assert!(asks[first].purpose == Purpose::Regrade && at - first > 30, "{count}: {first} {at}");
            }
        }
    }

    #[test]
    fn a_short_round_repeats_earlier_grades_or_none() {
        assert!(noise(&round(&grades(0..9), &[], 1)).is_empty());
        let asks = round(&grades(0..9), &grades(100..160), 1);
        let repeats = noise(&asks);
        assert_eq!((asks.len(), repeats.len()), (11, 2));
        assert!(repeats.iter().all(|at| asks[*at].row.0 >= 100));
        assert!(round(&[], &grades(100..160), 1).is_empty());
    }

    #[test]
    fn the_seed_gives_the_order() {
        assert_eq!(round(&grades(0..90), &[], 7), round(&grades(0..90), &[], 7));
        assert_ne!(round(&grades(0..90), &[], 7), round(&grades(0..90), &[], 8));
    }

    #[test]
    fn repeats_are_spread_and_not_a_block_at_the_end() {
        let asks = round(&grades(0..300), &[], 11);
        let repeats = noise(&asks);
        assert!(repeats.iter().filter(|at| **at < 300).count() > repeats.len() / 2, "{repeats:?}");
    }

    #[test]
    fn the_cost_is_said_beforehand() {
        let asks = round(&grades(0..9), &grades(100..160), 1);
        assert_eq!(Cost::from_asks(&asks).words(), "9 stale + 2 asked twice, about 6 min");
        assert_eq!(Cost::from_asks(&round(&grades(0..4), &[], 1)).words(), "4 stale, about 2 min");
    }
}
