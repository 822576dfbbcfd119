//! What judges that ran elsewhere said of the record in view.

use crate::app::screens::review::queue::Origin;
use crate::app::screens::review::state::Review;
use crate::domain::result::{JudgeAnswer, JudgeVerdict};

impl Review {
    /// Returns what judges said of the record in view, first the judge whose disagreements are the queue. Nothing in a
    /// re-grading round, where it would lead the answer.
    pub fn judge_answers(&self) -> Vec<&JudgeAnswer> {
        let Some(page) = self.current().filter(|_| self.round.is_none()) else { return Vec::new() };
        let mut answers: Vec<&JudgeAnswer> = page.view.answers.iter().collect();
        if let Some(Origin::Judge { judge, target }) = &self.list.origin {
            answers.sort_by_key(|answer| answer.judge != *judge || answer.target != *target);
        }
        answers
    }

    /// Returns the answer that a narrow screen has room for, and how many more there are: that of the judge whose
    /// disagreements are the queue, else the first that objects.
    pub fn foremost_answer(&self) -> Option<(&JudgeAnswer, usize)> {
        let answers = self.judge_answers();
        let objects = answers.iter().find(|answer| answer.verdict == JudgeVerdict::Fail);
        let is_led = matches!(self.list.origin, Some(Origin::Judge { .. }));
        let first = if is_led { answers.first() } else { objects.or(answers.first()) };
        first.map(|answer| (*answer, answers.len() - 1))
    }
}
