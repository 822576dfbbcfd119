//! A re-grading round: what is asked, what was answered, and what must not be seen before it is.
//!
//! A noise repeat is asked in no other way than a re-grade: nothing here or on the screen tells them apart.

use crate::domain::{Answer, Ask, Change, CriterionKey, RecordId, RowId};

/// An answer to a question of the round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// In an earlier session.
    Earlier,
    /// In this one.
    Now {
        /// The record.
        record: RecordId,
        /// What this reviewer had answered before.
        before: Option<Answer>,
        /// The answer.
        after: Answer,
        /// Whether it is on disk.
        kept: bool,
    },
}

/// One place of the queue with its question.
#[derive(Debug, Clone)]
pub struct Place {
    /// The question.
    pub ask: Ask,
    /// Its answer.
    pub given: Option<Given>,
}

/// The questions, parallel to the queue; a guest of the queue has none.
#[derive(Debug, Default)]
pub struct Round {
    places: Vec<Option<Place>>,
    /// What was written since the round began, newest last: the place of an answer, or something else.
    log: Vec<Option<usize>>,
    /// What was undone of it.
    undone: Vec<Option<(usize, Given)>>,
}

impl Round {
    pub(crate) fn new(asks: Vec<Ask>, answered: &[bool]) -> Self {
        let given = answered.iter().copied().chain(std::iter::repeat(false));
        let place = |(ask, given): (Ask, bool)| Some(Place { ask, given: given.then_some(Given::Earlier) });
        Self { places: asks.into_iter().zip(given).map(place).collect(), ..Self::default() }
    }

    /// Returns the question at a place of the queue.
    pub fn at(&self, index: usize) -> Option<&Place> {
        self.places.get(index)?.as_ref()
    }

    /// Returns how many questions are answered, and how many there are.
    pub fn progress(&self) -> (usize, usize) {
        let places = self.places.iter().flatten();
        (places.clone().filter(|place| place.given.is_some()).count(), places.count())
    }

    /// Answers whether every question is answered.
    pub fn is_done(&self) -> bool {
        self.places.iter().flatten().all(|place| place.given.is_some())
    }

    /// Returns the next open question behind a place; else the first one before it.
    pub fn next_open(&self, after: Option<usize>) -> Option<usize> {
        let open = |(at, place): (usize, &Option<Place>)| {
            place.as_ref().is_some_and(|place| place.given.is_none()).then_some(at)
        };
        let from = after.map_or(0, |at| at + 1);
        let behind = self.places.iter().enumerate().skip(from).find_map(open);
        behind.or_else(|| self.places.iter().enumerate().take(from).find_map(open))
    }

    /// Answers whether the reviewer's own answer must not be seen at this place: its question is open, or a question on
    /// the same record is and none of them was answered yet.
    pub(crate) fn hides(&self, index: usize, row: RowId, criterion: &CriterionKey) -> bool {
        let is_it = |place: &&Place| place.ask.row == row && place.ask.criterion == *criterion;
        if self.at(index).as_ref().is_some_and(|place| is_it(place) && place.given.is_none()) {
            return true;
        }
        let mut asked = self.places.iter().flatten().filter(is_it).peekable();
        asked.peek().is_some() && asked.all(|place| place.given.is_none())
    }

    /// Makes room for a guest of the queue.
    pub(crate) fn invite(&mut self, at: usize) {
        self.places.insert(at.min(self.places.len()), None);
        let moved = |index: &mut usize| *index += usize::from(*index >= at);
        self.log.iter_mut().flatten().for_each(moved);
        self.undone.iter_mut().flatten().for_each(|(index, _)| moved(index));
    }

    pub(crate) fn give(&mut self, index: usize, given: Option<Given>) {
        if let Some(Some(place)) = self.places.get_mut(index) {
            place.given = given;
        }
    }

    /// Returns the place of an answer that is shown and not on disk yet.
    fn unkept(&self, changes: &[Change]) -> Option<usize> {
        let Some(Change::Grade { record: own, criterion: of, purpose: why, .. }) = changes.first() else { return None };
        self.places.iter().position(|place| {
            place.as_ref().is_some_and(|Place { ask, given }| {
                matches!(given, Some(Given::Now { record, kept: false, .. }) if record == own)
                    && ask.criterion == *of
                    && ask.purpose == *why
            })
        })
    }

    /// Keeps the answers of a group that was written.
    pub(crate) fn keep(&mut self, changes: &[Change]) {
        let place = self.unkept(changes);
        if let Some(index) = place
            && let Some(Some(Place { given: Some(Given::Now { kept, .. }), .. })) = self.places.get_mut(index)
        {
            *kept = true;
        }
        self.log.push(place);
        self.undone.clear();
    }

    /// Takes back the answers of a group that was not written; returns the place of its question.
    pub(crate) fn take_back(&mut self, changes: &[Change]) -> Option<usize> {
        let place = self.unkept(changes)?;
        self.give(place, None);
        Some(place)
    }

    /// Follows an undo or a redo of the newest group; returns the place of the question that it answers.
    pub(crate) fn turn(&mut self, undo: bool) -> Option<usize> {
        if undo {
            let newest = self.log.pop()?;
            let given = newest.and_then(|index| Some((index, self.at(index)?.given?)));
            self.undone.push(given);
            self.give(given?.0, None);
            return given.map(|(index, _)| index);
        }
        let again = self.undone.pop()?;
        self.log.push(again.map(|(index, _)| index));
        let (index, given) = again?;
        self.give(index, Some(given));
        Some(index)
    }
}

#[cfg(test)]
mod tests {
    use super::{Given, Round};
    use crate::domain::{Answer, Ask, Change, Purpose, RecordId, RowId, Slug};

    fn round(asks: &[(i64, Purpose)]) -> Round {
        let ask = |(row, purpose): &(i64, Purpose)| Ask {
            row: RowId(*row),
            criterion: Slug::of("polite"),
            purpose: *purpose,
        };
        Round::new(asks.iter().map(ask).collect(), &[])
    }

    fn answer(round: &mut Round, index: usize) -> Vec<Change> {
        let ask = round.at(index).unwrap().ask.clone();
        let record = RecordId([u8::try_from(ask.row.0).unwrap(); 16]);
        round.give(index, Some(Given::Now { record, before: None, after: Answer::Met, kept: false }));
        let Ask { criterion, purpose, .. } = ask;
        vec![Change::Grade { record, criterion, version: 0, answer: Some(Answer::Met), purpose }]
    }

    #[test]
    fn an_answer_is_hidden_until_it_is_given_and_again_when_it_is_asked_again() {
        let mut round = round(&[(1, Purpose::Regrade), (2, Purpose::Regrade), (1, Purpose::Noise)]);
        let polite = Slug::of("polite");
        assert!(round.hides(0, RowId(1), &polite) && round.hides(1, RowId(1), &polite));
        assert!(!round.hides(0, RowId(1), &Slug::of("other")) && !round.hides(0, RowId(3), &polite));
        answer(&mut round, 0);
        assert!(!round.hides(0, RowId(1), &polite), "nothing tells that it comes again");
        assert!(round.hides(2, RowId(1), &polite));
    }

    #[test]
    fn undo_and_redo_follow_the_questions_in_the_order_they_were_answered() {
        let mut round = round(&[(1, Purpose::Regrade), (2, Purpose::Regrade), (1, Purpose::Noise)]);
        for index in [0, 2] {
            let changes = answer(&mut round, index);
            round.keep(&changes);
        }
        assert_eq!((round.progress(), round.next_open(Some(2))), ((2, 3), Some(1)));
        assert_eq!((round.turn(true), round.turn(true), round.turn(true)), (Some(2), Some(0), None));
        assert_eq!((round.progress(), round.next_open(None)), ((0, 3), Some(0)));
        assert_eq!(round.turn(false), Some(0));
        let changes = answer(&mut round, 1);
        assert_eq!(round.take_back(&changes), Some(1));
        assert_eq!(round.progress(), (1, 3));
    }

    #[test]
    fn a_guest_is_asked_nothing_and_moves_what_stands_behind_it() {
        let mut round = round(&[(1, Purpose::Regrade), (2, Purpose::Regrade)]);
        let changes = answer(&mut round, 1);
        round.keep(&changes);
        round.invite(1);
        assert!(round.at(1).is_none() && round.at(2).is_some());
        assert_eq!(round.turn(true), Some(2));
    }
}
