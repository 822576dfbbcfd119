//! Known answers that are mixed into a session unmarked: how many a reviewer gets, and where they stand among the others.

use std::collections::HashSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::{Name, RowId, Time};

/// Of a queue that is read whole, known answers stand among so many of the next records at most: it may be as long as the
/// workspace.
const STRETCH: usize = 200;

/// How many known answers a reviewer gets in each new session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoldShare {
    /// So many.
    Number(u32),
    /// One for so many others.
    Every(u32),
}

impl GoldShare {
    /// What `true` stands for.
    pub const USUAL: Self = Self::Every(10);

    /// Says it in a few words: `5 a session`, `one in 10`.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Number(number) => format!("{number} a session"),
            Self::Every(step) => format!("one in {step}"),
        }
    }

    /// Returns how many known answers go with so many records to be judged, never more than those.
    #[must_use]
    pub fn among(self, others: usize) -> usize {
        let number = match self {
            Self::Number(number) => usize::try_from(number).unwrap_or(usize::MAX),
            Self::Every(step) => others.div_ceil(usize::try_from(step).unwrap_or(usize::MAX).max(1)),
        };
        number.min(others)
    }
}

/// A known record and the one that it is asked before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoldPlace {
    /// The known record.
    pub row: RowId,
    /// The record of the queue that stands behind it.
    pub before: RowId,
}

/// The known answers of a session. They are no part of its queue: what is drawn stands for other records, these do not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gold {
    /// What was said since then is an answer to them.
    pub since: Time,
    /// In the order of the queue.
    pub places: Vec<GoldPlace>,
}

/// The known answers that are mixed into the session, where there are any.
pub type Asked = Option<Arc<Gold>>;

/// What known answers are mixed into.
#[derive(Debug, Clone, Copy)]
pub struct GoldDraw<'a> {
    /// How many are wanted.
    pub share: GoldShare,
    /// Whose session it is.
    pub reviewer: &'a Name,
    /// The seed of its draw.
    pub seed: u64,
    /// When it begins.
    pub since: Time,
    /// Whether every record of the filter is read.
    pub is_whole: bool,
}

impl Gold {
    /// Chooses from known records, the best first, and gives each a place before one of the records to be judged; in a queue
    /// without such there are none. In one that stands in the order of import each has the place that is its own, and only
    /// those that lie between records to be judged are chosen: anywhere else it would show.
    #[must_use]
    pub fn draw(known: &[RowId], open: &[RowId], draw: &GoldDraw<'_>) -> Self {
        let taken: HashSet<RowId> = known.iter().copied().collect();
        let limit = if draw.is_whole { STRETCH } else { usize::MAX };
        let others: Vec<RowId> = open.iter().copied().filter(|row| !taken.contains(row)).take(limit).collect();
        let is_ordered = others.is_sorted();
        let lies_between = |row: &RowId| others.first().is_some_and(|first| first < row) && others.last() > Some(row);
        let is_meant = |row: &RowId| !is_ordered || lies_between(row);
        let known = known.iter().copied().filter(is_meant).take(draw.share.among(others.len()));
        let known: Vec<RowId> = known.collect();
        if is_ordered {
            let behind = |row: RowId| others.get(others.partition_point(|other| *other < row)).copied();
            let place = |row| behind(row).map(|before| GoldPlace { row, before });
            return Self { since: draw.since, places: known.into_iter().filter_map(place).collect() };
        }
        let mut key = blake3::Hasher::new();
        key.update(draw.reviewer.as_str().as_bytes());
        key.update(&draw.seed.to_le_bytes());
        key.update(&draw.since.0.to_le_bytes());
        let key = *key.finalize().as_bytes();
        let by_chance = |row: &RowId| *blake3::keyed_hash(&key, &row.0.to_le_bytes()).as_bytes();
        let mut chosen: Vec<(usize, RowId)> = others.into_iter().enumerate().collect();
        chosen.sort_by_cached_key(|(_, row)| by_chance(row));
        chosen.truncate(known.len());
        chosen.sort_unstable();
        let mut known = known;
        known.sort_by_cached_key(by_chance);
        let places = known.into_iter().zip(chosen).map(|(row, (_, before))| GoldPlace { row, before }).collect();
        Self { since: draw.since, places }
    }

    /// Returns a queue with the known records at their places, and nowhere else: their own in the order of import. One that
    /// is answered goes with the record that it stood before.
    #[must_use]
    pub fn mix(&self, rows: &[RowId], is_answered: &dyn Fn(RowId) -> bool) -> Vec<RowId> {
        let known = self.rows();
        let mut mixed: Vec<RowId> = rows.iter().copied().filter(|row| !known.contains(row)).collect();
        let is_ordered = mixed.is_sorted();
        for place in &self.places {
            let found = mixed.iter().position(|row| *row == place.before);
            if found.is_none() && is_answered(place.row) {
                continue;
            }
            let own = || mixed.partition_point(|row| *row < place.row);
            let at = if is_ordered { own() } else { found.unwrap_or(mixed.len()) };
            mixed.insert(at, place.row);
        }
        mixed
    }

    /// Returns the known records.
    #[must_use]
    pub fn rows(&self) -> HashSet<RowId> {
        self.places.iter().map(|place| place.row).collect()
    }

    /// Returns whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::{Gold, GoldDraw, GoldShare};
    use crate::domain::{Name, RowId, Time};

    fn rows(range: std::ops::Range<i64>) -> Vec<RowId> {
        range.map(RowId).collect()
    }

    fn drawn(share: GoldShare, known: &[RowId], open: &[RowId], seed: u64) -> Gold {
        let reviewer = Name::new("ana").unwrap();
        Gold::draw(known, open, &GoldDraw { share, reviewer: &reviewer, seed, since: Time(1), is_whole: false })
    }

    /// A queue that was drawn by chance.
    fn drawn_rows(count: i64) -> Vec<RowId> {
        (0..count).map(|at| RowId(at * 7 % count + 1)).collect()
    }

    #[test]
    fn as_many_as_are_asked_for_stand_somewhere_among_the_others() {
        let (known, open) = (rows(100..120), drawn_rows(50));
        for (share, count) in
            [(GoldShare::Number(5), 5), (GoldShare::USUAL, 5), (GoldShare::Number(90), 20), (GoldShare::Number(0), 0)]
        {
            let mixed = drawn(share, &known, &open, 7).mix(&open, &|_| false);
            assert_eq!(mixed.len(), 50 + count, "{share:?}");
            assert_eq!(mixed.iter().filter(|row| row.0 < 100).copied().collect::<Vec<_>>(), open, "{share:?}");
        }
        assert!(drawn(GoldShare::Number(5), &known, &[], 7).is_empty());
        assert_eq!(drawn(GoldShare::Number(5), &known, &[RowId(2), RowId(1)], 7).places.len(), 2);
    }

    #[test]
    fn the_places_hang_on_the_seed_alone() {
        let (known, open) = (rows(300..305), drawn_rows(200));
        let places = |seed| drawn(GoldShare::Number(5), &known, &open, seed).mix(&open, &|_| false);
        assert_eq!(places(1), places(1));
        assert_ne!(places(1), places(2));
        // Over many seeds none of the four quarters of a queue is preferred.
        let mut quarters = [0_u32; 4];
        for seed in 0..200 {
            for place in drawn(GoldShare::Number(5), &known, &open, seed).places {
                quarters[open.iter().position(|row| *row == place.before).unwrap() / 50] += 1;
            }
        }
        assert!(quarters.iter().all(|count| (200..300).contains(count)), "{quarters:?}");
    }

    #[test]
    fn in_the_order_of_import_each_has_its_own_place_between_records_to_be_judged() {
        let open = rows(1..51);
        let mixed = drawn(GoldShare::Number(3), &rows(10..13), &open, 4).mix(&open, &|_| false);
        assert_eq!(mixed, open, "asked once, where it stands");
        let some: Vec<RowId> = (20..40).step_by(2).map(RowId).collect();
        let gold = drawn(GoldShare::Number(9), &[RowId(3), RowId(25), RowId(70), RowId(31)], &some, 4);
        let mixed = gold.mix(&some, &|_| false);
        assert!(mixed.is_sorted() && mixed.len() == 12, "{mixed:?}");
        assert!(!mixed.contains(&RowId(3)) && !mixed.contains(&RowId(70)), "there it would show: {mixed:?}");
    }

    #[test]
    fn one_that_is_answered_goes_with_the_record_behind_it() {
        let open = [RowId(5), RowId(3), RowId(9)];
        let gold = drawn(GoldShare::Number(1), &rows(90..91), &open, 4);
        let left: Vec<RowId> = open.iter().copied().filter(|row| *row != gold.places[0].before).collect();
        assert_eq!(gold.mix(&left, &|_| false).len(), 3);
        assert_eq!(gold.mix(&left, &|_| true), left);
    }
}
