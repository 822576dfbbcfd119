//! The state of the Review screen.

use std::collections::{HashMap, VecDeque};

use super::judging::Asking;
use super::page::{Page, TextForm};
use super::pair::Pair;
use super::queue::{Jumps, KeptQueue, Origin, OwnVerdicts, QueueList, SessionBefore};
use super::regrade::Round;
use crate::app::geometry::Pane;
use crate::app::overlays::draft::DraftKey;
use crate::app::screens::screen_state::ScreenState;
use crate::domain::{Gold, RowId, Sampling, TextPlace, UndoGroup};
use crate::layout::Rendering;
use crate::views::{Judgement, RecordView, SimilarTag};

/// How many records are kept ready beside the one on screen.
const AHEAD_AT_MOST: usize = 4;

/// The state of the Review screen.
#[derive(Debug)]
pub struct Review {
    /// The queue and the cursor in it.
    pub list: QueueList,
    /// The queues that this one lies over, the session's first.
    pub(crate) below: Vec<KeptQueue>,
    /// The session that the round was begun in, where one goes back to from its end.
    pub(crate) before_round: Option<SessionBefore>,
    /// What leads to the queue that is being drawn; `None` where it is the session's.
    pub(crate) drawn_for: Option<Origin>,
    /// The earlier session that the queue is drawn for, and whether its end was shown.
    pub(crate) drawn_again: Option<(i64, bool)>,
    /// The known answers of an earlier session, for the queue that is being drawn for it.
    pub(crate) kept_gold: Option<Gold>,
    /// The queue before this one, while this one is still being drawn: it comes back where that is stopped.
    pub(crate) replaced: Option<KeptQueue>,
    /// The questions of a re-grading round, while the queue is one.
    pub round: Option<Round>,
    /// The two reviewers who judge the session's records blind, where it is such a session.
    pub pair: Option<Pair>,
    /// The record on screen, once read.
    pub page: Option<Page>,
    /// The records to go back to and forth again.
    pub(crate) jumps: Jumps,
    /// The place of each record that was the first in view when it was left.
    pub(crate) places: HashMap<RowId, TextPlace>,
    /// Whether text is rendered or raw.
    pub rendering: Rendering,
    /// Whether long lines are wrapped, and whether lines have numbers.
    pub text_form: TextForm,
    /// The pane that has the keys' attention.
    pub pane: Pane,
    /// Whether instructions and earlier turns are folded.
    pub folds: bool,
    /// Whether the text is read part by part, each a paragraph, as it is told in lines.
    pub(crate) by_parts: bool,
    /// The reviewer's verdicts, by which the session is measured.
    pub(crate) own: OwnVerdicts,
    /// What `repeat` does.
    pub(crate) last: Option<Judgement>,
    /// The fail whose reason is asked.
    pub(crate) asking: Option<Asking>,
    /// Records read before they are needed, and those just left.
    pub(crate) ahead: VecDeque<RecordView>,
    /// The record that tags were looked for by similar records, and what was found.
    pub(crate) similar: Option<(RowId, Vec<SimilarTag>)>,
    /// A record that could not be read, so that it is not asked for again and again.
    pub(crate) unreadable: Option<RowId>,
    /// What was left open, to be opened again with the first record: half-written texts, the question why it failed.
    pub(crate) resume_drafts: Vec<DraftKey>,
    /// The question why a record failed as it is kept over a restart: the record and the group of the fail.
    pub(crate) kept_question: Option<(RowId, UndoGroup)>,
}

impl ScreenState for Review {}

impl Default for Review {
    fn default() -> Self {
        Self::new(String::new(), Sampling::default())
    }
}

impl Review {
    pub(crate) fn new(filter: String, sampling: Sampling) -> Self {
        Self {
            list: QueueList::new(filter, sampling),
            below: Vec::new(),
            before_round: None,
            drawn_for: None,
            drawn_again: None,
            kept_gold: None,
            replaced: None,
            round: None,
            pair: None,
            page: None,
            jumps: Jumps::default(),
            places: HashMap::new(),
            rendering: Rendering::default(),
            text_form: TextForm::default(),
            pane: Pane::default(),
            folds: true,
            by_parts: false,
            own: OwnVerdicts::default(),
            last: None,
            asking: None,
            ahead: VecDeque::new(),
            similar: None,
            unreadable: None,
            resume_drafts: Vec::new(),
            kept_question: None,
        }
    }

    /// Returns the record on screen, if it is the one under the cursor.
    pub fn current(&self) -> Option<&Page> {
        self.page.as_ref().filter(|page| Some(page.view.record.row) == self.list.row())
    }

    /// Returns the record on screen, to change it.
    pub(crate) fn current_mut(&mut self) -> Option<&mut Page> {
        let row = self.list.row();
        self.page.as_mut().filter(|page| Some(page.view.record.row) == row)
    }

    /// Returns every view that is held: the one on screen and those kept ready.
    pub(crate) fn views_mut(&mut self) -> impl Iterator<Item = &mut RecordView> {
        self.page.iter_mut().map(|page| &mut page.view).chain(self.ahead.iter_mut())
    }

    /// Keeps a view ready for later.
    pub(crate) fn keep_ahead(&mut self, view: RecordView) {
        self.ahead.retain(|kept| kept.record.row != view.record.row);
        self.ahead.push_back(view);
        while self.ahead.len() > AHEAD_AT_MOST {
            self.ahead.pop_front();
        }
    }
}
