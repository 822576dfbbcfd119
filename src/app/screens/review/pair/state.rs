//! A pair and how far its blind set is.

use std::collections::{BTreeSet, HashMap};

use super::settlement::{Settlement, Stands};
use crate::domain::{Name, RowId, Time, Verdict};
use crate::measures::agreement::TwoWay;
use crate::views::{BlindPlace, BlindStanding};

/// That somebody has voted is seen in steps of so many milliseconds, so that nobody is timed.
const STEP: i64 = 2_000;

/// So long after another has revealed a record, keys that were meant for its vote settle nothing.
const TYPED_AHEAD: i64 = 1_000;

/// How two reviewers sit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seats {
    /// Both at this terminal, each with a hand.
    OneTerminal,
    /// Each at an own terminal; whose this is, as the place among the reviewers.
    TwoTerminals(usize),
}

/// What a pair says of a revealed record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joint {
    /// A verdict: of both, or settled.
    Verdict(Verdict),
    /// The votes differ, and nothing was settled.
    Disputed,
}

/// What is known of a pair before the first screen.
#[derive(Debug, Clone)]
pub struct PairStart {
    /// The blind set.
    pub set: String,
    /// The reviewers: on one terminal the left hand's, then the right hand's.
    pub reviewers: [Name; 2],
    /// How they sit.
    pub seats: Seats,
    /// The sessions that the votes of this terminal are given in.
    pub sessions: Vec<(Name, i64)>,
}

impl PairStart {
    /// Returns in whose name this terminal writes what is not a vote.
    pub fn writer(&self) -> &Name {
        let [first, second] = &self.reviewers;
        match self.seats {
            Seats::TwoTerminals(1) => second,
            Seats::OneTerminal | Seats::TwoTerminals(_) => first,
        }
    }
}

/// Two reviewers and the set that they judge blind.
#[derive(Debug)]
pub struct Pair {
    /// The blind set.
    pub set: String,
    /// The reviewers: on one terminal the left hand's, then the right hand's.
    pub reviewers: [Name; 2],
    /// How they sit.
    pub seats: Seats,
    /// Whether the set was closed.
    pub is_closed: bool,
    places: HashMap<RowId, BlindPlace>,
    is_known: bool,
    /// Votes of this terminal that the store did not tell of yet.
    given: BTreeSet<(RowId, usize)>,
    /// What was settled here, the newest last, and what of it was taken back.
    pub(super) settled: Vec<Settlement>,
    pub(super) taken_back: Vec<Settlement>,
    /// The record that another terminal revealed last, and when that was seen.
    revealed_elsewhere: Option<(RowId, Time)>,
    /// The record that this terminal asked to reveal last.
    pub(super) revealing: Option<RowId>,
    /// Whether something was written since it was asked how far the set is.
    pub(crate) asks_again: bool,
    /// When this terminal looks again who has voted.
    wakes: Option<Time>,
}

impl Pair {
    pub(crate) fn new(start: PairStart) -> Self {
        Self {
            set: start.set,
            reviewers: start.reviewers,
            seats: start.seats,
            is_closed: false,
            places: HashMap::new(),
            is_known: false,
            given: BTreeSet::new(),
            settled: Vec::new(),
            taken_back: Vec::new(),
            revealed_elsewhere: None,
            revealing: None,
            asks_again: false,
            wakes: None,
        }
    }

    /// Takes how far the set is; answers whether a record was revealed since it was read last.
    pub(crate) fn take(&mut self, standing: BlindStanding, now: Time) -> bool {
        let places: HashMap<RowId, BlindPlace> = standing.places.into_iter().map(|place| (place.row, place)).collect();
        let new = places.values().filter(|place| place.is_revealed && !self.is_revealed(place.row));
        let new: Vec<RowId> = new.map(|place| place.row).collect();
        let is_news = self.is_known && !new.is_empty();
        if is_news && let Some(row) = new.iter().find(|row| self.revealing != Some(**row)) {
            self.revealed_elsewhere = Some((*row, now));
        }
        self.revealing = self.revealing.filter(|row| !new.contains(row));
        self.places = places;
        self.is_closed = standing.is_closed;
        self.is_known = true;
        let (places, reviewers) = (&self.places, &self.reviewers);
        let is_told = |(row, seat): &(RowId, usize)| has_voted(places.get(row), reviewers.get(*seat));
        self.given.retain(|given| !is_told(given));
        is_news
    }

    /// Answers whether both sit at this terminal.
    pub const fn is_at_one_terminal(&self) -> bool {
        matches!(self.seats, Seats::OneTerminal)
    }

    /// Answers whether a record belongs to the set; `false` until that was read.
    pub fn holds(&self, row: RowId) -> bool {
        self.places.contains_key(&row)
    }

    /// Answers whether a record of the set was revealed.
    pub fn is_revealed(&self, row: RowId) -> bool {
        self.places.get(&row).is_some_and(|place| place.is_revealed || self.is_closed)
    }

    /// Answers whether a record of the set is still hidden.
    pub fn is_hidden(&self, row: RowId) -> bool {
        (self.holds(row) || !self.is_known) && !self.is_revealed(row)
    }

    /// Answers whether somebody has voted on a record, as it is seen: of another terminal in steps of time.
    pub fn has_voted(&self, row: RowId, seat: usize) -> bool {
        has_voted(self.places.get(&row), self.reviewers.get(seat))
    }

    /// Answers whether somebody at this terminal has voted on a record, or it is seen that one elsewhere has.
    pub(super) fn has_given(&self, row: RowId, seat: usize) -> bool {
        self.given.contains(&(row, seat)) || self.has_voted(row, seat)
    }

    /// Remembers a vote of this terminal.
    pub(super) fn give(&mut self, row: RowId, seat: usize) {
        self.given.insert((row, seat));
    }

    /// Forgets a vote of this terminal that could not be saved.
    pub(crate) fn forget(&mut self, row: RowId, seat: usize) {
        self.given.remove(&(row, seat));
    }

    /// Returns the votes on a revealed record, in the order of the reviewers.
    pub fn votes(&self, row: RowId) -> Option<(Verdict, Verdict)> {
        let place = self.places.get(&row).filter(|place| place.is_revealed || self.is_closed)?;
        let [first, second] = &self.reviewers;
        Some((place.vote_of(first)?, place.vote_of(second)?))
    }

    /// Answers whether the votes on a revealed record differ and nothing was settled.
    pub fn is_disputed(&self, row: RowId) -> bool {
        let is_open = self.places.get(&row).is_some_and(|place| place.settled.is_none());
        is_open && self.votes(row).is_some_and(|(first, second)| first != second)
    }

    /// Returns what both say of a revealed record: what was settled, else the vote that both gave, else that they differ.
    pub fn joint(&self, row: RowId) -> Option<Joint> {
        let (first, second) = self.votes(row)?;
        let settled = self.places.get(&row).and_then(|place| place.settled);
        let verdict = settled.or((first == second).then_some(first));
        Some(verdict.map_or(Joint::Disputed, Joint::Verdict))
    }

    /// Notes what was settled, or taken back, until it is read.
    pub(super) fn note(&mut self, settlement: &Settlement, back: bool) {
        if let (Some(stands), Some(place)) = (settlement.verdict(back), self.places.get_mut(&settlement.row)) {
            place.settled = match stands {
                Stands::Verdict(verdict) => Some(verdict),
                Stands::Nothing => None,
            };
        }
    }

    /// Returns how many of these records were revealed.
    pub fn revealed(&self, rows: &[RowId]) -> usize {
        rows.iter().filter(|row| self.is_revealed(**row)).count()
    }

    /// Returns on how many records of the set somebody has voted.
    pub fn voted(&self, seat: usize) -> usize {
        self.places.keys().filter(|row| self.has_voted(**row, seat)).count()
    }

    /// Returns how many records the set has.
    pub fn records(&self) -> usize {
        self.places.len()
    }

    /// Returns how far both agree on the revealed records that both passed or failed, once there is one.
    pub fn agreement(&self) -> Option<TwoWay> {
        let mut table = TwoWay::default();
        for row in self.places.keys() {
            match self.votes(*row) {
                Some((Verdict::Fail, Verdict::Fail)) => table.both += 1,
                Some((Verdict::Fail, Verdict::Pass)) => table.first_only += 1,
                Some((Verdict::Pass, Verdict::Fail)) => table.second_only += 1,
                Some((Verdict::Pass, Verdict::Pass)) => table.neither += 1,
                Some(_) | None => {}
            }
        }
        (table != TwoWay::default()).then_some(table)
    }

    /// Answers whether a key may have been meant for the vote on a record that another terminal revealed just now.
    pub(super) fn is_typed_ahead(&self, row: RowId, now: Time) -> bool {
        self.revealed_elsewhere.is_some_and(|(revealed, at)| revealed == row && now.0 - at.0 < TYPED_AHEAD)
    }

    /// Returns when to look again who has voted, after something was written; `None` where that is settled already.
    pub(crate) fn next_look(&mut self, now: Time) -> Option<Time> {
        let next = Time((now.0.div_euclid(STEP) + 1) * STEP);
        (self.wakes.replace(next) != Some(next)).then_some(next)
    }
}

fn has_voted(place: Option<&BlindPlace>, reviewer: Option<&Name>) -> bool {
    matches!((place, reviewer), (Some(place), Some(reviewer)) if place.has_voted(reviewer))
}
