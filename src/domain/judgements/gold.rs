//! Known answers that are mixed into a session unmarked: how many a reviewer gets, and where they stand among the others.

use std::collections::{HashMap, HashSet};

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
    fn among(self, others: usize) -> usize {
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
    /// without such there are none.
    #[must_use]
    pub fn draw(known: &[RowId], open: &[RowId], draw: &GoldDraw<'_>) -> Self {
        let taken: HashSet<RowId> = known.iter().copied().collect();
        let limit = if draw.is_whole { STRETCH } else { usize::MAX };
        let others: Vec<RowId> = open.iter().copied().filter(|row| !taken.contains(row)).take(limit).collect();
        let known = known.get(..draw.share.among(others.len()).min(known.len())).unwrap_or_default();
        let mut key = blake3::Hasher::new();
        key.update(draw.reviewer.as_str().as_bytes());
        key.update(&draw.seed.to_le_bytes());
        key.update(&draw.since.0.to_le_bytes());
        let key = *key.finalize().as_bytes();
        let mut chosen: Vec<(usize, RowId)> = others.into_iter().enumerate().collect();
        chosen.sort_by_cached_key(|(_, row)| *blake3::keyed_hash(&key, &row.0.to_le_bytes()).as_bytes());
        chosen.truncate(known.len());
        chosen.sort_unstable();
        let mut known = known.to_vec();
        known.sort_by_cached_key(|row| *blake3::keyed_hash(&key, &row.0.to_le_bytes()).as_bytes());
        let places = known.into_iter().zip(chosen).map(|(row, (_, before))| GoldPlace { row, before }).collect();
        Self { since: draw.since, places }
    }

    /// Returns a queue with the known records at their places, and nowhere else. One whose place is gone stands at the end.
    #[must_use]
    pub fn mix(&self, rows: &[RowId]) -> Vec<RowId> {
        let known = self.rows();
        let mut left: HashMap<RowId, Vec<RowId>> = HashMap::new();
        for place in &self.places {
            left.entry(place.before).or_default().push(place.row);
        }
        let mut mixed = Vec::with_capacity(rows.len() + known.len());
        for row in rows.iter().filter(|row| !known.contains(row)) {
            mixed.extend(left.remove(row).unwrap_or_default());
            mixed.push(*row);
        }
        mixed.extend(self.places.iter().filter(|place| left.contains_key(&place.before)).map(|place| place.row));
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

    #[test]
    fn as_many_as_are_asked_for_stand_somewhere_among_the_others() {
        let (known, open) = (rows(100..120), rows(1..51));
        for (share, count) in
            [(GoldShare::Number(5), 5), (GoldShare::USUAL, 5), (GoldShare::Number(90), 20), (GoldShare::Number(0), 0)]
        {
            let mixed = drawn(share, &known, &open, 7).mix(&open);
            assert_eq!(mixed.len(), 50 + count, "{share:?}");
            assert_eq!(mixed.iter().filter(|row| row.0 < 100).copied().collect::<Vec<_>>(), open, "{share:?}");
        }
        assert!(drawn(GoldShare::Number(5), &known, &[], 7).is_empty());
        assert_eq!(drawn(GoldShare::Number(5), &known, &rows(1..3), 7).places.len(), 2);
    }

    #[test]
    fn the_places_hang_on_the_seed_alone() {
        let (known, open) = (rows(100..105), rows(1..201));
        let places = |seed| drawn(GoldShare::Number(5), &known, &open, seed).mix(&open);
        assert_eq!(places(1), places(1));
        assert_ne!(places(1), places(2));
        // Over many seeds none of the four quarters of a queue is preferred.
        let mut quarters = [0_u32; 4];
        for seed in 0..200 {
            for place in drawn(GoldShare::Number(5), &known, &open, seed).places {
                quarters[usize::try_from((place.before.0 - 1) / 50).unwrap()] += 1;
            }
        }
        assert!(quarters.iter().all(|count| (200..300).contains(count)), "{quarters:?}");
    }

    #[test]
    fn a_known_record_of_the_queue_is_asked_once() {
        let open = rows(1..51);
        let mixed = drawn(GoldShare::Number(3), &rows(10..13), &open, 4).mix(&open);
        let mut sorted = mixed.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, open);
        // What stood behind it is gone: it comes last.
        let gold = drawn(GoldShare::Number(1), &rows(90..91), &rows(1..2), 4);
        assert_eq!(gold.mix(&rows(5..7)), [RowId(5), RowId(6), RowId(90)]);
    }
}
