//! What a re-grading round does at the screen: it is offered with its cost, its questions are shown, answered, put off.

use super::round::{Given, Place, Round};
use crate::app::Screen;
use crate::app::geometry::{self, Area};
use crate::app::handler::{Context, Opening};
use crate::app::message::Write;
use crate::app::notice::{Notice, NoticeKind};
use crate::app::read_model::ReadModel;
use crate::app::requests::PendingKind;
use crate::app::screens::judgement_words::{answer_glyph, answer_words};
use crate::app::screens::review::queue::{KeptQueue, SessionBefore, draw_by};
use crate::app::screens::review::state::Review;
use crate::command::{Action, BrowseAction, GlobalAction};
use crate::domain::{Answer, Ask, Change, CriterionKey, Queue, Sampling, SamplingPlan};

use crate::layout::wrap_plain;

/// The asked statement takes at most so many rows.
const STATEMENT_ROWS: usize = 4;

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

/// Returns both answers: `was met, now not met`.
fn both(before: Option<Answer>, after: Answer) -> String {
    format!("was {}, now {}", before.map_or("not graded", answer_words), answer_words(after))
}

impl Review {
    /// Returns the place of the round under the cursor.
    pub fn asked(&self) -> Option<&Place> {
        self.round.as_ref()?.at(self.list.cursor)
    }

    /// Answers whether the reviewer's grade of the record on screen must not be seen now.
    pub fn hides_grade(&self, criterion: &CriterionKey) -> bool {
        let (Some(round), Some(row)) = (&self.round, self.list.row()) else { return false };
        round.hides(self.list.cursor, row, criterion)
    }

    /// Returns the question under the cursor, wrapped at a width.
    pub fn question(&self, width: usize, read_model: &ReadModel) -> Option<Question> {
        let place = self.asked()?;
        let criterion = read_model.codebook.criterion_of(&place.ask.criterion)?;
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
            Given::Earlier => "answered in an earlier session".to_owned(),
            Given::Now { before, after, .. } => both(before, after),
        });
        let title = format!("{number}{}", crate::text::visible_name(&criterion.name));
        Some(Question { title, version: criterion.version(), lines, given })
    }

    /// Returns the areas of what stands above the record, empty where nothing does, and of the record below it: the question
    /// that is asked, or how far a pair is.
    pub fn head_and_record(&self, size: (u16, u16), present: bool, read_model: &ReadModel) -> (Area, Area) {
        let area = geometry::panes(size, self.pane, present).record;
        let width = usize::from(area.width.saturating_sub(2));
        let asked = self.question(width, read_model).map(|question| question.lines.len() + 2);
        let lines = asked.or_else(|| {
            let lines = self.pair_lines(width, read_model, present).len();
            (lines > 0).then_some(lines + 1)
        });
        let Some(lines) = lines.and_then(|lines| u16::try_from(lines).ok()) else {
            return (Area { height: 0, ..area }, area);
        };
        // The record keeps at least half of the room.
        let height = lines.min(area.height / 2);
        (Area { height, ..area }, Area { y: area.y + height, height: area.height - height, ..area })
    }

    /// Answers the question under the cursor and goes on.
    pub(crate) fn answer(&mut self, answer: Answer, cx: &mut Context<'_>) {
        let Some(place) = self.asked().cloned() else { return };
        if place.given.is_some() {
            if self.round.as_ref().is_some_and(Round::is_done) {
                cx.say("Everything is answered.", &[Screen::Criteria.into(), GlobalAction::Leave.into()]);
            } else {
                cx.say("This question is answered already.", &[BrowseAction::NextRecord.into()]);
            }
            return;
        }
        let Some(page) = self.current() else {
            self.say_nothing_to_judge(cx);
            return;
        };
        let record = page.view.record.id;
        let grades = page.view.judgements.grades.iter();
        let mut grades = grades.filter(|grade| grade.reviewer == cx.session.reviewer);
        let before = grades.find(|grade| grade.criterion == place.ask.criterion).map(|grade| grade.answer);
        let Ask { criterion, purpose, .. } = place.ask;
        self.leave_selection();
        let cursor = self.list.cursor;
        if let Some(round) = &mut self.round {
            round.give(cursor, Some(Given::Now { record, before, after: answer, kept: false }));
        }
        let change = Change::Grade { record, criterion, version: 0, answer: Some(answer), purpose };
        cx.write(vec![change]);
        cx.session.count(cx.now);
        let summary = format!("{} {} {}", answer_glyph(answer), record.short(), both(before, answer));
        self.next_question(answer.into(), &summary, &[GlobalAction::Undo.into()], cx);
    }

    /// Leaves the question open and goes on.
    pub(crate) fn answer_later(&mut self, cx: &mut Context<'_>) {
        self.leave_selection();
        self.next_question(NoticeKind::Plain, "later", &[], cx);
    }

    /// Goes to the next open question and says what was done, with its actions; at the end also where to read on.
    fn next_question(&mut self, kind: NoticeKind, summary: &str, actions: &[Action], cx: &mut Context<'_>) {
        let Some(round) = &self.round else { return };
        let ((_, all), cursor) = (round.progress(), self.list.cursor);
        match round.next_open(Some(cursor)) {
            Some(next) if next == cursor => cx.say("This is the last open question.", &[]),
            Some(next) => {
                self.list.cursor = next;
                let again = if next < cursor { " · once more from the first one left" } else { "" };
                *cx.notice = Some(Notice::new(kind, format!("{summary}{again}"), actions));
            }
            None => {
                let further = [Screen::Criteria.into(), GlobalAction::Leave.into()];
                let actions = [actions, &further].concat();
                *cx.notice = Some(Notice::new(kind, format!("{summary} · all {all} answered"), &actions));
            }
        }
    }

    /// Begins the round that was offered.
    pub(crate) fn begin_round(&mut self, filter: String, sampling: Sampling, queue: Queue, cx: &mut Context<'_>) {
        let is_begun = !cx.requests.pending.iter().any(|write| matches!(write.kind, PendingKind::Session));
        let is_session = is_begun && self.list.drawn && self.session_round().is_none();
        let number = cx.session.number.filter(|_| is_session);
        let before = number.map(|number| {
            let list = std::mem::take(&mut self.list);
            let queues = std::mem::take(&mut self.below);
            SessionBefore {
                number,
                has_ended: cx.session.has_ended,
                list,
                below: queues,
                gold: cx.requests.gold.clone(),
            }
        });
        let before = before.or(self.before_round.take());
        self.list.filter.clone_from(&filter);
        self.list.sampling = sampling;
        self.list.forget_title();
        self.take_queue(queue.clone(), None, cx);
        self.before_round = before;
        cx.send(PendingKind::Session, Write::Session(filter, sampling, queue));
    }

    /// Goes from a round that is done back to the session that it was begun in, else to one of everything; answers whether
    /// there was a round.
    pub(crate) fn leave_round(&mut self, cx: &mut Context<'_>) -> bool {
        if self.round.take_if(|round| round.is_done()).is_none() {
            return false;
        }
        let Some(SessionBefore { number, has_ended, list, below, gold }) = self.before_round.take() else {
            self.ask_unfinished(String::new(), cx);
            return true;
        };
        self.below = below;
        self.bring_back(KeptQueue { list, round: None });
        self.ask_known(gold, cx);
        cx.session.has_ended = has_ended;
        cx.send(PendingKind::Session, Write::Resume(number));
        true
    }

    /// Leaves the offer; where nothing was drawn before, draws everything.
    pub(crate) fn leave_offer(&mut self, cx: &mut Context<'_>) {
        if !self.list.drawn {
            self.list.filter.clear();
            self.list.sampling = Sampling::default();
            self.draw_queue(None, cx);
        }
    }
}

/// Offers a round that was drawn, with its cost.
pub(crate) fn offer_round(filter: String, sampling: Sampling, queue: Queue, cx: &mut Context<'_>) {
    if queue.asks.is_empty() {
        cx.say("None of your grades here is stale.", &[]);
    } else {
        cx.open(Opening::RegradeOffer(filter, sampling, queue));
    }
}

/// Draws a round over the stale grades of a filter, to be offered.
pub(crate) fn draw_round(filter: String, cx: &mut Context<'_>) {
    // Short enough to be typed again; the session keeps it.
    let seed = u64::try_from(cx.now.0).unwrap_or_default() % 1_000_000;
    let sampling = Sampling { plan: SamplingPlan::Stale, by: None, size: None, seed };
    if let Err(error) = draw_by(filter, sampling, (None, None), cx) {
        cx.complain(&error.sentence);
    }
}
