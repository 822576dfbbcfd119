//! A re-grading round: what is asked, what was answered, and what must not be seen before it is.
//!
//! A noise repeat is asked in no other way than a re-grade: nothing here or on the screen tells them apart.

use crate::app::geometry::{self, Area};
use crate::app::message::Effect;
use crate::app::overlay::{Offer, Overlay};
use crate::app::traffic::PendingKind;
use crate::app::{Model, Screen};
use crate::command::Action;
use crate::domain::view::Queue;
use crate::domain::{Answer, Ask, Change, Criterion, CriterionKey, Plan, RecordId, Row, Sampling, Time};
use crate::layout::wrap_plain;
use crate::measures::round::Cost;

/// The asked statement takes at most so many rows.
const STATEMENT_ROWS: usize = 4;

/// An answer to a question of the round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// In an earlier sitting.
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
    pub(super) fn new(asks: Vec<Ask>, answered: &[bool]) -> Self {
        let given = answered.iter().copied().chain(std::iter::repeat(false));
        let place = |(ask, given): (Ask, bool)| Some(Place { ask, given: given.then_some(Given::Earlier) });
        Self { places: asks.into_iter().zip(given).map(place).collect(), ..Self::default() }
    }

    /// The question at a place of the queue.
    #[must_use]
    pub fn at(&self, index: usize) -> Option<&Place> {
        self.places.get(index)?.as_ref()
    }

    /// How many questions are answered, and how many there are.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let places = self.places.iter().flatten();
        (places.clone().filter(|place| place.given.is_some()).count(), places.count())
    }

    /// The next open question behind a place; else the first one before it.
    #[must_use]
    pub fn next_open(&self, after: Option<usize>) -> Option<usize> {
        let open = |(at, place): (usize, &Option<Place>)| {
            place.as_ref().is_some_and(|place| place.given.is_none()).then_some(at)
        };
        let from = after.map_or(0, |at| at + 1);
        let behind = self.places.iter().enumerate().skip(from).find_map(open);
        behind.or_else(|| self.places.iter().enumerate().take(from).find_map(open))
    }

    /// Whether the reviewer's own answer must not be seen at this place: its question is open, or a question on the
    /// same record is and none of them was answered yet.
    fn hides(&self, index: usize, row: Row, criterion: &CriterionKey) -> bool {
        let is_it = |place: &&Place| place.ask.row == row && place.ask.criterion == *criterion;
        if self.at(index).as_ref().is_some_and(|place| is_it(place) && place.given.is_none()) {
            return true;
        }
        let mut asked = self.places.iter().flatten().filter(is_it).peekable();
        asked.peek().is_some() && asked.all(|place| place.given.is_none())
    }

    /// Makes room for a guest of the queue.
    pub(super) fn invite(&mut self, at: usize) {
        self.places.insert(at.min(self.places.len()), None);
        let moved = |index: &mut usize| *index += usize::from(*index >= at);
        self.log.iter_mut().flatten().for_each(moved);
        self.undone.iter_mut().flatten().for_each(|(index, _)| moved(index));
    }

    fn give(&mut self, index: usize, given: Option<Given>) {
        if let Some(Some(place)) = self.places.get_mut(index) {
            place.given = given;
        }
    }

    /// The place of an answer that is shown and not on disk yet.
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

    /// A group was written.
    pub(in crate::app) fn keep(&mut self, changes: &[Change]) {
        let place = self.unkept(changes);
        if let Some(index) = place
            && let Some(Some(Place { given: Some(Given::Now { kept, .. }), .. })) = self.places.get_mut(index)
        {
            *kept = true;
        }
        self.log.push(place);
        self.undone.clear();
    }

    /// A group was not written; answers the place of its question.
    pub(in crate::app) fn take_back(&mut self, changes: &[Change]) -> Option<usize> {
        let place = self.unkept(changes)?;
        self.give(place, None);
        Some(place)
    }

    /// The newest group was undone or done again; answers the place of the question that it was an answer to.
    pub(in crate::app) fn turn(&mut self, undo: bool) -> Option<usize> {
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

/// The question above a record, laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The criterion's name with its number.
    pub title: String,
    /// The version that it is asked in.
    pub version: u32,
    /// The statement, wrapped.
    pub lines: Vec<String>,
    /// What was answered, once it was.
    pub given: Option<String>,
}

/// An answer in words.
pub(super) const fn answer_words(answer: Answer) -> &'static str {
    match answer {
        Answer::Met => "met",
        Answer::NotMet => "not met",
        Answer::Na => "n/a",
    }
}

const fn answer_glyph(answer: Answer) -> &'static str {
    match answer {
        Answer::Met => "✓",
        Answer::NotMet => "✗",
        Answer::Na => "–",
    }
}

/// `was met, now not met`.
fn both(before: Option<Answer>, after: Answer) -> String {
    format!("was {}, now {}", before.map_or("not graded", answer_words), answer_words(after))
}

impl Model {
    /// The place of the round under the cursor.
    #[must_use]
    pub fn asked(&self) -> Option<&Place> {
        self.review.round.as_ref()?.at(self.review.list.cursor)
    }

    /// Whether the reviewer's grade of the record on screen must not be seen now.
    #[must_use]
    pub fn hides_grade(&self, criterion: &CriterionKey) -> bool {
        let (Some(round), Some(row)) = (&self.review.round, self.review.list.row()) else { return false };
        round.hides(self.review.list.cursor, row, criterion)
    }

    /// The question under the cursor, wrapped at a width.
    #[must_use]
    pub fn question(&self, width: usize) -> Option<Question> {
        let place = self.asked()?;
        let criterion = self.world.codebook.criterion_of(&place.ask.criterion)?;
        let number = criterion.number.map_or_else(String::new, |number| format!("{number}  "));
        let text = criterion.current().map(|version| crate::text::visible_block(&version.text)).unwrap_or_default();
        let mut lines = wrap_plain(text.as_str(), width.max(1));
        if lines.len() > STATEMENT_ROWS {
            lines.truncate(STATEMENT_ROWS);
            if let Some(last) = lines.last_mut() {
                *last = format!("{} …", crate::text::fit(last, width.saturating_sub(2)));
            }
        }
        let given = place.given.map(|given| match given {
            Given::Earlier => "answered in an earlier sitting".to_owned(),
            Given::Now { before, after, .. } => both(before, after),
        });
        let title = format!("{number}{}", crate::text::visible_name(&criterion.name));
        Some(Question { title, version: criterion.version(), lines, given })
    }

    /// The areas of the question, empty where nothing is asked, and of the record below it.
    #[must_use]
    pub fn question_and_record(&self) -> (Area, Area) {
        let area = geometry::panes(self.size, self.review.pane).record;
        let lines = self.question(usize::from(area.width.saturating_sub(2))).map(|question| question.lines.len());
        let Some(lines) = lines.and_then(|lines| u16::try_from(lines).ok()) else {
            return (Area { height: 0, ..area }, area);
        };
        // The record keeps at least half of the room.
        let height = (lines + 2).min(area.height / 2);
        (Area { height, ..area }, Area { y: area.y + height, height: area.height - height, ..area })
    }

    /// Answers the question under the cursor and goes on.
    pub(in crate::app) fn answer(&mut self, answer: Answer, now: Time, out: &mut Vec<Effect>) {
        let Some(place) = self.asked().cloned() else { return };
        if place.given.is_some() {
            self.say("This question is answered already.", &[Action::NextRecord]);
            return;
        }
        let Some(page) = self.review.current() else {
            self.say_nothing_to_judge();
            return;
        };
        let record = page.view.record.id;
        let own = page.view.judgements.grades.iter();
        let mut own = own.filter(|grade| grade.reviewer == self.sitting.reviewer);
        let before = own.find(|grade| grade.criterion == place.ask.criterion).map(|grade| grade.answer);
        let Ask { criterion, purpose, .. } = place.ask;
        self.leave_selection();
        let cursor = self.review.list.cursor;
        if let Some(round) = &mut self.review.round {
            round.give(cursor, Some(Given::Now { record, before, after: answer, kept: false }));
        }
        let change = Change::Grade { record, criterion, version: 0, answer: Some(answer), purpose };
        self.write(vec![change], now, out);
        self.sitting.count(now);
        let said = format!("{} {} {}", answer_glyph(answer), record.short(), both(before, answer));
        self.next_question(&said);
    }

    /// Leaves the question open and goes on.
    pub(in crate::app) fn answer_later(&mut self) {
        self.leave_selection();
        self.next_question("later");
    }

    /// Goes to the next open question and says what was done; at the end also where the drift stands.
    fn next_question(&mut self, said: &str) {
        let Some(round) = &self.review.round else { return };
        let undo: &[Action] = if said == "later" { &[] } else { &[Action::Undo] };
        let ((_, all), cursor) = (round.progress(), self.review.list.cursor);
        match round.next_open(Some(cursor)) {
            Some(next) if next == cursor => self.say("This is the last open question.", &[]),
            Some(next) => {
                self.review.list.cursor = next;
                let again = if next < cursor { " · once more from the first one left" } else { "" };
                self.say(format!("{said}{again}"), undo);
            }
            None => {
                let mut actions = undo.to_vec();
                actions.push(Action::GoCriteria);
                self.say(format!("{said} · all {all} answered"), &actions);
            }
        }
    }

    /// A queue of questions was drawn: says what the round costs and waits.
    pub(in crate::app) fn offer_round(&mut self, filter: String, sampling: Sampling, queue: Queue) {
        if queue.asks.is_empty() {
            self.refuse_round();
            return;
        }
        self.overlays.push(Overlay::Round(Box::new(Offer { filter, sampling, queue })));
    }

    fn refuse_round(&mut self) {
        self.say("No grade of yours is stale here.", &[]);
    }

    /// Draws a round for one criterion.
    pub(in crate::app) fn draw_round(&mut self, criterion: &Criterion, now: Time, out: &mut Vec<Effect>) {
        if criterion.stale == 0 {
            self.say(format!("No grade of {} is stale.", criterion.name), &[]);
            return;
        }
        // Short enough to be typed again; the session keeps it.
        let seed = u64::try_from(now.0).unwrap_or_default() % 1_000_000;
        let sampling = Sampling { plan: Plan::Stale, size: None, seed };
        if let Err(error) = self.draw_by(format!("stale:{}", criterion.slug), sampling, None, out) {
            self.complain(&error.sentence);
        }
    }

    /// Begins the round that was offered.
    pub(in crate::app) fn begin_round(&mut self, out: &mut Vec<Effect>) {
        let Some(Overlay::Round(offer)) = self.overlays.pop() else { return };
        let Offer { filter, sampling, queue } = *offer;
        self.go(Screen::Review, out);
        self.review.list.filter.clone_from(&filter);
        self.review.list.sampling = sampling;
        self.review.list.title = None;
        self.take_queue(queue.clone(), None);
        self.send(PendingKind::Session, crate::app::message::Write::Session(filter, sampling, queue), out);
    }

    /// The offer was left: where nothing was drawn before, everything is.
    pub(in crate::app) fn leave_offer(&mut self, out: &mut Vec<Effect>) {
        if !self.review.list.drawn {
            self.review.list.filter.clear();
            self.review.list.sampling = Sampling::default();
            self.draw_queue(None, out);
        }
    }

    /// What the offered round costs, in words.
    #[must_use]
    pub fn cost_of(offer: &Offer) -> String {
        Cost::of(&offer.queue.asks).words()
    }
}

#[cfg(test)]
mod tests {
    use super::{Given, Round};
    use crate::domain::{Answer, Ask, Change, Purpose, RecordId, Row, Slug};

    fn round(asks: &[(i64, Purpose)]) -> Round {
        let ask = |(row, purpose): &(i64, Purpose)| Ask { row: Row(*row), criterion: Slug::of("polite"), purpose: *purpose };
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
        assert!(round.hides(0, Row(1), &polite) && round.hides(1, Row(1), &polite));
        assert!(!round.hides(0, Row(1), &Slug::of("other")) && !round.hides(0, Row(3), &polite));
        answer(&mut round, 0);
        assert!(!round.hides(0, Row(1), &polite), "nothing tells that it comes again");
        assert!(round.hides(2, Row(1), &polite));
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
